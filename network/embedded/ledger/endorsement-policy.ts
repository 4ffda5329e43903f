/**
 * Have the right organisations endorsed what a transaction writes?
 *
 * Fabric: each written key with a policy of its own (VALIDATION_PARAMETER metadata) needs that policy; all others need
 * the chaincode's; a transaction that writes no key of its chaincode, or only metadata-free reads, still needs the
 * chaincode's. A transaction that writes a key whose metadata an earlier transaction of the same block has changed is
 * refused. Reference: `core/common/validation/statebased/{v20,validator_keylevel,vpmanagerimpl}.go`. A
 * collection's keys need their own policy, else the collection's, else the chaincode's. Left out: nothing.
 */
import { peer } from '@hyperledger/fabric-protos';
import { approvingOrganization, LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import type { Member } from '../msp/msp-manager.js';
import type { Policy } from '../msp/signature-policy.js';
import type { NamespaceReadWriteSet } from '../wire/read-write-set.js';
import { findCollection } from './collections.js';
import { stateKey } from './database-keys.js';
import { metadataEntries, VALIDATION_PARAMETER } from './state-row.js';
import type { EndorsedTransaction } from './transaction-checks.js';
import type { ChaincodeDefinition } from './types.js';
import type { CommittedRows } from './update-batch.js';

const { VALID, INVALID_CHAINCODE, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;

const LIFECYCLE_POLICY = '/Channel/Application/LifecycleEndorsement';

/** Judges the transactions of one block, in their order. */
export class EndorsementJudge {
  /** State keys whose metadata was changed by a transaction of this block that passed here. */
  readonly #changedMetadata = new Set<string>();

  constructor(
    private readonly channel: ChannelConfig,
    private readonly committed: CommittedRows,
    /** Definitions of the namespaces that the block writes. */
    private readonly definitions: ReadonlyMap<string, ChaincodeDefinition | undefined>,
  ) {}

  /** VALID, INVALID_CHAINCODE or ENDORSEMENT_POLICY_FAILURE. */
  judge(transaction: EndorsedTransaction): number {
    for (const namespace of writtenNamespaces(transaction)) {
      const policy = this.#chaincodePolicy(namespace);
      if (!policy) return INVALID_CHAINCODE;
      const set = transaction.readWriteSet.namespaces.find((candidate) => candidate.namespace === namespace);
      if (!this.#isEndorsed(set, transaction.signers, policy)) return ENDORSEMENT_POLICY_FAILURE;
      this.#noteMetadata(set);
    }
    return VALID;
  }

  #noteMetadata(set: NamespaceReadWriteSet | undefined): void {
    if (!set) return;
    for (const { key } of set.metadataWrites) this.#changedMetadata.add(stateKey(set.namespace, key));
    for (const { hashedNamespace, metadataWrites } of set.collections) {
      for (const { key } of metadataWrites) this.#changedMetadata.add(stateKey(hashedNamespace, key));
    }
  }

  #isEndorsed(set: NamespaceReadWriteSet | undefined, signers: readonly Member[], chaincodePolicy: Policy): boolean {
    const needed = new Set<Policy>();
    if (set && !this.#addPolicies(needed, set.namespace, set, chaincodePolicy)) return false;
    for (const hashes of set?.collections ?? []) {
      if (hashes.writes.length + hashes.metadataWrites.length === 0) continue;
      const collection = findCollection(this.channel, this.definitions.get(set?.namespace ?? ''), hashes.collection);
      const policy = collection && (collection.endorsementPolicy ?? chaincodePolicy);
      // Writes to a collection that nobody has defined are never endorsed.
      if (!policy || !this.#addPolicies(needed, hashes.hashedNamespace, hashes, policy)) return false;
    }
    if (needed.size === 0) needed.add(chaincodePolicy);
    return [...needed].every((policy) => policy.isSatisfiedBy(signers));
  }

  /** False if a key's metadata has just been changed. */
  #addPolicies(
    needed: Set<Policy>,
    namespace: string,
    { writes, metadataWrites }: Pick<NamespaceReadWriteSet, 'writes' | 'metadataWrites'>,
    otherwise: Policy,
  ): boolean {
    for (const { key } of [...writes, ...metadataWrites]) {
      if (this.#changedMetadata.has(stateKey(namespace, key))) return false;
      needed.add(this.#keyPolicy(namespace, key) ?? otherwise);
    }
    return true;
  }

  #keyPolicy(namespace: string, key: string): Policy | undefined {
    const approving = namespace === LIFECYCLE_NAMESPACE ? approvingOrganization(key) : undefined;
    if (approving !== undefined) return this.channel.policies.policy(`/Channel/Application/${approving}/Endorsement`);
    const metadata = this.committed(namespace, key)?.metadata;
    if (!metadata || metadata.length === 0) return undefined;
    const parameter = metadataEntries(metadata).get(VALIDATION_PARAMETER);
    return parameter && parameter.length > 0 ? this.channel.policies.keyPolicy(parameter) : undefined;
  }

  #chaincodePolicy(namespace: string): Policy | undefined {
    if (namespace === LIFECYCLE_NAMESPACE) return this.channel.policies.policy(LIFECYCLE_POLICY);
    const definition = this.definitions.get(namespace);
    return definition && this.channel.policies.applicationPolicy(definition.policyBytes);
  }
}

/** The invoked chaincode's namespace, then the others that the transaction writes to. */
function writtenNamespaces({ chaincode, readWriteSet }: EndorsedTransaction): readonly string[] {
  const written = readWriteSet.namespaces.filter(
    (set) => isWritten(set) || set.collections.some((collection) => isWritten(collection)),
  );
  return [...new Set([chaincode, ...written.map((set) => set.namespace)])];
}

function isWritten(set: Pick<NamespaceReadWriteSet, 'writes' | 'metadataWrites'>): boolean {
  return set.writes.length > 0 || set.metadataWrites.length > 0;
}

/** Namespaces whose definitions the judge will ask for. */
export function definedNamespaces(transactions: readonly EndorsedTransaction[]): readonly string[] {
  const names = new Set(transactions.flatMap((transaction) => writtenNamespaces(transaction)));
  names.delete(LIFECYCLE_NAMESPACE);
  return [...names];
}
