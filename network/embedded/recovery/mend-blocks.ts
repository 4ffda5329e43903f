/**
 * Makes the block files of a channel whole again before anything opens them. The orderers' file and each peer's have
 * the same blocks, so what one has lost another one has; a peer's file need only lose what is damaged, since peers
 * fetch from the orderers what they lack. What was damaged is kept beside the file.
 */
import { copyFile, mkdir, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { DamagedFiles } from '../../damaged-files.js';
import { BlockFile } from '../ledger/block-file.js';
import type { Log } from '../log.js';
import { encodeBlock, type ParsedBlock, parseBlock, withMetadata } from '../wire/block.js';
import { EMPTY_BYTES, sameBytes } from '../wire/bytes.js';
import { type Looks, newLooks } from './looks.js';
import { type FileSurvey, surveyBlocks } from './survey-blocks.js';

/** @throws DamagedFiles when the files are of different chains */
export async function mendBlocks(
  ordererPath: string,
  peerPaths: readonly string[],
  log: Log,
  looks: Looks = newLooks('all'),
): Promise<void> {
  const files = await surveyed([ordererPath, ...peerPaths], log, looks.atOnceBytes);
  const [orderers, ...peers] = files as [FileSurvey, ...FileSurvey[]];
  await Promise.all(peers.map((peer) => requireSameChain(orderers, peer)));
  const source = peers.reduce((best, peer) => (peer.count > best.count ? peer : best), orderers);
  if (orderers.isDamaged) await dropDamage(orderers, log);
  if (source !== orderers) {
    await fetchBlocks(orderers, source);
    const missing = blocks(orderers.count, source.count - 1);
    log(`${missing} were not in ${ordererPath} any more, and were copied from ${source.path}`);
  }
  for (const peer of peers) if (peer.isDamaged) await dropDamage(peer, log);
  for (const { isAll, path, end } of files) if (!isAll) looks.left.push({ kind: 'blocks', path, end });
}

/** Where the ends of large files do not say that all is as it was left, all of them are read. */
async function surveyed(paths: readonly string[], log: Log, atOnceBytes: number): Promise<readonly FileSurvey[]> {
  const survey = (most: number) => Promise.all(paths.map((path) => surveyBlocks(path, log, most)));
  const files = await survey(atOnceBytes);
  return files.every(({ isAll }) => isAll) || (await areAsLeft(files)) ? files : survey(Infinity);
}

/** After whatever crash: the orderers have all blocks that peers have, and these are the same. */
async function areAsLeft([orderers, ...peers]: readonly FileSurvey[]): Promise<boolean> {
  if (!orderers || orderers.isDamaged) return false;
  if (peers.some(({ isDamaged, count }) => isDamaged || count > orderers.count)) return false;
  return Promise.all(peers.map((peer) => requireSameChain(orderers, peer))).then(
    () => true,
    () => false,
  );
}

const blocks = (first: number, last: number): string =>
  first === last ? `block ${first}` : `blocks ${first} to ${last}`;

/** By the last block that both have: the hashes of all before it are in it. */
async function requireSameChain(one: FileSurvey, other: FileSurvey): Promise<void> {
  const last = Math.min(one.count, other.count) - 1;
  if (last < 0) return;
  const [ours, theirs] = await Promise.all([readBlock(one, last), readBlock(other, last)]);
  if (ours.header.number === last && sameBytes(ours.hash, theirs.hash)) return;
  throw new DamagedFiles(
    `${one.path} and ${other.path} hold different ledgers (block ${last} is not the same): put back the whole data ` +
      'folder from one backup.',
  );
}

async function readBlock({ path }: FileSurvey, number: number): Promise<ParsedBlock> {
  const file = await BlockFile.open(path);
  try {
    return parseBlock(await file.block(number));
  } finally {
    await file.close();
  }
}

async function dropDamage({ path, count, end }: FileSurvey, log: Log): Promise<void> {
  await copyFile(path, `${path}.damaged`);
  await truncate(path, end);
  log(`${path} is damaged from block ${count} on; what stood there is in ${path}.damaged`);
}

/** Appends what the orderers lack. */
async function fetchBlocks(orderers: FileSurvey, source: FileSurvey): Promise<void> {
  await mkdir(dirname(orderers.path), { recursive: true });
  const [to, from] = await Promise.all([BlockFile.open(orderers.path), BlockFile.open(source.path)]);
  try {
    await to.truncate(orderers.end);
    for (let number = orderers.count; number < source.count; number++) {
      await to.append(asOrdered(parseBlock(await from.block(number))));
    }
  } finally {
    await Promise.all([to.close(), from.close()]);
  }
}

/** As it left the orderers: without what the peer wrote into it. */
function asOrdered({ header, data, metadata }: ParsedBlock): Uint8Array {
  const { TRANSACTIONS_FILTER, COMMIT_HASH } = common.BlockMetadataIndex;
  const cleared = new Map<number, Uint8Array>([TRANSACTIONS_FILTER, COMMIT_HASH].map((index) => [index, EMPTY_BYTES]));
  return encodeBlock({ header, data, metadata: withMetadata(metadata, cleared) });
}
