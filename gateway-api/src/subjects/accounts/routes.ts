/** `/v1/accounts`: members' pseudonyms and what they hold. */
import {
  accountHistory as historyEntry,
  getAccount,
  getBalances,
  listLots as listLotsEntry,
  lotId as lotIdShape,
  publicKey,
  recoveryHours,
  revisionOf,
  setAccountStatus,
  setPublicKey as setPublicKeyEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import type { Gateway } from '../../gateway.js';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleAccountId, exampleHash, exampleOperationId, exampleTime, exampleTxId } from '../examples.js';
import { exampleAccount, examplePublicKey } from './examples.js';
import { accountPath, page, pageOfProgram } from '../parameters.js';
import { accountQueries } from './reads.js';
import { accountHistoryView, accountView, accountWrittenView, balancesView, lotsView } from './views.js';

const exampleWritten = { ...exampleAccount, state: 'committed', txId: exampleTxId };
const exampleBalance = {
  programId: 'harbor',
  available: '120',
  pending: '30',
  held: '0',
  expired: '0',
  clawback: '0',
  expiring: [{ day: '2028-11-30', amount: '150' }],
  asOfBlock: 42,
};
const params = { accountId: exampleAccountId };
const about = { tag: 'Accounts', params: accountPath };

export const readAccount = readRoute(getAccount, '/v1/accounts/{accountId}', {
  ...about,
  operationId: 'readAccount',
  summary: 'One account.',
  view: accountView,
  shows: 'The account.',
  revised: true,
  body: (found) => ({ ...found, revision: revisionOf(found) }),
  example: { params, replies: { 200: { ...exampleAccount, revision: 1, asOfBlock: 42 } } },
  here: ({ projection }, { accountId }) => projection.of(accountQueries).requireAccount(accountId),
});

export const readBalances = readRoute(getBalances, '/v1/accounts/{accountId}/balances', {
  ...about,
  operationId: 'readBalances',
  summary: 'What an account holds of each programme.',
  view: balancesView,
  shows: 'The balances.',
  example: {
    params,
    replies: {
      200: {
        accountId: exampleAccountId,
        balances: [exampleBalance],
        asOfBlock: 42,
      },
    },
  },
  here: ({ projection }, { accountId }) => {
    const accounts = projection.of(accountQueries);
    accounts.requireAccount(accountId);
    return { accountId, balances: accounts.balances(accountId) };
  },
  body: ({ accountId, balances }, _context, asOfBlock) => ({
    accountId,
    balances: balances.map((balance) => ({ ...balance, asOfBlock })),
  }),
});

export const listLots = listRoute(listLotsEntry, '/v1/accounts/{accountId}/lots', {
  ...about,
  operationId: 'listLots',
  summary: 'An account’s lots, by programme and soonest expiry.',
  query: pageOfProgram,
  view: lotsView,
  items: 'lots',
  beside: ({ params: { accountId } }) => ({ accountId }),
  example: {
    params,
    query: { programId: 'harbor' },
    replies: {
      200: {
        accountId: exampleAccountId,
        lots: [
          {
            lotId: `2028-11-30.${exampleTxId}.00000`,
            programId: 'harbor',
            expiry: '2028-11-30',
            amount: '120',
            originMspId: 'HarborMSP',
            originId: exampleOperationId,
          },
        ],
        asOfBlock: 42,
      },
    },
  },
  here: {
    position: z.strictObject({ programId: z.string(), lotId: lotIdShape.or(z.literal('')) }),
    first: { programId: '', lotId: '' },
    rows: ({ projection }, { accountId, programId }, after, limit) => {
      const accounts = projection.of(accountQueries);
      accounts.requireAccount(accountId);
      return accounts.lots(accountId, programId, after, limit);
    },
    at: ({ programId, lotId }) => ({ programId, lotId }),
  },
});

export const accountHistory = listRoute(historyEntry, '/v1/accounts/{accountId}/history', {
  ...about,
  operationId: 'accountHistory',
  summary: 'Every version of an account’s row, newest first, from the ledger itself.',
  query: page,
  view: accountHistoryView,
  items: 'changes',
  example: {
    params,
    replies: {
      200: {
        changes: [{ txId: exampleTxId, txTime: exampleTime, deleted: false, value: exampleAccount }],
        asOfBlock: 42,
      },
    },
  },
});

