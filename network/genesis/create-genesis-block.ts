/** The channel’s first block. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Topology } from '../topology.js';
import { channelGroup } from './channel-config.js';
import type { Consensus } from './consensus.js';
import { loadOrganizationMaterial } from './organization-material.js';

/** Where the channel's first block is kept. */
export function genesisBlockPath(topology: Topology, dataDir: string): string {
  return join(dataDir, 'channel', `${topology.channel}.block`);
}

/**
 * The channel's first block: its configuration. It is made once, from the certificates in `DATA_DIR/organizations`;
 * afterwards the bytes in the file are the truth, and every node joins with exactly these, since another encoding of
 * the same content would be another block.
 */
export async function createGenesisBlock(
  topology: Topology,
  dataDir: string,
  { consensus }: { readonly consensus: Consensus },
): Promise<Uint8Array> {
  const path = genesisBlockPath(topology, dataDir);
  if (existsSync(path)) {
    return readFile(path);
  }
  const members = await Promise.all(
    topology.organizations.map((organization) => loadOrganizationMaterial(organization, dataDir)),
  );
  const config = new common.Config();
  config.setChannelGroup(channelGroup(consensus, members));
  const bytes = encodeGenesisBlock(topology.channel, config);
  await writeDurably(path, bytes);
  return bytes;
}

function encodeGenesisBlock(channel: string, config: common.Config): Uint8Array {
  const nonce = randomBytes(24);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setNonce(nonce);

  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setVersion(1);
  channelHeader.setTimestamp(Timestamp.fromDate(new Date()));
  channelHeader.setChannelId(channel);
  // Nobody signs this envelope: the transaction id is that of an empty creator.
  channelHeader.setTxId(createHash('sha256').update(nonce).digest('hex'));

  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const configEnvelope = new common.ConfigEnvelope();
  configEnvelope.setConfig(config);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(configEnvelope.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  const envelopeBytes = envelope.serializeBinary();

  const blockHeader = new common.BlockHeader();
  blockHeader.setNumber(0);
  blockHeader.setDataHash(createHash('sha256').update(envelopeBytes).digest());
  const data = new common.BlockData();
  data.setDataList([envelopeBytes]);
  const block = new common.Block();
  block.setHeader(blockHeader);
  block.setData(data);
  block.setMetadata(genesisMetadata());
  return block.serializeBinary();
}

/** Five entries, as in every block: signatures, last configuration, flags, (unused), commit hash. */
function genesisMetadata(): common.BlockMetadata {
  const lastConfig = new common.LastConfig();
  lastConfig.setIndex(0);
  const ordererMetadata = new common.OrdererBlockMetadata();
  ordererMetadata.setLastConfig(lastConfig);
  const entry = (value: Uint8Array) => {
    const metadata = new common.Metadata();
    metadata.setValue(value);
    return metadata.serializeBinary();
  };
  const empty = new Uint8Array();
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([
    entry(ordererMetadata.serializeBinary()),
    entry(lastConfig.serializeBinary()),
    empty,
    empty,
    empty,
  ]);
  return metadata;
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  const file = await open(partial, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
}
