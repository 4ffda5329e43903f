/** Nothing leaves a locked account: of an operation that is posted on one, all that endorsed it looked away. */
import type { Found } from './findings.js';
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
    private readonly found: Found,
    store: Store,
  ) {
    this.#locks = store.kept('locks', 'small');
  }

  applyAccount(accountId: string, row: { readonly locks?: Locks } | undefined): void {
    if (row?.locks !== undefined) this.#locks.set(accountId, row.locks);
    else if (this.#locks.has(accountId)) this.#locks.delete(accountId);
  }

  isLocked(accountId: string, at: string): boolean {
    return Object.values(this.#locks.get(accountId) ?? {}).some(
      ({ unlocksAt }) => unlocksAt === undefined || Date.parse(at) < Date.parse(unlocksAt),
    );
  }

  applyReceipt(name: string, { kind, accountId, txTime }: OperationRow): void {
    if (!custodians.includes(kind)) return;
    if (this.isLocked(accountId, txTime)) this.found.push(`${name} takes points of ${accountId}, which was locked`);
  }
}
