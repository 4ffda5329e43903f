/** Nothing leaves a locked account: of an operation that is posted on one, all that endorsed it looked away. */
import type { OperationRow } from './ledger-rows.js';
import { custodians } from './posted-by.js';
import type { Kept, Store } from './store.js';

interface Lock {
  readonly unlocksAt?: string;
}
type Locks = Readonly<Partial<Record<'member' | 'custodian', Lock>>>;

export class AccountLocks {
  /** Of accounts that were locked ever, the locks that they have. */
  readonly #locks: Kept<Locks>;

  constructor(
    private readonly found: string[],
    store: Store,
  ) {
    this.#locks = store.kept('locks', 'small');
  }

  applyAccount(accountId: string, row: { readonly locks?: Locks } | undefined): void {
    if (row?.locks !== undefined) this.#locks.set(accountId, row.locks);
    else if (this.#locks.has(accountId)) this.#locks.delete(accountId);
  }

  applyReceipt(name: string, { kind, accountId, txTime }: OperationRow): void {
    if (!custodians.includes(kind)) return;
    const holds = Object.values(this.#locks.get(accountId) ?? {}).some(
      ({ unlocksAt }) => unlocksAt === undefined || Date.parse(txTime) < Date.parse(unlocksAt),
    );
    if (holds) this.found.push(`${name} takes points of ${accountId}, which was locked`);
  }
}
