/**
 * What makes a block believable without trusting the peer that gave it: its number and the hash of the one before stand
 * in its header, its data hashes to what the header says, and the orderers of the configuration at that height signed it.
 */
import { common, msp } from './fabric-messages.js';
import { type Block, readBlock } from './block.js';
import { metadataOf, type Signed } from './block-contents.js';
import { type BlockHeader, headerBytes, quorumOf } from './block-header.js';
import { hexOf, sha256 } from './bytes.js';
import type { ChannelConfiguration, Verified } from './channel-configuration.js';
import { Fields } from './fields.js';
import type { Member } from './membership.js';

const BLOCK_VALIDATION = '/Channel/Orderer/BlockValidation';
const HASH_BYTES = 32;

export interface ChainEnd {
  readonly number: number;
  /** SHA-256 of the block's header, in hexadecimal; Fabric calls it the block's hash. */
  readonly hash: string;
}

/** What is wrong with a block's place in the chain; of a trusted peer, its contents are those of its header. */
export function checkChain(
  block: Block,
  before: ChainEnd | undefined,
  isTrusted = false,
  hashed: () => Uint8Array = () => hashOfData(block),
): string[] {
  const found: string[] = [];
  const { header } = block;
  const expected = (before?.number ?? -1) + 1;
  if (header === undefined) return ['it has no header'];
  if (header.number !== expected) found.push(`its number is ${header.number}, not ${expected}`);
  if (!isTrusted && !Buffer.from(hashed()).equals(header.dataHash)) found.push('the data hash is wrong');
  const previous = header.previousHash;
  if (previous.length !== (before === undefined ? 0 : HASH_BYTES)) found.push('the previous hash is no hash');
  else if (hexOf(previous) !== (before?.hash ?? '')) found.push('the previous hash is wrong');
  return found;
}

export const hashOfData = ({ envelopes }: Block): Uint8Array => sha256(...envelopes);

/**
 * What is wrong with the signatures of the orderers. Under BFT enough of them for a quorum have to have signed, under
 * Raft the one that made the block.
 */
export function checkOrderers(
  block: Block,
  configuration: ChannelConfiguration,
  lastConfigBlock: number,
  verified: Verified = [],
): string[] {
  const { header } = block;
  if (header === undefined) return [];
  const { signatures, lastConfigBlock: said } = signaturesOfOrderers(block, header, configuration);
  const isEnough = enough(configuration);
  const signers = configuration.signersOf(signatures, isEnough, verified);
  const names = signers.map(({ mspId }) => mspId).join(', ') || 'nobody';
  if (!isEnough(signers)) {
    return [`not signed by enough orderers, only by ${names}`];
  }
  return said === lastConfigBlock
    ? []
    : [`its orderers say that the last configuration is in block ${said}, it is in ${lastConfigBlock}`];
}

const enough =
  (configuration: ChannelConfiguration) =>
  (signers: readonly Member[]): boolean =>
    signers.length >= quorumOf(configuration.consensus, configuration.consenters.size) &&
    configuration.policy(BLOCK_VALIDATION)(signers);

/** Which of the orderers' signatures hold, until they are enough. */
export function verifiedOrderers(block: Block, configuration: ChannelConfiguration): Verified {
  const verified: Verified = [];
  if (block.header === undefined) return verified;
  const { signatures } = signaturesOfOrderers(block, block.header, configuration);
  configuration.signersOf(signatures, enough(configuration), verified);
  return verified;
}

/** What stands there as the orderers' signatures, of those that the configuration can tell who they are; and what they signed. */
export function signaturesOfOrderers(
  block: Block,
  header: BlockHeader,
  configuration: ChannelConfiguration,
): { readonly signatures: readonly Signed[]; readonly lastConfigBlock: number } {
  const metadata = new Fields(metadataOf(block, common.BlockMetadataIndex.SIGNATURES));
  const value = metadata.bytes(1);
  const ofHeader = headerBytes(header);
  const signatures = metadata.messages(2).flatMap((found): Signed[] => {
    const signer = signerOf(found, configuration);
    if (signer === undefined) return [];
    const message = Buffer.concat([value, signer.header, ofHeader]);
    return [{ identity: signer.identity, message, signature: found.bytes(2) }];
  });
  return { signatures, lastConfigBlock: new Fields(value).message(1).number(1) };
}

function signerOf(
  found: Fields,
  { consenters }: ChannelConfiguration,
): { readonly header: Uint8Array; readonly identity: Uint8Array } | undefined {
  const named = found.bytes(1);
  if (named.length > 0) return { header: named, identity: new Fields(named).bytes(1) };
  const header = found.bytes(3);
  const consenter = consenters.get(new Fields(header).number(1));
  if (consenter === undefined) return undefined;
  const identity = new msp.SerializedIdentity();
  identity.setMspid(consenter.mspId);
  identity.setIdBytes(Buffer.from(consenter.certPem));
  return { header, identity: identity.serializeBinary() };
}

/** A block's hash, in hexadecimal. */
export function blockHash(header: BlockHeader): string {
  return sha256(headerBytes(header)).toString('hex');
}

/** As {@link blockHash}, of a whole block. @throws Error when it is none */
export function hashOfBlock(bytes: Uint8Array): string {
  const { header } = readBlock(bytes);
  if (header === undefined) throw new Error('the block has no header');
  return blockHash(header);
}
