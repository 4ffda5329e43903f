/**
 * Points keep the day with which they end, by the receipts as well: what goes to another account does, and what comes back of a hold is
 * of the days that it took. What an exchange issues ends as its programme says.
 */
import { usualExpiry } from './days.js';
import type { Found } from './findings.js';
import type { LotPart, OperationRow, ProgramRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

const sumsOf = (...parts: readonly (readonly LotPart[] | undefined)[]): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { lotId, amount } of parts.flatMap((each) => each ?? [])) add(sums, lotId.slice(0, 10), BigInt(amount));
  return sums;
};

export class KeptDays {
  /** Of what is pledged some goes back at a time: by the pledge, all that did. */
  readonly #released: Kept<readonly LotPart[]>;

  constructor(
    private readonly found: Found,
    private readonly programs: Kept<ProgramRow>,
    store: Store,
  ) {
    this.#released = store.kept('released-pledges');
  }

  /** `about` is the hold that it resolves, or what it takes back. */
  applyOperation(name: string, row: OperationRow, about: OperationRow | undefined): void {
    const { kind, consumed, created } = row;
    if (kind === 'transfer' || kind === 'seize' || (kind === 'reverse' && about?.kind === 'transfer'))
      return this.#compare(name, sumsOf(consumed), sumsOf(created));
    if (kind === 'exchange') return this.#checkExchange(name, row);
    // What a pledged note gives back is judged with notes.
    if ((kind === 'capture' || kind === 'void') && about?.kind === 'hold') this.#checkResolution(name, row, about);
  }

  /** What paid off something owed came back into no lot. */
  #checkResolution(name: string, { consumed, created, holdMspId, holdId }: OperationRow, hold: OperationRow): void {
    const pledge = `${holdMspId} ${holdId}`;
    const before = hold.lineId === undefined ? [] : (this.#released.get(pledge) ?? []);
    const all = [...before, ...(consumed ?? []), ...(created ?? [])];
    if (hold.lineId !== undefined) this.#released.set(pledge, all);
    const held = sumsOf(hold.consumed);
    for (const [expiry, points] of sumsOf(all)) {
      const there = held.get(expiry) ?? 0n;
      if (points > there)
        this.found.push(`${name} takes ${points} points of ${expiry} out of the hold ${pledge}, which has ${there}`);
    }
  }

  #checkExchange(name: string, { targetProgramId = '', created = [], txTime }: OperationRow): void {
    const { expiryMonths, rules } = this.programs.get(targetProgramId) ?? {};
    if (expiryMonths === undefined) return;
    const usual = usualExpiry(txTime.slice(0, 10), expiryMonths, rules?.expiryRounding);
    const other = created.find(({ lotId }) => lotId.slice(0, 10) !== usual);
    if (other === undefined) return;
    this.found.about?.([targetProgramId]);
    this.found.push(`${name} issued points that end on ${other.lotId.slice(0, 10)}, not on ${usual}`);
  }

  #compare(name: string, before: ReadonlyMap<string, bigint>, after: ReadonlyMap<string, bigint>): void {
    for (const expiry of new Set([...before.keys(), ...after.keys()])) {
      const [gone, come] = [before.get(expiry) ?? 0n, after.get(expiry) ?? 0n];
      if (gone !== come) this.found.push(`${name} moved ${gone} points of ${expiry}, of which ${come} arrived`);
    }
  }
}
