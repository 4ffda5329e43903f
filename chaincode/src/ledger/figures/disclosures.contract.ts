/** Figures that their owners show to an auditor. */
import {
  discloseFigures,
  type Disclosure,
  disclosuresCollection,
  figuresCollection,
  listDisclosures,
} from '@commonpoint/catalogue';
import { decideAuditing, decidePrivacy } from '../../domain/core/access.js';
import { decideAuditor, decideDisclosure } from '../../domain/figures/disclosures.js';
import type { LedgerContext } from '../core/context.js';
import { disclosureKey, disclosures, figureKey } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { requireMembership } from '../core/load.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, beginPrivate, finish } from '../core/transaction-frame.js';

export class DisclosuresContract extends CatalogueContract {
  constructor() {
    super('Disclosures');
  }

  @CatalogueTransaction(discloseFigures)
  async Disclose(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, discloseFigures, json);
    const { id, owner, auditor, source } = request;
    const { figures } = input;
    await requireMembership(ctx);
    accept(decidePrivacy(ctx.caller, [owner]));
    const collection = disclosuresCollection(auditor);
    accept(decideAuditor(auditor, await ctx.privateState.isDefined(collection)));
    const hashes: (string | undefined)[] = [];
    for (const { period, name } of figures) {
      hashes.push(await ctx.privateState.hash(figuresCollection(owner), figureKey(period, name)));
    }
    accept(decideDisclosure(owner, figures, source, hashes));
    for (const figure of figures) {
      const key = disclosureKey({ id, figure });
      // A repeat finds what the first one wrote, and leaves it at that.
      if ((await ctx.privateState.hash(collection, key)) !== undefined) continue;
      ctx.privateState.put(collection, key, { id, figure, source, disclosedAt: ctx.txTime, txId: ctx.txId });
    }
    return finish(ctx, discloseFigures, { owner, auditor, count: figures.length, source });
  }

  @CatalogueTransaction(listDisclosures)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { owner, period, name } = begin(ctx, listDisclosures, json);
    const collection = disclosuresCollection(ctx.caller.mspId);
    accept(decideAuditing(ctx.caller, await ctx.privateState.isDefined(collection)));
    const found: Disclosure[] = [];
    for await (const { value } of ctx.privateState.range(collection, disclosures(owner, period, name))) {
      found.push(value);
    }
    return finish(ctx, listDisclosures, { disclosures: found });
  }
}
