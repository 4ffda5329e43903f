/**
 * `POST /v1/accounts/{accountId}/merge`: closes the account, and lets its lots follow, so many at a time. Cut off anywhere, it is gone
 * on with by asking again.
 */
import { createHash } from 'node:crypto';
import {
  authorization,
  accountId as accountIdSchema,
  getAccount,
  mergeAccounts as mergeEntry,
  sequence,
  type Operation,
  type Role,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTxId } from '../examples.js';
import { accountPath } from '../parameters.js';
import { exampleAccount } from './examples.js';
import { accountQueries } from './reads.js';
import { accountWrittenView } from './views.js';

/** The most lots that one operation may name. */
const LOTS_AT_ONCE = 500;
/** How long one step is waited for. */
const STEP_MS = 60_000;
/** Somebody else may retire a lot at the same time; so often in a row it does not happen. */
const MISSED_MAX = 20;

const intoAccountId = 'HarborMSP:7d0f3a52c41e4b7fa9d1b16c0a53e2f8';

export const mergeAccount = writeRoute(mergeEntry, '/v1/accounts/{accountId}/merge', {
  operationId: 'mergeAccount',
  tag: 'Accounts',
  summary: 'Merges an account into another one of yours: of a member who has two.',
  description:
    'All points move with everything that they have, whatever the programme’s rules for transfers; references, counts towards limits of the day, and a freeze too. The account is closed at once, its lots follow in as many steps as they need: asked for again, it goes on where it was. Open holds are resolved before. An account with a key needs its signature over `kind` (`merge`), `sequence` and `intoAccountId`.',
  params: accountPath,
  body: z.strictObject({
    intoAccountId: accountIdSchema,
    sequence: sequence.optional(),
    authorization: authorization.optional(),
  }),
  view: accountWrittenView,
  done: 'All of it lies in the other account; the account that was merged.',
  example: {
    params: { accountId: exampleAccount.accountId },
    body: { intoAccountId },
    replies: {
      200: { ...exampleAccount, status: 'closed', mergedInto: intoAccountId, state: 'committed', txId: exampleTxId },
    },
  },
  write: ({ caller, params, body }, gateway, { waitMs }, request) =>
    gateway.transactions.within(waitMs, async () => {
      const { txId } = await gateway.transactions.run(caller.role, mergeEntry, request);
      await moveLots(gateway, params.accountId, body.intoAccountId, caller.role);
      const value = await gateway.peer.evaluate(getAccount, { accountId: params.accountId }, caller.role);
      return { state: 'committed', txId, value };
    }),
});

/** @throws Failure */
async function moveLots(gateway: Gateway, from: string, into: string, role: Role): Promise<void> {
  const { mspId, operations, projection } = gateway;
  const accounts = projection.of(accountQueries);
  const caller = { organization: mspId, mspId, clientId: 'gateway', role };
  for (let missed = 0; missed < MISSED_MAX;) {
    // What was credited just before the account was closed has to be seen.
    if (!(await gateway.caughtUp())) throw new Failure('LEDGER_TIMEOUT');
    const found = accounts.lots(from, undefined, { programId: '', lotId: '' }, LOTS_AT_ONCE);
    if (found.length === 0) return;
    const transfers = [...Map.groupBy(found, ({ programId }) => programId)].map(([programId, of]) =>
      following({ from, into, programId }, of),
    );
    const answer = await operations.submit(caller, transfers, { waitMs: STEP_MS });
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
function following(
  { from, into, programId }: { readonly from: string; readonly into: string; readonly programId: string },
  lots: readonly { readonly lotId: string; readonly amount: string }[],
): Operation {
  const inputs = lots.map(({ lotId }) => lotId).toSorted();
  const digest = createHash('sha256')
    .update([from, into, programId, ...inputs].join(' '))
    .digest('hex');
  const amount = String(lots.reduce((sum, lot) => sum + BigInt(lot.amount), 0n));
  return {
    kind: 'transfer',
    id: `mg-${digest.slice(0, 40)}`,
    programId,
    fromAccountId: from,
    toAccountId: into,
    amount,
    inputs,
  };
}
