/**
 * Audits one peer's chain, and asks other organisations' peers whether theirs is the same: a block that only this peer
 * has, a transaction that it judged otherwise, and blocks that it keeps back are found by that.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { blockOf, readBlock } from './block.js';
import type { BlockFacts } from './beforehand.js';
import type { BlockAudit } from './block-audit.js';
import { hexOf } from './bytes.js';
import { blockHash } from './block-proofs.js';
import { commitHashOf } from './commit-hash.js';
import type { Finding } from './findings.js';
import type { Peer } from './peers.js';
import { WorkAhead } from './work-ahead.js';

export interface AuditPeersOptions {
  readonly audit: BlockAudit;
  /** The peer whose blocks are read. */
  readonly read: Peer;
  /** Peers of other organisations. */
  readonly witnesses?: readonly Peer[];
  readonly onBlock?: ((number: number, height: number) => void) | undefined;
  /** How long the peer may take for blocks that another one has already. */
  readonly graceMs?: number;
  /** How long it may take for the next block. */
  readonly stalledMs?: number;
}

/** What came of asking a peer. */
export interface Testimony {
  readonly mspId: string;
  readonly height?: number;
  /** Whether it has the same blocks, judged alike, as far as both go. */
  readonly agrees?: boolean;
  /** Why it could not be asked. */
  readonly failure?: string;
}

const GRACE_MS = 10_000;
/** For the next block. */
const STALLED_MS = 60_000;
/** After so many findings there is nothing left to find. */
const FINDINGS_OF_ONE_RUN_MAX = 10_000;
const PAUSE_MS = 250;
/** To start a thread takes as long as to audit so many. */
const BLOCKS_FOR_THREAD = 100;
const BLOCKS_AHEAD = 8;
/** Whatever a peer sends, no more of it is in memory than this and a block. */
const BYTES_AHEAD = 16 * 1024 * 1024;

/** A block that is read, and what a thread works out of it. */
interface Waiting {
  readonly block: Uint8Array;
  readonly facts: Promise<BlockFacts | undefined> | undefined;
  /** Whether that is done. */
  isDone: boolean;
}

/** Audits all blocks that the peers have at the time of the call. Findings go to the audit. */
export async function auditPeers(options: AuditPeersOptions): Promise<readonly Testimony[]> {
  const { audit, read, witnesses = [], graceMs = GRACE_MS } = options;
  const heights = await Promise.all(witnesses.map(heightOf));
  await checkStart(audit, read);
  await readTo(options, await read.height());
  const highest = Math.max(0, ...heights.map(({ height }) => height ?? 0));
  for (const until = performance.now() + graceMs; audit.next < highest && performance.now() < until;) {
    await sleep(PAUSE_MS);
    await readTo(options, await read.height());
  }
  return Promise.all(
    heights.map(async ({ peer, height, failure }): Promise<Testimony> => {
      const { mspId } = peer;
      if (height === undefined) return { mspId, ...(failure !== undefined && { failure }) };
      try {
        const texts = await compare(audit, peer, height);
        const block = audit.end?.number ?? 0;
        audit.keep(texts.map((text): Finding => ({ block, about: 'peers', text })));
        return { mspId, height, agrees: texts.length === 0 };
      } catch (error) {
        return { mspId, height, failure: reasonOf(error) };
      }
    }),
  );
}

/** A peer that was audited before must still have the block at which that ended. */
async function checkStart(audit: BlockAudit, read: Peer): Promise<void> {
  const { end } = audit;
  if (end === undefined) return;
  const height = await read.height();
  const hash = height > end.number ? await hashAt(read, end.number) : undefined;
  if (hash === end.hash) return;
  const text =
    hash === undefined
      ? `the peer of ${read.mspId} has ${height} blocks; an earlier audit saw block ${end.number}`
      : `the peer of ${read.mspId} has another block ${end.number} than an earlier audit saw: ${hash}, not ${end.hash}`;
  audit.keep([{ block: end.number, about: 'peers', text }]);
}

