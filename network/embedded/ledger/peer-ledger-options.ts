/** What one peer's ledger is opened with. */
import type { Log } from '../log.js';
import type { Looks } from '../recovery/looks.js';
import type { PrivateDataOptions } from './private-data-keeper.js';
import type { ChaincodeDefinitions } from './types.js';

export interface PeerLedgerOptions {
  /** Folder of this ledger alone; created if missing. */
  readonly folder: string;
  /** The channel's first block: committed to an empty ledger, compared with the first block of another. */
  readonly genesisBlockBytes: Uint8Array;
  /** Finds chaincode definitions in committed state. `_lifecycle` itself is not asked for. */
  readonly definitions: ChaincodeDefinitions;
  /** Without it the peer is a member of no collection. */
  readonly privateData?: PrivateDataOptions;
  /** Refuse blocks whose orderers' signatures do not satisfy BlockValidation. Default true. */
  readonly verifyBlockSignatures?: boolean;
  /** How many blocks the orderers have, from whom this peer fetches what it has lost. */
  readonly orderedHeight?: number;
  readonly log?: Log;
  /** How much of large files is read before they are opened; all of it unless given. */
  readonly looks?: Looks;
}
