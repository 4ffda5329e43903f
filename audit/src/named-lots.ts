/**
 * Whether receipts name the lots that were taken and made: each lot that one drew on is gone, none gave more than it had, and
 * of each expiry as many points came and went as receipts say. It looks at what a transaction touches, and remembers nothing.
 */
import type { Found } from './findings.js';
import type { LotPart, OperationRow } from './ledger-rows.js';
import { add } from './sums.js';

/** What these draw on was set aside by their hold. */
const ofHolds: readonly string[] = ['capture', 'void'];

export class NamedLots {
  /** `account programme expiry` to points: what rows changed more than receipts say. */
  readonly #unexplained = new Map<string, bigint>();
  /** `account programme lot` to points: what the lots that were deleted had, less what receipts drew on them. */
  readonly #drawable = new Map<string, bigint>();

  constructor(private readonly found: Found) {}

  /** A lot that was written, or deleted if the amount is negative. */
  noteRow(holding: string, lotId: string, amount: bigint): void {
    add(this.#unexplained, `${holding} ${lotId.slice(0, 10)}`, amount);
    if (amount < 0n) this.#drawable.set(`${holding} ${lotId}`, -amount);
  }

  apply(name: string, row: OperationRow): void {
    const { kind, programId, accountId, toAccountId = accountId, targetProgramId = programId, txId } = row;
    const from = `${accountId} ${programId}`;
    if (!ofHolds.includes(kind)) for (const part of row.consumed ?? []) this.#draw(name, from, part, txId);
    for (const { lotId, amount } of row.created ?? [])
      add(this.#unexplained, `${toAccountId} ${targetProgramId} ${lotId.slice(0, 10)}`, -BigInt(amount));
  }

  /** Without receipts lots change by orders alone, which have rules of their own. */
  endTransaction(txId: string, hasReceipts: boolean): void {
    for (const [name, amount] of this.#unexplained) {
      if (amount === 0n || !hasReceipts) continue;
      const [accountId, programId = '', expiry] = name.split(' ');
      this.found.about?.([programId]);
      this.found.push(
        `transaction ${txId} changed what ${accountId} has of ${programId} that ends on ${expiry} by ${amount} more than its receipts say`,
      );
    }
    this.#unexplained.clear();
    this.#drawable.clear();
  }

  #draw(name: string, holding: string, { lotId, amount }: LotPart, txId: string): void {
    add(this.#unexplained, `${holding} ${lotId.slice(0, 10)}`, BigInt(amount));
    // One that an operation of the same transaction made is in no row.
    if (lotId.slice(11).startsWith(txId)) return;
    const left = (this.#drawable.get(`${holding} ${lotId}`) ?? 0n) - BigInt(amount);
    this.#drawable.set(`${holding} ${lotId}`, left);
    if (left < 0n) this.found.push(`${name} drew ${amount} on the lot ${lotId}, which was not there to be drawn on`);
  }
}
