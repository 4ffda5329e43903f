/**
 * Which configuration is in force, from the first block on: each block that has one is signed by the orderers of the configuration
 * before it, and says so.
 */
import { areEqual, sha256 } from '../bytes.js';
import { joined } from '../../../../audit/src/byte-texts.js';
import { Configuration } from './configuration.js';
import { readBlock } from './read-block.js';
import type { Check } from './block-checks.js';
import { verifyBlock } from './verify-block.js';

export interface KnownConfiguration {
  readonly block: number;
  readonly read: Configuration;
}

/** @throws Error when the block has none */
export function configurationIn(bytes: Uint8Array): KnownConfiguration {
  const { header, envelopes } = readBlock(bytes);
  return { block: header.number, read: new Configuration(envelopes[0] ?? new Uint8Array()) };
}

/**
 * @param blocks the bytes of all blocks with a configuration up to a height, the first block first
 * @returns the newest of them, or which check of which block failed
 */
export async function verifyConfigurations(
  blocks: readonly Uint8Array[],
): Promise<{ readonly configuration?: KnownConfiguration; readonly failed?: Check & { readonly block: number } }> {
  let configuration: KnownConfiguration | undefined;
  for (const bytes of blocks) {
    const { header, envelopes } = readBlock(bytes);
    const block = header.number;
    if (configuration === undefined && block !== 0) break;
    const { checks, failed } = await verifyBlock(bytes, { number: block, configuration });
    if (failed !== undefined && isOwn(failed)) return { failed: { ...failed, block } };
    if (block > 0 && !checks.some(({ name, state }) => name === 'orderers' && state === 'passed')) break;
    if (block === 0 && !areEqual(await sha256(Uint8Array.from(joined(...envelopes))), header.dataHash)) break;
    configuration = configurationIn(bytes);
  }
  return configuration === undefined ? {} : { configuration };
}

/** What peers made of a configuration is not asked here. */
const isOwn = ({ name }: Check): boolean => name !== 'commit';
