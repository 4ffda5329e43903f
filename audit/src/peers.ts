/** Peers as an audit sees them: whoever they belong to, they are asked and not believed. */
import { readFileSync } from 'node:fs';
import { credentials } from '@grpc/grpc-js';
import { connect, signers } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { createPrivateKey } from 'node:crypto';
import type { AuditConnection, PeerAddress } from './connection-file.js';
import { deliveredBlocks } from './delivered-blocks.js';
import { walked, walkedShapes } from './walked-messages.js';
import { WaryClient } from './wary-client.js';
import { decoded, shapes, usual } from './well-formed.js';

export interface Peer {
  /** The MSP id of the organisation that runs it. */
  readonly mspId: string;
  /** How many blocks it has. */
  height(): Promise<number>;
  block(number: number): Promise<common.Block>;
  /** All blocks from this one on, serialised, in memory of their own; it waits for those that do not exist yet. */
  blocks(from: number): AsyncIterable<Uint8Array> & { close(): void };
}

export interface ConnectedPeer extends Peer {
  close(): void;
}

const CALL_TIMEOUT_MS = 30_000;

/** Dials when it is first used. @throws Error when a file of the connection cannot be read */
export function connectPeer({ channel, identity }: AuditConnection, address: PeerAddress): ConnectedPeer {
  const client = new WaryClient(address.endpoint, credentials.createSsl(readFileSync(address.tlsRootCertPath)), {
    ...(address.hostname !== undefined && { 'grpc.ssl_target_name_override': address.hostname }),
  });
  const signer = signers.newPrivateKeySigner(createPrivateKey(readFileSync(identity.keyPath)));
  const gateway = connect({
    client,
    identity: { mspId: identity.mspId, credentials: readFileSync(identity.certPath) },
    signer,
    evaluateOptions: () => ({ deadline: Date.now() + CALL_TIMEOUT_MS }),
  });
  const { mspId } = address;
  // Asked of this peer alone: its gateway service would ask another one that has more blocks.
  const ask = (name: string, ...parameters: string[]): Promise<Uint8Array> =>
    gateway
      .getNetwork(channel)
      .getContract('qscc')
      .evaluate(name, { arguments: [channel, ...parameters], endorsingOrganizations: [mspId] });
  return {
    mspId,
    height: async () => walked(common.BlockchainInfo, await ask('GetChainInfo'), walkedShapes.flat).getHeight(),
    block: async (number) => decoded(common.Block, await ask('GetBlockByNumber', String(number)), shapes.block),
    blocks(from) {
      const connection = new AbortController();
      const delivered = deliveredBlocks({ client, gateway, channel, sign: signer }, from, connection.signal);
      return Object.assign(usualBlocks(delivered), { close: () => connection.abort() });
    },
    close() {
      gateway.close();
      client.close();
    },
  };
}

/** As they are usually written, whatever the peer did: the same to all that read them. */
async function* usualBlocks(blocks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const bytes of blocks) yield new Uint8Array(usual(bytes, shapes.block));
}
