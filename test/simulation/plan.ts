/** What the three merchants do, by a seed: operations of all kinds, right ones and wrong ones. */
import type { Asked, By, Model } from './model.js';
import { mspIds, PlannedAccounts, slugs, type Below, type Slug } from './planned-accounts.js';
import { daysLater, endOfMaturing, only, sum } from './points-by-expiry.js';

export interface Request {
  readonly slug: Slug;
  readonly role: 'admin' | 'operator' | 'cashier';
  readonly key: string;
  readonly operations: readonly Asked[];
  /** It was sent before: under the same key, or under this one now. */
  readonly repeats?: 'key' | 'operations';
}
export class Plan {
  readonly #accounts: PlannedAccounts;
  #ids = 0;
  readonly #posted: { by: Slug; id: string; kind: string }[] = [];
  readonly #sent: Request[] = [];

  constructor(
    private readonly below: Below,
    private readonly model: Model,
  ) {
    this.#accounts = new PlannedAccounts(below, model);
  }

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
    const of = { programId: slug, accountId: this.#accounts.one(slug) };
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
    const own = this.#accounts.one(this.below(25) === 0 ? this.#of(slugs) : slug);
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
          accountId: this.#accounts.one(this.#of(slugs)),
          amount: String(1 + this.below(120)),
          ...(this.below(3) === 0 && this.#maturing()),
        };
      case 4:
        return {
          kind: 'transfer',
          id,
          programId,
          fromAccountId: own,
          toAccountId: this.#other(own),
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
          accountId: this.#accounts.one(this.#of(slugs)),
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

  #other(accountId: string): string {
    const to = this.#accounts.one(this.#of(slugs));
    return this.model.accounts.get(accountId)!.mergedInto === to ? accountId : to;
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

  /** Whether somebody asked for such a transfer. */
  asksForTransfer = (fromAccountId: string, toAccountId: string): boolean =>
    this.#sent.some(({ operations }) =>
      operations.some((each) => each['fromAccountId'] === fromAccountId && each['toAccountId'] === toAccountId),
    );

  by = ({ slug, role }: Request): By => ({ mspId: mspIds[slug], role });
}
