/** Reports of the past, each reckoned from all receipts: one after the other, for as long as somebody waits for it. */
import type { LiabilityReport } from '@commonpoint/audit/liability-report';
import { Failure } from '../../channel/failures.js';

/** So many wait for each other at the most, and so many of them for one client alone. */
const WAITING_MAX = 10;
const WAITING_FOR_ONE_MAX = 3;
/** So many are remembered. */
const KEPT_MAX = 50;
const RETRY_AFTER_S = 10;

/** Who asked for a report. */
export interface Asker {
  /** A till, a server; all who are nobody's client count as one. */
  readonly clientId?: string;
  /** Whether it still waits. */
  readonly isAwaited: () => boolean;
}

/** Who waits for as long as it takes. */
export const patient: Asker = { isAwaited: () => true };

export const isAwaitedBy = (askers: readonly Asker[]): boolean => askers.some(({ isAwaited }) => isAwaited());

type Reckon = (askers: readonly Asker[]) => Promise<LiabilityReport>;

export class PastReports {
  readonly #known = new Map<string, { readonly report: Promise<LiabilityReport>; readonly askers: Asker[] }>();
  /** Askers of those in the line. */
  readonly #inLine = new Set<readonly Asker[]>();
  #before: Promise<unknown> = Promise.resolve();

  /**
   * Who asks for the same gets the same.
   *
   * @param reckon is given up by itself when none of the askers waits any more
   * @throws Failure QUEUE_FULL
   */
  of(name: string, asker: Asker, reckon: Reckon): Promise<LiabilityReport> {
    const known = this.#known.get(name);
    if (known !== undefined && isAwaitedBy(known.askers)) {
      known.askers.push(asker);
      return known.report;
    }
    this.#requirePlace(asker);
    const askers = [asker];
    this.#inLine.add(askers);
    const report = this.#before.then(() => reckon(askers)).finally(() => this.#inLine.delete(askers));
    const asked = { report, askers };
    this.#known.set(name, asked);
    this.#before = report.then(
      // It is remembered for whoever comes.
      () => askers.splice(0, askers.length, patient),
      () => this.#known.get(name) === asked && this.#known.delete(name),
    );
    if (this.#known.size > KEPT_MAX) this.#known.delete(this.#known.keys().next().value!);
    return report;
  }

  #requirePlace({ clientId }: Asker): void {
    const waiting = [...this.#inLine].filter(isAwaitedBy);
    const refused = (detail: string): Failure => new Failure('QUEUE_FULL', detail, { retryAfterS: RETRY_AFTER_S });
    if (waiting.length >= WAITING_MAX) throw refused(`${waiting.length} reports of the past are waited for.`);
    // One that another client waits for as well is not this one's alone.
    const alone = waiting.filter((askers) =>
      askers.every((each) => each.clientId === clientId || !each.isAwaited()),
    ).length;
    if (alone >= WAITING_FOR_ONE_MAX) throw refused(`This client waits for ${alone} reports of the past already.`);
  }
}
