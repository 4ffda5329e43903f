/**
 * Who may be asked to endorse, as the ledger has it, and whom rows count. A row's policy names the members of the day on which it was
 * written: one that has just joined counts for none of those of before, until their policies have been renewed.
 */
import type { Organization } from '@commonpoint/catalogue';

/** Members change seldom, and every transaction asks. */
const KEPT_MS = 500;

export interface CountedNow {
  readonly merchants: readonly string[];
  readonly witnesses: readonly string[];
  readonly uncounted: ReadonlySet<string>;
}

export class CountedMembers {
  /** By MSP id, when the policies of all rows were found to name the members that there are. */
  #settled: ReadonlyMap<string, Organization['status']> | undefined;
  #kept: { readonly at: number; readonly members: CountedNow | undefined } | undefined;

  constructor(private readonly organizations: () => readonly Organization[]) {}

  /** Undefined as long as the ledger names none. */
  readonly now = (): CountedNow | undefined => {
    const at = performance.now();
    if (this.#kept === undefined || at - this.#kept.at > KEPT_MS) this.#kept = { at, members: this.#read() };
    return this.#kept.members;
  };

  /** The policies of all rows name those of these who are active. */
  settle(organizations: readonly Organization[]): void {
    this.#settled = new Map(organizations.map(({ mspId, status }) => [mspId, status]));
    this.#kept = undefined;
  }

  #read(): CountedNow | undefined {
    const members = this.organizations().filter(
      ({ mspId, status }) => status !== 'candidate' && (status !== 'left' || this.#settled?.get(mspId) !== 'left'),
    );
    const merchants = members.filter(({ kind }) => kind === 'merchant');
    if (merchants.length < 2) return undefined;
    const first = members.map(({ registeredAt }) => registeredAt).toSorted()[0];
    const isCounted = ({ mspId, status, registeredAt }: Organization): boolean =>
      // As long as nobody looked, those of the beginning are the safe ones.
      status === 'active' &&
      (this.#settled === undefined ? registeredAt === first : this.#settled.get(mspId) === 'active');
    return {
      merchants: merchants.map(({ mspId }) => mspId),
      witnesses: members.flatMap(({ kind, mspId }) => (kind === 'merchant' ? [] : [mspId])),
      uncounted: new Set(members.flatMap((each) => (isCounted(each) ? [] : [each.mspId]))),
    };
  }
}
