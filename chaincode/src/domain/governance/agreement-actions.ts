/** The agreement that members have with each other: its versions, and who has accepted the newest one. */
import { type Adherence, type Agreement, instantOf, type Organization } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { ActionRules } from './action-rules.js';
import { newestAgreement, withRow } from './world.js';

const DAY_MS = 86_400_000;

export const agreementActions: ActionRules<'adopt-agreement'> = {
  'adopt-agreement': {
    matter: 'agreement',
    validate: ({ version }, world) => {
      const next = (newestAgreement(world)?.version ?? 0) + 1;
      return version === next ? undefined : `the next version is ${next}`;
    },
    apply: ({ version, hash, address, acceptWithinDays }, world) => {
      const acceptBy = new Date(instantOf(world.at) + acceptWithinDays * DAY_MS).toISOString();
      const agreement: Agreement = { version, hash, address, adoptedAt: world.at, acceptBy };
      // Each member's own row says what it owes: every operation reads it anyway.
      const organizations = new Map(
        [...world.organizations].map(([mspId, row]) => [
          mspId,
          row.status === 'left' ? row : { ...row, agreementDue: dueOf(row, agreement) },
        ]),
      );
      return { ...world, organizations, agreements: withRow(world.agreements, version, agreement) };
    },
    preview: ({ version, hash, acceptWithinDays }, world) =>
      `the agreement is of version ${newestAgreement(world)?.version ?? 'none'}, and will be of version ${version} with the hash ${hash}, to be accepted within ${acceptWithinDays} days`,
  },
};

/** Who is late already is not given more time by a newer version. */
function dueOf({ agreementDue }: Organization, { version, acceptBy }: Agreement) {
  const isEarlier = agreementDue !== undefined && instantOf(agreementDue.acceptBy) < instantOf(acceptBy);
  return { version, acceptBy: isEarlier ? agreementDue.acceptBy : acceptBy };
}

/** The member's row and its acceptance; the same row if it had accepted already. Errors: AGREEMENT_UNKNOWN. */
export function decideAcceptAgreement(
  member: Organization,
  agreement: Agreement | undefined,
  { version, hash }: Pick<Agreement, 'version' | 'hash'>,
  at: string,
): { member: Organization; adherence?: Adherence } | Refusal {
  if (agreement?.version !== version || agreement.hash !== hash) {
    return refuse('AGREEMENT_UNKNOWN', `version ${version} with this hash is not the newest agreement`);
  }
  if (member.agreementVersion === version) return { member };
  const { agreementDue: _due, ...rest } = member;
  return {
    member: { ...rest, agreementVersion: version },
    adherence: { version, mspId: member.mspId, hash, acceptedAt: at },
  };
}

/** Errors: AGREEMENT_NOT_ACCEPTED. */
export function refuseUnlessAgreed(member: Organization | undefined, at: string): Refusal | undefined {
  const due = member?.agreementDue;
  if (due === undefined || instantOf(at) < instantOf(due.acceptBy)) return undefined;
  const { version, acceptBy } = due;
  return refuse(
    'AGREEMENT_NOT_ACCEPTED',
    `${member?.mspId} has not accepted version ${version}, which was due by ${acceptBy}`,
  );
}
