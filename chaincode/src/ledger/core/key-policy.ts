/**
 * Key-level endorsement: rows that carry a merchant's liability are changed only with that merchant's own endorsement.
 *
 * A key's policy takes the place of the chaincode's, it does not add to it. With the issuer alone in it, the issuer
 * could raise its own cap with nobody looking; so the policy asks for the issuer and for one more merchant.
 */
import { common, msp } from '@hyperledger/fabric-protos';

/** The policy "a peer of `issuer`, and a peer of at least one of `others`", as bytes. */
export function issuerAndAnother(issuer: string, others: readonly string[]): Uint8Array {
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setIdentitiesList([issuer, ...others].map(peerOf));
  const another = outOf(
    1,
    others.map((_, index) => signedBy(index + 1)),
  );
  envelope.setRule(others.length === 0 ? outOf(1, [signedBy(0)]) : outOf(2, [signedBy(0), another]));
  return envelope.serializeBinary();
}

/** The policy "a peer of each of the two", as bytes. */
export function bothOf([first, second]: readonly [string, string]): Uint8Array {
  return issuerAndAnother(first, [second]);
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
