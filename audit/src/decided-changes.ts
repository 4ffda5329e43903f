/** What a proposal does when it is executed, who decides on it, and by what rule: a table of this audit's own. */
import type { ActionRow, AgreementRow, ConstitutionRow, ProposalRow, RuleRow } from './decision-rows.js';
import type { MemberRow, ProgramRow } from './ledger-rows.js';

const DAY_MS = 86_400_000;

/** Which rule of the constitution is for which action. */
const matters: Readonly<Record<string, string>> = {
  admit: 'members',
  suspend: 'members',
  readmit: 'members',
  remove: 'members',
  'declare-default': 'members',
  'end-default': 'members',
  'hand-over': 'members',
  'change-constitution': 'constitution',
  'adopt-agreement': 'agreement',
  'wind-down': 'programs',
  'raise-cap': 'programs',
  order: 'orders',
  'ratify-order': 'orders',
  'lift-order': 'orders',
  'allow-liquidation': 'orders',
  'chaincode-definition': 'network',
  'channel-configuration': 'network',
  'approve-migration': 'network',
  'switch-on': 'network',
};

/** Whom they are about has no vote on them. */
const aboutOne: ReadonlySet<string> = new Set([
  'suspend',
  'readmit',
  'remove',
  'hand-over',
  'declare-default',
  'end-default',
]);

/** They throw somebody out, or say that it does not pay. */
const againstOne: ReadonlySet<string> = new Set(['suspend', 'remove', 'declare-default']);

export const matterOf = ({ kind }: ActionRow): string => matters[kind] ?? 'unknown';

/** Rows as they would be. */
export interface Decided {
  readonly members: ReadonlyMap<string, MemberRow>;
  readonly constitution: ConstitutionRow | undefined;
  readonly agreements: readonly AgreementRow[];
  readonly programs: ReadonlyMap<string, ProgramRow>;
}

export interface Decision {
  /** Whether enough of those that vote are not concerned: more than half where it is against somebody, as a few would throw out all others. */
  readonly isForMost: boolean;
  readonly votersOn: readonly string[];
  readonly consentsTo: readonly string[];
  readonly after: Decided;
}

/** Of several rules the strictest in each respect. */
export function strictestOf(rules: readonly (RuleRow | undefined)[]): RuleRow | undefined {
  const known = rules.filter((rule) => rule !== undefined);
  const most = (field: 'votingSeconds' | 'timeLockSeconds'): number => Math.max(...known.map((rule) => rule[field]));
  const parts = (field: 'moreThan' | 'quorum' | 'stoppedBy'): string[] =>
    known.map((rule) => rule[field]).sort((a, b) => valueOf(a) - valueOf(b));
  if (known.length < rules.length) return undefined;
  return {
    moreThan: parts('moreThan').at(-1)!,
    quorum: parts('quorum').at(-1)!,
    votingSeconds: most('votingSeconds'),
    timeLockSeconds: most('timeLockSeconds'),
    executionSeconds: Math.min(...known.map((rule) => rule.executionSeconds)),
    stoppedBy: parts('stoppedBy')[0]!,
  };
}

const valueOf = (fraction: string): number => {
  const [numerator = 0, denominator = 1] = fraction.split('/').map(Number);
  return numerator / denominator;
};

export function decidedBy({ actions, proposedAt, endedAt }: ProposalRow, before: Decided): Decision {
  const concerned = new Set<string>();
  const consentsTo = new Set<string>();
  let after = before;
  for (const action of actions) {
    if (aboutOne.has(action.kind)) concerned.add(action.mspId ?? '');
    for (const mspId of consentsOf(action, after)) consentsTo.add(mspId);
    after = done(action, after, endedAt ?? proposedAt);
  }
  const voting = [...before.members]
    .filter(([, { status, kind }]) => status === 'active' && before.constitution?.voters.includes(kind) === true)
    .map(([mspId]) => mspId);
  const votersOn = voting.filter((mspId) => !concerned.has(mspId)).sort();
  const isAgainst = actions.some(({ kind }) => againstOne.has(kind));
  const isForMost = isAgainst ? votersOn.length * 2 > voting.length : votersOn.length > 0;
  return { isForMost, votersOn, consentsTo: [...consentsTo].sort(), after };
}

