/**
 * Signature policies: `OutOf(2, 'A.peer', 'B.peer', 'C.peer')`.
 *
 * Fabric: a tree of NOutOf gates over principals; a signer is used at most once, and a branch that fails gives the
 * signers back. Branches are tried in order, greedily, without backtracking. Reference: `common/cauthdsl/cauthdsl.go`,
 * `core/policy/application.go` (ApplicationPolicy). Left out: nothing.
 */
import { common, type msp } from '@hyperledger/fabric-protos';
import type { Member, MspManager } from './msp-manager.js';

/** A policy that can be asked. */
export interface Policy {
  /** Whether these distinct members, who have signed, are enough. */
  isSatisfiedBy(signers: readonly Member[]): boolean;
  /** Why these are not enough, in Fabric's words, where it has other words than for a signature policy. */
  whyNot?(signers: readonly Member[]): string;
}

/** Says no to everyone: what an unknown or unreadable policy is. */
export const REJECT_ALL: Policy = { isSatisfiedBy: () => false };

type Gate = (signers: readonly Member[], used: boolean[]) => boolean;

/** Compiles a SignaturePolicyEnvelope; throws when it makes no sense. */
export function compileSignaturePolicy(envelope: common.SignaturePolicyEnvelope, manager: MspManager): Policy {
  if (envelope.getVersion() !== 0) throw new Error(`signature policy has version ${envelope.getVersion()}, not 0`);
  const rule = envelope.getRule();
  if (!rule) throw new Error('empty policy element');
  const gate = compileRule(rule, envelope.getIdentitiesList(), manager);
  return { isSatisfiedBy: (signers) => gate(signers, new Array<boolean>(signers.length).fill(false)) };
}

function compileRule(rule: common.SignaturePolicy, principals: readonly msp.MSPPrincipal[], manager: MspManager): Gate {
  const { N_OUT_OF, SIGNED_BY } = common.SignaturePolicy.TypeCase;
  switch (rule.getTypeCase()) {
    case SIGNED_BY: {
      const principal = principals[rule.getSignedBy()];
      if (!principal) throw new Error(`identity index ${rule.getSignedBy()} out of range`);
      return (signers, used) => {
        const index = signers.findIndex((signer, at) => !used[at] && manager.satisfies(signer, principal));
        if (index < 0) return false;
        used[index] = true;
        return true;
      };
    }
    case N_OUT_OF: {
      const threshold = rule.getNOutOf()?.getN() ?? 0;
      const gates = (rule.getNOutOf()?.getRulesList() ?? []).map((part) => compileRule(part, principals, manager));
      return (signers, used) => {
        let satisfied = 0;
        for (const gate of gates) {
          const trial = [...used];
          if (gate(signers, trial)) {
            satisfied += 1;
            trial.forEach((isUsed, index) => (used[index] = isUsed));
          }
        }
        return satisfied >= threshold;
      };
    }
    default:
      throw new Error('unknown type of signature policy');
  }
}
