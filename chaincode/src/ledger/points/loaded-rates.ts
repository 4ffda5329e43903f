/** What the exchanges of a batch need: the rates that they are made at, and lanes of their quota. */
import { rateOf, type Operation, type Rate } from '@commonpoint/catalogue';
import { rateName } from '../../domain/points/row-names.js';
import type { PostRows } from '../../domain/points/post-rows.js';
import { rateKey, rateLaneKey } from '../rates/keys.js';
import type { PendingReads } from '../core/pending-reads.js';

export class LoadedRates {
  readonly #rates = new Map<string, Rate>();
  readonly #lanes: PostRows['rateLanes'][number][] = [];

  constructor(private readonly reads: PendingReads) {}

  want(operation: Extract<Operation, { kind: 'exchange' }>): void {
    const rate = rateOf(operation);
    this.reads.want(rateKey(rate), (row) => this.#rates.set(rateName(rate), row));
    for (const lane of operation.lanes ?? [0])
      this.reads.want(rateLaneKey(rate, lane), (row) => this.#lanes.push({ rate, lane, row }));
  }

  rows(): Pick<PostRows, 'rates' | 'rateLanes'> {
    return { rates: this.#rates, rateLanes: this.#lanes };
  }
}
