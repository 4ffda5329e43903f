/** When what passed may be executed, and until when. */
import type { ProposalRow } from './decision-rows.js';

/** By so much clocks may differ. */
const CLOCKS_MS = 15 * 60 * 1000;

/** What is wrong with the times that a passed proposal was given. */
export function wronglyTimed(
  { decidedAt = '', executableFrom = '', expiresAt = '' }: Partial<ProposalRow>,
  { timeLockSeconds, executionSeconds }: ProposalRow['rule'],
): string | undefined {
  const lockMs = timeLockSeconds === 0 ? 0 : timeLockSeconds * 1000 + CLOCKS_MS;
  const from = Date.parse(decidedAt) + lockMs;
  const isTimed = Date.parse(executableFrom) === from && Date.parse(expiresAt) === from + executionSeconds * 1000;
  return isTimed ? undefined : 'its time lock is another one';
}
