/**
 * What one invocation may do in private data collections.
 *
 * Fabric: the collection must exist; if it says memberOnlyRead or memberOnlyWrite, the client who signed the proposal
 * must belong to a member organisation. Hashes are for all. Reference: `core/chaincode/handler.go`
 * (errorIfCreatorHasNoReadPermission), `core/common/privdata/store.go` (RetrieveReadWritePermission). Left out: nothing.
 */
import { type Collection, isMember } from '../ledger/collections.js';
import type { Member } from '../msp/msp-manager.js';

export interface CollectionAccessOptions {
  readonly channel: string;
  readonly chaincode: string;
  /** Who signed the proposal. */
  readonly creator: Member | undefined;
  find(collection: string): Collection | undefined;
}

export class CollectionAccess {
  readonly #known = new Map<string, Collection>();

  constructor(private readonly options: CollectionAccessOptions) {}

  /** Throws with Fabric's text if there is no such collection. */
  checkExists(name: string): void {
    if (name === '') throw new Error('collection must not be an empty string');
    if (!this.options.find(name)) {
      throw new Error(
        `collection [${name}] not defined in the collection config for chaincode [${this.options.chaincode}]`,
      );
    }
  }

  checkRead(name: string): void {
    const collection = this.#collection(name);
    if (collection.memberOnlyRead) this.#checkMember(collection, 'read');
  }

  checkWrite(name: string): void {
    const collection = this.#collection(name);
    if (collection.memberOnlyWrite) this.#checkMember(collection, 'write');
  }

  #checkMember(collection: Collection, access: 'read' | 'write'): void {
    if (isMember(collection, this.options.creator)) return;
    throw new Error(
      `tx creator does not have ${access} access permission on privatedata in ` +
        `chaincodeName:${this.options.chaincode} collectionName: ${collection.name}`,
    );
  }

  #collection(name: string): Collection {
    let collection = this.#known.get(name);
    if (!collection) {
      collection = this.options.find(name);
      const { channel, chaincode } = this.options;
      if (!collection) throw new Error(`collection ${channel}/${chaincode}/${name} could not be found`);
      this.#known.set(name, collection);
    }
    return collection;
  }
}
