/** Logs of a test's own, and what organisations sign of them. */
import { createHash } from 'node:crypto';
import type { RequestOf, postCheckpoint } from '@commonpoint/catalogue';
import { createLogKey, type LogKey } from '../../gateway-api/src/log-key.js';
import { Database } from '../../gateway-api/src/store/database.js';
import { StoredTree, treeTable } from '../../gateway-api/src/store/stored-tree.js';

export const ORIGIN = `commonpoint/${'ab'.repeat(32)}`;

/** A tree of so many leaves, which are the same for the same name. */
export function treeOf(size: number, name = 'log'): StoredTree {
  const database = new Database(':memory:', [{ version: 1, sql: treeTable('tree') }]);
  const tree = new StoredTree(database, 'tree');
  tree.append(Array.from({ length: size }, (_, index) => createHash('sha256').update(`${name} ${index}`).digest()));
  return tree;
}

export const keyOf = (mspId: string, number = 0): LogKey => createLogKey(Buffer.from('secret'), mspId, number);

const text = (hash: Buffer): string => hash.toString('base64');

/** A checkpoint of a size, as it continues an earlier one. */
export function checkpointOf(
  key: LogKey,
  tree: StoredTree,
  { size = tree.size, before = 0, origin = ORIGIN, time = 1_795_000_000 } = {},
): RequestOf<typeof postCheckpoint> {
  const head = { origin, size, root: text(tree.root(size)) };
  const proof = tree.consistencyProof(before, size).map(text);
  return { ...head, time, publicKey: key.publicKey, signature: key.sign(head, time), proof };
}
