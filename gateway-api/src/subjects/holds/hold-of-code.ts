/** Which hold a spending code opens. */
import type { Hold } from '@commonpoint/catalogue';
import type { Gateway } from '../../gateway.js';
import { hashLockOf } from '../../hash-lock.js';
import { Problem } from '../../http/problem.js';
import { organizationQueries } from '../organizations/reads.js';
import { holdQueries } from './reads.js';

type Known = Pick<Gateway, 'mspId' | 'projection'>;

/**
 * The hold that this preimage opens and that names the own organisation, if the projection has it. Whose hold it is does not
 * stand in a preimage, so every merchant's lock of it is looked for.
 */
export function knownByPreimage({ mspId, projection }: Known, preimage: string): Hold | undefined {
  const { holdByHashLock } = projection.of(holdQueries);
  const custodians = projection.of(organizationQueries).organizations();
  return custodians
    .map((each) => holdByHashLock(hashLockOf(each.mspId, preimage), each.mspId, mspId))
    .find((hold) => hold !== undefined);
}

/** The same; what is not known yet is waited for. */
export async function holdByPreimage(
  gateway: Known & Pick<Gateway, 'caughtUp'>,
  preimage: string,
): Promise<Hold | undefined> {
  const find = (): Hold | undefined => knownByPreimage(gateway, preimage);
  // A code may be shown the moment it was made: what is not here yet may be on the peer.
  return find() ?? (await gateway.caughtUp().then(find));
}

/**
 * What a till asks that was shown a code.
 * @throws Problem HOLD_UNKNOWN, HOLD_EXPIRED; Failure why the peer could not be asked
 */
export async function holdOfCode(
  gateway: Pick<Gateway, 'mspId' | 'projection' | 'caughtUp'>,
  code: string,
): Promise<{ readonly holdMspId: string; readonly holdId: string }> {
  const found = await holdByPreimage(gateway, code);
  if (!found) throw codeProblem('HOLD_UNKNOWN', 'no hold for this merchant has this code');
  // The custodian's gateway voids a hold soon after its end: for the till the code's time was over before and after.
  if (found.status === 'voided' && Date.parse(found.expiresAt) <= Date.now()) {
    throw codeProblem('HOLD_EXPIRED', `the code was good until ${found.expiresAt}`);
  }
  return { holdMspId: found.mspId, holdId: found.holdId };
}

function codeProblem(code: 'HOLD_UNKNOWN' | 'HOLD_EXPIRED', detail: string): Problem {
  return new Problem(code, detail, { errors: [{ pointer: '/code', detail }] });
}
