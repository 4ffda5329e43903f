/** Blocks and transactions as replies have them: rows by what they are in points, not by Fabric’s keys. */
import { areEntries, type ImportedRow, importedReceipt, rowKeys } from '@commonpoint/catalogue';
import { type ExplainedTransaction, toldSigner } from '@commonpoint/audit/explained-block';
import { keyParts } from '@commonpoint/audit/ledger-rows';
import type { BlockLine } from './block-digest.js';
import type { Conflict, PlacedTransaction } from './conflicts.js';
import type { FoundTransaction, RowVersionFound } from './explorer.js';
import { explanationOf } from './verdicts.js';

const ROWS_SHOWN_MAX = 500;
const KEYS_SHOWN_MAX = 5;

export const timeOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

export function showLine({ number, hash, time, transactions, validTransactions, configuration }: BlockLine): object {
  return { number, hash, time: timeOf(time), transactions, validTransactions, configuration };
}

export function showTransactionLine({ contents, txId, ...about }: ExplainedTransaction): object {
  const { index, kind, validationCode, verdict, why } = about;
  return {
    index,
    kind,
    txId: txId === '' ? undefined : txId,
    validationCode,
    verdict,
    explanation: explanationOf(verdict),
    time: contents && attempted(() => timeOf(contents.time)),
    creator: contents && toldSigner(contents.creator),
    called: contents && attempted(() => contents.called().name),
    why,
  };
}

export const showPlaced = ({ block, transaction }: PlacedTransaction): object => ({
  block,
  ...showTransactionLine(transaction),
});

export function showTransaction(found: FoundTransaction): object {
  const { contents } = found.transaction;
  const open = contents?.sets ?? [];
  const writes = open.flatMap(({ namespace, collection, writes: all }) =>
    all.map(({ key, value }) => ({
      ...nameRow(namespace, collection, key),
      value: collection === '' ? readRow(value) : value && Buffer.from(value).toString('hex'),
      isDeleted: value === undefined,
    })),
  );
  const reads = ((contents && attempted(() => contents.readSets())) ?? []).flatMap((set) =>
    set.reads.map(({ key, version }) => ({ ...nameRow(set.namespace, set.collection, key), version })),
  );
  return {
    ...showPlaced(found),
    request: contents && attempted(() => JSON.parse(contents.called().argument) as unknown),
    operations: writes.flatMap(operationsOf),
    endorsers: (contents?.endorsements ?? []).map((each) => toldSigner(each)),
    endorsements: found.endorsements.map(({ of, policy, keys, isMet }) => ({
      of,
      policy,
      keyCount: keys.length,
      keys: keys.slice(0, KEYS_SHOWN_MAX).map((key) => writtenKey(keyParts(key))),
      isMet,
    })),
    reads: reads.slice(0, ROWS_SHOWN_MAX),
    readCount: reads.length,
    writes: writes.slice(0, ROWS_SHOWN_MAX),
    writeCount: writes.length,
    conflict: found.conflict && showConflict(found.conflict),
  };
}

const showConflict = ({ kind, namespace, key, read, by }: Conflict): object => ({
  kind,
  ...nameRow(namespace, '', key),
  read,
  by: showPlaced(by),
});

export const showVersion = (found: RowVersionFound): object => ({
  ...showPlaced(found),
  value: readRow(found.value),
  isDeleted: found.value === undefined,
});

interface NamedRow {
  readonly namespace: string;
  readonly collection?: string;
  readonly type?: string;
  readonly names: Readonly<Record<string, string>>;
  readonly key: string;
}

/** A row by what it is called in points. */
function nameRow(namespace: string, collection: string, key: string): NamedRow {
  if (collection !== '') return { namespace, collection, names: {}, key };
  const parts = keyParts(key);
  return { namespace, ...nameParts(parts), key: writtenKey(parts) };
}

export function nameParts([type = '', ...parts]: readonly string[]): {
  readonly type?: string;
  readonly names: Readonly<Record<string, string>>;
} {
  const names = Object.hasOwn(rowKeys, type) ? rowKeys[type as keyof typeof rowKeys] : undefined;
  if (names === undefined) return { names: {} };
  return { type, names: Object.fromEntries(names.map((name, at) => [name, parts[at] ?? ''])) };
}

/** A key in an address: its parts with strokes between them, each written as a part of an address is. */
export const writtenKey = (parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');

/** Of imported lines each, as if it stood in a row of its own. */
function operationsOf({ type, names, value }: NamedRow & { readonly value: unknown }): object[] {
  const { mspId = '', id: operationId, file = '' } = names;
  if (type === 'op' && value !== undefined) return [{ mspId, operationId, kind: kindOf(value), receipt: value }];
  if (type !== 'imported' || value === undefined) return [];
  const receipts = attempted(() => {
    const row = value as ImportedRow;
    return areEntries(row.rows) ? row.rows.map((entry) => importedReceipt({ mspId, file }, row, entry)) : [];
  });
  return (receipts ?? []).map((receipt) => ({ mspId, operationId: receipt.id, kind: receipt.kind, receipt }));
}

const kindOf = (receipt: unknown): string => (receipt as { kind?: string } | null)?.kind ?? '';

function readRow(value: Uint8Array | undefined): unknown {
  if (value === undefined) return undefined;
  const text = Buffer.from(value).toString('utf8');
  return attempted(() => JSON.parse(text) as unknown) ?? text;
}

function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
