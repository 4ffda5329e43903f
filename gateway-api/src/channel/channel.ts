/**
 * What the rest of the gateway asks of Fabric, and no more: so that writes, projection and imports are tested
 * against a channel in memory, and nothing outside this folder knows a Fabric type.
 */
import type { ErrorBody, Role } from '@commonpoint/catalogue';

/** A transaction that enough organisations endorsed: all that is needed to send it, any number of times. */
export interface EndorsedTransaction {
  readonly txId: string;
  /** Whose signature it carries. */
  readonly role: Role;
  /** Serialised `gateway.PreparedTransaction`; never made anew, so that a repeat has the same transaction id. */
  readonly bytes: Uint8Array;
  /** The client's signature over the envelope's payload. */
  readonly signature: Uint8Array;
}

export interface Endorsement {
  readonly transaction: EndorsedTransaction;
  /** The chaincode's reply, UTF-8 JSON. */
  readonly reply: Uint8Array;
  /** Whether it would change anything. Worked out when it is asked. */
  writesSomething(): boolean;
}

export interface RowWrite {
  /** The parts of a composite key, the object type first. */
  readonly key: readonly string[];
  /** UTF-8 JSON; absent when the row was deleted. */
  readonly value?: Uint8Array;
}

/** What everybody sees of a write to a private collection. Hashes are SHA-256 in hex. */
export interface HashedWrite {
  readonly collection: string;
  readonly keyHash: string;
  /** Absent when the row was deleted or purged. */
  readonly valueHash?: string;
  readonly purged?: boolean;
}

export interface ChannelTransaction {
  readonly txId: string;
  /** Position in the block. */
  readonly index: number;
  /** Fabric's TxValidationCode; 0 is valid. */
  readonly validationCode: number;
  /** Writes to the chaincode's own namespace; empty unless valid. */
  readonly writes: readonly RowWrite[];
  /** The same of its private collections. */
  readonly hashedWrites: readonly HashedWrite[];
  /** Whether it changed what peers judge later transactions by: policies of keys, or the chaincode's definition. */
  readonly changesRules?: true;
  /** Why it cannot be read although it is valid: what it wrote is not known then. */
  readonly unreadable?: string;
}

/** What the channel's configuration says of who takes part. */
export interface NetworkConfig {
  /** Counts its changes. */
  readonly version: number;
  /** When it was made, as its maker says, in milliseconds. */
  readonly time: number;
  /** MSP ids. */
  readonly organizations: readonly string[];
  readonly orderers: readonly NetworkOrderer[];
  readonly certificates: readonly NetworkCertificate[];
}

export interface NetworkOrderer {
  readonly mspId: string;
  /** `host:port`. */
  readonly endpoint: string;
}

export interface NetworkCertificate {
  readonly mspId: string;
  readonly use: 'ca' | 'tls-ca' | 'orderer' | 'orderer-tls';
  /** SHA-256 of the certificate, in hex. */
  readonly fingerprint: string;
  /** RFC 3339, UTC. */
  readonly endsAt: string;
}

export interface ChannelBlock {
  readonly number: number;
  /** SHA-256 of its header, in hex: what the next block names it by. */
  readonly hash: string;
  /** The newest time that a valid transaction was made at, in milliseconds: no endorser took one far from its own clock. */
  readonly time?: number;
  /** Numbers of the orderers that signed it; absent under Raft. */
  readonly signedBy?: readonly number[];
  readonly transactions: readonly ChannelTransaction[];
  /** Of a block that changes the channel's configuration, as it is from then on. */
  readonly network?: NetworkConfig;
  /** The same as {@link EncodedBlock.bytes}. */
  readonly encoded?: () => Uint8Array;
}

/** A block for who reads it by code of its own. */
export interface EncodedBlock {
  readonly number: number;
  /** Serialised `common.Block`, in memory of its own. */
  readonly bytes: () => Uint8Array;
}

/** Who endorses, and what only they get to see. */
export interface Endorsing {
  /** Organisations that have to be among those that sign, as the rows that are written ask for them. */
  readonly required?: readonly string[];
  /** More than half of all organisations sign, or of the merchants where fewer can be reached. */
  readonly majority?: boolean | undefined;
  /** As many as can be reached sign, also who is no active member: rows ask for the members of the day on which they were written. */
  readonly everybody?: boolean | undefined;
  /** These sign and nobody else; without it, the organisation's own peer and another merchant's. */
  readonly exactly?: readonly string[];
  /** JSON for the transient map. It goes to the peers that endorse, so `exactly` has to say which these are, or that it is for all. */
  readonly privateInput?: string;
}

