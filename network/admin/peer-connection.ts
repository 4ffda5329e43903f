/** A connection to a peer, with an identity to sign by. */
import { readFileSync } from 'node:fs';
import { connect, type Gateway, hash } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { credentials } from '@grpc/grpc-js';
import { type LoadedIdentity, loadIdentity, sign } from '../identities/load-identity.js';
import { organizationPaths } from '../identities/organization-paths.js';
import type { Organization } from '../topology.js';

/** One connection to a peer, used both by its own services and by the Fabric Gateway client. */
export interface PeerConnection {
  readonly organization: Organization;
  readonly identity: LoadedIdentity;
  readonly endorser: peer.EndorserClient;
  readonly gateway: Gateway;
  close(): void;
}

const CALL_TIMEOUT_MS = 30_000;
const COMMIT_TIMEOUT_MS = 60_000;

/** Connects to the organisation's peer; `identity` defaults to the organisation's administrator. Dials lazily. */
export function connectPeer(
  organization: Organization,
  dataDir: string,
  identity: LoadedIdentity = loadIdentity(organization.mspId, organizationPaths(dataDir, organization).adminMspDir),
): PeerConnection {
  const tlsRoot = readFileSync(organizationPaths(dataDir, organization).tlsCaCertPath);
  const { host, port, hostname } = organization.peer;
  const endorser = new peer.EndorserClient(`${host}:${port}`, credentials.createSsl(tlsRoot), {
    'grpc.ssl_target_name_override': hostname,
    'grpc.max_receive_message_length': -1,
    // The first attempt often comes before the peer listens; gRPC would then wait a second or more.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 500,
    // No peer announces how to be called by DNS; where nobody answers the question, it would hold the process for 30 s.
    'grpc.service_config_disable_resolution': 1,
  });
  const within = (timeoutMs: number) => () => ({ deadline: Date.now() + timeoutMs });
  const gateway = connect({
    client: endorser,
    identity: { mspId: identity.mspId, credentials: Buffer.from(identity.certPem) },
    hash: hash.none,
    signer: (message) => Promise.resolve(sign(identity.privateKey, message)),
    evaluateOptions: within(CALL_TIMEOUT_MS),
    endorseOptions: within(CALL_TIMEOUT_MS),
    submitOptions: within(CALL_TIMEOUT_MS),
    commitStatusOptions: within(COMMIT_TIMEOUT_MS),
  });
  return {
    organization,
    identity,
    endorser,
    gateway,
    close: () => {
      gateway.close();
      endorser.close();
    },
  };
}
