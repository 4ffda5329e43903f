/**
 * Who had to endorse what a valid transaction wrote, by the chaincode definition, the collections and the policies of keys
 * that the ledger itself had before the block, and the configuration of that height.
 */
import { common, peer } from './fabric-messages.js';
import { type AuditedTransaction } from './block-contents.js';
import { hexOf } from './bytes.js';
import { type WriteSet } from './write-sets.js';
import type { ChannelConfiguration, Verified } from './channel-configuration.js';
import { applicationPolicy, nobodyIsEnough, type Policy, signaturePolicy } from './policies.js';
import type { Kept, Store } from './store.js';
import { walked, walkedShapes } from './walked-messages.js';

const LIFECYCLE = '_lifecycle';
const LIFECYCLE_ENDORSEMENT = '/Channel/Application/LifecycleEndorsement';
/** An organisation's approvals: a collection of `_lifecycle`; on the embedded network, public rows under that name. */
const APPROVALS = /^_implicit_org_([^/]+)/;
const DEFINITION = /^namespaces\/fields\/([^/]+)\/(ValidationInfo|Collections)$/;

/** What peers judge later transactions by, as a transaction sets it: the policy of a key, or a field of a definition. */
export interface RuleChange {
  readonly table: 'key-policies' | 'definitions';
  readonly name: string;
  /** In hexadecimal; undefined if there is none any more. */
  readonly value: string | undefined;
}

/** What of a transaction's writes one policy is asked about. */
export interface NeededEndorsement {
  /** A namespace, or a collection of it. */
  readonly of: string;
  /** None if nothing was written there, and the call itself is meant. */
  readonly keys: readonly string[];
  readonly policy: Policy;
}

export type EndorsedWrites = Pick<AuditedTransaction, 'chaincode' | 'endorsements' | 'sets'>;

export class Endorsements {
  /** Policies of keys, in hexadecimal, by namespace, collection and key. */
  readonly #keyPolicies: Kept<string>;
  /** Fields of chaincode definitions, in hexadecimal, as `points ValidationInfo`. */
  readonly #definitions: Kept<string>;
  /** Of the block that is looked at; they hold from the next one on. */
  readonly #changes: (() => void)[] = [];
  readonly #changedNow = new Set<string>();
  #compiled = new Map<string, Policy>();
  #compiledFor: ChannelConfiguration | undefined;
  #minded: boolean | undefined;

  constructor(store: Store) {
    this.#keyPolicies = store.kept('key-policies', 'small');
    this.#definitions = store.kept('definitions', 'small');
  }

