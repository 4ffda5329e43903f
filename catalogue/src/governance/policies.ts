/**
 * Rows of which the endorsement policy names members. When members change, the policies are renewed a bounded number at a time, by
 * anybody: what each has to be follows from who the members are, which they decided.
 */
import { z } from 'zod';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import { bookmark, page } from '../core/values.js';

/** Kinds of rows that have a policy of their own. */
export const ownPolicyRows = [
  ...(['org', 'constitution', 'epoch', 'proposal', 'vote', 'objection', 'agreement', 'adherence'] as const),
  ...(['program', 'quota', 'acceptance', 'terms-pair', 'terms', 'statement', 'migration'] as const),
] as const;
export type OwnPolicyRow = (typeof ownPolicyRows)[number];

/** The most rows whose policies are renewed in one transaction. */
export const RENEWED_POLICIES_MAX = 200;

const kind = z.enum(ownPolicyRows);
const namedRow = z.strictObject({
  kind,
  /** The parts of its key. */
  parts: z.array(z.string().regex(/^[\x21-\x7e]{1,128}$/, 'must be printable')).max(3),
});
export type NamedRow = z.infer<typeof namedRow>;

export const listDuePolicies = transaction({
  name: 'Governance:PoliciesDue',
  mode: 'evaluate',
  summary:
    'Of one kind, the rows whose policies are not what they have to be since members changed; of a page of them.',
  roles: anyone,
  request: z.strictObject({ kind, ...page }),
  reply: z.strictObject({ rows: z.array(namedRow), bookmark }),
  errors: ofReads,
});

export const renewPolicies = transaction({
  name: 'Governance:RenewPolicies',
  mode: 'submit',
  summary:
    'Gives rows the endorsement policies that follow from who the members are now, and changes nothing else. Repeating it changes nothing.',
  roles: ['admin', 'operator', 'delegate'],
  request: z.strictObject({ rows: z.array(namedRow).min(1).max(RENEWED_POLICIES_MAX) }),
  reply: z.strictObject({ renewed: z.int().min(0) }),
  errors: ofMembers,
});