const reason = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')
  .optional()
  .meta({
    description:
      'Yours to keep, with the `reasonSalt` of the reply: on the ledger stands `reasonHash`, the SHA-256 of the canonical JSON of accountId, reason and salt.',
  });

/** What a request with a reason is to the ledger and to its key, and what of it only the reply has. */
const reasoned = {
  onLedger: (accountId: string, given: string | undefined, { secrets }: Gateway) =>
    given === undefined ? {} : { reasonHash: secrets.saltedReason({ accountId, reason: given }).hash },
  compared: (given: string | undefined, { secrets }: Gateway) =>
    given === undefined ? {} : { reason: secrets.confidentialDigest(given) },
  shown: (accountId: string, given: string | undefined, { secrets }: Gateway) =>
    given === undefined ? {} : { reasonSalt: secrets.saltedReason({ accountId, reason: given }).salt },
};
const reasonedReply = { reasonHash: exampleHash, reasonSalt: exampleHash.slice(0, 32) };

export const changeAccount = writeRoute(setAccountStatus, '/v1/accounts/{accountId}', {
  ...about,
  operationId: 'changeAccount',
  method: 'patch',
  condition: 'must',
  summary: 'Freezes an account, makes it active again, or closes it, if it is still as it was read.',
  body: z.strictObject({ status: setAccountStatus.request.shape.status, reason }),
  view: accountWrittenView,
  done: 'Done.',
  example: {
    params,
    body: { status: 'frozen', reason: 'case 2026-17' },
    replies: { 200: { ...exampleWritten, status: 'frozen', revision: 2, ...reasonedReply } },
  },
  request: ({ params: { accountId }, body: { status, reason: given } }, gateway) => ({
    accountId,
    status,
    ...reasoned.onLedger(accountId, given, gateway),
  }),
  content: ({ params: { accountId }, body: { status, reason: given } }, gateway) => ({
    accountId,
    status,
    ...reasoned.compared(given, gateway),
  }),
  show: (account, { params: { accountId }, body }, gateway) => ({
    accountId,
    ...account,
    ...reasoned.shown(accountId, body.reason, gateway),
  }),
});

const statusRoute = <Verb extends 'freeze' | 'unfreeze' | 'close'>(
  verb: Verb,
  status: 'active' | 'frozen' | 'closed',
  summary: string,
) =>
  writeRoute(setAccountStatus, `/v1/accounts/{accountId}/${verb}`, {
    ...about,
    operationId: `${verb}Account`,
    condition: 'may',
    summary,
    body: z.strictObject({ reason }),
    bodyKind: 'optional-json',
    view: accountWrittenView,
    done: 'Done.',
    example: {
      params,
      body: { reason: 'case 2026-17' },
      replies: { 200: { ...exampleWritten, status, ...reasonedReply } },
    },
    request: ({ params: { accountId }, body }, gateway) => ({
      accountId,
      status,
      ...reasoned.onLedger(accountId, body.reason, gateway),
    }),
    content: ({ params: { accountId }, body }, gateway) => ({ accountId, ...reasoned.compared(body.reason, gateway) }),
    show: (account, { params: { accountId }, body }, gateway) => ({
      accountId,
      ...account,
      ...reasoned.shown(accountId, body.reason, gateway),
    }),
  });

export const freezeAccount = statusRoute('freeze', 'frozen', 'Freezes an account: nothing goes in or out.');
export const unfreezeAccount = statusRoute('unfreeze', 'active', 'Makes a frozen account active again.');
export const closeAccount = statusRoute('close', 'closed', 'Closes an empty account for good.');

export const setPublicKey = writeRoute(setPublicKeyEntry, '/v1/accounts/{accountId}/public-key', {
  ...about,
  operationId: 'setPublicKey',
  summary: 'Gives an account its member’s public key, once: from then on debits need the member’s signature.',
  body: z.strictObject({ publicKey, recoveryHours: recoveryHours.optional() }),
  view: accountWrittenView,
  done: 'The account has the key.',
  example: {
    params,
    body: { publicKey: examplePublicKey },
    replies: { 200: { ...exampleWritten, publicKey: examplePublicKey } },
  },
});
