/** Offers of notes, from their rows: that their terms stay, rates are announced in time, and no more is promised than was carved out. */
import type { Found } from './findings.js';
import type { ProgramRow } from './ledger-rows.js';
import { begins, type RateRow } from './note-terms.js';
import { dayAfter } from './days.js';
import type { Kept, Store } from './store.js';
import { add, total } from './sums.js';

export interface NoteOfferRow {
  readonly programId: string;
  readonly offerId: string;
  readonly issuer: string;
  readonly days: number;
  readonly ppm: number;
  readonly ppmMin: number;
  readonly ppmMax: number;
  readonly noticeDays: number;
  readonly ceiling: string;
  readonly lanes: number;
  readonly early?: { readonly afterDays: number; readonly sharePpm: number };
  readonly rates: readonly RateRow[];
  readonly expiryMonths: number;
  readonly expiryRounding?: string;
  readonly status: 'open' | 'closed';
  readonly offeredAt: string;
  readonly carved: readonly { readonly lane: number; readonly amount: string }[];
}

interface Lane {
  readonly granted: bigint;
  readonly used: bigint;
}

const changing: ReadonlySet<string> = new Set(['rates', 'status']);
const fixedOf = (row: NoteOfferRow): string =>
  JSON.stringify(
    Object.entries(row)
      .filter(([field]) => !changing.has(field))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

export class NoteOffers {
  /** By `programme offer`. */
  readonly #offers: Kept<NoteOfferRow>;
  readonly #lanes: Kept<Map<string, Lane>>;
  /** What notes that were sold can come to, by their receipts. */
  readonly #promised: Kept<bigint>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#offers = store.kept('note-offers', 'small');
    this.#lanes = store.kept('note-lanes', 'small');
    this.#promised = store.kept('note-promised', 'small');
  }

  get(programId: string, offerId = ''): NoteOfferRow | undefined {
    return this.#offers.get(`${programId} ${offerId}`);
  }

  applyOffer(
    txId: string,
    name: string,
    row: NoteOfferRow | undefined,
    program: ProgramRow | undefined,
    time: number | undefined,
  ): void {
    const say = (text: string): void => void this.found.push(`transaction ${txId} ${text} the offer of notes ${name}`);
    if (row === undefined) return say('deleted');
    const before = this.#offers.get(name);
    this.#offers.set(name, row);
    const wrong = before === undefined ? wrongInOffer(row) : wrongInChange(before, row, time);
    if (wrong !== undefined) say(`${wrong} of`);
    if (before === undefined && program === undefined) say('made, while notes are off,');
    else if (before === undefined && !isLifeOf(program!, row))
      say('made its interest live another time than the points of');
  }

  applyLane([programId, offerId, lane = '']: readonly string[], row: { granted: string; used: string }): void {
    const name = `${programId} ${offerId}`;
    const lanes = this.#lanes.get(name) ?? new Map<string, Lane>();
    lanes.set(lane, { granted: BigInt(row.granted), used: BigInt(row.used) });
    this.#lanes.set(name, lanes);
  }

  promise(programId: string, offerId: string, interest: bigint): void {
    add(this.#promised, `${programId} ${offerId}`, interest);
  }

  /** What counts as used in a programme's lanes: of open offers the ceiling, of closed ones what was promised. */
  reserved(programId: string): bigint {
    let sum = 0n;
    for (const [name, lanes] of this.#lanes)
      if (name.startsWith(`${programId} `)) sum += total([...lanes.values()].map(({ granted }) => granted));
    return sum;
  }

  endBlock(block: number): void {
    for (const [name, { ceiling, status }] of this.#offers) {
      const lanes = [...(this.#lanes.get(name)?.values() ?? [])];
      const [granted, used] = [total(lanes.map((lane) => lane.granted)), total(lanes.map((lane) => lane.used))];
      const at = `block ${block}, offer of notes ${name}`;
      const promised = this.#promised.get(name) ?? 0n;
      if (lanes.some((lane) => lane.used > lane.granted))
        this.found.push(`${at}: a lane used more than it was granted`);
      if (used !== promised) this.found.push(`${at}: lanes used ${used}, its notes can come to ${promised}`);
      const expected = status === 'open' ? BigInt(ceiling) : promised;
      if (granted !== expected) this.found.push(`${at}: ${granted} granted, it has to be ${expected}`);
    }
  }
}

function wrongInOffer({
  ppm,
  ppmMin,
  ppmMax,
  rates,
  ceiling,
  carved,
  status,
  offeredAt,
}: NoteOfferRow): string | undefined {
  const [first, ...more] = rates;
  if (first?.ppm !== ppm || first.from !== offeredAt.slice(0, 10) || more.length > 0) return 'made other rates';
  if (ppm < ppmMin || ppm > ppmMax) return 'made a rate beyond the bounds';
  if (total(carved.map(({ amount }) => BigInt(amount))) !== BigInt(ceiling))
    return 'carved out something else than the ceiling';
  return status === 'open' ? undefined : 'made a closed state';
}

function wrongInChange(before: NoteOfferRow, row: NoteOfferRow, time: number | undefined): string | undefined {
  if (fixedOf(before) !== fixedOf(row)) return 'changed the terms';
  if (before.status === 'closed' && row.status === 'open') return 'opened again what was closed';
  const was = before.rates;
  if (JSON.stringify(row.rates.slice(0, was.length)) !== JSON.stringify(was)) return 'changed earlier rates';
  let last = was.at(-1)?.from ?? '';
  for (const { from, ppm } of row.rates.slice(was.length)) {
    const earliest = time === undefined ? '' : dayAfter(begins(new Date(time).toISOString()), row.noticeDays);
    if (from <= last || from < earliest) return `announced a rate from ${from} on, too late for it,`;
    if (ppm < row.ppmMin || ppm > row.ppmMax) return `announced a rate of ${ppm} beyond the bounds`;
    last = from;
  }
  return undefined;
}

function isLifeOf({ expiryMonths, rules }: ProgramRow, row: NoteOfferRow): boolean {
  return expiryMonths === row.expiryMonths && rules?.expiryRounding === row.expiryRounding;
}
