/** At which value a merchant may become the creditor of another one: that of the cycle, if it accepts the programme at it. */
import type { AcceptanceRow } from './acceptance-rows.js';
import type { Found } from './findings.js';
import type { ProgramRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

export class DebtPrices {
  /** `programme merchant` */
  readonly #acceptances: Kept<AcceptanceRow>;

  constructor(
    private readonly found: Found,
    /** By pair, its two MSP ids in order: the private terms that it accepted last. */
    private readonly terms: Pick<Kept<number>, 'has'>,
    store: Store,
  ) {
    this.#acceptances = store.kept('acceptances', 'small');
  }

  applyAcceptance(txId: string, name: string, row: AcceptanceRow | undefined): void {
    if (row === undefined) this.found.push(`transaction ${txId} deleted the acceptance ${name}`);
    else this.#acceptances.set(name, row);
  }

  /** The value at which a debt may arise now; a finding if none may. */
  priceOf(name: string, program: ProgramRow, creditor: string, cycle: string): string | undefined {
    const { programId, issuer } = program;
    const value = valueIn(program, cycle);
    const acceptance = this.#acceptances.get(`${programId} ${creditor}`);
    if (program.issuerInDefaultSince !== undefined)
      this.found.push(`${name} makes ${creditor} a creditor of ${issuer}, which is in default`);
    const isTaken = acceptance !== undefined && acceptance.endedAt === undefined;
    const isPricedPrivately = isTaken && this.terms.has([issuer, creditor].sort().join(' '));
    if (this.isAgreed(program, creditor, cycle) || isPricedPrivately) return value;
    this.found.push(
      `${name} makes ${creditor} a creditor in points of ${programId}, which it does not accept at ${value}`,
    );
    return value;
  }

  /** Whether both sides value the programme: the issuer by a value, the creditor by taking it at that. */
  isAgreed({ programId, clearingValues = [] }: ProgramRow, creditor: string, cycle: string): boolean {
    const acceptance = this.#acceptances.get(`${programId} ${creditor}`);
    if (acceptance === undefined || acceptance.endedAt !== undefined) return false;
    const until = clearingValues.filter(({ fromCycle }) => fromCycle <= cycle);
    const before = until.findLastIndex(({ fromCycle }) => fromCycle <= acceptance.sinceCycle);
    const since = until.slice(Math.max(before, 0)).map(({ clearingValue }) => BigInt(clearingValue));
    return since.length > 0 && since.every((value) => value >= BigInt(acceptance.valueMin));
  }
}

/** The last value that the issuer set for the cycle or an earlier one. */
export function valueIn(program: ProgramRow | undefined, cycle: string): string | undefined {
  return program?.clearingValues?.findLast(({ fromCycle }) => fromCycle <= cycle)?.clearingValue;
}
