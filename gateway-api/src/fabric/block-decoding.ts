/**
 * What a block did to the chaincode's rows, by the code that the audit reads blocks with: as peers read them, however they
 * were written. What is not valid anybody may have made who may write to the channel, so of it nothing but its id is wanted.
 */
import { type Block, readBlock } from '@commonpoint/audit/block';
import { readEnvelope, readTxId } from '@commonpoint/audit/block-contents';
import { blockHash } from '@commonpoint/audit/block-proofs';
import { Fields } from '@commonpoint/audit/fields';
import { keyParts } from '@commonpoint/audit/ledger-rows';
import type { WriteSet } from '@commonpoint/audit/write-sets';
import { common, peer } from '@hyperledger/fabric-protos';
import {
  ChannelFailure,
  type ChannelBlock,
  type ChannelTransaction,
  type HashedWrite,
  type NetworkConfig,
  type RowWrite,
} from '../channel/channel.js';
import { turns } from '../turns.js';
import { readNetworkConfig } from './network-config.js';

const VALID = peer.TxValidationCode.VALID;

/** A serialised block's transactions with their writes to `namespace`, as views of it. @throws ChannelFailure */
export function decodeBlock(block: Uint8Array, namespace: string): ChannelBlock {
  const { envelopes, chained } = partsOf(block);
  return chained(envelopes.flatMap(([bytes, index, code]) => decodeEnvelope(bytes, index, code, namespace)));
}

/** The same beside everything else, however large it is. */
export async function decodeBlockInTurns(block: Uint8Array, namespace: string): Promise<ChannelBlock> {
  const { envelopes, chained } = partsOf(block);
  const turn = turns();
  const dated: DatedTransaction[] = [];
  for (const [bytes, index, code] of envelopes) {
    dated.push(...decodeEnvelope(bytes, index, code, namespace));
    const others = turn();
    if (others !== undefined) await others;
  }
  return chained(dated);
}

/** The number of a serialised block. @throws ChannelFailure */
export function blockNumberOf(block: Uint8Array): number {
  return readable(block).header?.number ?? 0;
}

function readable(bytes: Uint8Array): Block {
  try {
    return readBlock(bytes);
  } catch (cause) {
    throw new ChannelFailure('malformed', 'A block came that cannot be read.', undefined, [], { cause });
  }
}

function partsOf(bytes: Uint8Array) {
  const { header, envelopes: data, metadata } = readable(bytes);
  const codes = metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  if (!header || (!codes && header.number > 0)) {
    throw new ChannelFailure('malformed', 'A block came without header or validation codes.');
  }
  const envelopes = data.map((bytes, index) => [bytes, index, codes?.[index] ?? VALID] as const);
  const chained = (dated: readonly DatedTransaction[]): ChannelBlock => {
    const times = dated.flatMap(({ time }) => time ?? []);
    const signedBy = ordererNumbers(metadata[common.BlockMetadataIndex.SIGNATURES]);
    // Of a block without a transaction of the chaincode's: reading one costs something.
    const network = times.length > 0 ? undefined : networkIn(data);
    return {
      number: header.number,
      hash: blockHash(header),
      ...(times.length > 0 && { time: Math.max(...times) }),
      ...(signedBy.length > 0 && { signedBy }),
      ...(network !== undefined && { network }),
      transactions: dated.map(({ time: _time, ...transaction }) => transaction),
    };
  };
  return { envelopes, chained };
}

/** Of those that signed the block; under Raft they have none. */
function ordererNumbers(signatures: Uint8Array | undefined): number[] {
  if (signatures === undefined) return [];
  try {
    return new Fields(signatures)
      .messages(2)
      .map((signature) => signature.bytes(3))
      .filter((header) => header.length > 0)
      .map((header) => new Fields(header).number(1));
  } catch {
    // Whether it is signed rightly is the watch's business.
    return [];
  }
}

interface DatedTransaction extends ChannelTransaction {
  /** Of a valid one. */
  readonly time?: number;
}

/** A change of the channel's configuration is a block of its own. */
function networkIn(envelopes: readonly Uint8Array[]): NetworkConfig | undefined {
  const [only, ...others] = envelopes;
  if (only === undefined || others.length > 0) return undefined;
  const contents = readEnvelope(only);
  return contents.kind === 'config' ? readNetworkConfig(contents.envelope) : undefined;
}

/** Never throws for what the bytes are: whatever stands in a block that the peer has taken, what follows has to be read too. */
function decodeEnvelope(
  bytes: Uint8Array,
  index: number,
  validationCode: number,
  namespace: string,
): DatedTransaction[] {
  const nothing = { index, validationCode, writes: [], hashedWrites: [] };
  if (validationCode !== VALID) {
    const txId = readTxId(bytes);
    return txId === undefined ? [] : [{ txId, ...nothing }];
  }
  const contents = readEnvelope(bytes);
  switch (contents.kind) {
    case 'transaction': {
      const sets = contents.sets.filter((set) => set.namespace === namespace);
      return [
        {
          txId: contents.txId,
          time: contents.time,
          index,
          validationCode,
          writes: sets.filter(({ collection }) => collection === '').flatMap(rowsIn),
          hashedWrites: sets.filter(({ collection }) => collection !== '').flatMap(hashedWritesIn),
          ...(contents.sets.some(changesRules) && { changesRules: true as const }),
        },
      ];
    }
    case 'unreadable':
      return [{ txId: readTxId(bytes) ?? '', ...nothing, unreadable: contents.why }];
    default:
      return [];
  }
}

/** Whether an endorsed transaction would change anything. */
export function writesSomething(envelope: common.Envelope): boolean {
  const contents = readEnvelope(envelope.serializeBinary());
  if (contents.kind !== 'transaction') throw new ChannelFailure('malformed', 'What was endorsed cannot be read.');
  return contents.sets.some(({ writes, policies }) => writes.length + policies.length > 0);
}

const LIFECYCLE = '_lifecycle';
const changesRules = ({ namespace, writes, policies }: WriteSet): boolean =>
  policies.length > 0 || (namespace === LIFECYCLE && writes.length > 0);

const rowsIn = ({ writes }: WriteSet): RowWrite[] =>
  writes.map(({ key, value }) => ({ key: keyParts(key), ...(value !== undefined && { value }) }));

const hashedWritesIn = ({ collection, writes }: WriteSet): HashedWrite[] =>
  writes.map(({ key: keyHash, value, isPurge = false }) =>
    value === undefined
      ? { collection, keyHash, purged: isPurge }
      : { collection, keyHash, valueHash: Buffer.from(value).toString('hex') },
  );
