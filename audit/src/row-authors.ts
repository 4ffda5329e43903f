/**
 * Who may write what: for each kind of row, which transactions write it, and whose client has to have signed them. Two
 * merchants' peers can endorse any row under any key; the signature of a third one's client they have not. What a row says
 * of points is compared elsewhere, with receipts; here is what only somebody's word can make so.
 */
import { mayChangeAccount } from './account-changes.js';
import { mayChangeProgram, programChanges } from './program-changes.js';
import type { RowKind } from './row-shapes.js';

export type Fields = Readonly<Record<string, unknown>>;

export interface Change {
  readonly by: string;
  /** The parts of the key, behind the type. */
  readonly parts: readonly string[];
  /** Undefined where it is deleted, or was not there. */
  readonly row: Fields | undefined;
  readonly before: Fields | undefined;
  readonly call: string;
  readonly time: number;
  readonly argument: () => Fields;
  /** Whether the client's organisation is this one, or its successor. */
  readonly actsFor: (mspId: unknown) => boolean;
  /** Another row as it is by now, by its whole key with spaces. */
  readonly rowOf: (name: string) => Fields | undefined;
  /** Another row that the same transaction wrote. */
  readonly besides: (name: string) => Fields | undefined;
}

export interface Author {
  readonly calls: readonly string[];
  /** Whether this one may make this change, by this transaction. */
  readonly may: (change: Change) => boolean;
  /** Whether the row is kept for judging the next change, or others. */
  readonly isKept?: true;
}

const post = 'Points:Post';
const decisions = ['Found', 'Propose', 'Vote', 'Object', 'Withdraw', 'Execute', 'AcceptAgreement', 'Leave'].map(
  (name) => `Governance:${name}`,
);
const orders = ['Orders:Issue', 'Orders:Lift', 'Orders:Ratify', post, 'Governance:Execute'];
export const anybody = (): boolean => true;
/** Fields of an account that others than its custodian's own transactions change. */
const passing: ReadonlySet<string> = new Set(['standing', 'clawbacks', 'revision']);
const issuerOf = ({ rowOf }: Change, programId: unknown): unknown => rowOf(`program ${String(programId)}`)?.['issuer'];

/** Fields that differ. */
function changed(before: Fields = {}, row: Fields = {}): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(row)])].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]),
  );
}

