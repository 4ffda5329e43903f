/** A ledger by way of the organisation's own peer: what it takes to reach it, and what is known of it beside the ledger. */
import type { Certificates } from '../channel/certificates.js';
import type { Channel } from '../channel/channel.js';
import type { Orderers } from '../channel/orderers.js';
import type { PeerAddress } from './connection.js';
import type { EndorsingMembers } from './endorsers.js';

export interface FabricChannelOptions {
  readonly mspId: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly peer: PeerAddress;
  /** What is used while that one is lost. */
  readonly otherPeers?: readonly PeerAddress[] | undefined;
  readonly walletPath: string;
  /** MSP ids of all merchants. */
  readonly endorsers: readonly string[];
  /** And of those that audit. */
  readonly auditors?: readonly string[];
  readonly regulators?: readonly string[] | undefined;
}

/** A channel whose certificates end, and are replaced while it is open. */
export interface FabricAccess extends Channel {
  readonly certificates: Certificates;
  readonly orderers: Orderers;
  /** An orderer's name by its number, where that is known. */
  readonly ordererName: (id: number) => string;
  /**
   * Takes what stands in the wallet, and the peer's authority, now; of several peers the one in use, or the next one where that is silent.
   * @throws when they cannot be read; then nothing changes
   */
  renew(how?: 'same' | 'next'): Promise<void>;
  /** Names the members that are not active, whose endorsements count for nothing; asked at each transaction. */
  follow(members: () => EndorsingMembers | undefined): void;
}
