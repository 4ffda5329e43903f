/** Evidence: what organisations say of the ledger's log, signed. */
import { anchorLog, getLog, postCheckpoint, setLogKey, type LogCheckpoint, type LogKeys } from '@commonpoint/catalogue';
import { decideAnchor } from '../../domain/evidence/anchors.js';
import { decideCheckpoint, decideSetLogKey } from '../../domain/evidence/receipt-log.js';
import { requireSpeaker } from './load-speaker.js';
import type { LedgerContext } from '../core/context.js';
import { anchorKey, checkpointKey, checkpoints, logKeysKey, logKeysOfAll } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { requireMembership } from '../core/load.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class EvidenceContract extends CatalogueContract {
  constructor() {
    super('Evidence');
  }

  @CatalogueTransaction(setLogKey)
  async SetKey(ctx: LedgerContext, json: string): Promise<string> {
    const { publicKey } = begin(ctx, setLogKey, json);
    const by = await requireSpeaker(ctx);
    const before = await ctx.state.get(logKeysKey(by));
    const keys = accept(decideSetLogKey(before, publicKey, { by, at: ctx.txTime }));
    if (keys !== before) ctx.state.put(logKeysKey(by), keys);
    return finish(ctx, setLogKey, keys);
  }

  @CatalogueTransaction(postCheckpoint)
  async Checkpoint(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, postCheckpoint, json);
    const by = await requireSpeaker(ctx);
    const before = await ctx.state.get(checkpointKey(by));
    const checkpoint = accept(decideCheckpoint(before, await ctx.state.get(logKeysKey(by)), request, by));
    if (checkpoint !== before) ctx.state.put(checkpointKey(by), checkpoint);
    return finish(ctx, postCheckpoint, checkpoint);
  }

  @CatalogueTransaction(anchorLog)
  async Anchor(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, anchorLog, json);
    await requireMembership(ctx);
    const by = ctx.caller.mspId;
    const key = anchorKey(by, request.log);
    const before = await ctx.state.get(key);
    const anchor = accept(decideAnchor(before, request, { by, at: ctx.txTime }));
    if (anchor !== before) ctx.state.put(key, anchor);
    return finish(ctx, anchorLog, anchor);
  }

  @CatalogueTransaction(getLog)
  async GetLog(ctx: LedgerContext, json: string): Promise<string> {
    begin(ctx, getLog, json);
    const keys: LogKeys[] = [];
    for await (const { value } of ctx.state.range(logKeysOfAll())) keys.push(value);
    const said: LogCheckpoint[] = [];
    for await (const { value } of ctx.state.range(checkpoints())) said.push(value);
    return finish(ctx, getLog, { keys, checkpoints: said });
  }
}
