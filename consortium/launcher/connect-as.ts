/** A connection to one organisation's peer as one of its users, by what a running network wrote into its data folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, type Network } from '@hyperledger/fabric-gateway';
import type { ConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { loadIdentityFiles, sign } from '@commonpoint/network/identities/load-identity';

export interface ConnectOptions {
  readonly dataDir: string;
  readonly description: ConnectionDescription;
  readonly mspId: string;
  readonly role: string;
}

/** Dials when it is first used. @throws Error when the network has no such organisation or user */
export function connectAs({ dataDir, description, mspId, role }: ConnectOptions): {
  network: Network;
  close: () => void;
} {
  const organization = description.organizations[mspId];
  const user = organization?.users[role];
  if (organization === undefined || user === undefined) throw new Error(`${mspId} has no user with the role ${role}`);
  const identity = loadIdentityFiles(mspId, join(dataDir, user.certPath), join(dataDir, user.keyPath));
  const tlsRoot = readFileSync(join(dataDir, organization.tlsRootCertPath));
  const client = new Client(organization.peerEndpoint, credentials.createSsl(tlsRoot), {
    'grpc.ssl_target_name_override': organization.peerHostname,
    'grpc.max_receive_message_length': -1,
  });
  const gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(identity.certPem) },
    hash: hash.none,
    signer: (message) => Promise.resolve(sign(identity.privateKey, message)),
  });
  const close = () => {
    gateway.close();
    client.close();
  };
  return { network: gateway.getNetwork(description.channel), close };
}
