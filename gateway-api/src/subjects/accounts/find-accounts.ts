/** `POST /v1/accounts/lookup`, `GET /v1/accounts`: accounts that are there, found by a reference or by page. */
import { account, openAccounts, revisionOf } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { decodeCursor } from '../../channel/pages.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import { page } from '../parameters.js';
import { exampleAccount } from './examples.js';
import { accountOf, memberRef } from './member-reference.js';
import { accountQueries } from './reads.js';
import { accountsView, accountView } from './views.js';

/** A typing error at a till opens nothing: a member's account is looked up here, and opened by `openAccount` alone. */
export const lookUpAccount = route({
  operationId: 'lookUpAccount',
  method: 'post',
  reads: true,
  path: '/v1/accounts/lookup',
  tag: 'Accounts',
  summary: 'The account that a reference of your own leads to; nothing is opened.',
  description:
    'A reference must not stand in an address, so it is sent. It needs no Idempotency-Key and changes nothing.',
  roles: [...openAccounts.roles, 'bridge'],
  body: z.strictObject({ memberRef }),
  replies: { 200: { description: 'The account.', schema: accountView } },
  errors: ['ACCOUNT_UNKNOWN', 'REFERENCE_REMOVED'],
  example: {
    body: { memberRef: 'm-1' },
    replies: { 200: { ...exampleAccount, revision: 1, asOfBlock: 42 } },
  },
  handle: ({ body }, gateway) => {
    const { projection } = gateway;
    const found = projection.of(accountQueries).account(accountOf(gateway, body.memberRef));
    // The reference itself is repeated nowhere.
    if (found === undefined) throw new Failure('ACCOUNT_UNKNOWN', 'No account is open under this reference.');
    return { status: 200, body: { ...found, revision: revisionOf(found), asOfBlock: projection.lastBlock() } };
  },
});

export const listAccounts = route({
  operationId: 'listAccounts',
  method: 'get',
  path: '/v1/accounts',
  tag: 'Accounts',
  summary: 'The accounts in this organisation’s custody, by id, a page at a time.',
  roles: ['admin', 'operator', 'auditor'],
  query: page.extend({ status: account.shape.status.optional(), kind: account.shape.kind.optional() }),
  replies: { 200: { description: 'A page.', schema: accountsView } },
  errors: ['CURSOR_INVALID'],
  example: {
    query: { status: 'frozen' },
    replies: { 200: { accounts: [{ ...exampleAccount, status: 'frozen', revision: 2 }], asOfBlock: 42 } },
  },
  handle: (context, { projection, mspId }) => {
    const { limit = 100, cursor, status, kind } = context.query;
    const after = decodeCursor(cursor, z.string(), '');
    const found = projection.of(accountQueries).accountsOf(mspId, { status, kind }, after, limit + 1);
    const { items, ...rest } = toPage(found, limit, ({ accountId }) => accountId, projection.lastBlock());
    const revised = items.map((each) => ({ ...each, revision: revisionOf(each) }));
    return answerPage(context, 'accounts', { ...rest, items: revised });
  },
});
