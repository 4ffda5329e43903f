/** The keys of the store of private data: a letter for what lies there, then what it is about, in the order it is looked for. */
import { toHex } from '../wire/bytes.js';
import type { PrivateDataRequest } from './private-data-types.js';
import type { Version } from './row-types.js';

export const TRANSIENT = 't';
export const DATA = 'd';
export const MISSING = 'm';
export const FOREIGN = 'f';
export const KEY_INDEX = 'k';
export const PURGE_MARK = 'p';
export const EXPIRY = 'e';
export const LAST_BLOCK_KEY = 'b';
export const SEPARATOR = '\u0000';
export const BLOCK_DIGITS = 10;
export const TX_DIGITS = 6;

export type Location = Pick<PrivateDataRequest, 'namespace' | 'collection' | 'version'>;

export function dataKey(kind: string, { namespace, collection, version }: Location): string {
  return `${kind}${digits(version)}${namespace}${SEPARATOR}${collection}`;
}

export function readDataKey(key: string): Location {
  const [namespace = '', collection = ''] = key.slice(1 + BLOCK_DIGITS + TX_DIGITS).split(SEPARATOR);
  return { version: readDigits(key.slice(1)), namespace, collection };
}

export function transientKey({ txId, namespace, collection, hash }: Omit<PrivateDataRequest, 'version'>): string {
  return `${TRANSIENT}${[txId, namespace, collection, toHex(hash)].join(SEPARATOR)}`;
}

export function txIdOf(transient: string): string {
  return transient.slice(1, transient.indexOf(SEPARATOR));
}

export function purgeKey({
  namespace,
  collection,
  keyHash,
}: {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: string;
}): string {
  return `${PURGE_MARK}${[namespace, collection, keyHash].join(SEPARATOR)}`;
}

export function keyIndexPrefix(namespace: string, collection: string, keyHash: string): string {
  return `${KEY_INDEX}${[namespace, collection, keyHash, ''].join(SEPARATOR)}`;
}

export function blockDigits(blockNumber: number): string {
  return blockNumber.toString(16).padStart(BLOCK_DIGITS, '0');
}

export function digits({ block, tx }: Version): string {
  return blockDigits(block) + tx.toString(16).padStart(TX_DIGITS, '0');
}

export function readDigits(text: string): Version {
  return {
    block: Number.parseInt(text.slice(0, BLOCK_DIGITS), 16),
    tx: Number.parseInt(text.slice(BLOCK_DIGITS, BLOCK_DIGITS + TX_DIGITS), 16),
  };
}
