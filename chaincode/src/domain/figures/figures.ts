/** What becomes of a month's figures. The outline is all that a decision needs; values are only compared, never read. */
import {
  type Figure,
  FIGURE_REQUESTS_MAX,
  type FigureInput,
  figureNames,
  type PrivateRow,
} from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

export type FiguresRow = PrivateRow<'figures'>;
export type FiguresRequest = FiguresRow['requests'][number];

export interface MonthReference {
  readonly owner: string;
  readonly period: string;
}

/** What is to be written: the outline, and the figures of its revision. */
export interface FiguresChange {
  readonly row: FiguresRow;
  readonly figures: readonly Figure[];
  readonly purged: readonly string[];
}

/** The request as it took effect before, if it did. */
export function findRequest(row: FiguresRow | undefined, id: string): FiguresRequest | undefined {
  return row?.requests.find((request) => request.id === id);
}

/**
 * Whether a request that took effect before says the same again. Figures that were changed since cannot be compared any
 * more. Errors: ID_CONFLICT.
 */
export function decideRepeat(
  before: FiguresRequest,
  inputs: readonly FigureInput[],
  rows: ReadonlyMap<string, Figure>,
): Refusal | undefined {
  const named = inputs.map(({ name }) => name).sort(byPlace);
  const index = inputs.findIndex(({ name, value, label }) => {
    const row = rows.get(name);
    return row?.revision === before.revision && (row.value !== value || row.label !== label);
  });
  if (named.join() === [...before.names].sort(byPlace).join() && index === -1) return undefined;
  return refuse('ID_CONFLICT', 'the id was used for other figures', {
    field: index === -1 ? '/figures' : `/figures/${index}`,
  });
}

/** Errors: FIGURES_EXIST. */
export function decideRecord(
  row: FiguresRow | undefined,
  month: MonthReference,
  id: string,
  inputs: readonly FigureInput[],
): FiguresChange | Refusal {
  if (row !== undefined) return refuse('FIGURES_EXIST', `figures of ${month.period} were recorded already`);
  return next({ ...month, revision: 0, names: [], requests: [] }, id, inputs);
}

/** Errors: FIGURES_UNKNOWN, REVISION_CONFLICT. */
export function decideAmend(
  row: FiguresRow | undefined,
  { period, revision }: MonthReference & { readonly revision: number },
  id: string,
  inputs: readonly FigureInput[],
): FiguresChange | Refusal {
  if (row === undefined) return unknownFigures(period);
  if (row.revision !== revision) {
    return refuse('REVISION_CONFLICT', `the figures of ${period} have revision ${row.revision}, not ${revision}`);
  }
  return next(row, id, inputs);
}

/** Without names, all there are. Errors: FIGURES_UNKNOWN. */
export function decidePurge(
  row: FiguresRow | undefined,
  { period }: MonthReference,
  id: string,
  names: readonly string[] | undefined,
): FiguresChange | Refusal {
  if (row === undefined) return unknownFigures(period);
  const missing = names?.find((name) => !row.names.includes(name));
  if (missing !== undefined) return refuse('FIGURES_UNKNOWN', `there is no ${missing} of ${period}`);
  return next(row, id, [], names ?? row.names);
}

export function unknownFigures(period: string): Refusal {
  return refuse('FIGURES_UNKNOWN', `no figures of ${period} were recorded`);
}

function next(
  row: FiguresRow,
  id: string,
  inputs: readonly FigureInput[],
  purged: readonly string[] = [],
): FiguresChange {
  const { owner, period } = row;
  const revision = row.revision + 1;
  const given = inputs.map(({ name }) => name);
  const names = [...new Set([...row.names, ...given])].filter((name) => !purged.includes(name)).sort(byPlace);
  const requests = [...row.requests, { id, revision, names: given }].slice(-FIGURE_REQUESTS_MAX);
  return {
    row: { owner, period, revision, names, requests },
    figures: inputs.map((input) => ({ ...input, owner, period, revision })),
    purged,
  };
}

/** In the order of the catalogue. */
function byPlace(one: string, other: string): number {
  return figureNames.indexOf(one) - figureNames.indexOf(other);
}
