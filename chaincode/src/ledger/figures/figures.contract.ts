/** A merchant's business figures: recorded, amended and purged by itself; published as hashes. */
import {
  amendFigures,
  getFigures,
  listFigures,
  monthsBetween,
  publishedFigures,
  purgeFigures,
  recordFigures,
  type FigureInput,
  type FiguresOfMonth,
  type FiguresOutline,
} from '@commonpoint/catalogue';
import { decidePrivacy } from '../../domain/core/access.js';
import {
  decideAmend,
  decidePurge,
  decideRecord,
  decideRepeat,
  findRequest,
  unknownFigures,
  type FiguresChange,
  type FiguresRow,
  type MonthReference,
} from '../../domain/figures/figures.js';
import type { Refusal } from '../../domain/core/refusal.js';
import type { LedgerContext } from '../core/context.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { requireMembership } from '../core/load.js';
import { applyFiguresChange, loadFigures, loadFiguresRow, loadMonth, loadPublished } from './load-figures.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, beginPrivate, finish } from '../core/transaction-frame.js';

export class FiguresContract extends CatalogueContract {
  constructor() {
    super('Figures');
  }

  @CatalogueTransaction(recordFigures)
  async Record(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, recordFigures, json);
    const { id, ...month } = request;
    const outline = await change(ctx, month, id, input.figures, (row) => decideRecord(row, month, id, input.figures));
    return finish(ctx, recordFigures, outline);
  }

  @CatalogueTransaction(amendFigures)
  async Amend(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, amendFigures, json);
    const { id } = request;
    const outline = await change(ctx, request, id, input.figures, (row) =>
      decideAmend(row, request, id, input.figures),
    );
    return finish(ctx, amendFigures, outline);
  }

  @CatalogueTransaction(purgeFigures)
  async Purge(ctx: LedgerContext, json: string): Promise<string> {
    const { id, names, ...month } = begin(ctx, purgeFigures, json);
    const outline = await change(ctx, month, id, [], (row) => decidePurge(row, month, id, names));
    return finish(ctx, purgeFigures, outline);
  }

  @CatalogueTransaction(getFigures)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const month = begin(ctx, getFigures, json);
    accept(decidePrivacy(ctx.caller, [month.owner]));
    const found = await loadMonth(ctx.privateState, month);
    if (found === undefined) throw new LedgerError(unknownFigures(month.period));
    return finish(ctx, getFigures, found);
  }

  @CatalogueTransaction(listFigures)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { owner, from, to } = begin(ctx, listFigures, json);
    accept(decidePrivacy(ctx.caller, [owner]));
    const months: FiguresOfMonth[] = [];
    for (const period of monthsBetween(from, to)) {
      const month = await loadMonth(ctx.privateState, { owner, period });
      if (month !== undefined) months.push(month);
    }
    return finish(ctx, listFigures, { months });
  }

  @CatalogueTransaction(publishedFigures)
  async Published(ctx: LedgerContext, json: string): Promise<string> {
    const { owner, from, to } = begin(ctx, publishedFigures, json);
    const figures = [];
    for (const period of monthsBetween(from, to)) {
      figures.push(...(await loadPublished(ctx.privateState, { owner, period })));
    }
    return finish(ctx, publishedFigures, { owner, figures });
  }
}

/**
 * One change of a month, once per id. Errors: ORGANIZATION_NOT_ALLOWED, ORGANIZATION_UNKNOWN, PRIVATE_DATA_NOT_ALLOWED,
 * ID_CONFLICT, then those of the decision.
 */
async function change(
  ctx: LedgerContext,
  month: MonthReference,
  id: string,
  inputs: readonly FigureInput[],
  decide: (row: FiguresRow | undefined) => FiguresChange | Refusal,
): Promise<FiguresOutline> {
  await requireMembership(ctx);
  accept(decidePrivacy(ctx.caller, [month.owner]));
  const row = await loadFiguresRow(ctx.privateState, month);
  const before = findRequest(row, id);
  if (before === undefined) {
    const decided = accept(decide(row));
    applyFiguresChange(ctx.privateState, decided);
    return outlineOf(decided.row);
  }
  const names = inputs.map(({ name }) => name);
  const figures = await loadFigures(ctx.privateState, month, names);
  accept(decideRepeat(before, inputs, new Map(figures.map((figure) => [figure.name, figure]))));
  return outlineOf(row!);
}

function outlineOf({ owner, period, revision, names }: FiguresRow): FiguresOutline {
  return { owner, period, revision, names: [...names] };
}
