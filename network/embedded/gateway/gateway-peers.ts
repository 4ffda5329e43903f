/** What a gateway works with: its own peer, the others, and the orderers. */
import type { BroadcastAnswer } from '../orderer/broadcast-filter.js';
import type { PeerNode } from '../peer/peer-node.js';

export interface GatewayPeers {
  readonly local: PeerNode;
  /** All peers, the local one included. */
  readonly peers: readonly PeerNode[];
  readonly orderers: readonly { readonly address: string; readonly mspId: string }[];
  /** Hands an envelope to the ordering service. */
  broadcast(envelopeBytes: Uint8Array): Promise<BroadcastAnswer>;
}
