/** What administrators do now and then, by a seed. */
import type { Model } from './model.js';
import type { Plan } from './plan.js';
import { mspIds, PlannedAccounts, slugs, type Below, type Slug } from './planned-accounts.js';
import { daysLater } from './points-by-expiry.js';

export interface Act {
  readonly slug: Slug;
  readonly name: string;
  /** Of a merge: nobody lets its points follow. */
  readonly isCutOff?: boolean;
  readonly request: Readonly<Record<string, unknown>>;
}

export class ActPlan {
  readonly #accounts: PlannedAccounts;

  constructor(
    private readonly below: Below,
    private readonly model: Model,
    private readonly plan: Plan,
  ) {
    this.#accounts = new PlannedAccounts(below, model);
  }

  #of = <T>(list: readonly T[]): T => list[this.below(list.length)]!;

  /** What an administrator does now and then. */
  act(): Act {
    const slug = this.#of(slugs);
    const programId = this.#of(slugs);
    const value = String(1_000_000 + this.below(5) * 500_000);
    switch (this.below(17)) {
      case 14:
      case 15:
        return this.#merge(slug);
      case 16:
        return { slug, name: 'Accounts:Open', request: { accounts: [{ accountId: this.#anotherOf(slug) }] } };
      case 7:
      case 8:
      case 9:
        return this.#cutOff(slug);
      case 10:
      case 11:
        return this.#close(slug);
      case 12:
        return {
          slug,
          name: 'Accounts:Lock',
          request: { accountId: this.#accounts.one(slug), delayHours: 1 + this.below(48) },
        };
      case 13:
        return { slug, name: 'Accounts:Unlock', request: { accountId: this.#accounts.one(slug) } };
      case 0:
        return {
          slug,
          name: 'Programs:SetStatus',
          request: { programId: slug, status: this.#of(['suspended', 'active', 'active', 'active']) },
        };
      case 1:
        return { slug, name: 'Programs:SetClearingValue', request: { programId: slug, clearingValue: value } };
      case 2:
        return { slug, name: 'Programs:EndAcceptance', request: { programId } };
      case 3:
      case 4:
        return { slug, name: 'Programs:Accept', request: { programId, valueMin: this.#of(['1', '1', value]) } };
      default:
        return {
          slug,
          name: 'Accounts:SetStatus',
          request: { accountId: this.#accounts.one(slug), status: this.#of(['frozen', 'active', 'active']) },
        };
    }
  }

  #anotherOf = (slug: Slug): string =>
    `${mspIds[slug]}:member-${String(this.#accounts.of(slug).length + 1).padStart(2, '0')}`;

  /**
   * Mostly of two that are open. Never of two between which somebody asked for a transfer: whether that would take the very
   * lots that are left of a merged account is a gateway's choice, which the model does not know.
   */
  #merge(slug: Slug): Act {
    const [accountId, intoAccountId] = [
      this.#accounts.one(slug),
      this.#accounts.one(this.below(12) === 0 ? this.#of(slugs) : slug),
    ];
    if (this.plan.asksForTransfer(accountId, intoAccountId))
      return { slug, name: 'Accounts:Open', request: { accounts: [{ accountId: this.#anotherOf(slug) }] } };
    return { slug, name: 'Accounts:Merge', request: { accountId, intoAccountId }, isCutOff: this.below(3) === 0 };
  }

  /** Mostly by one who has not agreed yet, and to the cycle that goes on. */
  #cutOff(slug: Slug): Act {
    const cycle = this.below(5) === 0 ? this.#of(this.#cyclesOfLate()) : this.model.cycle();
    const missing = slugs.filter((each) => this.model.agreed.get(cycle)?.has(mspIds[each]) !== true);
    const by = missing.length > 0 && this.below(4) > 0 ? this.#of(missing) : slug;
    return { slug: by, name: 'Clearing:CutOff', request: { cycle } };
  }

  /** Mostly of a cycle that is over. */
  #close(slug: Slug): Act {
    const all = this.#cyclesOfLate();
    const over = all.filter((cycle) => this.model.mayClose(cycle) && !this.model.closed.has(cycle));
    const cycle = over.length > 0 && this.below(4) > 0 ? this.#of(over) : this.#of(all);
    return { slug, name: 'Clearing:Close', request: { cycle } };
  }

  /** Cycles of this month and of the one before, which may be closed or not. */
  #cyclesOfLate(): string[] {
    const month = this.model.now.slice(0, 7);
    const before = daysLater(`${month}-01`, -1).slice(0, 7);
    return [before, month].flatMap((of) =>
      Array.from({ length: this.model.parts.get(of) ?? 1 }, (_, at) =>
        at === 0 ? of : `${of}.${String(at + 1).padStart(2, '0')}`,
      ),
    );
  }
}
