/**
 * What to do after a failure: one table for endorsement, one for commit.
 *
 * - `again`: the same operations in a new transaction, after a pause with jitter, a limited number of times. Possible
 *   because nothing was handed over, or because what was handed over is known to have had no effect
 * - `split`: as `again`, but each alone: one of them spoils the transaction
 * - `give-up`: no sense in repeating
 */
import type { ErrorCode } from '@commonpoint/catalogue';
import type { ChannelFailureKind } from '../channel/channel.js';
import { failureCodes, type GatewayFailureCode } from '../channel/failures.js';
import { validationCodes } from './fates.js';

/** So many attempts are made in any case ... */
export const ATTEMPTS_MAX = 5;
/**
 * ... and more for this long: a peer that lags, because the orderer that it reads from stands still, disagrees with the
 * others for seconds, and a client is better served late than with a conflict.
 */
export const CONFLICT_PATIENCE_MS = 20_000;

/** Whether something that failed so often since then is worth another attempt. */
export function mayTryAgain(attempts: number, sinceMs: number, patienceMs = CONFLICT_PATIENCE_MS): boolean {
  return attempts < ATTEMPTS_MAX || performance.now() - sinceMs < patienceMs;
}

/**
 * So often something is done again that others cross, which set the policies of the same rows in the same block: it fails on the policy,
 * whoever endorsed it.
 */
export const CROSSED_MAX = 4;
/** Those that crossed wait as others do after so many attempts more: within moments they would be in one block again. */
export const CROSSED_APART = 3;

export interface Verdict {
  readonly then: 'again' | 'split' | 'give-up';
  /** What is answered if it is not repeated, or once too often. */
  readonly code: GatewayFailureCode;
}

const verdict = (then: Verdict['then'], kind: ChannelFailureKind): Verdict => ({ then, code: failureCodes[kind] });

export const afterEndorsement: Readonly<Record<Exclude<ChannelFailureKind, 'refused'>, Verdict>> = {
  mismatch: verdict('again', 'mismatch'),
  overloaded: verdict('again', 'overloaded'),
  unavailable: verdict('give-up', 'unavailable'),
  unordered: verdict('give-up', 'unordered'),
  deadline: verdict('give-up', 'deadline'),
  clock: verdict('give-up', 'clock'),
  certificate: verdict('give-up', 'certificate'),
  'signer-expired': verdict('give-up', 'signer-expired'),
  'signer-refused': verdict('give-up', 'signer-refused'),
  'identity-refused': verdict('give-up', 'identity-refused'),
  redefined: verdict('again', 'redefined'),
  behind: verdict('give-up', 'behind'),
  'no-chaincode': verdict('give-up', 'no-chaincode'),
  'data-missing': verdict('give-up', 'data-missing'),
  'no-collection': verdict('give-up', 'no-collection'),
  malformed: verdict('give-up', 'malformed'),
};

/** Whether a refusal of the whole transaction may be one operation's fault, and spare the others. */
export function isDivisible(code: ErrorCode): boolean {
  return code === 'REQUEST_INVALID' || code === 'SOURCES_NEEDED';
}

/** Of a transaction that was committed as invalid, after so many attempts: policies of rows are renewed as members change. */
export function afterCommit(validationCode: number, attempts = CROSSED_MAX): Verdict {
  switch (validationCode) {
    case validationCodes.endorsementPolicyFailure:
      return { then: attempts < CROSSED_MAX ? 'again' : 'give-up', code: 'LEDGER_REFUSED' };
    case validationCodes.mvccReadConflict:
    case validationCodes.phantomReadConflict:
    case validationCodes.neverOrdered:
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
