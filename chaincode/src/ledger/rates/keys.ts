/** Keys of rates. */
import type { RateReference } from '@commonpoint/catalogue';
import { key, laneNumber, range, versionNumber } from '../core/keys.js';

const rateParts = ({ sourceProgramId, targetProgramId, version }: RateReference) =>
  [sourceProgramId, targetProgramId, versionNumber(version)] as const;
export const rateKey = (reference: RateReference) => key('rate', ...rateParts(reference));
export const rates = (...programIds: (string | undefined)[]) =>
  range('rate', ...programIds.filter((programId) => programId !== undefined));
export const rateLaneKey = (reference: RateReference, lane: number) =>
  key('rate-quota', ...rateParts(reference), laneNumber(lane));
