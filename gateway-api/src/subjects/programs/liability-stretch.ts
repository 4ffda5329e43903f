/**
 * Some receipts, one step after the other, and what programmes owe after them: held in memory until it is written as a whole. Nothing of it
 * is in the file before.
 */
import type { DaysGivenBack } from '@commonpoint/audit/days-given-back';
import { nameOf } from '@commonpoint/audit/cohort-places';
import { PointCohorts } from '@commonpoint/audit/point-cohorts';
import type { ReceiptRow, ReceiptRows } from '../../projection/receipt-rows.js';
import { KeptPlaces, type KeptRows, type KeptWrite } from './kept-places.js';
import { sumsText, type KeptSums } from './kept-sums.js';

/** What an order that was lifted gave back, and the block in which it was. */
export interface Lifted {
  readonly block: number;
  readonly given: DaysGivenBack;
}

export interface StretchParts {
  readonly receipts: Pick<ReceiptRows, 'byId'>;
  readonly rows: KeptRows;
  /** What is kept of a programme; undefined if nothing can be. */
  readonly keptOf: (programId: string) => KeptSums | undefined;
  /** What orders gave back of days after a block until another one, the first ones at the front. */
  readonly daysGivenBack: (after: number, until: number) => readonly Lifted[];
}

/** A place on the ledger: all receipts until one, and orders that were lifted until a block. */
export interface Until {
  readonly seq: number;
  readonly block: number;
}

/** Such a place in the file, where it is reckoned anew with each alteration. */
export interface Beginning extends Until {
  readonly reckoned_for: number;
}

interface Working {
  readonly kept: KeptSums;
  readonly places: KeptPlaces;
  readonly cohorts: PointCohorts;
}

export class LiabilityStretch {
  /** Undefined for one of which something makes no sense. */
  readonly #programs = new Map<string, Working | undefined>();
  #here = new Map<string, ReceiptRow>();
  #seq: number;
  #block: number;
  #receipts = 0;

  constructor(
    private readonly parts: StretchParts,
    private readonly from: Beginning,
  ) {
    this.#seq = from.seq;
    this.#block = from.block;
  }

  /** Whether what is in the file is still what it goes on from. */
  beganAt({ seq, block, reckoned_for: reckonedFor }: Beginning): boolean {
    const { from } = this;
    return seq === from.seq && block === from.block && reckonedFor === from.reckoned_for;
  }

  get until(): Until {
    return { seq: this.#seq, block: this.#block };
  }

  /** So many were taken. */
  get receipts(): number {
    return this.#receipts;
  }

  /** The next ones, of whole transactions; and what orders gave back until a block, if all receipts until there are among them. */
  take(found: readonly ReceiptRow[], ordersUntil: number | undefined): void {
    this.#receipts += found.length;
    this.#here = new Map(found.map((row) => [nameOf(row.receipt.mspId, row.receipt.id), row]));
    for (const group of byTransaction(found)) {
      // A lifting reads all lots of its account: what its block did to them stands behind it.
      this.#giveBack(group[0]!.block);
      const concerned = new Set(
        group.flatMap(({ receipt: { programId, targetProgramId = programId } }) => [programId, targetProgramId]),
      );
      for (const programId of concerned) {
        this.#attempt(programId, ({ cohorts }) => {
          for (const { receipt } of group) cohorts.add(receipt);
          cohorts.settle();
        });
      }
      this.#seq = group.at(-1)!.seq;
    }
    if (ordersUntil !== undefined) this.#giveBack(ordersUntil);
  }

  /** @param put of each programme what is to be written; null and nothing of one of which nothing can be kept */
  write(put: (programId: string, sums: string | null, writes: readonly KeptWrite[]) => void): void {
    for (const programId of [...this.#programs.keys()]) {
      let [sums, writes]: [string | null, readonly KeptWrite[]] = [null, []];
      this.#attempt(programId, ({ places, kept }) => {
        [sums, writes] = [sumsText(kept), places.packed()];
      });
      put(programId, sums, writes);
    }
  }

  #working(programId: string): Working | undefined {
    if (this.#programs.has(programId)) return this.#programs.get(programId);
    const kept = this.parts.keptOf(programId);
    const made = kept && this.#work(programId, kept);
    this.#programs.set(programId, made);
    return made;
  }

  #work(programId: string, kept: KeptSums): Working {
    const { receipts, rows } = this.parts;
    const find = (mspId: string, id: string) => this.#here.get(nameOf(mspId, id)) ?? receipts.byId(mspId, id);
    const places = new KeptPlaces(programId, rows, kept, find, (seq) => seq <= this.#seq);
    return { kept, places, cohorts: new PointCohorts(programId, places, kept.sums) };
  }

  #attempt(programId: string, act: (working: Working) => void): void {
    const state = this.#working(programId);
    if (state === undefined) return;
    try {
      act(state);
    } catch (error) {
      // What a row says may make no sense; that the file cannot be written says nothing of the programme.
      if (isOfFile(error)) throw error;
      this.#programs.set(programId, undefined);
    }
  }

  #giveBack(until: number): void {
    if (until <= this.#block) return;
    for (const { given } of this.parts.daysGivenBack(this.#block, until)) {
      const { accountId } = given;
      const having = given.programId === undefined ? this.parts.rows.programsOf(accountId) : [given.programId];
      // What this stretch brought to the account is not written yet.
      for (const programId of new Set([...having, ...this.#programs.keys()]))
        this.#attempt(programId, ({ cohorts }) => cohorts.giveBack(given));
    }
    this.#block = until;
  }
}

const isOfFile = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ERR_SQLITE_ERROR';

function byTransaction(found: readonly ReceiptRow[]): ReceiptRow[][] {
  const groups: ReceiptRow[][] = [];
  for (const row of found) {
    const group = groups.at(-1);
    if (group?.[0]?.receipt.txId === row.receipt.txId) group.push(row);
    else groups.push([row]);
  }
  return groups;
}
