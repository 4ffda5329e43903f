/** What the three merchants do, by a seed: operations of all kinds, right ones and wrong ones, and administrators' acts. */
import type { Asked, By, Model } from './model.js';
import { daysLater, endOfMaturing, only, sum } from './points-by-expiry.js';

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

export interface Request {
  readonly slug: Slug;
  readonly role: 'admin' | 'operator' | 'cashier';
  readonly key: string;
  readonly operations: readonly Asked[];
  /** It was sent before: under the same key, or under this one now. */
  readonly repeats?: 'key' | 'operations';
}
export interface Act {
  readonly slug: Slug;
  readonly name: string;
  readonly request: Readonly<Record<string, unknown>>;
}

export class Plan {
  #ids = 0;
  readonly #posted: { by: Slug; id: string; kind: string }[] = [];
  readonly #sent: Request[] = [];

  constructor(
    private readonly below: Below,
    private readonly model: Model,
    private readonly accounts: Readonly<Record<Slug, readonly string[]>>,
  ) {}

  #of = <T>(list: readonly T[]): T => list[this.below(list.length)]!;

  /** One request to one gateway. */
  request(): Request {
    if (this.#sent.length > 0 && this.below(12) === 0) {
      const sent = this.#of(this.#sent.slice(-60));
      return this.below(2) === 0
        ? { ...sent, repeats: 'key' }
        : { ...sent, key: `again-${++this.#ids}`, repeats: 'operations' };
    }
    const slug = this.#of(slugs);
    if (this.below(12) === 0) return this.#send({ slug, role: 'admin', operations: this.#spentPurchase(slug) });
    const role = this.#of(['admin', 'admin', 'operator', 'cashier'] as const);
    const size = this.below(3) === 0 ? 2 + this.below(6) : 1;
    const isChain = size > 1 && this.below(3) === 0;
    const operations = Array.from({ length: size }, (_, at) => {
      const operation = this.#operation(slug);
      return isChain && at < size - 1 ? { ...operation, linked: true } : operation;
    });
    return this.#send({ slug, role, operations });
  }

