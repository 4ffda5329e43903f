/** Accounts: pseudonyms that hold lots of points. */
import type { z } from 'zod';
import {
  type Account,
  account as accountSchema,
  acceptTermsOfUse,
  accountHistory,
  addReference,
  announceRecovery,
  withdrawRecovery,
  dayOf,
  eraseAccount,
  getAccount,
  getBalances,
  listLots,
  lockAccount,
  mergeAccounts,
  openAccounts,
  PAGE_ROWS_MAX,
  removeReference,
  type ReplyOf,
  type RequestOf,
  rotateKey,
  setAccountStatus,
  setPublicKey,
  sumBalances,
  type Transaction,
  unlockAccount,
} from '@commonpoint/catalogue';
import { decideOpenAccounts, decideSetAccountStatus, decideSetPublicKey } from '../../domain/accounts/accounts.js';
import { decideAcceptTermsOfUse } from '../../domain/accounts/terms-of-use.js';
import { decideLockAccount, decideUnlockAccount } from '../../domain/accounts/locks.js';
import { decideAnnounceRecovery, decideWithdrawRecovery, decideRotateKey } from '../../domain/accounts/member-keys.js';
import { decideAddReference, decideRemoveReference } from '../../domain/accounts/references.js';
import { decideEraseAccount } from '../../domain/accounts/erase-account.js';
import { decideMergeAccounts } from '../../domain/accounts/merge-accounts.js';
import type { AccountChanging } from '../../domain/accounts/signed-changes.js';
import { Refusal } from '../../domain/core/refusal.js';
import { verifySignature } from '../../domain/points/verify-signature.js';
import { revised } from '../../domain/core/revisions.js';
import { loadSetAside } from './load-set-aside.js';
import { applyMerge, loadMerge } from './merging.js';
import type { LedgerContext } from '../core/context.js';
import { keyParts } from '../core/keys.js';
import { accountKey, lotIdOf, lots, referenceKey } from './keys.js';
import { standingKey } from '../orders/keys.js';
import { programKey } from '../programs/keys.js';
import { accept } from '../core/ledger-error.js';
import {
  incomingOf,
  isAccountEmpty,
  loadAccount,
  loadAccounts,
  loadOrganization,
  loadProgram,
  loadLots,
  loadOpenHolds,
  requireMembership,
} from '../core/load.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class AccountsContract extends CatalogueContract {
  constructor() {
    super('Accounts');
  }

  @CatalogueTransaction(openAccounts)
  async Open(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, openAccounts, json);
    await requireMembership(ctx);
    const standing = await loadAccounts(
      ctx.state,
      request.accounts.map(({ accountId }) => accountId),
    );
    const named = request.accounts.flatMap(({ termsOfUse = [] }) =>
      termsOfUse.map(({ programId }) => programKey(programId)),
    );
    const programs = new Map([...(await ctx.state.getMany(named)).values()].map((row) => [row.programId, row]));
    const { opened, reply } = accept(
      decideOpenAccounts({ ...standing, programs }, request, ctx.caller.mspId, ctx.txTime),
    );
    for (const account of opened) ctx.state.put(accountKey(account.accountId), account);
    return finish(ctx, openAccounts, reply);
  }

  @CatalogueTransaction(setAccountStatus)
  async SetStatus(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, setAccountStatus, json);
    await requireMembership(ctx);
    const account = await loadAccount(ctx.state, request.accountId);
    // Only closing reads what the account holds: a credit that commits first must not hold a freeze off.
    const isClosing = request.status === 'closed';
    const isEmpty = !isClosing || (await isAccountEmpty(ctx.state, request.accountId));
    const incoming = isClosing ? await incomingOf(ctx.state, account) : undefined;
    const changed = accept(decideSetAccountStatus(account, request, ctx.caller.mspId, { isEmpty, incoming }));
    return finish(ctx, setAccountStatus, putChanged(ctx, account, changed));
  }

  @CatalogueTransaction(acceptTermsOfUse)
  async AcceptTermsOfUse(ctx: LedgerContext, json: string): Promise<string> {
    const { accountIds, ...named } = begin(ctx, acceptTermsOfUse, json);
    await requireMembership(ctx);
    const program = await loadProgram(ctx.state, named.programId);
    const accounts: Account[] = [];
    for (const accountId of new Set(accountIds)) {
      const account = await loadAccount(ctx.state, accountId);
      const { successor } = await loadOrganization(ctx.state, account.custodian);
      const saying = { by: ctx.caller.mspId, at: ctx.txTime };
      const changed = accept(decideAcceptTermsOfUse({ account, successor, program }, named.version, saying));
      accounts.push(putChanged(ctx, account, changed));
    }
    return finish(ctx, acceptTermsOfUse, { accounts });
  }

  @CatalogueTransaction(setPublicKey)
  async SetPublicKey(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, setPublicKey, json);
    await requireMembership(ctx);
    const account = await loadAccount(ctx.state, request.accountId);
    const changed = accept(decideSetPublicKey(account, request, ctx.caller.mspId));
    return finish(ctx, setPublicKey, putChanged(ctx, account, changed));
  }

  @CatalogueTransaction(lockAccount)
  async Lock(ctx: LedgerContext, json: string): Promise<string> {
    return change(ctx, lockAccount, json, decideLockAccount);
  }

  @CatalogueTransaction(unlockAccount)
  async Unlock(ctx: LedgerContext, json: string): Promise<string> {
    return change(ctx, unlockAccount, json, decideUnlockAccount);
  }

  @CatalogueTransaction(rotateKey)
  async RotateKey(ctx: LedgerContext, json: string): Promise<string> {
    return change(ctx, rotateKey, json, decideRotateKey);
  }

  @CatalogueTransaction(announceRecovery)
  async AnnounceRecovery(ctx: LedgerContext, json: string): Promise<string> {
    return change(ctx, announceRecovery, json, (account, request, changing) => {
      const changed = decideAnnounceRecovery(account, request, changing);
      if (!(changed instanceof Refusal) && changed.recovery?.announcedAt === ctx.txTime)
        ctx.tell('KeyRecoveryAnnounced', { accountId: changed.accountId, ...changed.recovery });
      return changed;
    });
  }

  @CatalogueTransaction(withdrawRecovery)
  async WithdrawRecovery(ctx: LedgerContext, json: string): Promise<string> {
    return change(ctx, withdrawRecovery, json, decideWithdrawRecovery);
  }

  @CatalogueTransaction(mergeAccounts)
  async Merge(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, mergeAccounts, json);
    await requireMembership(ctx);
    const account = await loadAccount(ctx.state, request.accountId);
    const rows = await loadMerge(ctx.state, request.accountId, request.intoAccountId);
    const changing = { by: ctx.caller.mspId, at: ctx.txTime, verify: verifySignature };
    const merged = accept(decideMergeAccounts(account, request, rows, changing));
    applyMerge(ctx.state, merged);
    return finish(ctx, mergeAccounts, merged.account);
  }

  @CatalogueTransaction(eraseAccount)
  async Erase(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, eraseAccount, json);
    await requireMembership(ctx);
    const account = await loadAccount(ctx.state, request.accountId);
    const setAside = await loadSetAside(ctx.state, request.accountId);
    const incoming = await incomingOf(ctx.state, account);
    const ofCustodian = await ctx.state.get(standingKey('organization', account.custodian));
    const changing = { by: ctx.caller.mspId, at: ctx.txTime, verify: verifySignature };
    const erased = accept(decideEraseAccount(account, request, { setAside, incoming, ofCustodian }, changing));
    return finish(ctx, eraseAccount, putChanged(ctx, account, erased));
  }

  @CatalogueTransaction(addReference)
  async AddReference(ctx: LedgerContext, json: string): Promise<string> {
    return changeReference(ctx, addReference, json, decideAddReference);
  }

  @CatalogueTransaction(removeReference)
  async RemoveReference(ctx: LedgerContext, json: string): Promise<string> {
    return changeReference(ctx, removeReference, json, decideRemoveReference);
  }

  @CatalogueTransaction(getAccount)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { accountId } = begin(ctx, getAccount, json);
    return finish(ctx, getAccount, await loadAccount(ctx.state, accountId));
  }

  @CatalogueTransaction(getBalances)
  async Balances(ctx: LedgerContext, json: string): Promise<string> {
    const { accountId } = begin(ctx, getBalances, json);
    const account = await loadAccount(ctx.state, accountId);
    const held = await loadOpenHolds(ctx.state, accountId);
    const balances = sumBalances(await loadLots(ctx.state, accountId), held, account, dayOf(ctx.txTime));
    return finish(ctx, getBalances, { accountId, balances });
  }

  @CatalogueTransaction(listLots)
  async Lots(ctx: LedgerContext, json: string): Promise<string> {
    const { accountId, programId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listLots, json);
    await loadAccount(ctx.state, accountId);
    const range = programId === undefined ? lots(accountId) : lots(accountId, programId);
    const page = await ctx.state.page(range, pageSize, bookmark);
    const found = page.rows.map(({ key, value }) => {
      const [, ofProgram = '', expiry = ''] = keyParts(key);
      return { ...value, lotId: lotIdOf(key), programId: ofProgram, expiry };
    });
    return finish(ctx, listLots, { lots: found, bookmark: page.bookmark });
  }

  @CatalogueTransaction(accountHistory)
  async History(ctx: LedgerContext, json: string): Promise<string> {
    const { accountId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, accountHistory, json);
    await loadAccount(ctx.state, accountId);
    return finish(ctx, accountHistory, await ctx.state.history(accountKey(accountId), pageSize, bookmark));
  }
}

