/** `/v1/accounts`: members' pseudonyms and what they hold. */
import { openAccounts, publicKey, setAccountStatus, setPublicKey as setPublicKeyEntry } from '@commonpoint/catalogue';
import { z } from 'zod';
import { nextLink, pageOptions, route } from '../http/route.js';
import { exampleAccountId, exampleOperationId, exampleTime, exampleTxId } from './examples.js';
import { accountPath, page, pageOfProgram } from './parameters.js';
import {
  accountHistoryView,
  accountView,
  accountWrittenView,
  balancesView,
  lotsView,
  statementView,
} from './representations.js';
import { writeErrors, writeOnce } from './written.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;

const exampleAccount = {
  accountId: exampleAccountId,
  custodian: 'HarborMSP',
  kind: 'member',
  status: 'active',
  openedAt: exampleTime,
} as const;
const exampleWritten = { ...exampleAccount, state: 'committed', txId: exampleTxId };

/** The organisation's own reference of a member. It is turned into the pseudonym here and goes no further. */
const memberRef = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'must not contain control characters')
  .meta({ description: 'Your own reference of the member. It never reaches the ledger, a log or the gateway’s file.' });

export const openAccount = route({
  operationId: 'openAccount',
  method: 'post',
  path: '/v1/accounts',
  tag: 'Accounts',
  summary: 'Opens the account of a member, under a pseudonym.',
  description:
    'The same reference always gives the same account: if it is open already, it is answered with 200, whatever the key.',
  roles: openAccounts.roles,
  transactions: ['openAccounts'],
  body: z.strictObject({ memberRef, kind: z.enum(['member', 'merchant']).default('member') }),
  replies: {
    201: { description: 'Opened.', schema: accountWrittenView },
    200: { description: 'It is open already.', schema: accountWrittenView },
    202: { description: 'Handed over, not committed yet: look at `Location`.', schema: accountWrittenView },
  },
  errors: writeErrors,
  example: { body: { memberRef: 'm-1' }, replies: { 201: exampleWritten } },
  handle: (ask, gateway) => {
    const accountId = gateway.writes.accountIdOf(ask.body.memberRef);
    const { kind } = ask.body;
    return writeOnce(ask, gateway, {
      // The pseudonym stands for the reference, which must not be recoverable from the stored fingerprint.
      content: { accountId, kind },
      write: (options) => gateway.writes.openAccount(ask.caller, { accountId, kind }, options),
      body: (account) => ({ accountId, ...account }),
      status: 201,
      location: `/v1/accounts/${accountId}`,
    });
  },
});

