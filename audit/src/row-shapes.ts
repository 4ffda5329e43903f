/**
 * What each kind of row has to look like: the parts of its key and the fields that the audit reads, so that a row that makes
 * no sense is told of as what it is. What a later version of the chaincode adds is no nonsense. A row of a kind that has no line is a finding.
 */

import {
  type Check,
  amount,
  flag,
  list,
  listOf,
  number,
  object,
  oneOf,
  owed,
  signed,
  text,
  time,
  version,
} from './row-checks.js';

interface RowShape {
  readonly key: readonly string[];
  readonly has: Readonly<Record<string, Check>>;
  readonly mayHave?: Readonly<Record<string, Check>>;
}

const lane: RowShape['has'] = { granted: amount, used: amount };
const supply: RowShape['has'] = { issued: signed, redeemed: signed, expired: signed, reversed: signed };

export const rowShapes = {
  org: {
    key: ['mspId'],
    has: { mspId: text, status: text },
    mayHave: { kind: text, successor: text, leaving: object },
  },
  constitution: {
    key: [],
    has: { version: number, voters: list, rules: object, regulatorPowers: list, capRaise: object, noticeDays: number },
    mayHave: { clearing: object, earlierNetting: listOf('before', 'netting') },
  },
  epoch: { key: [], has: { number } },
  proposal: {
    key: ['proposalId'],
    has: { proposalId: text, proposer: text, actions: list, status: text, voters: list, consents: list, rule: object },
  },
  vote: { key: ['proposalId', 'mspId'], has: { mspId: text, vote: text } },
  objection: { key: ['proposalId', 'mspId'], has: { mspId: text } },
  agreement: { key: ['version'], has: { version: number, hash: text } },
  adherence: { key: ['version', 'mspId'], has: { version: number, hash: text } },
  program: {
    key: ['programId'],
    has: {
      programId: text,
      issuer: text,
      cap: amount,
      capOn: oneOf('issued', 'outstanding'),
      expiryMonths: number,
      rules: object,
      status: oneOf('active', 'suspended'),
      lanes: number,
    },
    mayHave: {
      clearingValues: listOf('fromCycle', 'clearingValue'),
      limits: object,
      capBase: object,
      termsOfUse: object,
    },
  },
  acceptance: {
    key: ['programId', 'mspId'],
    has: { programId: text, mspId: text, valueMin: amount, sinceCycle: text },
    mayHave: { endedAt: time },
  },
  quota: { key: ['programId', 'lane'], has: lane },
  account: {
    key: ['accountId'],
    has: {
      accountId: text,
      custodian: text,
      kind: oneOf('member', 'merchant'),
      status: oneOf('active', 'frozen', 'closed'),
    },
    mayHave: {
      publicKey: object,
      recovery: object,
      locks: object,
      references: list,
      standing: object,
      termsOfUse: listOf('programId', 'acceptedAt'),
      erasure: object,
    },
  },
  reference: { key: ['referenceId'], has: { accountId: text, since: time }, mayHave: { removedAt: time } },
  order: {
    key: ['orderId'],
    has: {
      orderId: text,
      scope: object,
      effect: object,
      reasonHash: text,
      from: time,
      basis: oneOf('regulator', 'emergency', 'vote'),
      issuedAt: time,
      status: oneOf('issued', 'lifted'),
    },
    mayHave: { until: time, issuedBy: text, ratifiedAt: time, ratifiedBy: text, liftedAt: time, liftedBy: text },
  },
  standing: { key: ['kind', 'subject'], has: { orders: list } },
  'account-day': {
    key: ['accountId', 'programId'],
    has: { day: time, debited: amount, debits: number, credited: amount, credits: number },
  },
  lot: {
    key: ['accountId', 'programId', 'expiry', 'txId', 'n'],
    has: { amount },
    mayHave: { originMspId: text, originId: text },
  },
  op: {
    key: ['mspId', 'id'],
    has: { id: text, mspId: text, kind: text, programId: text, accountId: text, amount, txId: text, txTime: time },
    mayHave: {
      toAccountId: text,
      acceptor: text,
      shortfall: amount,
      consumed: list,
      created: list,
      reversed: amount,
      reversedBy: list,
      expiresAt: time,
      holdMspId: text,
      holdId: text,
      rateVersion: number,
      minReceived: amount,
      taken: amount,
      received: amount,
    },
  },
  hold: {
    key: ['mspId', 'holdId'],
    has: {
      mspId: text,
      holdId: text,
      programId: text,
      accountId: text,
      amount,
      expiresAt: time,
      status: oneOf('open', 'captured', 'voided'),
    },
    mayHave: { lots: listOf('amount'), captured: amount, beneficiary: text, hashLock: text },
  },
  'open-hold': { key: ['accountId', 'programId', 'mspId', 'holdId'], has: { amount } },
  rate: {
    key: ['sourceProgramId', 'targetProgramId', 'version'],
    has: {
      sourceProgramId: text,
      targetProgramId: text,
      version: number,
      numerator: amount,
      denominator: amount,
      validFrom: time,
      validUntil: time,
      quota: amount,
      lanes: number,
      sourceIssuer: text,
      targetIssuer: text,
      status: oneOf('proposed', 'accepted', 'suspended', 'withdrawn'),
      proposedBy: text,
    },
    mayHave: { suspendedBy: text },
  },
  'rate-quota': { key: ['sourceProgramId', 'targetProgramId', 'version', 'lane'], has: lane },
  supply: { key: ['programId', 'day', 'txId'], has: supply, mayHave: { held: signed } },
  'supply-total': {
    key: ['programId'],
    has: supply,
    mayHave: { held: signed, returned: signed, foldedThrough: time, pending: object },
  },
  clearing: {
    key: ['cycle', 'debtor', 'creditor', 'programId', 'txId'],
    has: { amount: signed },
    mayHave: { worth: signed, unvalued: signed },
  },
  'current-cycle': { key: ['month'], has: { cycle: text }, mayHave: { closed: flag } },
  'cut-off': { key: ['cycle', 'mspId'], has: { agreedAt: time } },
  cycle: {
    key: ['cycle'],
    has: {
      cycle: text,
      status: oneOf('closing', 'closed'),
      positions: listOf('debtor', 'creditor', 'programId', 'amount'),
    },
    mayHave: {
      cutAt: time,
      next: text,
      carried: list,
      values: listOf('programId', 'clearingValue'),
      privatePairs: list,
      currency: text,
      netting: oneOf('pairs', 'all'),
      remaindersBefore: owed,
      payments: owed,
      remainders: owed,
      dropped: owed,
    },
  },
  remainders: { key: [], has: { cycle: text, remainders: owed } },
  settlement: {
    key: ['cycle', 'debtor', 'creditor'],
    has: {
      cycle: text,
      debtor: text,
      creditor: text,
      amount: signed,
      status: oneOf('due', 'instructed', 'confirmed', 'disputed'),
    },
    mayHave: { currency: text, dispute: object, resolution: object },
  },
  'terms-pair': { key: ['first', 'second'], has: { parties: list, newest: number }, mayHave: { accepted: number } },
  terms: {
    key: ['first', 'second', 'version'],
    has: {
      parties: list,
      version,
      status: oneOf('proposed', 'accepted', 'superseded', 'withdrawn'),
      hash: text,
      proposedBy: text,
      proposedAt: time,
    },
    mayHave: { withdrawnBy: text },
  },
  statement: {
    key: ['cycle', 'first', 'second'],
    has: { cycle: text, parties: list, hash: text, madeBy: text },
  },
  'log-key': { key: ['mspId'], has: { mspId: text, keys: listOf('publicKey', 'since') } },
  anchor: {
    key: ['mspId', 'log'],
    has: { mspId: text, log: text, sequence: number, size: number, root: text, anchoredAt: time },
  },
  migration: {
    key: ['mspId', 'migrationId'],
    has: {
      mspId: text,
      migrationId: text,
      programId: text,
      size: number,
      root: text,
      total: amount,
      byStatus: listOf('status', 'amount'),
      snapshotHash: text,
      status: oneOf('proposed', 'approved', 'complete', 'aborted'),
      proposedAt: time,
      approvals: listOf('mspId', 'approvedAt'),
    },
    mayHave: { approvedAt: time, endedAt: time, claimed: object, unclaimed: object },
  },
  migrated: { key: ['mspId', 'migrationId', 'txId'], has: { count: number, amount: signed } },
  checkpoint: {
    key: ['mspId'],
    has: { mspId: text, origin: text, size: number, root: text, time: number, publicKey: text, signature: text },
  },
} as const satisfies Readonly<Record<string, RowShape>>;

