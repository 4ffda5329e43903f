/**
 * Merges an account's lots before an operation that needs more of them than one transaction names: by transactions of their
 * own, each of which makes one lot of all that are alike. Nobody has more or less by it, so that nothing is recorded of
 * them; what a stopped gateway did not get to is done when the operation comes again.
 */
import { createHash } from 'node:crypto';
import { postPoints, SOURCE_LOTS_MAX, type Operation, type PointsOfAccount, type Role } from '@commonpoint/catalogue';
import type { Channel } from '../channel/channel.js';
import { replyOf } from '../channel/typed-channel.js';
import type { Log } from '../log.js';
import { validationCodes, type Fates } from './fates.js';
import type { Source } from './lot-sources.js';
import type { PointsLedger } from './points-ledger.js';
import type { Sender } from './sender.js';

export interface LotMergingParts {
  readonly channel: Pick<Channel, 'endorse'>;
  readonly projection: Pick<PointsLedger, 'spendableLots' | 'unripeLots' | 'lotsPastExpiry'>;
  readonly fates: Pick<Fates, 'expect'>;
  readonly sender: Pick<Sender, 'send'>;
  readonly log: Log;
}

/** Each of them leaves one lot of thousands; only of lots that all differ no number of them would do. */
const STEPS_MAX = 200;

export class LotMerging {
  constructor(private readonly parts: LotMergingParts) {}

  /**
   * Answers what is to be named, after merging until that is enough or merging helps no more. What goes wrong is left to the
   * operation to tell.
   */
  async settle(role: Role, sourcesOf: () => readonly Source[]): Promise<readonly Source[]> {
    let sources = sourcesOf();
    for (let step = 0; step < STEPS_MAX; step++) {
      let merged = false;
      for (const holding of sources) if (holding.isShort) merged = (await this.#merge(role, holding)) || merged;
      if (!merged) break;
      sources = sourcesOf();
    }
    return sources;
  }

  /** Whether the account has fewer lots than before. */
  async #merge(role: Role, { accountId, programId }: PointsOfAccount): Promise<boolean> {
    const { channel, fates, sender, log } = this.parts;
    const lots = this.#lotsOf(accountId, programId);
    const id = `cl-${createHash('sha256')
      .update([accountId, programId, ...lots].join(' '))
      .digest('hex')
      .slice(0, 40)}`;
    const operation: Operation = { kind: 'consolidate', id, programId, accountId };
    const request = { operations: [operation], sources: [{ accountId, programId, lots }], omitReceipts: true };
    try {
      const { transaction, reply } = await channel.endorse(role, postPoints.name, JSON.stringify(request));
      const { outcomes, change = [] } = replyOf(postPoints, reply);
      if (outcomes[0]?.state !== 'POSTED' || change.length >= lots.length) return false;
      const fate = fates.expect(transaction.txId, { durability: 'rebuildable', record: () => undefined });
      const unheard = { submitted: () => undefined, unknown: () => undefined };
      const { validationCode } = await sender.send(transaction, fate, unheard);
      return validationCode === validationCodes.valid;
    } catch (error) {
      log.warn({ err: error, accountId, programId }, 'An account’s lots could not be merged');
      return false;
    }
  }

  #lotsOf(accountId: string, programId: string): string[] {
    const { projection } = this.parts;
    const found: string[] = [];
    for (const read of [projection.spendableLots, projection.unripeLots, projection.lotsPastExpiry]) {
      const left = SOURCE_LOTS_MAX - found.length;
      if (left > 0) found.push(...read(accountId, programId, left).map(({ lotId }) => lotId));
    }
    return found.toSorted();
  }
}
