/** What pledges of a credit line cover, and whether it falls short. */
import type { ClearingCycles } from './clearing-cycles.js';
import { dayAfter } from './days.js';
import { valueIn } from './debt-prices.js';
import type { OperationRow, ProgramRow } from './ledger-rows.js';
import { begins, reaches } from './note-terms.js';
import type { Kept } from './store.js';
import type { LineRow, ToldLine } from './told-lines.js';

const NOTICE_DAYS = 30;

export class LineCover {
  constructor(
    private readonly programs: Kept<ProgramRow>,
    private readonly cycles: ClearingCycles,
  ) {}

  /** What a point is worth in a taking: the value of its cycle, whether or not the pledgee goes on taking the programme. */
  priceOf(row: OperationRow): { readonly clearingValue?: string } {
    const clearingValue = valueIn(this.programs.get(row.programId), this.cycles.at(row.txTime));
    return clearingValue === undefined ? {} : { clearingValue };
  }

  /** A notice that pledges fall short is none that the term is over. */
  countsStill(terms: LineRow, { takenFrom, ...line }: ToldLine, at: string): boolean {
    if (takenFrom === undefined || begins(at) > dayAfter(takenFrom, NOTICE_DAYS)) return false;
    if (terms.secures !== undefined || takenFrom > dayAfter(terms.until, terms.marginDays)) return true;
    return BigInt(line.drawn) > this.of(terms, line, at);
  }

  isShort(terms: LineRow, line: ToldLine, at: string): boolean {
    const isDue = terms.until < reaches(at) || terms.secures !== undefined;
    return BigInt(line.drawn) > (isDue ? 0n : this.of(terms, line, at));
  }

  /** Pledge by pledge, each rounded down, at the value of the cycle. */
  of(terms: LineRow, line: ToldLine, at: string): bigint {
    const program = this.programs.get(terms.programId);
    if (program?.issuerInDefaultSince !== undefined) return 0n;
    const worth = BigInt(valueIn(program, this.cycles.at(at)) ?? '0') * BigInt(1_000_000 - terms.haircutPpm);
    let cover = 0n;
    for (const [, amount] of line.pledges) cover += (BigInt(amount) * worth) / 1_000_000n;
    return cover;
  }
}
