import { common, msp } from '@hyperledger/fabric-protos';
import { parseSignaturePolicy, peersOutOf } from '../../../network/genesis/policy-language.js';

/** Writes a policy out again, principals by name. */
function render(envelope: common.SignaturePolicyEnvelope): string {
  const roles = Object.entries(msp.MSPRole.MSPRoleType);
  const principals = envelope.getIdentitiesList().map((principal) => {
    const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
    const name = roles.find(([, value]) => value === role.getRole())?.[0].toLowerCase();
    return `${role.getMspIdentifier()}.${name}`;
  });
  const rule = (policy: common.SignaturePolicy): string => {
    const nOutOf = policy.getNOutOf();
    return nOutOf === undefined
      ? (principals[policy.getSignedBy()] ?? '?')
      : `${nOutOf.getN()}(${nOutOf.getRulesList().map(rule).join(' ')})`;
  };
  return rule(envelope.getRule()!);
}

test.each([
  ["OR('A.peer', 'B.peer')", '1(A.peer B.peer)'],
  ["AND('A.peer','B.member')", '2(A.peer B.member)'],
  ["OutOf(2, 'A.peer', 'B.peer', 'C.peer')", '2(A.peer B.peer C.peer)'],
  ["outof( 1 , AND('A.admin', 'B.client'), OR('C.orderer') )", '1(2(A.admin B.client) 1(C.orderer))'],
  ["'A.peer'", 'A.peer'],
  ["OR('Org.With.Dots.peer')", '1(Org.With.Dots.peer)'],
  [peersOutOf(2, ['A', 'B', 'C']), '2(A.peer B.peer C.peer)'],
])('%s', (text, expected) => {
  expect(render(parseSignaturePolicy(text))).toBe(expected);
});

test('a principal that is named twice is written once', () => {
  const envelope = parseSignaturePolicy("OR(AND('A.peer', 'B.peer'), AND('A.peer', 'C.peer'))");
  expect(envelope.getIdentitiesList()).toHaveLength(3);
  expect(render(envelope)).toBe('1(2(A.peer B.peer) 2(A.peer C.peer))');
});

test.each([
  ['', 'too early'],
  ["OR('A.peer'", 'too early'],
  ["OR('A.peer') OR('B.peer')", 'end here'],
  ["XOR('A.peer')", 'unknown operator'],
  ["OutOf('A.peer')", 'begins with a number'],
  ["OR('A.president')", 'Not a principal'],
  ["OR('peer')", 'Not a principal'],
  ["OR('A.peer'; 'B.peer')", 'cannot read on'],
  ["OR('A.peer' 'B.peer')", 'comma'],
])('refuses %s', (text, reason) => {
  expect(() => parseSignaturePolicy(text)).toThrow(reason);
});
