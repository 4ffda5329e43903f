/**
 * The endorsement policies that follow from who the members are. Rows of members and of what they decide ask for the peers of more
 * than half of all organisations of the day, as many as change the chaincode's definition, so that fewer cannot count votes as
 * they like. What carries one merchant's liability, or two merchants' agreement, asks for theirs; or for as many as that in
 * their place, so that no row is locked for ever by one that is gone.
 */
import { isActiveMerchant, type NamedRow, type Organization } from '@commonpoint/catalogue';
import { bothOf, issuerAndAnother, someOf } from './key-policy.js';

const idsOf = (organizations: readonly Organization[]): string[] => organizations.map(({ mspId }) => mspId);
const moreThanHalf = (count: number): number => Math.floor(count / 2) + 1;

/** The endorsement policy of what members decide together; none while there is one alone. */
export function consortiumPolicy(organizations: Iterable<Organization>): Uint8Array | undefined {
  const active = idsOf([...organizations].filter(({ status }) => status === 'active'));
  return active.length < 2 ? undefined : someOf({ atLeast: moreThanHalf(active.length), of: active });
}

/**
 * The issuer and another merchant, or more than half of all organisations without it; one that has left is not counted. While
 * no other merchant is registered there is none, and the chaincode's own policy applies.
 */
export function issuerPolicy(organizations: readonly Organization[], issuer: string): Uint8Array | undefined {
  const others = organizations.filter(({ mspId, status }) => mspId !== issuer && status === 'active');
  const merchants = idsOf(others.filter(isActiveMerchant));
  if (merchants.length === 0) return undefined;
  const hasLeft = organizations.some(({ mspId, status }) => mspId === issuer && status === 'left');
  const atLeast = moreThanHalf(others.length + (hasLeft ? 0 : 1));
  return issuerAndAnother(issuer, merchants, { atLeast, of: idsOf(others) });
}

/** The two merchants, or more than half of all organisations. */
export function pairPolicy(organizations: readonly Organization[], parties: readonly [string, string]): Uint8Array {
  const active = idsOf(organizations.filter(({ status }) => status === 'active'));
  return bothOf(parties, { atLeast: moreThanHalf(active.length), of: active });
}

/** What a row's policy has to be; `issuer` is that of the programme that it is of. */
export function policyFor(
  { kind, parts }: NamedRow,
  organizations: readonly Organization[],
  issuer: string | undefined,
): Uint8Array | undefined {
  const [first = '', second = '', third = ''] = parts;
  switch (kind) {
    case 'program':
    case 'quota':
      return issuer === undefined ? undefined : issuerPolicy(organizations, issuer);
    case 'acceptance':
      return issuerPolicy(organizations, second);
    case 'terms-pair':
    case 'terms':
      return pairPolicy(organizations, [first, second]);
    case 'statement':
      return pairPolicy(organizations, [second, third]);
    default:
      return consortiumPolicy(organizations);
  }
}
