/** Does something to all lots of an account that nothing else happens to any more, so many at a time. Cut off anywhere, it is gone on with. */
import { createHash } from 'node:crypto';
import type { Operation, Role } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { accountQueries } from './reads.js';

/** The most lots that one operation may name. */
const LOTS_AT_ONCE = 500;
/** How long one step is waited for. */
const STEP_MS = 60_000;
/** Somebody else may retire a lot at the same time; so often in a row it does not happen. */
const MISSED_MAX = 20;

/** Lots of one programme that one operation is about; `digest` is the same for the same lots. */
export interface LotsStep {
  readonly programId: string;
  readonly inputs: string[];
  readonly amount: string;
  readonly digest: string;
}

/** @throws Failure */
export async function lotsInSteps(
  { mspId, operations, projection, caughtUp }: Pick<Gateway, 'mspId' | 'operations' | 'projection' | 'caughtUp'>,
  accountId: string,
  role: Role,
  toOperation: (step: LotsStep) => Operation,
): Promise<void> {
  const accounts = projection.of(accountQueries);
  const caller = { organization: mspId, mspId, clientId: 'gateway', role };
  for (let missed = 0; missed < MISSED_MAX;) {
    // What was credited just before the account was closed has to be seen.
    if (!(await caughtUp())) throw new Failure('LEDGER_TIMEOUT');
    const found = accounts.lots(accountId, undefined, { programId: '', lotId: '' }, LOTS_AT_ONCE);
    if (found.length === 0) return;
    const steps = [...Map.groupBy(found, ({ programId }) => programId)].map(([programId, of]) =>
      toOperation(stepOf(accountId, programId, of)),
    );
    const answer = await operations.submit(caller, steps, { waitMs: STEP_MS });
    if (answer.kind === 'conflict' || answer.kind === 'in-flight') throw new Failure('LEDGER_CONFLICT');
    const refused = answer.results.find(({ state }) => state === 'rejected');
    if (refused !== undefined && refused.code !== 'LOT_SPENT')
      throw new Failure('LEDGER_REFUSED', `A step was refused: ${refused.detail ?? refused.code}`);
    if (answer.results.some(({ state }) => state !== 'committed' && state !== 'rejected'))
      throw new Failure('LEDGER_TIMEOUT');
    missed = refused === undefined ? 0 : missed + 1;
  }
  throw new Failure('LEDGER_CONFLICT');
}

/** The same lots are the same step, whoever takes it: two gateways, or one that was cut off. */
function stepOf(
  accountId: string,
  programId: string,
  lots: readonly { readonly lotId: string; readonly amount: string }[],
): LotsStep {
  const inputs = lots.map(({ lotId }) => lotId).toSorted();
  const digest = createHash('sha256')
    .update([accountId, programId, ...inputs].join(' '))
    .digest('hex')
    .slice(0, 40);
  return { programId, inputs, amount: String(lots.reduce((sum, lot) => sum + BigInt(lot.amount), 0n)), digest };
}
