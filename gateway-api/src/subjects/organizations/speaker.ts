/** As whom a gateway asks the ledger what nobody told it to ask. */
import type { MemberKind, Role } from '@commonpoint/catalogue';
import type { Gateway } from '../../gateway.js';
import { organizationQueries } from './reads.js';

const roleOf: Readonly<Record<MemberKind, Role>> = { merchant: 'operator', auditor: 'auditor', regulator: 'regulator' };

/** The role that its organisation has by its kind; before the ledger tells the kind, an auditor is known by the configuration. */
export function speakerOf({ mspId, auditors, projection }: Pick<Gateway, 'mspId' | 'auditors' | 'projection'>): Role {
  const own = projection
    .of(organizationQueries)
    .organizations()
    .find((each) => each.mspId === mspId);
  return roleOf[own?.kind ?? (auditors.includes(mspId) ? 'auditor' : 'merchant')];
}
