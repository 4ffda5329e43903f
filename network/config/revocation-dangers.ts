/** Revocation lists that say something else than they seem to: Fabric takes each that can be read, and looks at none before it is needed. */
import type { common, msp } from '@hyperledger/fabric-protos';
import { OrganizationMsp } from '../embedded/msp/organization-msp.js';
import { keyIdOf } from '../embedded/msp/revocation-lists.js';
import { groupAt, membershipIn, organizationsIn } from './channel-values.js';

export function revocationDangers(present: common.Config, wanted: common.Config): string[] {
  return [...organizationsIn(groupAt(wanted, 'Application'))].flatMap(([name, group]) => {
    const [before, after] = [membershipIn(groupAt(present, 'Application', name)), membershipIn(group)].map(readable);
    if (after === undefined) return [];
    const dangers: string[] = [];
    if (after.strangeLists > (before?.strangeLists ?? 0)) {
      dangers.push(`a revocation list of ${name} is made by none of its authorities: it would take nothing back`);
    }
    const authorities = new Set(after.authorities.map(keyIdOf));
    const [now, lost] = [after.revoked, [...(before?.revoked ?? [])]];
    const again = lost.filter((each) => !now.has(each) && authorities.has(each.split(' ')[0]));
    if (again.length > 0) dangers.push(`${again.length} revoked certificates of ${name} would be good again`);
    return dangers;
  });
}

/** One that cannot be used is told of elsewhere. */
function readable(membership: msp.FabricMSPConfig | undefined): OrganizationMsp | undefined {
  try {
    return membership && new OrganizationMsp(membership);
  } catch {
    return undefined;
  }
}
