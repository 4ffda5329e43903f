/** Whose peers endorse one of the rarer transactions. */
import {
  acceptRate,
  registerOrganization,
  renewPolicies,
  setRateStatus,
  type RateReference,
  type Transaction,
} from '@commonpoint/catalogue';
import type { Endorsing } from '../channel/channel.js';

/**
 * Who endorses. Transactions with private input say it themselves: nobody else may see it. Any other asks for two
 * merchants, and for the issuer of what it changes: rows of programmes and their lanes ask for their issuer; for a
 * programme that is the caller itself, as nobody else may change it. Accepting and withdrawing a rate write the lanes
 * of the target, whose issuer may be the other party. What members decide together, and what that does to rows of one that is
 * gone, asks for more than half of all organisations.
 */
export function endorsersOf(
  { name, endorsers }: Transaction,
  request: unknown,
  parties: { readonly mspId: string; readonly issuerOf: (programId: string) => string | undefined },
): Omit<Endorsing, 'privateInput'> {
  if (endorsers !== undefined && endorsers !== 'majority') {
    const { auditor, counterparty, recipient } = request as {
      auditor: string;
      counterparty: string;
      recipient: string;
    };
    const chosen = {
      caller: [parties.mspId],
      auditor: [auditor],
      pair: [parties.mspId, counterparty],
      recipient: [recipient],
    };
    return { exactly: chosen[endorsers] };
  }
  // What members decide together, and what of a migration they approved.
  if (name === renewPolicies.name) return { majority: true, everybody: true };
  if (/^(Governance|Migrations):/.test(name) || name === registerOrganization.name) return { majority: true };
  const { targetProgramId, status } = request as Partial<RateReference & { status: string }>;
  const writesLanes = name === acceptRate.name || (name === setRateStatus.name && status === 'withdrawn');
  const issuer = writesLanes && targetProgramId !== undefined ? parties.issuerOf(targetProgramId) : undefined;
  return issuer === undefined ? {} : { required: [issuer] };
}
