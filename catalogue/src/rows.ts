/**
 * What the ledger's rows hold, by the object type of their keys. The parts of a key say the rest: of a lot, the account,
 * the programme and the expiry.
 */
import { z } from 'zod';
import { rowKinds } from './catalogue.js';
import { settlement } from './clearing/settlements.js';
import type { StoredShape } from './core/row-versions.js';
import { salt } from './core/values.js';
import { disclosure } from './figures/disclosures.js';
import { figure, figuresOutline } from './figures/figures.js';
import { reasoning } from './governance/proposals.js';
import { orderReason } from './orders/orders.js';
import { moneyStatement, statementRemainder } from './terms/statements.js';
import { privateTerms } from './terms/terms.js';

type RowKinds = typeof rowKinds;

/** Rows that every organisation has. */
export const rows = Object.fromEntries(Object.entries(rowKinds).map(([type, { holds }]) => [type, holds])) as {
  readonly [Type in keyof RowKinds]: RowKinds[Type]['holds'];
};

/** What the parts of a row's key are, behind its type. */
export const rowKeys = Object.fromEntries(Object.entries(rowKinds).map(([type, { key }]) => [type, key])) as {
  readonly [Type in keyof RowKinds]: RowKinds[Type]['key'];
};

/** By type, of rows that stand on the ledger in another shape than programs have them in. */
const storedShapes: ReadonlyMap<string, StoredShape> = new Map(
  Object.entries(rowKinds).flatMap(([type, kind]) => ('stored' in kind ? [[type, kind.stored]] : [])),
);

/**
 * A row as programs have it, whichever version wrote it: whoever reads rows of the ledger reads them through this. What is no row, or in the present
 * shape, comes back as it is.
 *
 * @param key its parts, the type first
 */
export function presentRow(key: readonly string[], stored: unknown): unknown {
  const shape = storedShapes.get(key[0] ?? '');
  if (shape === undefined || typeof stored !== 'object' || stored === null || Array.isArray(stored)) return stored;
  return shape.read(stored, key.slice(1));
}

/** What a version writes of a row. */
export function storedRow(type: string, row: unknown, version: number): unknown {
  return storedShapes.get(type)?.write(row as object, version) ?? row;
}

type Told = { [Type in keyof RowKinds]: RowKinds[Type] extends { events: readonly (infer E)[] } ? E : never };

/** Everything that rows tell, in the order of their kinds. */
export const stateEvents = Object.values(rowKinds).flatMap<Told[keyof RowKinds]>((kind) =>
  'events' in kind ? kind.events : [],
);

/** Rows in collections: those of a pair of merchants, of one merchant, of the auditor. */
export const privateRows = {
  terms: privateTerms,
  statement: moneyStatement,
  /** Of the pair: one, which each statement reads and writes. */
  remainder: statementRemainder,
  /** With the statement's salt, because little is unknown of the rest. */
  settlement: settlement.extend({ salt }),
  figure,
  /** What requests said is not in it, not even as a digest: everybody knows the row's hash, and could try values against it. */
  figures: figuresOutline.extend({
    /** The last requests, oldest first. */
    requests: z.array(z.strictObject({ id: z.string(), revision: z.int(), names: z.array(z.string()) })),
  }),
  disclosure,
  /** Its hash is the `reasonHash` of the order, as everybody sees. */
  'order-reason': orderReason,
  /** Its hash is the `reasonHash` of the proposal, vote or objection. */
  reasoning,
} as const;

export type RowType = keyof typeof rows;
export type Row<Type extends RowType> = z.infer<(typeof rows)[Type]>;
export type PrivateRowType = keyof typeof privateRows;
export type PrivateRow<Type extends PrivateRowType> = z.infer<(typeof privateRows)[Type]>;
