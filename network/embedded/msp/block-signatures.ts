/**
 * Who signed a block.
 *
 * Fabric: each signature covers the metadata value, the signer's header and the block header in DER. Under BFT the
 * signer is named by its consenter number (IdentifierHeader), otherwise by its identity (SignatureHeader). A peer
 * accepts a block when the signatures satisfy `/Channel/Orderer/BlockValidation`. Reference:
 * `protoutil/blockutils.go` (BlockSignatureVerifier). Left out: nothing.
 */
import { common } from '@hyperledger/fabric-protos';
import { joinBytes, plainBytes } from '../wire/bytes.js';
import { type BlockHeader, encodeHeaderDer, parseBlock, type ParsedBlock } from '../wire/block.js';
import { memoByBytes } from '../wire/memo.js';
import type { SignedData } from '../wire/signed-data.js';
import type { ChannelConfig, Consenter } from './channel-config.js';
import { serializeIdentity } from './identity.js';
import type { Signer } from './signer.js';

const BLOCK_VALIDATION = '/Channel/Orderer/BlockValidation';

/** What an orderer signs with: its number under BFT, a nonce otherwise. */
export type OrdererSigner =
  | { readonly signer: Signer; readonly consenterId: number }
  | {
      readonly signer: Signer;
      readonly nonce: Uint8Array;
    };

/**
 * The signatures entry of a block's metadata (common.BlockMetadataIndex.SIGNATURES), signed by each of the orderers.
 * `value` is serialised OrdererBlockMetadata, see {@link ordererBlockMetadata}.
 */
export function signBlock(header: BlockHeader, value: Uint8Array, orderers: readonly OrdererSigner[]): Uint8Array {
  const metadata = new common.Metadata();
  metadata.setValue(value);
  metadata.setSignaturesList(orderers.map((orderer) => signatureOf(header, value, orderer)));
  return metadata.serializeBinary();
}

/** The value that orderers sign: where the last configuration is. */
export function ordererBlockMetadata(lastConfigBlock: number): Uint8Array {
  const lastConfig = new common.LastConfig();
  lastConfig.setIndex(lastConfigBlock);
  const metadata = new common.OrdererBlockMetadata();
  metadata.setLastConfig(lastConfig);
  return metadata.serializeBinary();
}

/** Which block the orderers say has the last configuration. */
export function lastConfigBlockOf(block: ParsedBlock): number {
  const entry = block.metadata[common.BlockMetadataIndex.SIGNATURES];
  if (!entry) return 0;
  const value = common.Metadata.deserializeBinary(entry).getValue_asU8();
  return common.OrdererBlockMetadata.deserializeBinary(value).getLastConfig()?.getIndex() ?? 0;
}

/** Whether the orderers that the configuration asks for have signed the block. */
export function isBlockSigned(block: ParsedBlock, channel: ChannelConfig): Promise<boolean> {
  return channel.policies.isSatisfied(BLOCK_VALIDATION, blockSignatureSet(block.bytes)(channel.consenters));
}

/** Per block, so that the peers of this process verify each signature once. */
const blockSignatureSet = memoByBytes((bytes) => {
  const block = parseBlock(bytes);
  let known: { consenters: readonly Consenter[]; set: SignedData[] } | undefined;
  return (consenters: readonly Consenter[]): SignedData[] => {
    if (known?.consenters !== consenters) known = { consenters, set: readSignatureSet(block, consenters) };
    return known.set;
  };
});

function readSignatureSet(block: ParsedBlock, consenters: readonly Consenter[]): SignedData[] {
  const entry = block.metadata[common.BlockMetadataIndex.SIGNATURES];
  if (!entry) return [];
  const metadata = common.Metadata.deserializeBinary(entry);
  const value = plainBytes(metadata.getValue_asU8());
  const header = encodeHeaderDer(block.header);
  return metadata.getSignaturesList().flatMap((found) => {
    const signer = signerOf(found, consenters);
    if (!signer) return [];
    const data = joinBytes(value, signer.header, header);
    return [{ data, identity: signer.identity, signature: plainBytes(found.getSignature_asU8()) }];
  });
}

function signerOf(
  found: common.MetadataSignature,
  consenters: readonly Consenter[],
): { header: Uint8Array; identity: Uint8Array } | undefined {
  const signatureHeader = plainBytes(found.getSignatureHeader_asU8());
  if (signatureHeader.length > 0) {
    const identity = plainBytes(common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8());
    return { header: signatureHeader, identity };
  }
  const header = plainBytes(found.getIdentifierHeader_asU8());
  const id = common.IdentifierHeader.deserializeBinary(header).getIdentifier();
  const consenter = consenters.find((candidate) => candidate.id === id);
  if (!consenter) return undefined;
  return { header, identity: serializeIdentity(consenter.mspId, Buffer.from(consenter.identity).toString('utf8')) };
}

function signatureOf(header: BlockHeader, value: Uint8Array, orderer: OrdererSigner): common.MetadataSignature {
  const signature = new common.MetadataSignature();
  let signerHeader: Uint8Array;
  if ('consenterId' in orderer) {
    const identifier = new common.IdentifierHeader();
    identifier.setIdentifier(orderer.consenterId);
    signerHeader = identifier.serializeBinary();
    signature.setIdentifierHeader(signerHeader);
  } else {
    const named = new common.SignatureHeader();
    named.setCreator(orderer.signer.identity);
    named.setNonce(orderer.nonce);
    signerHeader = named.serializeBinary();
    signature.setSignatureHeader(signerHeader);
  }
  signature.setSignature(orderer.signer.sign(joinBytes(value, signerHeader, encodeHeaderDer(header))));
  return signature;
}
