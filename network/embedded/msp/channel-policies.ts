/**
 * The policies of a channel's configuration, by path: `/Channel/Application/Writers`.
 *
 * Fabric: each configuration group has named policies; an implicit policy asks the policies of one name in the groups
 * directly below: ANY, ALL or MAJORITY of them; one that is missing counts and says no. Reference:
 * `common/policies/{policy,implicitmeta}.go`, `core/policy/application.go`. Left out: old policy types.
 */
import { common, peer } from '@hyperledger/fabric-protos';
import { asBuffer } from '../wire/bytes.js';
import type { SignedData } from '../wire/signed-data.js';
import type { Member, MspManager } from './msp-manager.js';
import { compileSignaturePolicy, type Policy, REJECT_ALL } from './signature-policy.js';

const { ANY, ALL, MAJORITY } = common.ImplicitMetaPolicy.Rule;
const COMPILED_MAX = 1000;

export class ChannelPolicies {
  readonly #byPath = new Map<string, Policy>();
  readonly #application = new Map<string, Policy>();

  /** Throws when a policy of the configuration cannot be compiled. */
  constructor(
    channelGroup: common.ConfigGroup,
    private readonly manager: MspManager,
  ) {
    this.#compileGroup('/Channel', channelGroup);
  }

  /** The policy at an absolute path; one that refuses everyone if there is none. */
  policy(path: string): Policy {
    return this.#byPath.get(path) ?? REJECT_ALL;
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  /** Why these distinct members are not enough for the policy at a path; undefined if they are. */
  whyUnsatisfied(path: string, signers: readonly Member[]): string | undefined {
    const policy = this.policy(path);
    if (policy.isSatisfiedBy(signers)) return undefined;
    return policy.whyNot?.(signers) ?? 'signature set did not satisfy policy';
  }

  /** Verifies the signatures and asks the policy at a path. */
  async isSatisfied(path: string, signatureSet: readonly SignedData[]): Promise<boolean> {
    return this.policy(path).isSatisfiedBy(await this.manager.validSigners(signatureSet));
  }

  /**
   * The policy that serialised `peer.ApplicationPolicy` bytes describe: a signature policy, or the path of one in the
   * channel's configuration. Unreadable bytes give a policy that refuses everyone.
   */
  applicationPolicy(bytes: Uint8Array): Policy {
    return this.#compiled('application', bytes, () => {
      const { SIGNATURE_POLICY, CHANNEL_CONFIG_POLICY_REFERENCE } = common.ApplicationPolicy.TypeCase;
      const policy = peer.ApplicationPolicy.deserializeBinary(bytes);
      if (policy.getTypeCase() === CHANNEL_CONFIG_POLICY_REFERENCE) {
        return this.policy(policy.getChannelConfigPolicyReference());
      }
      const envelope = policy.getSignaturePolicy();
      if (policy.getTypeCase() !== SIGNATURE_POLICY || !envelope) return REJECT_ALL;
      return compileSignaturePolicy(envelope, this.manager);
    });
  }

  /** The policy in a key's VALIDATION_PARAMETER: bare SignaturePolicyEnvelope bytes. */
  keyPolicy(bytes: Uint8Array): Policy {
    return this.#compiled('key', bytes, () =>
      compileSignaturePolicy(common.SignaturePolicyEnvelope.deserializeBinary(bytes), this.manager),
    );
  }

  /** See {@link MspManager.validSigners}. */
  validSigners(signatureSet: readonly SignedData[]): Promise<Member[]> {
    return this.manager.validSigners(signatureSet);
  }

  #compiled(kind: string, bytes: Uint8Array, compile: () => Policy): Policy {
    const key = `${kind}:${asBuffer(bytes).toString('latin1')}`;
    let policy = this.#application.get(key);
    if (!policy) {
      try {
        policy = compile();
      } catch {
        policy = REJECT_ALL;
      }
      if (this.#application.size >= COMPILED_MAX) this.#application.clear();
      this.#application.set(key, policy);
    }
    return policy;
  }

  #compileGroup(path: string, group: common.ConfigGroup): void {
    const children: string[] = [];
    group.getGroupsMap().forEach((child: common.ConfigGroup, name: string) => {
      children.push(`${path}/${name}`);
      this.#compileGroup(`${path}/${name}`, child);
    });
    group.getPoliciesMap().forEach((configPolicy: common.ConfigPolicy, name: string) => {
      const policy = configPolicy.getPolicy();
      if (!policy) throw new Error(`policy ${path}/${name} is missing`);
      this.#byPath.set(`${path}/${name}`, this.#compilePolicy(policy, children));
    });
  }

  #compilePolicy(policy: common.Policy, children: readonly string[]): Policy {
    switch (policy.getType()) {
      case common.Policy.PolicyType.SIGNATURE:
        return compileSignaturePolicy(
          common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8()),
          this.manager,
        );
      case common.Policy.PolicyType.IMPLICIT_META:
        return this.#compileImplicit(common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8()), children);
      default:
        throw new Error(`unknown policy type ${policy.getType()}`);
    }
  }

  #compileImplicit(meta: common.ImplicitMetaPolicy, children: readonly string[]): Policy {
    const parts = children.map((child) => this.policy(`${child}/${meta.getSubPolicy()}`));
    const threshold = implicitThreshold(meta.getRule(), parts.length);
    const count = (signers: readonly Member[]): number => parts.filter((part) => part.isSatisfiedBy(signers)).length;
    return {
      isSatisfiedBy: (signers) => count(signers) >= threshold,
      whyNot: (signers) =>
        `implicit policy evaluation failed - ${count(signers)} sub-policies were satisfied, but this policy requires ` +
        `${threshold} of the '${meta.getSubPolicy()}' sub-policies to be satisfied`,
    };
  }
}

function implicitThreshold(rule: number, count: number): number {
  // No groups below: nothing is asked (Fabric's special case).
  if (count === 0) return 0;
  switch (rule) {
    case ANY:
      return 1;
    case ALL:
      return count;
    case MAJORITY:
      return Math.floor(count / 2) + 1;
    default:
      throw new Error(`unknown rule ${rule} of an implicit policy`);
  }
}
