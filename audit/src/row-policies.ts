/**
 * The endorsement policies that rows have of their own. A row takes what its policy says for as long as it stands: a foreign
 * or a garbage one locks its owner out, so that of whatever is written there has to be what the ledger's rules give that row.
 */
import { common, msp } from '@hyperledger/fabric-protos';
import type { RowWrite } from './ledger-rows.js';
import { walked, walkedShapes } from './walked-messages.js';

const { MSPRole, MSPPrincipal } = msp;

/** Whose peers have to sign: the first one's in any case, and one of the others'. */
interface Needed {
  readonly first: string;
  /** Undefined where any other merchant's will do. */
  readonly second?: string;
}

const ofMembers: ReadonlySet<string> = new Set([
  ...['org', 'constitution', 'epoch', 'proposal', 'vote', 'objection', 'agreement', 'adherence'],
]);

/** Undefined for a kind of row that has no policy of its own. */
function neededOf(key: readonly string[], issuerOf: (programId: string) => string | undefined): Needed | undefined {
  const [kind, first = '', second = ''] = key;
  switch (kind) {
    case 'program':
    case 'quota':
      return { first: issuerOf(first) ?? '' };
    case 'acceptance':
      return { first: second };
    case 'terms':
    case 'terms-pair':
      return { first, second };
    case 'statement':
      return { first: second, second: key[3] ?? '' };
    default:
      return undefined;
  }
}

/** What is wrong with the policy that a transaction gave a row; `rows` are what it wrote besides. */
export function wrongPolicy(
  key: readonly string[],
  policy: Uint8Array | undefined,
  issuerOf: (programId: string) => string | undefined,
  rows: readonly RowWrite[],
): string | undefined {
  const name = key.join(' ');
  const issuer = (programId: string): string | undefined =>
    issuerOf(programId) ??
    (rows.find((row) => row.key[0] === 'program' && row.key[1] === programId)?.value as { issuer?: string })?.issuer;
  // Of members and their decisions another rule gives them, which is not recomputed here.
  if (ofMembers.has(key[0] ?? '')) return undefined;
  const needed = neededOf(key, issuer);
  if (needed === undefined) return `the row ${name} was given an endorsement policy, and has none by the rules`;
  if (policy === undefined) return `the row ${name} lost its endorsement policy`;
  try {
    if (isAsNeeded(walked(common.SignaturePolicyEnvelope, policy, walkedShapes.signaturePolicy), needed))
      return undefined;
  } catch {
    // No policy at all: nobody can write the row any more.
  }
  return `the row ${name} was given another endorsement policy than the rules give it`;
}

/** Two out of: a peer of the first, and one out of peers of others. */
function isAsNeeded(policy: common.SignaturePolicyEnvelope, { first, second }: Needed): boolean {
  const peers = policy.getIdentitiesList().map(peerIn);
  const several = policy.getRule()?.getNOutOf();
  const [own, others] = several?.getRulesList() ?? [];
  const rest = others?.getNOutOf();
  const named = rest?.getRulesList().map((rule) => peers[rule.getSignedBy()] ?? '') ?? [];
  const isWhole = several?.getN() === 2 && several.getRulesList().length === 2 && rest?.getN() === 1;
  if (!isWhole || peers[own!.getSignedBy()] !== first || named.length === 0) return false;
  return named.every((mspId) => mspId !== '' && mspId !== first && (second === undefined || mspId === second));
}

/** Whose peer is meant; empty where it is another principal. */
function peerIn(principal: msp.MSPPrincipal): string {
  if (principal.getPrincipalClassification() !== MSPPrincipal.Classification.ROLE) return '';
  const role = walked(MSPRole, principal.getPrincipal_asU8(), walkedShapes.flat);
  return role.getRole() === MSPRole.MSPRoleType.PEER ? role.getMspIdentifier() : '';
}
