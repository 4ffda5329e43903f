/** Chance by a seed, the three merchants, and which of their accounts something is about. */
import type { ModelAccount } from './model-state.js';
import type { Model } from './model.js';

export type Below = (below: number) => number;

/** Numbers by a seed (mulberry32). */
export function randomOf(seed: number): Below {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export const mspIds = { harbor: 'HarborMSP', citypark: 'CityParkMSP', greenmart: 'GreenMartMSP' } as const;
export type Slug = keyof typeof mspIds;
export const slugs = Object.keys(mspIds) as Slug[];

export class PlannedAccounts {
  constructor(
    private readonly below: Below,
    private readonly model: Model,
  ) {}

  #any = <T>(list: readonly T[]): T => list[this.below(list.length)]!;

  /** Mostly one that is open. */
  one(slug: Slug): string {
    const open = this.of(slug, ({ status }) => status !== 'closed');
    return this.#any(open.length === 0 || this.below(15) === 0 ? this.of(slug) : open);
  }

  of = (slug: Slug, isSo: (account: ModelAccount) => boolean = () => true): string[] =>
    [...this.model.accounts]
      .filter(([, account]) => account.custodian === mspIds[slug] && isSo(account))
      .map(([accountId]) => accountId);
}
