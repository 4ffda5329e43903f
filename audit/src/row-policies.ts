/**
 * The endorsement policies that rows have of their own. A row takes what its policy says for as long as it stands: a foreign
 * or a garbage one locks its owner out, so that of whatever is written there has to be what the ledger's rules give that row.
 */
import { common, msp } from './fabric-messages.js';
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
  ...['org', 'constitution', 'epoch', 'proposal', 'vote', 'objection', 'agreement', 'adherence', 'migration'],
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

/** Who the members are. */
export interface Standing {
  /** The organisations that are active. */
  readonly active: readonly string[];
  readonly hasLeft: (mspId: string) => boolean;
}

const moreThanHalf = (count: number): number => Math.floor(count / 2) + 1;

/** What is wrong with the policy that a transaction gave a row; `rows` are what it wrote besides. */
export function wrongPolicy(
  key: readonly string[],
  policy: Uint8Array | undefined,
  issuerOf: (programId: string) => string | undefined,
  rows: readonly RowWrite[],
  { active, hasLeft }: Standing = { active: [], hasLeft: () => false },
): string | undefined {
  const name = key.join(' ');
  const issuer = (programId: string): string | undefined =>
    issuerOf(programId) ??
    (rows.find((row) => row.key[0] === 'program' && row.key[1] === programId)?.value as { issuer?: string })?.issuer;
  const isOfMembers = ofMembers.has(key[0] ?? '');
  const needed = isOfMembers ? { first: '' } : neededOf(key, issuer);
  if (needed === undefined) return `the row ${name} was given an endorsement policy, and has none by the rules`;
  if (policy === undefined) return `the row ${name} lost its endorsement policy`;
  try {
    const given = walked(common.SignaturePolicyEnvelope, policy, walkedShapes.signaturePolicy);
    if (isOfMembers ? isMajority(given, active) : isAsNeeded(given, needed, { active, hasLeft })) return undefined;
  } catch {
    // No policy at all: nobody can write the row any more.
  }
  return `the row ${name} was given another endorsement policy than the rules give it`;
}

/** Peers of more than half of all organisations. */
function isMajority(policy: common.SignaturePolicyEnvelope, active: readonly string[]): boolean {
  const several = policy.getRule()?.getNOutOf();
  const named = namedIn(several, policy.getIdentitiesList().map(peerIn));
  return several?.getN() === moreThanHalf(active.length) && named.sort().join() === [...active].sort().join();
}

/**
 * Two out of: a peer of the first, and one out of peers of others. In the place of who may be gone some day, peers of more than half
 * of all organisations: of an issuer, of those without it; of all that have not left, so that a few cannot say that they are half.
 */
function isAsNeeded(policy: common.SignaturePolicyEnvelope, needed: Needed, { active, hasLeft }: Standing): boolean {
  const peers = policy.getIdentitiesList().map(peerIn);
  const whole = policy.getRule()?.getNOutOf();
  const rules = whole?.getRulesList() ?? [];
  if (isUsual(whole, peers, needed)) return true;
  const [usual, instead] = rules.map((rule) => rule.getNOutOf());
  if (whole?.getN() !== 1 || rules.length !== 2) return false;
  const isPair = needed.second !== undefined;
  const others = active.filter((mspId) => isPair || mspId !== needed.first).sort();
  const named = namedIn(instead, peers).sort();
  const atLeast = moreThanHalf(others.length + (isPair || hasLeft(needed.first) ? 0 : 1));
  return isUsual(usual, peers, needed) && instead?.getN() === atLeast && named.join() === others.join();
}

function isUsual(several: NOutOf, peers: readonly string[], { first, second }: Needed): boolean {
  const rules = several?.getRulesList() ?? [];
  const [own, others] = rules;
  const named = namedIn(others?.getNOutOf(), peers);
  const isWhole = several?.getN() === 2 && rules.length === 2 && others?.getNOutOf()?.getN() === 1;
  if (!isWhole || own?.getNOutOf() !== undefined || peers[own!.getSignedBy()] !== first || named.length === 0)
    return false;
  return named.every((mspId) => mspId !== '' && mspId !== first && (second === undefined || mspId === second));
}

type NOutOf = common.SignaturePolicy.NOutOf | undefined;

const namedIn = (several: NOutOf, peers: readonly string[]): string[] =>
  several?.getRulesList().map((rule) => (rule.getNOutOf() === undefined ? (peers[rule.getSignedBy()] ?? '') : '')) ??
  [];

/** Whose peer is meant; empty where it is another principal. */
function peerIn(principal: msp.MSPPrincipal): string {
  if (principal.getPrincipalClassification() !== MSPPrincipal.Classification.ROLE) return '';
  const role = walked(MSPRole, principal.getPrincipal_asU8(), walkedShapes.flat);
  return role.getRole() === MSPRole.MSPRoleType.PEER ? role.getMspIdentifier() : '';
}