export const readAccount = route({
  operationId: 'readAccount',
  method: 'get',
  path: '/v1/accounts/{accountId}',
  tag: 'Accounts',
  summary: 'One account.',
  roles: everyone,
  transactions: ['getAccount'],
  params: accountPath,
  replies: { 200: { description: 'The account.', schema: accountView } },
  errors: readErrors,
  example: { params: { accountId: exampleAccountId }, replies: { 200: { ...exampleAccount, asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.account(ask.params.accountId, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

export const readBalances = route({
  operationId: 'readBalances',
  method: 'get',
  path: '/v1/accounts/{accountId}/balances',
  tag: 'Accounts',
  summary: 'What an account holds of each programme.',
  roles: everyone,
  transactions: ['getBalances'],
  params: accountPath,
  replies: { 200: { description: 'The balances.', schema: balancesView } },
  errors: readErrors,
  example: {
    params: { accountId: exampleAccountId },
    replies: {
      200: {
        accountId: exampleAccountId,
        balances: [{ programId: 'harbor', available: '120', held: '0', expired: '0', asOfBlock: 42 }],
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { accountId } = ask.params;
    const { value, asOfBlock } = await gateway.ledger.balances(accountId, ask.read);
    return {
      status: 200,
      body: { accountId, balances: value.map((balance) => ({ ...balance, asOfBlock })), asOfBlock },
    };
  },
});

export const listLots = route({
  operationId: 'listLots',
  method: 'get',
  path: '/v1/accounts/{accountId}/lots',
  tag: 'Accounts',
  summary: 'An account’s lots, by programme and soonest expiry.',
  roles: everyone,
  transactions: ['listLots'],
  params: accountPath,
  query: pageOfProgram,
  replies: { 200: { description: 'A page.', schema: lotsView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: {
    params: { accountId: exampleAccountId },
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
  handle: async (ask, gateway) => {
    const { accountId } = ask.params;
    const options = { ...pageOptions(ask), programId: ask.query.programId };
    const { items, next, asOfBlock } = await gateway.ledger.lots(accountId, options);
    return {
      status: 200,
      headers: { ...nextLink(ask, next) },
      body: { accountId, lots: items, nextCursor: next, asOfBlock },
    };
  },
});

export const readStatement = route({
  operationId: 'readStatement',
  method: 'get',
  path: '/v1/accounts/{accountId}/statement',
  tag: 'Accounts',
  summary: 'What happened to an account, newest first.',
  roles: everyone,
  params: accountPath,
  query: pageOfProgram,
  replies: { 200: { description: 'A page.', schema: statementView } },
  errors: ['ACCOUNT_UNKNOWN', 'CURSOR_INVALID'],
  example: {
    params: { accountId: exampleAccountId },
    replies: {
      200: {
        accountId: exampleAccountId,
        entries: [
          {
            operationId: exampleOperationId,
            mspId: 'HarborMSP',
            kind: 'issue',
            programId: 'harbor',
            change: '120',
            txId: exampleTxId,
            txTime: exampleTime,
            blockNumber: 42,
          },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { accountId } = ask.params;
    const options = { ...pageOptions(ask), programId: ask.query.programId };
    const { items, next, asOfBlock } = await gateway.ledger.statement(accountId, options);
    return {
      status: 200,
      headers: { ...nextLink(ask, next) },
      body: { accountId, entries: items, nextCursor: next, asOfBlock },
    };
  },
});

export const accountHistory = route({
  operationId: 'accountHistory',
  method: 'get',
  path: '/v1/accounts/{accountId}/history',
  tag: 'Accounts',
  summary: 'Every version of an account’s row, newest first, from the ledger itself.',
  roles: everyone,
  transactions: ['accountHistory'],
  params: accountPath,
  query: page,
  replies: { 200: { description: 'A page.', schema: accountHistoryView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: {
    params: { accountId: exampleAccountId },
    replies: {
      200: {
        changes: [{ txId: exampleTxId, txTime: exampleTime, deleted: false, value: exampleAccount }],
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { items, next, asOfBlock } = await gateway.ledger.accountHistory(ask.params.accountId, pageOptions(ask));
    return { status: 200, headers: { ...nextLink(ask, next) }, body: { changes: items, nextCursor: next, asOfBlock } };
  },
});

const statusRoute = (verb: 'freeze' | 'unfreeze' | 'close', status: 'active' | 'frozen' | 'closed', summary: string) =>
  route({
    operationId: `${verb}Account`,
    method: 'post',
    path: `/v1/accounts/{accountId}/${verb}`,
    tag: 'Accounts',
    summary,
    roles: setAccountStatus.roles,
    transactions: ['setAccountStatus'],
    params: accountPath,
    body: z.strictObject({
      reason: z
        .string()
        .max(200)
        .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')
        .optional()
        .meta({ description: 'Recorded on the ledger for everyone: no personal data.' }),
    }),
    bodyKind: 'optional-json',
    replies: {
      200: { description: 'Done.', schema: accountWrittenView },
      202: { description: 'Handed over, not committed yet.', schema: accountWrittenView },
    },
    errors: writeErrors,
    example: {
      params: { accountId: exampleAccountId },
      body: { reason: 'case 2026-17' },
      replies: { 200: { ...exampleWritten, status, reason: 'case 2026-17' } },
    },
    handle: (ask, gateway) => {
      const { accountId } = ask.params;
      return writeOnce(ask, gateway, {
        content: { accountId, ...ask.body },
        write: (options) => gateway.writes.setAccountStatus(ask.caller, accountId, status, ask.body.reason, options),
        body: (account) => ({ accountId, ...account }),
        status: 200,
      });
    },
  });

export const freezeAccount = statusRoute('freeze', 'frozen', 'Freezes an account: nothing goes in or out.');
export const unfreezeAccount = statusRoute('unfreeze', 'active', 'Makes a frozen account active again.');
export const closeAccount = statusRoute('close', 'closed', 'Closes an empty account for good.');

const examplePublicKey = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;

export const setPublicKey = route({
  operationId: 'setPublicKey',
  method: 'post',
  path: '/v1/accounts/{accountId}/public-key',
  tag: 'Accounts',
  summary: 'Gives an account its member’s public key, once: from then on debits need the member’s signature.',
  roles: setPublicKeyEntry.roles,
  transactions: ['setPublicKey'],
  params: accountPath,
  body: z.strictObject({ publicKey }),
  replies: {
    200: { description: 'The account has the key.', schema: accountWrittenView },
    202: { description: 'Handed over, not committed yet.', schema: accountWrittenView },
  },
  errors: writeErrors,
  example: {
    params: { accountId: exampleAccountId },
    body: { publicKey: examplePublicKey },
    replies: { 200: { ...exampleWritten, publicKey: examplePublicKey } },
  },
  handle: (ask, gateway) => {
    const request = { ...ask.params, ...ask.body };
    return writeOnce(ask, gateway, {
      content: request,
      write: (options) => gateway.writes.submitTransaction(ask.caller, setPublicKeyEntry, request, options),
      body: (account) => ({ accountId: request.accountId, ...account }),
      status: 200,
    });
  },
});