/** One organisation's access to the ledger, by the role whose identity signs. */
export interface Channel {
  /**
   * Asks the organisation's own peer.
   *
   * @param privateInput JSON for the transient map; only that peer sees it
   * @returns the reply, UTF-8 JSON
   * @throws ChannelFailure
   */
  evaluate(role: Role, transactionName: string, request: string, privateInput?: string): Promise<Uint8Array>;
  /**
   * Has a transaction simulated and signed by the organisation's own peer and another merchant's.
   *
   * @throws ChannelFailure; nothing was sent to the orderers, so that a repeat is safe
   */
  endorse(role: Role, transactionName: string, request: string, endorsing?: Endorsing): Promise<Endorsement>;
  /**
   * Hands a transaction to an orderer. Success means received, not committed.
   *
   * @throws ChannelFailure; the transaction may have been received nevertheless
   */
  submit(transaction: EndorsedTransaction): Promise<void>;
  /** Blocks from `startBlock` on, without end; throws ChannelFailure when the connection is lost. */
  blocks(startBlock: number, signal: AbortSignal): AsyncIterable<ChannelBlock>;
  /** As {@link blocks}, not looked into. */
  encodedBlocks(startBlock: number, signal: AbortSignal): AsyncIterable<EncodedBlock>;
  /**
   * Number of blocks on the own peer.
   *
   * @throws ChannelFailure
   */
  height(): Promise<number>;
  close(): void;
}

/**
 * Why a call to the ledger failed.
 *
 * - `refused`: the chaincode refused the whole transaction; `body` says why
 * - `mismatch`: the endorsing peers answered differently, as when one lags behind; worth a repeat
 * - `unavailable`: a needed peer, orderer or chaincode could not be reached
 * - `behind`: the own peer has fewer blocks than were read from it before: it lost them, and fetches them again
 * - `no-chaincode`: the own peer does not run the chaincode
 * - `certificate`: what the caller's role signs with has ended; the message names the role
 * - `signer-expired`: orderers refuse a transaction because what it was signed with has ended since
 * - `signer-refused`: orderers refuse it because its signer is none of the channel's any more, as one that was revoked
 * - `identity-refused`: a peer does not take the role's certificate: it was revoked, or is of an organisation that left
 * - `redefined`: the chaincode's definition changed meanwhile; worth a repeat
 * - `deadline`: no answer in time
 * - `clock`: a peer's clock and the own one are too far apart for it to take the proposal
 * - `overloaded`: a peer refused for too many calls
 * - `unordered`: too few orderers took the transaction; those that did may still see it committed
 * - `data-missing`: the peer knows the hash of a private row, and has not got the row itself
 * - `no-collection`: there is no such private collection
 * - `malformed`: an answer that cannot be understood
 */
export type ChannelFailureKind =
  | 'refused'
  | 'mismatch'
  | 'unavailable'
  | 'deadline'
  | 'clock'
  | 'certificate'
  | 'signer-expired'
  | 'signer-refused'
  | 'identity-refused'
  | 'redefined'
  | 'behind'
  | 'no-chaincode'
  | 'overloaded'
  | 'unordered'
  | 'data-missing'
  | 'no-collection'
  | 'malformed';

export class ChannelFailure extends Error {
  override readonly name = 'ChannelFailure';
  /** Of a refusal: whether others of those that were asked endorsed the same, as when one lags behind. */
  readonly isDisputed: boolean;
  constructor(
    readonly kind: ChannelFailureKind,
    message: string,
    readonly body?: ErrorBody,
    /** Organisations whose peers are the reason, where known. */
    readonly mspIds: readonly string[] = [],
    { isDisputed = false, ...options }: ErrorOptions & { readonly isDisputed?: boolean } = {},
  ) {
    super(message, options);
    this.isDisputed = isDisputed;
  }
}

/** What the role signs with has ended: the gateway's own words, for clients too. */
export class CertificateEnded extends ChannelFailure {
  constructor(role: Role, endsAt: Date) {
    super(
      'certificate',
      `The certificate of the role ${role} ended on ${endsAt.toISOString()}; nothing was submitted.`,
    );
  }
}