function consentsOf({ kind, programId = '', successor = '' }: ActionRow, { members, programs }: Decided): string[] {
  const issuer = programs.get(programId)?.issuer ?? '';
  if (kind === 'hand-over') return [successor];
  if (kind === 'raise-cap') return [issuer];
  return kind === 'wind-down' && members.get(issuer)?.status !== 'left' ? [issuer] : [];
}

const statusAfter: Readonly<Record<string, MemberRow['status']>> = {
  suspend: 'suspended',
  readmit: 'active',
  remove: 'left',
};

function done(action: ActionRow, before: Decided, at: string): Decided {
  const { kind, mspId = '', programId = '' } = action;
  const member = before.members.get(mspId);
  const withMember = (row: MemberRow): Decided => ({ ...before, members: new Map(before.members).set(mspId, row) });
  const status = statusAfter[kind];
  if (status !== undefined) {
    const { leaving: _leaving, ...row } = member ?? {};
    return member === undefined ? before : withMember({ ...row, status } as MemberRow);
  }
  switch (kind) {
    case 'admit': {
      const { successor: _successor, leaving: _leaving, ...earlier } = member ?? {};
      return withMember({ mspId, ...earlier, kind: action.memberKind ?? 'merchant', status: 'candidate' } as MemberRow);
    }
    case 'hand-over':
      return member === undefined ? before : withMember({ ...member, successor: action.successor ?? '' });
    case 'change-constitution': {
      const version = (before.constitution?.version ?? 0) + 1;
      return action.charter === undefined ? before : { ...before, constitution: { ...action.charter, version } };
    }
    case 'adopt-agreement':
      return adopted(action as ActionRow & { acceptWithinDays: number }, before, at);
    case 'wind-down':
    case 'raise-cap': {
      const program = before.programs.get(programId);
      if (program === undefined) return before;
      const { spendableUntil, cap } = { ...program, ...action };
      const { capBase, ...rest } = program;
      const measured = kind === 'wind-down' && capBase !== undefined && { capBase };
      const row = { ...rest, ...measured, cap, ...(spendableUntil !== undefined && { spendableUntil }) };
      return { ...before, programs: new Map(before.programs).set(programId, row) };
    }
    case 'declare-default':
    case 'end-default': {
      const { inDefaultSince: _was, ...row } = member ?? {};
      const since = kind === 'declare-default';
      const programs = new Map(
        [...before.programs].map(([id, { issuerInDefaultSince: _since, ...program }]) =>
          program.issuer === mspId && since ? [id, { ...program, issuerInDefaultSince: at }] : [id, program],
        ),
      );
      const { members } = withMember({ ...row, ...(since && { inDefaultSince: at }) } as MemberRow);
      return { ...before, members, programs };
    }
    default:
      return before;
  }
}

/** Each member owes its acceptance; who is late already is not given more time. */
function adopted(action: ActionRow & { acceptWithinDays: number }, before: Decided, at: string): Decided {
  const { version = 0, hash = '', acceptWithinDays } = action;
  const acceptBy = new Date(Date.parse(at) + acceptWithinDays * DAY_MS).toISOString();
  const members = new Map(
    [...before.members].map(([mspId, row]) => {
      const earlier = row.agreementDue?.acceptBy;
      const by = earlier !== undefined && Date.parse(earlier) < Date.parse(acceptBy) ? earlier : acceptBy;
      return [mspId, row.status === 'left' ? row : { ...row, agreementDue: { version, acceptBy: by } }];
    }),
  );
  return { ...before, members, agreements: [...before.agreements, { version, hash, acceptBy }] };
}