export type RowKind = keyof typeof rowShapes;

/** What is wrong with a row that was written (or with the key of one that was deleted); undefined where it makes sense. */
export function nonsenseIn(key: readonly string[], row: unknown): string | undefined {
  const [kind = '', ...parts] = key;
  if (!Object.hasOwn(rowShapes, kind)) return `it is of an unknown type: ${kind}`;
  const shape: RowShape = rowShapes[kind as RowKind];
  if (parts.length !== shape.key.length || parts.includes(''))
    return `its key has other parts than ${shape.key.join(', ')}`;
  if (row === undefined) return undefined;
  if (!object(row)) return 'it is no object';
  const fields = row as Readonly<Record<string, unknown>>;
  for (const field in shape.has) if (!shape.has[field]!(fields[field])) return `its ${field} makes no sense`;
  for (const field in shape.mayHave) {
    const value = fields[field];
    if (value !== undefined && !shape.mayHave[field]!(value)) return `its ${field} makes no sense`;
  }
  const other = shape.key.find((part, at) => !isSame(fields[part], parts[at]!));
  return other === undefined ? undefined : `its ${other} is another one than in its key`;
}

/** Numbers stand in keys with zeros before them. */
function isSame(value: unknown, part: string): boolean {
  return value === undefined || (typeof value === 'number' ? value === Number(part) : value === part);
}

/** The parts of a key by their names; none of a key that makes no sense. */
export function namedParts([kind = '', ...parts]: readonly string[]): Readonly<Record<string, string>> {
  const names: readonly string[] = Object.hasOwn(rowShapes, kind) ? rowShapes[kind as RowKind].key : [];
  return Object.fromEntries(names.flatMap((name, at) => (parts[at] === undefined ? [] : [[name, parts[at]]])));
}
