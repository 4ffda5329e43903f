/** A merchant's figures: from its own peer with what they say, from any peer their hashes. */
import {
  type Figure,
  figureNames,
  figuresCollection,
  type FiguresOfMonth,
  type PublishedFigure,
} from '@commonpoint/catalogue';
import type { FiguresChange, FiguresRow, MonthReference } from '../../domain/figures/figures.js';
import { figureKey, figuresKey } from './keys.js';
import type { PrivateState } from '../core/private-state.js';

export function loadFiguresRow(
  state: PrivateState,
  { owner, period }: MonthReference,
): Promise<FiguresRow | undefined> {
  return state.get(figuresCollection(owner), figuresKey(period));
}

/** Those of the named figures that are there. */
export async function loadFigures(
  state: PrivateState,
  { owner, period }: MonthReference,
  names: readonly string[],
): Promise<Figure[]> {
  const found: Figure[] = [];
  for (const name of names) {
    const figure = await state.get(figuresCollection(owner), figureKey(period, name));
    if (figure !== undefined) found.push(figure);
  }
  return found;
}

export async function loadMonth(state: PrivateState, month: MonthReference): Promise<FiguresOfMonth | undefined> {
  const row = await loadFiguresRow(state, month);
  if (row === undefined) return undefined;
  const { requests: _requests, ...outline } = row;
  return { ...outline, figures: await loadFigures(state, month, outline.names) };
}

/** The hashes of a month's figures. */
export async function loadPublished(
  state: PrivateState,
  { owner, period }: MonthReference,
): Promise<PublishedFigure[]> {
  const collection = figuresCollection(owner);
  const published: PublishedFigure[] = [];
  // A month of which nothing was ever recorded is told by one question.
  if ((await state.hash(collection, figuresKey(period))) === undefined) return published;
  for (const name of figureNames) {
    const hash = await state.hash(collection, figureKey(period, name));
    if (hash !== undefined) published.push({ period, name, hash });
  }
  return published;
}

export function applyFiguresChange(state: PrivateState, { row, figures, purged }: FiguresChange): void {
  const collection = figuresCollection(row.owner);
  state.put(collection, figuresKey(row.period), row);
  for (const figure of figures) state.put(collection, figureKey(figure.period, figure.name), figure);
  for (const name of purged) state.purge(collection, figureKey(row.period, name));
}
