/** Programmes from their rows: cap, lanes and supply, and that these agree at every block with lots and receipts. */
import type { Found } from './findings.js';
import type { AgreedRates } from './agreed-rates.js';
import type { NoteOffers } from './note-offers.js';
import type { ProgramRow, SupplySums } from './ledger-rows.js';
import type { LotBalances } from './lot-balances.js';
import type { Kept, Store } from './store.js';
import { noSupply, supplyFields, total } from './sums.js';

interface Lane {
  readonly granted: bigint;
  readonly used: bigint;
}

export class ProgramSupply {
  readonly programs: Kept<ProgramRow>;
  readonly #otherAssets: Kept<boolean>;
  readonly #lanes: Kept<Map<string, Lane>>;
  readonly #rows: Kept<SupplySums>;
  /** The sum of a programme's rows, kept up as they come and go: a long chain has too many of them for each block. */
  readonly #sums: Kept<SupplySums>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.programs = store.kept('programs', 'small');
    this.#otherAssets = store.kept('other-assets', 'small');
    this.#lanes = store.kept('lanes', 'small');
    this.#rows = store.kept('supply-rows');
    this.#sums = store.kept('supply-by-rows', 'small');
  }

  applyConstitution(row: { readonly otherAssets?: boolean } | undefined): void {
    this.#otherAssets.set('on', row?.otherAssets === true);
  }

  applyProgram(txId: string, programId: string, row: ProgramRow): void {
    const before = this.programs.get(programId);
    if (before === undefined && row.kind !== undefined && this.#otherAssets.get('on') !== true)
      this.found.push(`transaction ${txId} created ${programId} of a ${row.kind}, which members have not switched on`);
    if (before !== undefined && before.kind !== row.kind)
      this.found.push(`transaction ${txId} made ${row.kind ?? 'points'} of what ${programId} is`);
    this.programs.set(programId, row);
  }

  applyLane([programId = '', lane = '']: readonly string[], row: { granted: string; used: string }): void {
    const lanes = this.#lanes.get(programId) ?? new Map<string, Lane>();
    lanes.set(lane, { granted: BigInt(row.granted), used: BigInt(row.used) });
    this.#lanes.set(programId, lanes);
  }

  applySupply(programId: string, name: string, row: Record<string, string> | undefined): void {
    const before = this.#rows.get(name) ?? noSupply();
    const now = noSupply();
    for (const field of supplyFields) now[field] = BigInt(row?.[field] ?? '0');
    const sums = this.#sums.get(programId) ?? noSupply();
    for (const field of supplyFields) sums[field] += now[field] - before[field];
    this.#sums.set(programId, sums);
    if (row === undefined) this.#rows.delete(name);
    else this.#rows.set(name, now);
  }

  /** Compares each programme's rows with what receipts and lots say. */
  endBlock(block: number, supply: Kept<SupplySums>, lots: LotBalances, rates: AgreedRates, notes: NoteOffers): void {
    for (const [programId, program] of this.programs) {
      const at = `block ${block}, programme ${programId}`;
      this.found.about?.([programId]);
      const sums = supply.get(programId) ?? noSupply();
      this.#checkRows(at, programId, sums);
      const reserved = rates.reserved(programId) + notes.reserved(programId);
      this.#checkLanes(at, programId, program, sums, reserved);
      this.#checkCap(at, program, sums, lots.outstanding(programId));
    }
  }

  #checkRows(at: string, programId: string, sums: SupplySums): void {
    const rows = this.#sums.get(programId) ?? noSupply();
    for (const field of supplyFields) {
      if (rows[field] === sums[field]) continue;
      this.found.push(`${at}: ${field} is ${rows[field]} by rows, ${sums[field]} by receipts`);
    }
  }

  #checkLanes(at: string, programId: string, program: ProgramRow, sums: SupplySums, reserved: bigint): void {
    const lanes = [...(this.#lanes.get(programId)?.values() ?? [])];
    const granted = total(lanes.map((lane) => lane.granted));
    const used = total(lanes.map((lane) => lane.used));
    if (lanes.some((lane) => lane.used > lane.granted)) this.found.push(`${at}: a lane used more than it was granted`);
    // What a rate may still issue, and what notes may come to, was carved out of the programme's lanes, and counts as used there.
    if (used !== sums.issued + sums.drawn + reserved) {
      const back = sums.drawn === 0n ? '' : `, drawn for what came back ${sums.drawn}`;
      const more = reserved === 0n ? back : `${back}, granted to rates and notes ${reserved}`;
      this.found.push(`${at}: lanes used ${used}, issued ${sums.issued}${more}`);
    }
    // What notes did not come to is given back as quota, once for all days that are folded.
    if (program.capOn === 'issued' && granted > BigInt(program.cap) + sums.unused) {
      this.found.push(`${at}: ${granted} granted exceeds the cap ${program.cap}`);
    }
  }

  #checkCap(at: string, { cap, capOn }: ProgramRow, sums: SupplySums, byLots: bigint): void {
    // Points that are held are still owed to members.
    const made = sums.issued + sums.interest;
    const circulating = made - sums.redeemed - sums.expired - sums.reversed;
    if (byLots !== circulating - sums.held) {
      this.found.push(`${at}: outstanding is ${byLots} by lots, ${circulating - sums.held} by receipts`);
    }
    if (sums.held < 0n) this.found.push(`${at}: held is negative: ${sums.held}`);
    const capped = capOn === 'issued' ? made : circulating;
    if (capped > BigInt(cap)) this.found.push(`${at}: ${capped} ${capOn} exceeds the cap ${cap}`);
  }
}