/** Until the height, and no further than it makes sense: a peer that lies could go on for ever. */
async function readTo(options: AuditPeersOptions, height: number): Promise<void> {
  const { audit, read, onBlock, stalledMs = STALLED_MS } = options;
  if (audit.next >= height) return;
  const who = `the peer of ${read.mspId}`;
  const blocks = read.blocks(audit.next);
  const iterator = blocks[Symbol.asyncIterator]();
  const ahead = aheadOf(audit, height);
  let [next, said] = [audit.next, 0];
  // Whoever would wait for the other one does more: signatures are a quarter of what is done ahead.
  let waits = false;
  const readNext = async (): Promise<Waiting> => {
    const block = await nextOf(iterator, stalledMs, who, next);
    const { header } = readBlock(block);
    const number = header?.number;
    if (number !== next) throw new Error(`${who} gave block ${number} where block ${next} comes next`);
    next += 1;
    // The thread takes over the memory of what it is given.
    const given: Waiting = { block, facts: ahead?.of(new Uint8Array(block), number, waits), isDone: false };
    void given.facts?.then(() => (given.isDone = true));
    return given;
  };
  const apply = async ({ block, facts, isDone }: Waiting): Promise<void> => {
    waits = !isDone;
    const known = await facts;
    if (said >= FINDINGS_OF_ONE_RUN_MAX) return;
    said += audit.apply(block, known).length;
    onBlock?.(audit.next - 1, height);
  };
  const waiting: Waiting[] = [];
  const isEnough = (): boolean =>
    waiting.length > BLOCKS_AHEAD || waiting.reduce((sum, { block }) => sum + block.byteLength, 0) > BYTES_AHEAD;
  let failure: Error | undefined;
  try {
    while (next < height && said < FINDINGS_OF_ONE_RUN_MAX && failure === undefined) {
      try {
        waiting.push(await readNext());
      } catch (error) {
        failure = error as Error;
      }
      // Those that came before a peer failed are looked at too.
      while (waiting.length > 0 && (ahead === undefined || failure !== undefined || next >= height || isEnough()))
        await apply(waiting.shift()!);
    }
  } finally {
    blocks.close();
    await ahead?.close();
  }
  if (failure !== undefined) throw failure;
}

/** A thread that works ahead, where there is enough to do for one. */
function aheadOf(audit: BlockAudit, height: number): WorkAhead | undefined {
  const { start, next } = audit;
  return start === undefined || height - next < BLOCKS_FOR_THREAD ? undefined : new WorkAhead(start);
}

async function nextOf(
  iterator: AsyncIterator<Uint8Array>,
  stalledMs: number,
  who: string,
  number: number,
): Promise<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took more than ${stalledMs / 1000} seconds`)), stalledMs);
  });
  try {
    const next = await Promise.race([iterator.next(), late]);
    if (next.done === true) throw new Error('it ended');
    return next.value;
  } catch (error) {
    throw new Error(`${who} did not give block ${number}: ${reasonOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function compare(audit: BlockAudit, witness: Peer, height: number): Promise<string[]> {
  const texts: string[] = [];
  const who = `the peer of ${witness.mspId}`;
  if (height > audit.next) {
    texts.push(`${who} has ${height} blocks, the one that was read only ${audit.next}: it keeps blocks back`);
  }
  const last = Math.min(height, audit.next) - 1;
  if (last < 1 || (await isSame(audit, witness, last))) return texts;
  const first = await firstDifference(audit, witness, last);
  const { hash, commitHash } = await marksOf(witness, first);
  const own = audit.marksAt(first);
  texts.push(
    hash === own?.hash
      ? `${who} judged block ${first} otherwise, or wrote something else: its commit hash is ${commitHash}, not ${own.commitHash}`
      : `${who} has another block ${first}: ${hash}, not ${own?.hash}`,
  );
  return texts;
}

/** Both hashes cover all that was before, so once they differ they differ for ever. */
async function firstDifference(audit: BlockAudit, witness: Peer, last: number): Promise<number> {
  let same = Math.max(0, audit.firstMark - 1);
  let different = last;
  while (different - same > 1) {
    const middle = Math.floor((same + different) / 2);
    if (await isSame(audit, witness, middle)) same = middle;
    else different = middle;
  }
  return different;
}

async function isSame(audit: BlockAudit, witness: Peer, number: number): Promise<boolean> {
  const own = audit.marksAt(number);
  // Of what an audit long ago saw nothing is kept but that it fits what came later.
  if (own === undefined) return true;
  const { hash, commitHash } = await marksOf(witness, number);
  return hash === own.hash && commitHash === own.commitHash;
}

async function marksOf(peer: Peer, number: number): Promise<{ readonly hash: string; readonly commitHash: string }> {
  const block = blockOf(await peer.block(number));
  const { header } = block;
  return { hash: header === undefined ? '' : blockHash(header), commitHash: hexOf(commitHashOf(block)) };
}

const hashAt = async (peer: Peer, number: number): Promise<string> => (await marksOf(peer, number)).hash;

async function heightOf(peer: Peer): Promise<{ peer: Peer; height?: number; failure?: string }> {
  try {
    return { peer, height: await peer.height() };
  } catch (error) {
    return { peer, failure: reasonOf(error) };
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
