/** The write half of the gateway, as HTTP sees it. */
import { createHmac, type KeyObject } from 'node:crypto';
import {
  allotQuota,
  changeCap,
  createProgram,
  getAccount,
  getReceipt,
  setAccountStatus,
  setProgramStatus,
  type Account,
  type ReplyOf,
  type RequestOf,
  type Role,
  type Transaction,
} from '@commonpoint/chaincode/catalogue';
import type { Channel } from '../fabric/channel.js';
import { Failure, type Writes, type Written } from '../ports.js';
import type { Projection } from '../projection/queries.js';
import { LedgerTransactions, toFailure, within } from './ledger-transactions.js';
import type { AccountOpening } from './open-accounts.js';
import type { PostOperations } from './post-operations.js';

/** Hex digits of the pseudonym. */
const PSEUDONYM_DIGITS = 32;

export interface WritesParts {
  readonly mspId: string;
  readonly channel: Channel;
  readonly projection: Projection;
  readonly posts: PostOperations;
  readonly accounts: AccountOpening;
  readonly transactions: LedgerTransactions;
  /** The organisation's secret that member references are hidden behind. */
  readonly pseudonymKey: KeyObject;
  /** Whether new work is refused because the gateway stops. */
  readonly isClosing: () => boolean;
}

export function createWrites(parts: WritesParts): Writes {
  const { mspId, channel, projection, posts, accounts, transactions, pseudonymKey } = parts;
  const open = (): void => {
    if (parts.isClosing()) throw new Failure('SHUTTING_DOWN', undefined, { retryAfterS: 5 });
  };
  const same = <T>(reply: T): T => reply;
  const ask = async <T extends Transaction>(role: Role, entry: T, request: RequestOf<T>): Promise<ReplyOf<T>> => {
    try {
      const bytes = await channel.evaluate(role, entry.name, JSON.stringify(request));
      return JSON.parse(Buffer.from(bytes).toString()) as ReplyOf<T>;
    } catch (error) {
      throw toFailure(error).failure;
    }
  };
  /** An account that was opened elsewhere a moment ago may not be in the projection yet. */
  const askAccount = (role: Role, accountId: string): Promise<Account> => ask(role, getAccount, { accountId });

  return {
    async submitOperations(caller, operations, options) {
      open();
      return posts.submit(caller, operations, options);
    },

    async operation(caller, operationId) {
      const known = posts.find(operationId);
      if (known) return known;
      const receipt = await ask(caller.role, getReceipt, { mspId, operationId });
      return { operationId, state: 'committed', kind: receipt.kind, txId: receipt.txId, receipt };
    },

    accountIdOf: (memberRef) => pseudonymOf(pseudonymKey, memberRef),

    async openAccount(caller, account, { waitMs }): Promise<Written<Account>> {
      open();
      const opened = accounts.open(caller.role, account).then(async ({ existed, txId }): Promise<Written<Account>> => {
        const value = projection.account(account.accountId) ?? (await askAccount(caller.role, account.accountId));
        return { state: 'committed', txId, existed, value };
      });
      return within(waitMs, opened, () => ({ state: 'submitted' }));
    },

    async createProgram(caller, request, { waitMs }) {
      open();
      return transactions.write(caller.role, createProgram, request, waitMs, same);
    },
    async changeCap(caller, programId, cap, { waitMs }) {
      open();
      return transactions.write(caller.role, changeCap, { programId, cap }, waitMs, same);
    },
    async setProgramStatus(caller, programId, status, { waitMs }) {
      open();
      return transactions.write(caller.role, setProgramStatus, { programId, status }, waitMs, same);
    },
    async allotQuota(caller, programId, grants, { waitMs }) {
      open();
      return transactions.write(caller.role, allotQuota, { programId, grants: [...grants] }, waitMs, same);
    },
    async setAccountStatus(caller, accountId, status, reason, { waitMs }) {
      open();
      const request = { accountId, status, ...(reason === undefined ? {} : { reason }) };
      return transactions.write(caller.role, setAccountStatus, request, waitMs, same);
    },
  };
}

/** `a-` and 32 hex digits of HMAC-SHA256(the organisation's secret, reference). */
export function pseudonymOf(key: KeyObject, memberRef: string): string {
  return `a-${createHmac('sha256', key).update(memberRef).digest('hex').slice(0, PSEUDONYM_DIGITS)}`;
}