  /** Whether any key of these, of a chaincode's public state, has a policy of its own, or may have one by now. */
  mindsAny(chaincode: string, kinds: readonly string[]): boolean {
    if (this.#changedNow.size > 0) return true;
    const begins = kinds.map((kind) => nameOf({ namespace: chaincode, collection: '' }, kind));
    return (this.#minded ??= [...this.#keyPolicies].some(([name]) => begins.some((each) => name.startsWith(each))));
  }

  /** What is wrong with a valid transaction's endorsements, in sentences. */
  check(transaction: EndorsedWrites, configuration: ChannelConfiguration, verified: Verified = []): string[] {
    const signers = configuration.signersOf(transaction.endorsements, undefined, verified);
    const names = [...new Set(signers.map(({ mspId }) => mspId))].join(', ') || 'nobody';
    const found: string[] = [];
    for (const { of, keys, policy } of this.needed(transaction, configuration)) {
      const what = keys.length === 0 ? `its call of ${of} was` : `what it wrote in ${of} was`;
      if (!policy(signers)) found.push(`${what} endorsed by ${names}, which is not enough`);
    }
    for (const set of transaction.sets) found.push(...this.#writtenTwice(set));
    for (const set of transaction.sets) this.#note(set);
    return found;
  }

  /** Which policies its writes, or its calls, had to satisfy. */
  needed(transaction: EndorsedWrites, configuration: ChannelConfiguration): NeededEndorsement[] {
    if (this.#compiledFor !== configuration) this.#compiled = new Map();
    this.#compiledFor = configuration;
    return [...namespacesOf(transaction)].flatMap((namespace): NeededEndorsement[] => {
      const needed = transaction.sets
        .filter((set) => set.namespace === namespace)
        .flatMap((set) =>
          [...this.#policiesFor(set, configuration)].map(([policy, keys]) => {
            return { of: set.collection === '' ? namespace : set.collection, keys, policy };
          }),
        );
      if (needed.length > 0) return needed;
      return [{ of: namespace, keys: [], policy: this.#chaincodePolicy(namespace, configuration) }];
    });
  }

  /** What transactions of this block changed of definitions and policies holds from here on. */
  endBlock(): void {
    if (this.#changes.length > 0) this.#minded = undefined;
    for (const change of this.#changes.splice(0)) change();
    this.#changedNow.clear();
  }

  #policiesFor(set: WriteSet, configuration: ChannelConfiguration): ReadonlyMap<Policy, string[]> {
    const needed = new Map<Policy, string[]>();
    const prefix = nameOf(set, '');
    // Of all keys of public state without a policy of their own, but of definitions, whose keys say whose they are.
    let shared: Policy | undefined;
    const ofKey = (key: string): Policy => {
      if (set.namespace === LIFECYCLE || set.collection !== '') return this.#sharedPolicy(set, key, configuration);
      return (shared ??= this.#sharedPolicy(set, key, configuration));
    };
    for (const { key } of written(set)) {
      const own = this.#keyPolicies.get(prefix + key);
      const policy =
        own === undefined
          ? ofKey(key)
          : this.#once(`key ${own}`, () =>
              signaturePolicy(walked(common.SignaturePolicyEnvelope, bytesOf(own), walkedShapes.signaturePolicy)),
            );
      const keys = needed.get(policy);
      if (keys === undefined) needed.set(policy, [key]);
      else keys.push(key);
    }
    return needed;
  }

  /** Of a key without a policy of its own. */
  #sharedPolicy(set: WriteSet, key: string, configuration: ChannelConfiguration): Policy {
    const approving = set.namespace === LIFECYCLE ? APPROVALS.exec(set.collection || key)?.[1] : undefined;
    if (approving !== undefined) return configuration.policy(`/Channel/Application/${approving}/Endorsement`);
    const ofChaincode = this.#chaincodePolicy(set.namespace, configuration);
    if (set.collection === '') return ofChaincode;
    const collection = this.#collectionOf(set);
    if (collection === undefined) return nobodyIsEnough;
    const own = collection.getEndorsementPolicy()?.serializeBinary();
    return own === undefined || own.length === 0
      ? ofChaincode
      : this.#once(`policy ${hexOf(own)}`, () => applicationPolicy(own, configuration.policies));
  }

  #chaincodePolicy(namespace: string, configuration: ChannelConfiguration): Policy {
    if (namespace === LIFECYCLE) return configuration.policy(LIFECYCLE_ENDORSEMENT);
    const info = this.#definitions.get(`${namespace} ValidationInfo`);
    if (info === undefined) return nobodyIsEnough;
    return this.#once(`definition ${info}`, () =>
      applicationPolicy(
        walked(peer.lifecycle.ChaincodeValidationInfo, bytesOf(info), walkedShapes.flat).getValidationParameter_asU8(),
        configuration.policies,
      ),
    );
  }

  #collectionOf({ namespace, collection }: WriteSet): peer.StaticCollectionConfig | undefined {
    const bytes = this.#definitions.get(`${namespace} Collections`);
    if (bytes === undefined) return undefined;
    return walked(peer.CollectionConfigPackage, bytesOf(bytes), walkedShapes.collections)
      .getConfigList()
      .map((config) => config.getStaticCollectionConfig())
      .find((config) => config?.getName() === collection);
  }

  /** Fabric never takes a write of a key whose policy an earlier transaction of the same block has changed. */
  #writtenTwice(set: WriteSet): string[] {
    if (this.#changedNow.size === 0) return [];
    return written(set).some(({ key }) => this.#changedNow.has(nameOf(set, key)))
      ? ['it wrote a key whose policy had changed in the same block']
      : [];
  }

  #note(set: WriteSet): void {
    for (const { table, name, value } of ruleChangesIn(set)) {
      const kept = table === 'definitions' ? this.#definitions : this.#keyPolicies;
      if (table === 'key-policies') this.#changedNow.add(name);
      this.#changes.push(() => (value === undefined ? kept.delete(name) : kept.set(name, value)));
    }
    for (const { key, value } of set.writes) {
      if (value !== undefined) continue;
      const name = nameOf(set, key);
      // With the key goes its policy.
      if (this.#keyPolicies.has(name)) this.#changes.push(() => this.#keyPolicies.delete(name));
    }
  }

  #once(name: string, compile: () => Policy): Policy {
    let policy = this.#compiled.get(name);
    if (policy === undefined) {
      try {
        policy = compile();
      } catch {
        policy = nobodyIsEnough;
      }
      this.#compiled.set(name, policy);
    }
    return policy;
  }
}

/** What of a transaction's writes is such a change. */
export function ruleChangesIn(set: WriteSet): RuleChange[] {
  const changes = set.policies.map(({ key, policy }): RuleChange => {
    return { table: 'key-policies', name: nameOf(set, key), value: policy && hexOf(policy) };
  });
  if (set.namespace !== LIFECYCLE || set.collection !== '') return changes;
  for (const { key, value } of set.writes) {
    const [, chaincode, field] = DEFINITION.exec(key) ?? [];
    if (chaincode === undefined || value === undefined) continue;
    const bytes = walked(peer.lifecycle.StateData, value, walkedShapes.flat).getBytes_asU8();
    changes.push({ table: 'definitions', name: `${chaincode} ${field}`, value: hexOf(bytes) });
  }
  return changes;
}

/** The chaincode that was called, and others that were written to. */
function namespacesOf({ chaincode, sets }: EndorsedWrites): ReadonlySet<string> {
  const written = sets.filter(({ writes, policies }) => writes.length + policies.length > 0);
  return new Set([chaincode, ...written.map(({ namespace }) => namespace)]);
}

/** Each key with what it was given. */
const written = ({ writes, policies }: WriteSet): readonly { readonly key: string }[] =>
  policies.length === 0 ? writes : [...writes, ...policies];

const nameOf = ({ namespace, collection }: Pick<WriteSet, 'namespace' | 'collection'>, key: string): string =>
  `${namespace}/${collection}/${key}`;
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