  #send(of: Omit<Request, 'key'>): Request {
    const request = { ...of, key: `key-${++this.#ids}` };
    this.#sent.push(request);
    for (const { id, kind } of request.operations) this.#posted.push({ by: request.slug, id, kind });
    return request;
  }

  /** A purchase whose points, and all the others, are spent or held before it is returned; now and then another one after it. */
  #spentPurchase(slug: Slug): Asked[] {
    const id = (): string => `op-${++this.#ids}`;
    const of = { programId: slug, accountId: this.#of(this.accounts[slug]) };
    const bought: Asked = { kind: 'issue', id: id(), ...of, amount: String(1 + this.below(80)) };
    const all = String(BigInt(this.#all(of.accountId, slug)) + BigInt(String(bought['amount'])));
    const expiresAt = new Date(Date.parse(this.model.now) + this.below(9) * 3_600_000 + 60_000).toISOString();
    const spent: Asked =
      this.below(2) === 0
        ? { kind: 'redeem', id: id(), ...of, amount: all, acceptor: mspIds[slug] }
        : { kind: 'hold', id: id(), ...of, amount: all, expiresAt };
    const parts = Array.from({ length: 1 + this.below(2) }, (): Asked => {
      const part = this.below(2) === 0 ? { amount: String(1 + this.below(20)) } : {};
      return { kind: 'reverse', id: id(), operationMspId: mspIds[slug], operationId: bought.id, ...part };
    });
    const back: Asked =
      spent.kind === 'redeem'
        ? { kind: 'reverse', id: id(), operationMspId: mspIds[slug], operationId: spent.id, amount: '5' }
        : { kind: this.#of(['void', 'capture']), id: id(), holdMspId: mspIds[slug], holdId: spent.id };
    const next: Asked = { kind: 'issue', id: id(), ...of, amount: String(1 + this.below(60)) };
    return [bought, spent, ...parts, ...[back, next].filter(() => this.below(3) > 0)];
  }

  #operation(slug: Slug): Asked {
    const id = `op-${++this.#ids}`;
    const part = String(1 + this.below(60));
    const own = this.#of(this.below(25) === 0 ? this.accounts[this.#of(slugs)] : this.accounts[slug]);
    const programId = this.#of(slugs);
    const amount = this.below(3) === 0 ? this.#all(own, programId) : part;
    const elsewhere = (): string => mspIds[this.#of(slugs)];
    switch (this.below(17)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return {
          kind: 'issue',
          id,
          programId: this.below(20) === 0 ? programId : slug,
          accountId: this.#of(this.accounts[this.#of(slugs)]),
          amount: String(1 + this.below(120)),
          ...(this.below(3) === 0 && this.#maturing()),
        };
      case 4:
        return {
          kind: 'transfer',
          id,
          programId,
          fromAccountId: own,
          toAccountId: this.#of(this.accounts[this.#of(slugs)]),
          amount,
        };
      case 5:
      case 6:
        return {
          kind: 'redeem',
          id,
          programId,
          accountId: own,
          amount,
          ...(this.below(3) > 0 && { acceptor: this.below(40) === 0 ? 'NobodyMSP' : elsewhere() }),
        };
      case 7:
      case 8:
        return {
          kind: 'hold',
          id,
          programId,
          accountId: own,
          amount,
          ...(this.below(3) > 0 && { beneficiary: elsewhere() }),
          expiresAt: new Date(Date.parse(this.model.now) + (this.below(12) - 0.5) * 3_600_000).toISOString(),
        };
      case 9:
      case 10: {
        const { by, id: holdId } = this.#earlier('hold', slug);
        return { kind: 'capture', id, holdMspId: mspIds[by], holdId, ...(this.below(2) === 0 && { amount }) };
      }
      case 11: {
        const { by, id: holdId } = this.#earlier('hold', slug);
        return { kind: 'void', id, holdMspId: mspIds[by], holdId };
      }
      case 12:
        return {
          kind: 'exchange',
          id,
          programId: 'harbor',
          accountId: own,
          amount,
          targetProgramId: 'citypark',
          rateVersion: 1,
        };
      case 13: {
        if (this.below(3) === 0) return { kind: 'expire', id, programId, accountId: own };
        const { by, id: operationId } = this.#earlier(
          this.#of(['issue', 'redeem', 'capture', 'transfer', 'hold']),
          slug,
        );
        return { kind: 'reverse', id, operationMspId: mspIds[by], operationId, ...(this.below(2) === 0 && { amount }) };
      }
      case 15:
        if (this.below(3) === 0) return { kind: 'consolidate', id, programId, accountId: own };
        return {
          kind: 'extend',
          id,
          programId: slug,
          accountId: this.#of(this.accounts[this.#of(slugs)]),
          endingBy: daysLater(this.model.now, this.below(40) - 5),
          expiresOn: daysLater(this.model.now, this.below(60) - 1),
        };
      default: {
        const { by, id: operationId } = this.#earlier(
          this.#of(['issue', 'issue', 'redeem', 'redeem', 'capture', 'transfer']),
          slug,
        );
        const some = this.below(2) === 0 ? { amount: String(1 + this.below(40)) } : {};
        return { kind: 'reverse', id, operationMspId: mspIds[by], operationId, ...some };
      }
    }
  }

  /** All that an account can spend, so that what is returned is not there any more. */
  #all(accountId: string, programId: string): string {
    const there = only(
      this.model.balance(accountId, programId),
      (expiry) => this.model.isRipe(expiry) && !this.model.isExpired(expiry),
    );
    return String(sum(there) === 0n ? 1n : sum(there));
  }

  /** Points that mature in some days; their expiry tells the model when. */
  #maturing(): { maturesOn: string; expiresOn: string } {
    const maturesOn = daysLater(this.model.now, this.below(12));
    return { maturesOn, expiresOn: endOfMaturing(maturesOn) };
  }

  #earlier(kind: string, slug: Slug): { by: Slug; id: string } {
    // Mostly what took effect; now and then what did not.
    const any = this.below(6) === 0;
    const all = this.#posted
      .filter((each) => each.kind === kind && (any || this.model.done.has(`${mspIds[each.by]} ${each.id}`)))
      .slice(-12);
    return all.length === 0 ? { by: slug, id: 'never' } : this.#of(all);
  }

  /** What an administrator does now and then. */
  act(): Act {
    const slug = this.#of(slugs);
    const programId = this.#of(slugs);
    const value = String(1_000_000 + this.below(5) * 500_000);
    switch (this.below(14)) {
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
          request: { accountId: this.#of(this.accounts[slug]), delayHours: 1 + this.below(48) },
        };
      case 13:
        return { slug, name: 'Accounts:Unlock', request: { accountId: this.#of(this.accounts[slug]) } };
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
          request: { accountId: this.#of(this.accounts[slug]), status: this.#of(['frozen', 'active', 'active']) },
        };
    }
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

  by = ({ slug, role }: Request): By => ({ mspId: mspIds[slug], role });
}
