/**
 * What makes a block believable without trusting the peer that gave it: its number and the hash of the one before stand
 * in its header, its data hashes to what the header says, and the orderers of the configuration at that height signed it.
 */
import { common, msp } from './fabric-messages.js';
import { metadataOf, type Signed } from './block-contents.js';
import { hexOf, sha256 } from './bytes.js';
import type { ChannelConfiguration } from './channel-configuration.js';
import type { Member } from './membership.js';
import { decoded, shapes } from './well-formed.js';

const BLOCK_VALIDATION = '/Channel/Orderer/BlockValidation';
const HASH_BYTES = 32;

export interface ChainEnd {
  readonly number: number;
  /** SHA-256 of the block's header, in hexadecimal; Fabric calls it the block's hash. */
  readonly hash: string;
}

/** What is wrong with a block's place in the chain; of a trusted peer, its contents are those of its header. */
export function checkChain(block: common.Block, before: ChainEnd | undefined, isTrusted = false): string[] {
  const found: string[] = [];
  const header = block.getHeader();
  const expected = (before?.number ?? -1) + 1;
  if (header === undefined) return ['it has no header'];
  if (header.getNumber() !== expected) found.push(`its number is ${header.getNumber()}, not ${expected}`);
  const dataHash = (): Buffer => sha256(...(block.getData()?.getDataList_asU8() ?? []));
  if (!isTrusted && !dataHash().equals(header.getDataHash_asU8())) found.push('the data hash is wrong');
  const previous = header.getPreviousHash_asU8();
  if (previous.length !== (before === undefined ? 0 : HASH_BYTES)) found.push('the previous hash is no hash');
  else if (hexOf(previous) !== (before?.hash ?? '')) found.push('the previous hash is wrong');
  return found;
}

/**
 * What is wrong with the signatures of the orderers. Under BFT enough of them for a quorum have to have signed, under
 * Raft the one that made the block.
 */
export function checkOrderers(
  block: common.Block,
  configuration: ChannelConfiguration,
  lastConfigBlock: number,
): string[] {
  const metadata = decoded(common.Metadata, metadataOf(block, common.BlockMetadataIndex.SIGNATURES), shapes.metadata);
  const header = block.getHeader();
  if (header === undefined) return [];
  const value = metadata.getValue_asU8();
  const headerBytes = encodeHeader(header);
  const signatures = metadata.getSignaturesList().flatMap((found): Signed[] => {
    const signer = signerOf(found, configuration);
    if (signer === undefined) return [];
    const message = Buffer.concat([value, signer.header, headerBytes]);
    return [{ identity: signer.identity, message, signature: found.getSignature_asU8() }];
  });
  const isEnough = (signers: readonly Member[]): boolean =>
    signers.length >= quorumOf(configuration) && configuration.policy(BLOCK_VALIDATION)(signers);
  const signers = configuration.signersOf(signatures, isEnough);
  const names = signers.map(({ mspId }) => mspId).join(', ') || 'nobody';
  if (!isEnough(signers)) {
    return [`not signed by enough orderers, only by ${names}`];
  }
  const said = decoded(common.OrdererBlockMetadata, value, shapes.ordererMetadata).getLastConfig()?.getIndex() ?? 0;
  return said === lastConfigBlock
    ? []
    : [`its orderers say that the last configuration is in block ${said}, it is in ${lastConfigBlock}`];
}

/** So many orderers that any two such groups have an honest one in common. */
function quorumOf({ consensus, consenters }: ChannelConfiguration): number {
  if (consensus !== 'BFT') return 1;
  const faulty = Math.floor((consenters.size - 1) / 3);
  return Math.ceil((consenters.size + faulty + 1) / 2);
}

function signerOf(
  found: common.MetadataSignature,
  { consenters }: ChannelConfiguration,
): { readonly header: Uint8Array; readonly identity: Uint8Array } | undefined {
  const named = found.getSignatureHeader_asU8();
  if (named.length > 0) {
    return {
      header: named,
      identity: decoded(common.SignatureHeader, named, shapes.signatureHeader).getCreator_asU8(),
    };
  }
  const header = found.getIdentifierHeader_asU8();
  const consenter = consenters.get(decoded(common.IdentifierHeader, header, shapes.identifierHeader).getIdentifier());
  if (consenter === undefined) return undefined;
  const identity = new msp.SerializedIdentity();
  identity.setMspid(consenter.mspId);
  identity.setIdBytes(Buffer.from(consenter.certPem));
  return { header, identity: identity.serializeBinary() };
}

/** A block's hash, in hexadecimal. */
export function blockHash(header: common.BlockHeader): string {
  return sha256(encodeHeader(header)).toString('hex');
}

/** As {@link blockHash}, of a whole block. @throws Error when it is none */
export function hashOfBlock(bytes: Uint8Array): string {
  const header = decoded(common.Block, bytes, shapes.block).getHeader();
  if (header === undefined) throw new Error('the block has no header');
  return blockHash(header);
}

/** DER SEQUENCE{INTEGER number, OCTET STRING previous hash, OCTET STRING data hash}, as Fabric has it. */
function encodeHeader(header: common.BlockHeader): Buffer {
  const hex = header.getNumber().toString(16);
  const magnitude = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const number = (magnitude[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), magnitude]) : magnitude;
  const fields = Buffer.concat([
    element(0x02, number),
    element(0x04, header.getPreviousHash_asU8()),
    element(0x04, header.getDataHash_asU8()),
  ]);
  return element(0x30, fields);
}

/** One DER element; none that is right is longer than 127 bytes. */
function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag, content.length & 0xff), content]);
}
