/**
 * Keys of the peer's LevelDB. It holds everything that can be rebuilt from the block file: state, indexes of blocks
 * and transactions, history, and the savepoint that says how far all of them are. (Fabric keeps four databases:
 * `stateleveldb`, `blkstorage` index, `history`, bookkeeping.) Keys are UTF-8 strings; LevelDB orders them by byte,
 * which is Fabric's order of state keys.
 */
import { hash } from 'node:crypto';
import type { Version } from './row-types.js';

export const SAVEPOINT_KEY = '!savepoint';

const NAMESPACE_END = '\u0000';
/** One above the end of a namespace: no key of the namespace sorts there. */
const AFTER_NAMESPACE = '\u0001';
const HEIGHT_DIGITS = 16;
const HISTORY_DIGEST_LENGTH = 22;

export function stateKey(namespace: string, key: string): string {
  return `s${namespace}${NAMESPACE_END}${key}`;
}

/** Bounds of a range of state keys; an empty end key is the namespace's end. */
export function stateRange(namespace: string, startKey: string, endKey: string): { gte: string; lt: string } {
  return {
    gte: stateKey(namespace, startKey),
    lt: endKey === '' ? `s${namespace}${AFTER_NAMESPACE}` : stateKey(namespace, endKey),
  };
}

/** Length of what stands before the key in a state key. */
export function stateKeyPrefixLength(namespace: string): number {
  return namespace.length + 2;
}

export function historyKey(namespace: string, key: string, version: Version): string {
  return `${historyPrefix(namespace, key)}${heightDigits(version)}`;
}

export function historyRange(namespace: string, key: string): { gte: string; lt: string } {
  const prefix = historyPrefix(namespace, key);
  return { gte: prefix, lt: `${prefix}~` };
}

export function historyVersion(databaseKey: string): Version {
  const digits = databaseKey.slice(-HEIGHT_DIGITS);
  return { block: Number.parseInt(digits.slice(0, 10), 16), tx: Number.parseInt(digits.slice(10), 16) };
}

export function blockKey(number: number): string {
  return `b${number.toString(16).padStart(10, '0')}`;
}

/** Above every key of a block. */
export const BLOCK_KEYS_END = 'c';

export function blockHashKey(hashHex: string): string {
  return `n${hashHex}`;
}

export function transactionKey(txId: string): string {
  return `t${txId}`;
}

/** 132 bits of a digest: a lot that was spent has two entries here and nothing else, so that its key would be most of what is left of it. */
function historyPrefix(namespace: string, key: string): string {
  return `h${hash('sha256', `${namespace}${NAMESPACE_END}${key}`, 'base64url').slice(0, HISTORY_DIGEST_LENGTH)}`;
}

function heightDigits({ block, tx }: Version): string {
  return block.toString(16).padStart(10, '0') + tx.toString(16).padStart(6, '0');
}

/** When a private key's hash expires. */
export function expiryKey(blockNumber: number, hashedNamespace: string, keyHash: string): string {
  return `${expiryPrefix(blockNumber)}${hashedNamespace}${NAMESPACE_END}${keyHash}`;
}

export function expiryRange(blockNumber: number): { gte: string; lt: string } {
  return { gte: expiryPrefix(blockNumber), lt: expiryPrefix(blockNumber + 1) };
}

export function readExpiryKey(databaseKey: string): { readonly hashedNamespace: string; readonly keyHash: string } {
  const [hashedNamespace = '', keyHash = ''] = databaseKey.slice(expiryPrefix(0).length).split(NAMESPACE_END);
  return { hashedNamespace, keyHash };
}

function expiryPrefix(blockNumber: number): string {
  return `x${blockNumber.toString(16).padStart(10, '0')}`;
}
