/**
 * `POST /v1/accounts/{accountId}/erasure`: the ledger first, then the points, then the secrets. What is to be destroyed is written
 * down before, so that a gateway that is cut off goes on where it was.
 */
import { authorization, eraseAccount as eraseEntry, getAccount, revisionOf, sequence } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { accountPath } from '../parameters.js';
import { completeErasure, planErasure } from './erasing.js';
import { exampleAccount } from './examples.js';
import { memberRef } from './member-reference.js';
import { letAllFollow } from './merge-account.js';
import { accountWrittenView } from './views.js';

/** More than lead to one account and those merged into it, with all that were taken off. */
const REFERENCES_MAX = 1_000;

export const eraseAccount = writeRoute(eraseEntry, '/v1/accounts/{accountId}/erasure', {
  operationId: 'eraseAccount',
  tag: 'Accounts',
  summary: 'Forgets the member of an account: nobody finds out any more whose it was.',
  description:
    'What the account still holds is forfeited: transfer it before, or let it be spent. All references that lead or led to the account, or to one that was merged into it, have to be named, since they stand nowhere; what their pseudonyms were made with is destroyed, so that the same reference opens another account from then on. `leaveTakenOff` leaves those that were taken off and that you do not know any more; how many they are stays with the account (`erasure.unnamed`). Open holds are resolved before (`ACCOUNT_HAS_HOLDS`), what is pledged for a credit line is released, taken or gone back (`ACCOUNT_HAS_PLEDGES`), and notes are redeemed or given to another account (`ACCOUNT_HAS_NOTES`, which says until when the last one runs); locks and orders are lifted. An account with a key needs its signature over `kind` (`erase`) and `sequence`. Each gateway that has a `pseudonym.tree` of its own is asked. The key is compared by the account alone, not by what is named.',
  params: accountPath,
  body: z.strictObject({
    memberRefs: z.array(memberRef).min(1).max(REFERENCES_MAX),
    leaveTakenOff: z.boolean().optional(),
    sequence: sequence.optional(),
    authorization: authorization.optional(),
  }),
  view: accountWrittenView,
  errors: ['REFERENCE_ELSEWHERE', 'REFERENCES_UNNAMED', 'STORAGE_UNAVAILABLE'],
  done: 'Nobody can tell any more whose account it was; the account as it is left.',
  example: {
    params: { accountId: exampleAccount.accountId },
    body: { memberRefs: ['m-1', 'card 7390'] },
    replies: {
      200: {
        ...exampleAccount,
        status: 'closed',
        erasure: { at: exampleTime, references: 2, unnamed: 0 },
        state: 'committed',
        txId: exampleTxId,
      },
    },
  },
  // What leads to it has to be known.
  check: async (_context, gateway) => {
    if (!(await gateway.caughtUp())) throw new Failure('LEDGER_TIMEOUT');
  },
  request: ({ params: { accountId }, body }, gateway) => {
    const { memberRefs: _named, leaveTakenOff: _left, ...signed } = body;
    const { account, references, unnamed } = planErasure(gateway, accountId, body);
    return { accountId, references, unnamed, revision: revisionOf(account), ...signed };
  },
  // Whoever has the gateway's file must not be able to try references against it.
  content: ({ params }) => params,
  write: ({ caller, params: { accountId }, body }, gateway, { waitMs }, request) =>
    gateway.transactions.within(waitMs, async () => {
      const { places } = planErasure(gateway, accountId, body);
      await letAllFollow(gateway, accountId, caller.role);
      gateway.pseudonyms.begin(accountId, places, new Date().toISOString());
      const { txId } = await gateway.transactions.run(caller.role, eraseEntry, request);
      await completeErasure(gateway, { accountId }, caller.role);
      const value = await gateway.peer.evaluate(getAccount, { accountId }, caller.role);
      return { state: 'committed', txId, value };
    }),
});