export const authors: Readonly<Record<RowKind, Author>> = {
  // What members decide is judged by their votes.
  org: {
    calls: ['Organizations:Register', ...decisions],
    may: ({ by, call, parts }) => decisions.includes(call) || by === parts[0],
    isKept: true,
  },
  constitution: { calls: decisions, may: anybody },
  epoch: { calls: ['Organizations:Register', ...decisions], may: anybody },
  proposal: { calls: decisions, may: anybody },
  vote: { calls: ['Governance:Propose', 'Governance:Vote'], may: ({ by, parts }) => by === parts[1] },
  objection: { calls: ['Governance:Object'], may: ({ by, parts }) => by === parts[1] },
  agreement: { calls: decisions, may: anybody },
  adherence: { calls: ['Governance:AcceptAgreement'], may: ({ by, parts }) => by === parts[1] },
  program: {
    calls: Object.keys(programChanges),
    may: ({ call, row, before, actsFor }) =>
      (call === 'Governance:Execute' || actsFor(row?.['issuer'])) &&
      mayChangeProgram(call, before, row, changed(before, row)),
    isKept: true,
  },
  acceptance: {
    calls: ['Programs:Accept', 'Programs:EndAcceptance'],
    may: (change) => change.actsFor(change.parts[1]) && issuerOf(change, change.parts[0]) !== undefined,
  },
  quota: {
    calls: [
      'Programs:Create',
      'Programs:ChangeCap',
      'Programs:AllotQuota',
      'Programs:FoldSupply',
      post,
      'Rates:Accept',
      'Rates:SetStatus',
      'Governance:Execute',
    ],
    may: (change) =>
      change.call.startsWith('Rates:') ||
      change.call === 'Governance:Execute' ||
      change.actsFor(issuerOf(change, change.parts[0]) ?? change.besides(`program ${change.parts[0]}`)?.['issuer']) ||
      // Taking back what was spent on a day that is folded draws quota, whoever took it.
      (change.call === post && change.besides(`returns ${change.parts[0]}`) !== undefined),
  },
  account: {
    calls: [
      ...['Open', 'SetStatus', 'SetPublicKey', 'Lock', 'Unlock', 'RotateKey', 'AnnounceRecovery', 'WithdrawRecovery'],
      ...['AddReference', 'RemoveReference', 'Merge', 'AcceptTermsOfUse', 'Erase'],
    ]
      .map((name) => `Accounts:${name}`)
      .concat(orders),
    may: (change) => {
      const { actsFor, call, row, before } = change;
      const fields = changed(before, row);
      // What an order says stands in the account, and what a seizure leaves of it; what is owed back is judged with receipts.
      if (!call.startsWith('Accounts:')) return fields.every((field) => passing.has(field));
      if (!actsFor(row?.['custodian']) || fields.includes('standing')) return false;
      if (before === undefined) return call === 'Accounts:Open';
      return before['erasure'] === undefined && mayChangeAccount(change, fields);
    },
    isKept: true,
  },
  reference: {
    calls: ['Accounts:Open', 'Accounts:AddReference', 'Accounts:RemoveReference', 'Accounts:Merge'],
    may: ({ actsFor, parts }) => actsFor(parts[0]!.split(':')[0]),
  },
  // Whose they are, and what stands, is judged with the orders.
  order: { calls: orders, may: anybody },
  standing: { calls: orders, may: anybody },
  'account-day': {
    calls: [post, 'Accounts:Merge'],
    may: ({ parts, row, call, besides }) =>
      call === post
        ? row !== undefined && besides(`moves ${parts.join(' ')}`) !== undefined
        : besides(`account ${parts[0]}`) !== undefined,
  },
  // These are explained by receipts, or are findings there.
  lot: { calls: [post, 'Orders:Lift', 'Governance:Execute'], may: anybody },
  op: { calls: [post], may: anybody },
  hold: { calls: [post], may: anybody },
  'open-hold': { calls: [post], may: anybody },
  supply: { calls: [post, 'Programs:FoldSupply'], may: ({ row, call }) => (row === undefined) === (call !== post) },
  clearing: { calls: [post, 'Clearing:Close'], may: ({ row, call }) => row !== undefined || call !== post },
  rate: {
    calls: ['Rates:Propose', 'Rates:Accept', 'Rates:SetStatus'],
    may: (change) => {
      const { by, call, row, before, parts } = change;
      const issuers = [issuerOf(change, parts[0]), issuerOf(change, parts[1])];
      if (row === undefined || !issuers.includes(by)) return false;
      if (row['sourceIssuer'] !== issuers[0] || row['targetIssuer'] !== issuers[1]) return false;
      if (before === undefined)
        return call === 'Rates:Propose' && row['status'] === 'proposed' && row['proposedBy'] === by;
      if (call === 'Rates:Propose') return false;
      if (call === 'Rates:Accept')
        return before['status'] === 'proposed' && row['status'] === 'accepted' && before['proposedBy'] !== by;
      if (row['status'] === 'suspended') return before['status'] === 'accepted' && row['suspendedBy'] === by;
      return (
        row['status'] === 'withdrawn' ||
        (row['status'] === 'accepted' && before['status'] === 'suspended' && before['suspendedBy'] === by)
      );
    },
    isKept: true,
  },
  'rate-quota': { calls: [post, 'Rates:Accept', 'Rates:SetStatus'], may: anybody },
  'supply-total': {
    calls: ['Programs:FoldSupply'],
    may: (change) => {
      const { row, before, parts, argument, time, by } = change;
      const day = argument()['period'];
      const today = new Date(time).toISOString().slice(0, 10);
      const through = [before?.['foldedThrough'] ?? day, day].sort().at(-1);
      if (by !== issuerOf(change, parts[0]) || typeof day !== 'string' || day >= today) return false;
      const pending = row?.['pending'] as Fields | undefined;
      return row?.['foldedThrough'] === through && (pending === undefined || pending['period'] === day);
    },
    isKept: true,
  },
  'current-cycle': {
    calls: ['Clearing:CutOff', 'Clearing:Close'],
    may: ({ row, call, besides, argument }) => {
      const cycle = argument()['cycle'];
      const written = besides(`cycle ${String(cycle)}`);
      if (call === 'Clearing:CutOff') return written !== undefined && written['next'] === row?.['cycle'];
      return written !== undefined && row?.['cycle'] === cycle && row?.['closed'] === true;
    },
  },
  'cut-off': {
    calls: ['Clearing:CutOff'],
    may: ({ by, parts, argument }) => by === parts[1] && argument()['cycle'] === parts[0],
  },
  cycle: {
    calls: ['Clearing:CutOff', 'Clearing:Close'],
    may: ({ row, before, call, parts, argument, time }) => {
      if (argument()['cycle'] !== parts[0]) return false;
      if (call === 'Clearing:CutOff') return before === undefined && row?.['next'] !== undefined;
      // One that ends with its month is closed once that is over, by its client's own clock.
      return before !== undefined || (row?.['next'] === undefined && time >= endOfMonth(parts[0]!));
    },
    isKept: true,
  },
  remainders: {
    calls: ['Clearing:Close'],
    may: ({ row, besides, argument }) => {
      const cycle = argument()['cycle'];
      return row?.['cycle'] === cycle && besides(`cycle ${String(cycle)}`)?.['status'] === 'closed';
    },
  },
  settlement: {
    calls: ['Clearing:Close', ...['Instruct', 'Confirm', 'Dispute', 'Resolve'].map((name) => `Settlements:${name}`)],
    may: ({ by, actsFor, row, before, call, parts, besides }) => {
      const [cycle, debtor, creditor] = parts;
      const steps = [before?.['status'] ?? 'none', row?.['status']].join(' ');
      if (call === 'Clearing:Close') return steps === 'none due' && besides(`cycle ${cycle}`)?.['status'] === 'closed';
      const disputed = before?.['dispute'] as Fields | undefined;
      const isParty = actsFor(debtor) || actsFor(creditor);
      switch (steps) {
        case 'due instructed':
          return actsFor(debtor) && call === 'Settlements:Instruct';
        case 'instructed confirmed':
          return actsFor(creditor) && call === 'Settlements:Confirm';
        case 'due disputed':
        case 'instructed disputed':
          return isParty && call === 'Settlements:Dispute';
        case 'disputed confirmed':
          return actsFor(creditor) && call === 'Settlements:Resolve';
        case 'disputed due':
          return isParty && call === 'Settlements:Resolve' && disputed?.['by'] === by;
        default:
          return false;
      }
    },
    isKept: true,
  },
  'terms-pair': { calls: ['Terms:Propose', 'Terms:Accept'], may: ({ by, parts }) => parts.includes(by) },
  terms: {
    calls: ['Terms:Propose', 'Terms:Accept', 'Terms:Withdraw'],
    may: ({ by, row, before, call, parts }) => {
      if (!parts.slice(0, 2).includes(by)) return false;
      switch (row?.['status']) {
        case 'proposed':
          return before === undefined && row['proposedBy'] === by && call === 'Terms:Propose';
        case 'accepted':
          return before?.['proposedBy'] !== by && call === 'Terms:Accept';
        case 'superseded':
          return call === 'Terms:Accept';
        default:
          return row?.['withdrawnBy'] === by && call === 'Terms:Withdraw';
      }
    },
    isKept: true,
  },
  statement: {
    calls: ['Statements:Make'],
    may: ({ by, parts, row }) => row?.['madeBy'] === by && parts.slice(1).includes(by),
  },
  'log-key': { calls: ['Evidence:SetKey'], may: ({ by, parts }) => by === parts[0] },
  anchor: { calls: ['Evidence:Anchor'], may: ({ by, parts }) => by === parts[0] },
  // Whether enough of the others approved, and whether it adds up, is recomputed with the claims.
  migration: {
    calls: ['Propose', 'Approve', 'Complete', 'Abort'].map((name) => `Migrations:${name}`),
    may: (change) => {
      const { by, call, parts, row } = change;
      if (call === 'Migrations:Approve') return by !== parts[0];
      return by === parts[0] && issuerOf(change, row?.['programId']) === by;
    },
  },
  migrated: { calls: [post], may: ({ by, parts, row }) => row !== undefined && by === parts[0] },
  checkpoint: { calls: ['Evidence:Checkpoint'], may: ({ by, parts }) => by === parts[0] },
};

/** Kinds of rows that end some day. */
export const deletable: ReadonlySet<RowKind> = new Set([
  'lot',
  'open-hold',
  'supply',
  'clearing',
  'rate-quota',
  'standing',
  'account-day',
]);

/** In milliseconds. */
function endOfMonth(cycle: string): number {
  const [year = 0, month = 0] = cycle.slice(0, 7).split('-').map(Number);
  return Date.UTC(year, month, 1);
}
