/**
 * The chaincodes that one peer can run on one channel: what the channel has committed, and which installed package its
 * own organisation approved for it.
 *
 * Fabric: kept in a cache that follows the blocks. Reference: `core/chaincode/lifecycle/{cache,endorsement_info}.go`.
 * Left out: nothing; the cache is simply emptied when a block has a `_lifecycle` transaction.
 */
import { approvalPrefix, fieldKey, LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import type { ChaincodeDefinitions, CommittedBlock, StateReader, TransactionSimulator } from '../ledger/types.js';
import { peer } from '@hyperledger/fabric-protos';
import { isEndorserTransaction, parseTransaction } from '../wire/transaction.js';
import { CHAINCODE_SOURCES, type ChaincodeDefinition, NAMESPACES, readDefinition } from './chaincode-definition.js';
import { committedReader, hasStructure, prefixedReader, readStringField } from './lifecycle-state.js';
import type { InstalledPackage, PackageStore } from './package-store.js';

export interface DeployedChaincode {
  readonly name: string;
  readonly definition: ChaincodeDefinition;
  /** Whether this peer's organisation has approved the sequence. */
  readonly isApproved: boolean;
  /** The package it approved, if that is installed here. */
  readonly installed: InstalledPackage | undefined;
}

export class DeployedChaincodes {
  readonly #known = new Map<string, Promise<DeployedChaincode | undefined>>();

  constructor(
    private readonly channelId: string,
    private readonly mspId: string,
    private readonly state: StateReader,
    private readonly packages: PackageStore,
  ) {}

  /** Forgets what a block may have changed. */
  follow(block: CommittedBlock): void {
    if (block.parsed.data.some(isLifecycleTransaction)) this.forget();
  }

  /** Call it also when a package was installed. */
  forget(): void {
    this.#known.clear();
  }

  find(name: string): Promise<DeployedChaincode | undefined> {
    let found = this.#known.get(name);
    if (!found) {
      found = this.#load(name);
      this.#known.set(name, found);
      found.catch(() => this.#known.delete(name));
    }
    return found;
  }

  /**
   * The chaincode for an invocation. The read of its sequence belongs to the transaction: should the definition change
   * before it commits, it is invalid. Throws with Fabric's texts.
   */
  async forInvocation(
    name: string,
    simulator: TransactionSimulator,
  ): Promise<DeployedChaincode & { readonly installed: InstalledPackage }> {
    const bytes = await simulator.getState(LIFECYCLE_NAMESPACE, fieldKey(NAMESPACES, name, 'Sequence'));
    if (!bytes) throw new Error(`chaincode ${name} not found`);
    const sequence = peer.lifecycle.StateData.deserializeBinary(bytes).getInt64();
    const deployed = await this.find(name);
    if (deployed?.definition.sequence !== sequence) {
      throw new Error(
        `chaincode cache at sequence ${deployed?.definition.sequence} but current sequence is ${sequence}, ` +
          `chaincode definition for '${name}' changed during invoke`,
      );
    }
    const { installed } = deployed;
    if (!deployed.isApproved) {
      throw new Error(
        `chaincode definition for '${name}' at sequence ${sequence} on channel '${this.channelId}' ` +
          `has not yet been approved by this org`,
      );
    }
    if (!installed) throw new Error(`chaincode definition for '${name}' exists, but chaincode is not installed`);
    return { ...deployed, installed };
  }

  async #load(name: string): Promise<DeployedChaincode | undefined> {
    const committed = committedReader(this.state);
    const definition = await readDefinition(committed, name);
    if (!definition) return undefined;
    const own = prefixedReader(committed, approvalPrefix(this.mspId));
    const approval = `${name}#${definition.sequence}`;
    const isApproved = await hasStructure(own, NAMESPACES, approval);
    const packageId = await readStringField(own, CHAINCODE_SOURCES, approval, 'PackageID');
    return { name, definition, isApproved, installed: this.packages.find(packageId) };
  }
}

/** The definitions that validation asks for. */
export const committedDefinitions: ChaincodeDefinitions = async (namespace, state) => {
  const definition = await readDefinition(committedReader(state), namespace);
  return definition && { policyBytes: definition.validationParameter, collections: definition.collections };
};

function isLifecycleTransaction(envelope: Uint8Array): boolean {
  try {
    return isEndorserTransaction(envelope) && parseTransaction(envelope).invokedChaincode === LIFECYCLE_NAMESPACE;
  } catch {
    return false;
  }
}
