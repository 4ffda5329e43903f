/**
 * Opening accounts, many in one transaction: those that are asked for within a moment go together. An account that is
 * being opened already is waited for, so that two transactions never write the same row.
 */
import { openAccounts, OPEN_ACCOUNTS_MAX, type PublicKey, type Role } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { LedgerTransactions, TransactionOptions } from './ledger-transactions.js';

/** What is one account's fault. */
const spoiling: ReadonlySet<string> = new Set([
  'ACCOUNT_EXISTS',
  'NOT_CUSTODIAN',
  'PUBLIC_KEY_INVALID',
  'REFERENCE_REMOVED',
  'REFERENCE_ELSEWHERE',
  'TERMS_OF_USE_UNKNOWN',
]);
/** How long others may join a transaction. */
const WINDOW_MS = 8;

export interface AccountToOpen {
  readonly accountId: string;
  readonly kind: 'member' | 'merchant';
  readonly publicKey?: PublicKey | undefined;
  /** Which terms of use the member accepts, by programme. */
  readonly termsOfUse?: readonly { readonly programId: string; readonly version: number }[] | undefined;
}

export interface OpenedAccount {
  readonly existed: boolean;
  readonly txId?: string | undefined;
}

type Progress = NonNullable<TransactionOptions['progress']>;

interface Asked extends AccountToOpen {
  readonly role: Role;
  /** Told when the transaction is handed over; whoever asks for the same joins. */
  readonly listeners: Progress[];
  readonly resolve: (opened: OpenedAccount) => void;
  readonly reject: (error: unknown) => void;
}

export class AccountOpening {
  #asked: Asked[] = [];
  readonly #underWay = new Map<string, { readonly opened: Promise<OpenedAccount>; readonly listeners: Progress[] }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly transactions: LedgerTransactions) {}

  /** @throws Failure */
  open(role: Role, account: AccountToOpen, progress?: Progress): Promise<OpenedAccount> {
    const key = `${account.kind} ${account.accountId} ${JSON.stringify([account.publicKey, account.termsOfUse])}`;
    const known = this.#underWay.get(key);
    if (known) {
      if (progress) known.listeners.push(progress);
      return known.opened.then(({ txId }) => ({ existed: true, txId }));
    }
    const listeners = progress ? [progress] : [];
    const opened = new Promise<OpenedAccount>((resolve, reject) => {
      this.#asked.push({ ...account, role, listeners, resolve, reject });
    }).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, { opened, listeners });
    if (this.#asked.length >= OPEN_ACCOUNTS_MAX) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), WINDOW_MS);
    return opened;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const asked = this.#asked;
    this.#asked = [];
    for (const role of new Set(asked.map(({ role }) => role)))
      void this.#send(asked.filter((one) => one.role === role));
  }

  async #send(asked: readonly Asked[]): Promise<void> {
    try {
      const accounts = asked.map(({ accountId, kind, publicKey, termsOfUse }) => ({
        accountId,
        kind,
        ...(publicKey !== undefined && { publicKey }),
        ...(termsOfUse !== undefined && { termsOfUse: [...termsOfUse] }),
      }));
      const progress: Progress = (state, id) => {
        for (const { listeners } of asked) for (const tell of listeners) tell(state, id);
      };
      const { txId, reply } = await this.transactions.run(asked[0]!.role, openAccounts, { accounts }, { progress });
      asked.forEach(({ resolve }, index) => {
        const existed = reply.accounts[index]!.state === 'EXISTS';
        resolve({ existed, ...(!existed && { txId }) });
      });
    } catch (error) {
      // One account that is not as asked spoils the transaction; alone, each has its own answer.
      if (asked.length > 1 && error instanceof Failure && spoiling.has(error.code)) {
        for (const one of asked) await this.#send([one]);
      } else {
        for (const { reject } of asked) reject(error);
      }
    }
  }
}
