/** Asks each orderer of the channel for its newest block: without its transactions, and over a connection that stays open. */
import { randomBytes, X509Certificate } from 'node:crypto';
import { credentials } from '@grpc/grpc-js';
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { OrdererBlock, Orderers } from '../channel/orderers.js';
import { configurationValue } from './configuration-value.js';
import { signLowS } from './signer.js';
import type { WalletIdentity } from './wallet.js';

/** An orderer that needs longer counts as one that gives no answer. */
const ANSWER_WITHIN_MS = 1_500;
const CONFIGURATION_EVERY_MS = 30_000;

interface Address {
  readonly orderer: string;
  readonly mspId: string;
  readonly endpoint: string;
  readonly isConsenter: boolean;
  readonly tlsRoots: Buffer;
  /** A name in its certificate, as an address by number is none to ask TLS for. */
  readonly hostname: string | undefined;
}

export interface FabricOrderersOptions {
  readonly channel: string;
  /** The channel's `common.Config`, as the own peer has it. */
  readonly configuration: () => Promise<Uint8Array>;
  readonly identity: () => WalletIdentity;
}

export class FabricOrderers implements Orderers {
  #addresses: readonly Address[] = [];
  #readAt = -Infinity;
  readonly #clients = new Map<string, orderer.AtomicBroadcastClient>();

  constructor(private readonly options: FabricOrderersOptions) {}

  async newest(): Promise<readonly OrdererBlock[]> {
    if (performance.now() - this.#readAt > CONFIGURATION_EVERY_MS) await this.#readAddresses();
    const asked = seekNewest(this.options.channel, this.options.identity());
    return Promise.all(
      this.#addresses.map(async (address) => {
        const { orderer: name, mspId, endpoint, isConsenter } = address;
        const block = await newestBlock(this.#clientOf(address), asked);
        return { orderer: name, mspId, endpoint, isConsenter, block };
      }),
    );
  }

  changed(): void {
    this.#readAt = -Infinity;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  /** Orderers can be asked while the own peer is away, if they were known before. */
  async #readAddresses(): Promise<void> {
    try {
      this.#addresses = addressesIn(common.Config.deserializeBinary(await this.options.configuration()));
      this.#readAt = performance.now();
    } catch (error) {
      if (this.#addresses.length === 0) throw error;
    }
    const named = new Set(this.#addresses.map(nameOfConnection));
    for (const [name, client] of this.#clients) {
      if (named.has(name)) continue;
      client.close();
      this.#clients.delete(name);
    }
  }

  #clientOf(address: Address): orderer.AtomicBroadcastClient {
    const name = nameOfConnection(address);
    let client = this.#clients.get(name);
    if (client === undefined) {
      const { endpoint, tlsRoots, hostname } = address;
      client = new orderer.AtomicBroadcastClient(endpoint, credentials.createSsl(tlsRoots), {
        ...(hostname !== undefined && { 'grpc.ssl_target_name_override': hostname }),
        'grpc.max_reconnect_backoff_ms': 1_000,
        'grpc.service_config_disable_resolution': 1,
      });
      this.#clients.set(name, client);
    }
    return client;
  }
}

/** With other authorities or another name it is another connection. */
const nameOfConnection = ({ endpoint, tlsRoots, hostname }: Address): string =>
  `${endpoint} ${hostname} ${tlsRoots.toString('base64')}`;

function addressesIn(config: common.Config): Address[] {
  const ordering = config.getChannelGroup()?.getGroupsMap().get('Orderer');
  const consenters = configurationValue(ordering, 'Orderers', common.Orderers)?.getConsenterMappingList() ?? [];
  const byEndpoint = new Map(
    consenters.map((each) => [`${each.getMspId()} ${each.getHost()}:${each.getPort()}`, each]),
  );
  const found: Address[] = [];
  ordering?.getGroupsMap().forEach((organization: common.ConfigGroup) => {
    const own = configurationValue(organization, 'MSP', msp.MSPConfig);
    if (own === undefined) return;
    const membership = msp.FabricMSPConfig.deserializeBinary(own.getConfig_asU8());
    const roots = [...membership.getTlsRootCertsList_asU8(), ...membership.getTlsIntermediateCertsList_asU8()];
    const tlsRoots = Buffer.concat(roots.flatMap((pem) => [pem, Buffer.from('\n')]));
    const mspId = membership.getName();
    for (const endpoint of configurationValue(organization, 'Endpoints', common.OrdererAddresses)?.getAddressesList() ??
      []) {
      // Its endpoints an organisation changes alone; who takes part it does not.
      const consenter = byEndpoint.get(`${mspId} ${endpoint}`);
      const isConsenter = consenter !== undefined || consenters.length === 0;
      const name = consenter === undefined ? endpoint : `${mspId}:${consenter.getId()}`;
      const hostname = nameIn(consenter?.getServerTlsCert_asU8());
      found.push({ orderer: name, mspId, endpoint, isConsenter, tlsRoots, hostname });
    }
  });
  return found;
}

function nameIn(certificate: Uint8Array | undefined): string | undefined {
  try {
    const names = certificate && new X509Certificate(certificate).subjectAltName;
    return /DNS:([^,\s]+)/.exec(names ?? '')?.[1];
  } catch {
    return undefined;
  }
}

/** Undefined unless it answers in time, with a block. */
function newestBlock(client: orderer.AtomicBroadcastClient, asked: common.Envelope): Promise<number | undefined> {
  return new Promise((resolve) => {
    const stream = client.deliver({ deadline: Date.now() + ANSWER_WITHIN_MS });
    const end = (block?: number): void => {
      resolve(block);
      stream.cancel();
    };
    stream.on('data', (answer: orderer.DeliverResponse) => end(answer.getBlock()?.getHeader()?.getNumber()));
    stream.on('error', () => end());
    stream.on('end', () => end());
    stream.write(asked);
  });
}

/** Reads, so it may be sent to all of them as it is. */
function seekNewest(channel: string, { mspId, certificate, privateKey }: WalletIdentity): common.Envelope {
  const newest = new orderer.SeekPosition();
  newest.setNewest(new orderer.SeekNewest());
  const seek = new orderer.SeekInfo();
  seek.setStart(newest);
  seek.setStop(newest);
  seek.setBehavior(orderer.SeekInfo.SeekBehavior.BLOCK_UNTIL_READY);
  seek.setContentType(orderer.SeekInfo.SeekContentType.HEADER_WITH_SIG);
  const creator = new msp.SerializedIdentity();
  creator.setMspid(mspId);
  creator.setIdBytes(certificate);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  signatureHeader.setNonce(randomBytes(24));
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.DELIVER_SEEK_INFO);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(Timestamp.fromDate(new Date()));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(seek.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(signLowS(privateKey, envelope.getPayload_asU8()));
  return envelope;
}
