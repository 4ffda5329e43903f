/** `/v1/accounts`: opening one, with the terms of use that its member accepts then or later. */
import {
  type Account,
  acceptTermsOfUse as acceptTermsOfUseEntry,
  getAccount,
  namedTermsOfUse,
  openAccounts,
  type Role,
  TERMS_OF_USE_MAX,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { exampleAccount } from './examples.js';
import { accountPath } from '../parameters.js';
import { accountOf, memberRef } from './member-reference.js';
import { accountQueries } from './reads.js';
import { accountWrittenView } from './views.js';

const exampleWritten = { ...exampleAccount, state: 'committed', txId: exampleTxId };
const params = { accountId: exampleAccount.accountId };

export const openAccount = writeRoute(openAccounts, '/v1/accounts', {
  operationId: 'openAccount',
  tag: 'Accounts',
  summary: 'Opens the account of a member, under a pseudonym.',
  description:
    'The same reference always gives the same account: if it is open already, it is answered with 200, whatever the key. A till (`cashier`) says `enrol` of a member who is new: without it, it is told `ACCOUNT_UNKNOWN` of a reference that leads nowhere, so that a typing error makes no member. A reference that was added to an account gives that one. `termsOfUse` says which versions the member accepts with it.',
  body: z.strictObject({
    memberRef,
    kind: z.enum(['member', 'merchant']).default('member'),
    enrol: z
      .literal(true)
      .optional()
      .meta({ description: 'The member is new: at a till, only with this is an account opened.' }),
    termsOfUse: z.array(namedTermsOfUse).min(1).max(TERMS_OF_USE_MAX).optional(),
  }),
  also: [getAccount],
  view: accountWrittenView,
  made: 'Opened.',
  done: 'It is open already.',
  later: 'Handed over, not committed yet: look at `Location`.',
  example: { body: { memberRef: 'm-1' }, replies: { 201: exampleWritten } },
  // The pseudonym stands for the reference, which must not be recoverable from the stored fingerprint.
  content: ({ body: { memberRef: ref, kind, termsOfUse } }, { secrets }) => ({
    accountId: secrets.accountIdOf(ref),
    kind,
    ...(termsOfUse && { termsOfUse }),
  }),
  check: async ({ caller, body }, gateway) => {
    const accountId = accountOf(gateway, body.memberRef);
    if (caller.role === 'cashier' && body.enrol !== true) await requireOpen(gateway, caller.role, accountId);
  },
  write: ({ caller, body }, gateway, { waitMs }) => {
    const accountId = accountOf(gateway, body.memberRef);
    const { memberRef: _reference, enrol: _enrol, ...opened } = body;
    return gateway.transactions.within(waitMs, async (progress) => {
      const known = gateway.projection.of(accountQueries).account(accountId);
      // A further reference leads to an account that is open, of whatever kind that is.
      if (known && accountId !== gateway.secrets.accountIdOf(body.memberRef))
        return acceptAlso(gateway, caller.role, known, body.termsOfUse);
      const { existed, txId } = await gateway.accounts.open(caller.role, { accountId, ...opened }, progress);
      // One that was opened elsewhere a moment ago may not be in the projection yet.
      const value =
        gateway.projection.of(accountQueries).account(accountId) ??
        (await gateway.peer.evaluate(getAccount, { accountId }, caller.role));
      return { state: 'committed', txId, existed, value };
    });
  },
  show: (account, { body }, gateway) => ({ accountId: accountOf(gateway, body.memberRef), ...account }),
  location: ({ body }, gateway) => `/v1/accounts/${accountOf(gateway, body.memberRef)}`,
});

/** One that was opened elsewhere a moment ago may not be in the projection yet. Errors: ACCOUNT_UNKNOWN. */
async function requireOpen({ projection, peer }: Gateway, role: Role, accountId: string): Promise<void> {
  if (projection.of(accountQueries).account(accountId) !== undefined) return;
  await peer.evaluate(getAccount, { accountId }, role).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'ACCOUNT_UNKNOWN') throw error;
    // The reference itself is repeated nowhere.
    const detail = 'No account is open under this reference; of a member who is new, a till says `enrol`.';
    throw new Failure('ACCOUNT_UNKNOWN', detail);
  });
}

/** For an account that a further reference leads to. */
async function acceptAlso(
  { transactions }: Gateway,
  role: Role,
  known: Account,
  termsOfUse: readonly z.infer<typeof namedTermsOfUse>[] = [],
) {
  let [value, txId]: [Account, string | undefined] = [known, undefined];
  for (const named of termsOfUse) {
    const done = await transactions.run(role, acceptTermsOfUseEntry, { ...named, accountIds: [known.accountId] });
    [value, txId] = [done.reply.accounts[0] ?? value, done.txId ?? txId];
  }
  return { state: 'committed' as const, txId, existed: true, value };
}

export const acceptTermsOfUse = writeRoute(acceptTermsOfUseEntry, '/v1/accounts/{accountId}/terms-of-use', {
  tag: 'Accounts',
  params: accountPath,
  operationId: 'acceptTermsOfUse',
  summary: 'Says that the account’s member accepted a version of a programme’s terms of use.',
  description:
    'The custodian says it, or who serves its accounts. A version that is not newer than the accepted one changes nothing.',
  body: namedTermsOfUse,
  view: accountWrittenView,
  done: 'Noted; the account.',
  request: ({ params: { accountId }, body }) => ({ ...body, accountIds: [accountId] }),
  show: (reply) => reply?.accounts[0] ?? {},
  example: {
    params,
    body: { programId: 'harbor', version: 2 },
    replies: {
      200: { ...exampleWritten, termsOfUse: [{ programId: 'harbor', version: 2, acceptedAt: exampleTime }] },
    },
  },
});
