/** Blocks as bytes, and what is known of the channel's configurations by verifying them from the first block on. */
import type { Client } from '@commonpoint/client';
import { verifyBlock, verifyConfigurations } from '@commonpoint/verify/block';
import { listOf } from '../data/lists.js';
import type { Session } from '../data/session.js';

/** Blocks never change. Of those that were looked at last. */
const kept = new Map<string, Uint8Array>();
const KEPT_MAX = 40;

/** @throws Error when the gateway gives none */
async function blockBytes(
  { apiKey }: Pick<Session, 'apiKey'>,
  block: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const address = `/v1/explorer/blocks/${block}/bytes`;
  const known = kept.get(address);
  if (known !== undefined) return known;
  // A session's cookie goes along by itself.
  const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  const response = await fetch(address, { headers, signal });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!);
  kept.set(address, bytes);
  return bytes;
}

/** By the blocks that have one. */
const configurations = new Map<string, ReturnType<typeof verifyConfigurations>>();

/** Those before a block, oldest first. */
async function configurationBlocks(client: Client, before: number, signal: AbortSignal): Promise<number[]> {
  const all = await listOf(client.pages('/v1/explorer/configurations', { signal }), (page) => page.configurations);
  return all
    .map(({ number }) => number)
    .filter((number) => number < before)
    .reverse();
}

export type Verdict = Awaited<ReturnType<typeof verifyBlock>> & {
  /** The configuration that it was held against. */
  readonly configuration?: number | undefined;
  /** Of the block itself. */
  readonly bytes: Uint8Array;
  /** Of the first block, by which the ledger is told from any other. */
  readonly firstBlock: string;
};

/** Recomputes a block from its bytes and those of the blocks that it stands on. */
export async function recompute(session: Session, block: number, signal: AbortSignal): Promise<Verdict> {
  const bytes = await blockBytes(session, block, signal);
  const previous = block === 0 ? undefined : await blockBytes(session, block - 1, signal);
  const first = await verifyBlock(await blockBytes(session, 0, signal), { number: 0 });
  const numbers = block === 0 ? [] : await configurationBlocks(session.client, block, signal);
  const known = await knownConfiguration(session, numbers, signal);
  if (known.failed !== undefined) {
    const { block: at, ...failed } = known.failed;
    const check = { ...failed, detail: `${failed.detail} (${at})` };
    return { hash: '', checks: [check], failed: check, bytes, firstBlock: first.hash };
  }
  const { configuration } = known;
  const verified = await verifyBlock(bytes, { number: block, previous, configuration });
  return { ...verified, configuration: configuration?.block, bytes, firstBlock: first.hash };
}

async function knownConfiguration(
  session: Session,
  numbers: readonly number[],
  signal: AbortSignal,
): ReturnType<typeof verifyConfigurations> {
  if (numbers.length === 0) return {};
  const name = numbers.join();
  let known = configurations.get(name);
  if (known === undefined) {
    const blocks = await Promise.all(numbers.map((number) => blockBytes(session, number, signal)));
    known = verifyConfigurations(blocks);
    configurations.set(name, known);
  }
  return known;
}
