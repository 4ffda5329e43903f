/**
 * A block as the orderers send it out: header, envelopes, and their signatures in its metadata.
 *
 * Fabric: under BFT every orderer's signature stands in the block, each named by its consenter number; under Raft the
 * leader's. Reference: `orderer/common/multichannel/blockwriter.go`, `orderer/consensus/smartbft/signer.go`.
 * Left out: nothing of the form; the agreement that the signatures stand for is one sequencer's.
 */
import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { type OrdererSigner, ordererBlockMetadata, signBlock } from '../msp/block-signatures.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import type { Signer } from '../msp/signer.js';
import { encodeBlock, nextBlockHeader, type ParsedBlock } from '../wire/block.js';
import { EMPTY_BYTES, plainBytes } from '../wire/bytes.js';
import { consenterOf } from './participation.js';

/** The bytes of the block that follows `previous`, signed by each of the orderers. */
export function buildSignedBlock(
  previous: ParsedBlock,
  envelopes: readonly Uint8Array[],
  config: ChannelConfig,
  signers: readonly Signer[],
  lastConfigBlock: number,
): Uint8Array {
  const header = nextBlockHeader(previous.header.number + 1, previous.hash, envelopes);
  const value = ordererBlockMetadata(lastConfigBlock);
  const orderers = ordererSigners(config, signers);
  const metadata = [
    signBlock(header, value, orderers),
    lastConfigEntry(config, lastConfigBlock),
    EMPTY_BYTES,
    EMPTY_BYTES,
    EMPTY_BYTES,
  ];
  return encodeBlock({ header, data: envelopes, metadata });
}

function ordererSigners(config: ChannelConfig, signers: readonly Signer[]): OrdererSigner[] {
  if (!config.isBft) {
    const [leader] = signers;
    return leader ? [{ signer: leader, nonce: plainBytes(randomBytes(24)) }] : [];
  }
  return signers.flatMap((signer) => {
    const consenter = consenterOf(config, signer);
    return consenter ? [{ signer, consenterId: consenter.id }] : [];
  });
}

/** BFT blocks say it only in the signed value. */
function lastConfigEntry(config: ChannelConfig, lastConfigBlock: number): Uint8Array {
  if (config.isBft) return EMPTY_BYTES;
  const lastConfig = new common.LastConfig();
  lastConfig.setIndex(lastConfigBlock);
  const metadata = new common.Metadata();
  metadata.setValue(lastConfig.serializeBinary());
  return metadata.serializeBinary();
}