/** Sets an account to what a rule makes of it. */
async function change<T extends Transaction<z.ZodType<{ accountId: string }>, typeof accountSchema>>(
  ctx: LedgerContext,
  entry: T,
  json: string,
  decide: (account: Account, request: RequestOf<T>, changing: AccountChanging) => Account | Refusal,
): Promise<string> {
  const request = begin(ctx, entry, json);
  await requireMembership(ctx);
  const account = await loadAccount(ctx.state, request.accountId);
  const changing = { by: ctx.caller.mspId, at: ctx.txTime, verify: verifySignature };
  const changed = accept(decide(account, request, changing));
  return finish(ctx, entry, putChanged(ctx, account, changed) as ReplyOf<T>);
}

/** The account as it is written, in its next revision; what did not change is left as it is. */
function putChanged(ctx: LedgerContext, before: Account, account: Account): Account {
  if (account === before) return account;
  const changed = revised(account);
  ctx.state.put(accountKey(account.accountId), changed);
  return changed;
}

/** Lets a reference lead to an account, or to none. */
async function changeReference(
  ctx: LedgerContext,
  entry: typeof addReference,
  json: string,
  decide: typeof decideAddReference,
): Promise<string> {
  const request = begin(ctx, entry, json);
  await requireMembership(ctx);
  const before = await loadAccount(ctx.state, request.accountId);
  const { existing, references } = await loadAccounts(ctx.state, [request.referenceId]);
  const rows = { reference: references.get(request.referenceId), opened: existing.get(request.referenceId) };
  const { account, reference } = accept(decide(before, request, rows, ctx.caller.mspId, ctx.txTime));
  if (reference !== undefined) ctx.state.put(referenceKey(request.referenceId), reference);
  return finish(ctx, entry, putChanged(ctx, before, account));
}
