/**
 * `POST /v1/accounts/{accountId}/merge`: closes the account, and lets its notes and lots follow, so many at a time. Cut off anywhere, it is gone
 * on with by asking again.
 */
import {
  authorization,
  accountId as accountIdSchema,
  getAccount,
  mergeAccounts as mergeEntry,
  type RequestOf,
  type Role,
  sequence,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { writeRoute } from '../../http/write-route.js';
import { exampleTxId } from '../examples.js';
import { accountPath } from '../parameters.js';
import { exampleAccount } from './examples.js';
import { lotsInSteps } from './lots-in-steps.js';
import { letNotesFollow } from './notes-in-steps.js';
import { accountQueries } from './reads.js';
import { accountWrittenView } from './views.js';

const intoAccountId = 'HarborMSP:7d0f3a52c41e4b7fa9d1b16c0a53e2f8';

/** All that lies in an account that was merged goes to the other. @throws Failure */
export const letLotsFollow = (
  gateway: Parameters<typeof lotsInSteps>[0],
  { accountId, intoAccountId }: Pick<RequestOf<typeof mergeEntry>, 'accountId' | 'intoAccountId'>,
  role: Role,
): Promise<void> =>
  lotsInSteps(gateway, accountId, role, ({ digest, ...lots }) => ({
    kind: 'transfer',
    id: `mg-${digest}`,
    fromAccountId: accountId,
    toAccountId: intoAccountId,
    ...lots,
  }));

/** What lies in accounts that were merged into one, or into one of these, goes there: where a merge was cut off. @throws Failure */
export async function letAllFollow(
  gateway: Parameters<typeof lotsInSteps>[0],
  accountId: string,
  role: Role,
): Promise<void> {
  const accounts = gateway.projection.of(accountQueries);
  for (const from of accounts.mergedTogether(accountId).toReversed()) {
    const intoAccountId = accounts.account(from)?.mergedInto;
    if (intoAccountId === undefined) continue;
    await letNotesFollow(gateway, { accountId: from, intoAccountId }, role);
    await letLotsFollow(gateway, { accountId: from, intoAccountId }, role);
  }
}

export const mergeAccount = writeRoute(mergeEntry, '/v1/accounts/{accountId}/merge', {
  operationId: 'mergeAccount',
  tag: 'Accounts',
  summary: 'Merges an account into another one of yours: of a member who has two.',
  description:
    'All points move with everything that they have, whatever the programme’s rules for transfers; references, counts towards limits of the day, and a freeze too. The account is closed at once, its notes and lots follow in as many steps as they need: asked for again, it goes on where it was. Notes earn on. Open holds are resolved before (`ACCOUNT_HAS_HOLDS`), and what is pledged for a credit line is released, taken or gone back (`ACCOUNT_HAS_PLEDGES`). An account with a key needs its signature over `kind` (`merge`), `sequence` and `intoAccountId`.',
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
      // First the notes: one that comes to its end meanwhile becomes lots.
      await letNotesFollow(gateway, { ...params, ...body }, caller.role);
      await letLotsFollow(gateway, { ...params, ...body }, caller.role);
      const value = await gateway.peer.evaluate(getAccount, { accountId: params.accountId }, caller.role);
      return { state: 'committed', txId, value };
    }),
});
