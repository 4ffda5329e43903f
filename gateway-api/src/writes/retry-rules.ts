/**
 * What to do after a failure: one table for endorsement, one for commit.
 *
 * - `again`: the same operations in a new transaction, after a pause with jitter, a limited number of times. Possible
 *   because nothing was handed over, or because what was handed over is known to have had no effect
 * - `split`: as `again`, but each alone: one of them spoils the transaction
 * - `give-up`: no sense in repeating
 */
import type { ErrorCode } from '@commonpoint/chaincode/catalogue';
import type { ChannelFailureKind } from '../fabric/channel.js';
import type { GatewayFailureCode } from '../ports.js';
import { validationCodes } from './fates.js';

export const ATTEMPTS_MAX = 5;

export interface Verdict {
  readonly then: 'again' | 'split' | 'give-up';
  /** What is answered if it is not repeated, or once too often. */
  readonly code: GatewayFailureCode;
}

export const afterEndorsement: Readonly<Record<Exclude<ChannelFailureKind, 'refused'>, Verdict>> = {
  mismatch: { then: 'again', code: 'LEDGER_CONFLICT' },
  overloaded: { then: 'again', code: 'PEER_UNAVAILABLE' },
  unavailable: { then: 'give-up', code: 'PEER_UNAVAILABLE' },
  deadline: { then: 'give-up', code: 'LEDGER_TIMEOUT' },
  'data-missing': { then: 'give-up', code: 'PRIVATE_DATA_NOT_HERE' },
  'no-collection': { then: 'give-up', code: 'COLLECTION_UNKNOWN' },
  malformed: { then: 'give-up', code: 'PEER_REPLY_INVALID' },
};

/** Whether a refusal of the whole transaction may be one operation's fault, and spare the others. */
export function isDivisible(code: ErrorCode): boolean {
  return code === 'REQUEST_INVALID';
}

/** Of a transaction that was committed as invalid. */
export function afterCommit(validationCode: number): Verdict {
  switch (validationCode) {
    case validationCodes.mvccReadConflict:
    case validationCodes.phantomReadConflict:
      return { then: 'again', code: 'LEDGER_CONFLICT' };
    default:
      return { then: 'give-up', code: 'LEDGER_REFUSED' };
  }
}

/** Half of it fixed, half of it by chance, so that two who collided do not collide again. */
export function pauseMs(attempt: number, random: () => number = Math.random): number {
  const fullMs = Math.min(20 * 2 ** attempt, 1_000);
  return fullMs / 2 + (fullMs / 2) * random();
}
