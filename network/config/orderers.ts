/** The channel's orderers, as any member reaches them: what they are sent, and what they have. */
import { X509Certificate } from 'node:crypto';
import { credentials } from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import type { LoadedIdentity } from '../identities/load-identity.js';
import { consentersIn, groupAt, membershipIn, organizationsIn, valueIn } from './channel-values.js';
import { senderOf, signedEnvelope } from './signed-envelope.js';

/** Where an orderer is reached, and whose certificates it shows. */
export interface OrdererAddress {
  readonly mspId: string;
  /** `host:port` */
  readonly endpoint: string;
  /** Roots of its TLS certificate, PEM. */
  readonly tlsRoots: Uint8Array;
  /** A name of the certificate that the configuration has of it, as an address by number is none to ask TLS for. */
  readonly hostname?: string | undefined;
}

/** What an orderer says to what it was sent. It proves nothing: neither that it is in force, nor that it is not. */
export interface BroadcastAnswer {
  readonly orderer: OrdererAddress;
  /** Fabric's status; undefined where nobody answered. */
  readonly status: number | undefined;
  readonly info: string;
}

const ANSWER_TIMEOUT_MS = 20_000;
const DELIVER_TIMEOUT_MS = 5_000;

/** By the configuration: all orderers of all organisations. */
export function orderersOf(config: common.Config): OrdererAddress[] {
  const consenters = new Map(consentersIn(config).map((each) => [`${each.getHost()}:${each.getPort()}`, each]));
  return [...organizationsIn(groupAt(config, 'Orderer')).values()].flatMap((organization) => {
    const membership = membershipIn(organization);
    if (membership === undefined) return [];
    const roots = [...membership.getTlsRootCertsList_asU8(), ...membership.getTlsIntermediateCertsList_asU8()];
    const tlsRoots = Buffer.concat(roots.flatMap((pem) => [pem, Buffer.from('\n')]));
    const endpoints = valueIn(organization, 'Endpoints', common.OrdererAddresses)?.getAddressesList() ?? [];
    return endpoints.map((endpoint) => ({
      mspId: membership.getName(),
      endpoint,
      tlsRoots,
      hostname: nameIn(consenters.get(endpoint)?.getServerTlsCert_asU8()),
    }));
  });
}

function nameIn(certificate: Uint8Array | undefined): string | undefined {
  if (certificate === undefined) return undefined;
  try {
    return /DNS:([^,\s]+)/.exec(new X509Certificate(certificate).subjectAltName ?? '')?.[1];
  } catch {
    return undefined;
  }
}

/** Sends the same bytes to all at once, and resolves with what each says. Never throws. */
export function broadcastToAll(
  orderers: readonly OrdererAddress[],
  envelope: common.Envelope,
): Promise<BroadcastAnswer[]> {
  return Promise.all(orderers.map((each) => broadcast(each, envelope)));
}

function broadcast(to: OrdererAddress, envelope: common.Envelope): Promise<BroadcastAnswer> {
  return new Promise((resolve) => {
    const client = clientOf(to);
    const stream = client.broadcast({ deadline: Date.now() + ANSWER_TIMEOUT_MS });
    const end = (status: number | undefined, info: string): void => {
      resolve({ orderer: to, status, info });
      client.close();
    };
    stream.on('data', (answer: orderer.BroadcastResponse) => end(answer.getStatus(), answer.getInfo()));
    stream.on('error', (error: Error) => end(undefined, error.message));
    stream.on('end', () => end(undefined, 'it ended the call without an answer'));
    stream.write(envelope);
    stream.end();
  });
}

/** An orderer's newest block. @throws Error when it gives none */
export async function newestBlock(from: OrdererAddress, channel: string, as: LoadedIdentity): Promise<common.Block> {
  return new Promise((resolve, reject) => {
    const client = clientOf(from);
    const stream = client.deliver({ deadline: Date.now() + DELIVER_TIMEOUT_MS });
    const end = (settle: () => void): void => {
      settle();
      client.close();
    };
    stream.on('data', (answer: orderer.DeliverResponse) => {
      const block = answer.getBlock();
      if (block !== undefined) end(() => resolve(block));
      else end(() => reject(new Error(`it gives no block, but status ${answer.getStatus()}`)));
    });
    stream.on('error', (error: Error) => end(() => reject(error)));
    stream.on('end', () => end(() => reject(new Error('it ended the call without a block'))));
    stream.write(seekNewest(channel, as));
    stream.end();
  });
}

function clientOf({ endpoint, tlsRoots, hostname }: OrdererAddress): orderer.AtomicBroadcastClient {
  return new orderer.AtomicBroadcastClient(endpoint, credentials.createSsl(Buffer.from(tlsRoots)), {
    'grpc.max_receive_message_length': -1,
    ...(hostname !== undefined && { 'grpc.ssl_target_name_override': hostname }),
    'grpc.service_config_disable_resolution': 1,
  });
}

function seekNewest(channel: string, as: LoadedIdentity): common.Envelope {
  const newest = new orderer.SeekPosition();
  newest.setNewest(new orderer.SeekNewest());
  const seek = new orderer.SeekInfo();
  seek.setStart(newest);
  seek.setStop(newest);
  seek.setBehavior(orderer.SeekInfo.SeekBehavior.BLOCK_UNTIL_READY);
  return signedEnvelope(senderOf(as), common.HeaderType.DELIVER_SEEK_INFO, channel, seek);
}
