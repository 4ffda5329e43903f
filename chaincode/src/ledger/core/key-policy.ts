/**
 * Key-level endorsement: rows that carry a merchant's liability are changed only with that merchant's own endorsement.
 *
 * A key's policy takes the place of the chaincode's, it does not add to it. With the issuer alone in it, the issuer
 * could raise its own cap with nobody looking; so the policy asks for the issuer and for one more merchant.
 */
import { common, msp } from '@hyperledger/fabric-protos';

/** Peers of so many organisations. */
export interface Some {
  readonly atLeast: number;
  readonly of: readonly string[];
}

/**
 * The policy "a peer of `issuer`, and a peer of at least one of `others`", as bytes; or peers of some in its place, where
 * there are as many.
 */
export function issuerAndAnother(issuer: string, others: readonly string[], inItsPlace?: Some): Uint8Array {
  const usual = outOf(2, [signedBy(0), outOf(1, signedByAll(others, 1))]);
  if (inItsPlace === undefined || inItsPlace.atLeast > inItsPlace.of.length)
    return policyOf([issuer, ...others], usual);
  const known = [...others, ...inItsPlace.of.filter((mspId) => mspId !== issuer && !others.includes(mspId))];
  const instead = outOf(
    inItsPlace.atLeast,
    inItsPlace.of.map((mspId) => signedBy([issuer, ...known].indexOf(mspId))),
  );
  return policyOf([issuer, ...known], outOf(1, [usual, instead]));
}

/** The policy "peers of at least so many of these", as bytes. */
export function someOf({ atLeast, of }: Some): Uint8Array {
  return policyOf(of, outOf(atLeast, signedByAll(of, 0)));
}

function policyOf(mspIds: readonly string[], rule: common.SignaturePolicy): Uint8Array {
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setIdentitiesList(mspIds.map(peerOf));
  envelope.setRule(rule);
  return envelope.serializeBinary();
}

function signedByAll(mspIds: readonly string[], first: number): common.SignaturePolicy[] {
  return mspIds.map((_, index) => signedBy(first + index));
}

/** The policy "a peer of each of the two", or of some in their place, as bytes. */
export function bothOf([first, second]: readonly [string, string], inTheirPlace?: Some): Uint8Array {
  return issuerAndAnother(first, [second], inTheirPlace);
}

function peerOf(mspId: string): msp.MSPPrincipal {
  const role = new msp.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(msp.MSPRole.MSPRoleType.PEER);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
}

function signedBy(identity: number): common.SignaturePolicy {
  const policy = new common.SignaturePolicy();
  policy.setSignedBy(identity);
  return policy;
}

function outOf(n: number, rules: common.SignaturePolicy[]): common.SignaturePolicy {
  const nOutOf = new common.SignaturePolicy.NOutOf();
  nOutOf.setN(n);
  nOutOf.setRulesList(rules);
  const policy = new common.SignaturePolicy();
  policy.setNOutOf(nOutOf);
  return policy;
}
