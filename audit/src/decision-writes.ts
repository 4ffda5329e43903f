/** What one transaction wrote of members and their decisions. */
import type { AgreementRow, ConstitutionRow, EpochRow, ObjectionRow, ProposalRow, VoteRow } from './decision-rows.js';
import type { MemberRow, ProgramRow, RowWrite } from './ledger-rows.js';

/** The rows of these types in one transaction, by the parts of their keys. */
export interface Written {
  readonly org: Map<string, MemberRow | undefined>;
  readonly proposal: Map<string, ProposalRow | undefined>;
  readonly vote: Map<string, VoteRow | undefined>;
  readonly objection: Map<string, ObjectionRow | undefined>;
  readonly agreement: Map<string, AgreementRow | undefined>;
  readonly adherence: Map<string, { version: number; hash: string } | undefined>;
  readonly constitution: Map<string, ConstitutionRow | undefined>;
  readonly epoch: Map<string, EpochRow | undefined>;
  readonly program: Map<string, ProgramRow | undefined>;
}

const types = [
  'org',
  'proposal',
  'vote',
  'objection',
  'agreement',
  'adherence',
  'constitution',
  'epoch',
  'program',
] as const satisfies (keyof Written)[];

/** Sorted by type; undefined where there are none, as in most transactions. */
export function decisionWrites(writes: readonly RowWrite[]): Written | undefined {
  if (!writes.some(({ key }) => (types as readonly string[]).includes(key[0]!))) return undefined;
  const written = Object.fromEntries(types.map((type) => [type, new Map()])) as unknown as Record<
    string,
    Map<string, unknown>
  >;
  for (const { key, value } of writes) {
    const [type = '', ...parts] = key;
    if (Object.hasOwn(written, type)) written[type]?.set(parts.join(' '), value);
  }
  return written as unknown as Written;
}
