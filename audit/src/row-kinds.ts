/**
 * Every kind of row in one line of a table: what it has to look like (the parts of its key, the fields that the audit reads), so that a
 * row that makes no sense is told of as what it is; and who may write it: by which transactions, signed by whose client. Two merchants'
 * peers can endorse any row under any key; the signature of a third one's client they have not. What a row says of points is compared
 * elsewhere, with receipts; here is what only somebody's word can make so. What a later version of the chaincode adds to a row is no
 * nonsense. A row of a kind that has no line is a finding.
 */
import { creditCalls, mayChangeAcceptance } from './acceptance-changes.js';
import { accountAuthor } from './account-authors.js';
import { clearingAuthors } from './clearing-changes.js';
import { lineAuthors } from './line-changes.js';
import { foldedAuthor } from './folded-author.js';
import { maySayOfPlan } from './plan-words.js';
import { orderAuthor } from './order-changes.js';
import { mayChangeProgram, programChanges } from './program-changes.js';
import { rateAuthors } from './rate-changes.js';
import { anybody, type Author, changed, decisions, type Fields, issuerOf, orders, post } from './row-changes.js';
import {
  type Check,
  amount,
  either,
  amounts,
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

import { termsAuthors } from './terms-changes.js';

export interface RowShape {
  readonly key: readonly string[];
  readonly has: Readonly<Record<string, Check>>;
  readonly mayHave?: Readonly<Record<string, Check>>;
}

export interface KindOfRow extends RowShape, Author {
  /** Rows of this kind are deleted some day. */
  readonly ends?: true;
}

const caps = amounts('perDay', 'inAll');
const crossed = amounts('today', 'inAll');
const isBallot = (proposalId: unknown, row: Fields | undefined, asked: Fields): boolean =>
  asked['proposalId'] === proposalId && asked['vote'] === row?.['vote'];
const lane: RowShape['has'] = { granted: amount, used: amount };
const setFrom = listOf('fromCycle', 'clearingValue');
const supply: RowShape['has'] = { issued: signed, redeemed: signed, expired: signed, reversed: signed };

export const rowKinds = {
  // What members decide is judged by their votes.
  org: {
    key: ['mspId'],
    has: { mspId: text, status: text },
    mayHave: { kind: text, successor: text, leaving: object },
    calls: ['Organizations:Register', ...decisions],
    may: ({ by, call, parts }) => decisions.includes(call) || by === parts[0],
    isKept: true,
  },
  constitution: {
    key: [],
    has: { version: number, voters: list, rules: object, regulatorPowers: list, capRaise: object, noticeDays: number },
    mayHave: {
      notes: either,
      collateral: either,
      otherAssets: either,
      clearing: object,
      earlierNetting: listOf('before', 'netting'),
    },
    calls: decisions,
    may: anybody,
  },
  epoch: {
    key: [],
    has: { number },
    calls: ['Organizations:Register', ...decisions],
    may: anybody,
  },
  proposal: {
    key: ['proposalId'],
    has: { proposalId: text, proposer: text, actions: list, status: text, voters: list, consents: list, rule: object },
    calls: decisions,
    may: anybody,
  },
  vote: {
    key: ['proposalId', 'mspId'],
    has: { mspId: text, vote: text },
    calls: ['Governance:Propose', 'Governance:Vote'],
    // Two merchants could endorse the other one than the client signed.
    may: ({ by, parts, call, row, argument }) =>
      by === parts[1] && (call === 'Governance:Propose' || isBallot(parts[0], row, argument())),
  },
  objection: {
    key: ['proposalId', 'mspId'],
    has: { mspId: text },
    calls: ['Governance:Object'],
    may: ({ by, parts }) => by === parts[1],
  },
  'plan-signature': {
    key: ['planHash', 'mspId'],
    has: {
      planHash: text,
      mspId: text,
      proposalId: text,
      intent: text,
      sequence: number,
      updateHash: text,
      signature: text,
    },
    calls: ['Governance:SignPlan'],
    may: ({ by, parts }) => by === parts[1],
  },
  // Whether it was decided on, and is so, is compared with the blocks.
  'plan-execution': {
    key: ['planHash', 'proposalId', 'mspId'],
    has: { planHash: text, proposalId: text, mspId: text },
    calls: ['Governance:PauseWrites', 'Governance:RecordExecution'],
    may: maySayOfPlan,
    isKept: true,
  },
  agreement: {
    key: ['version'],
    has: { version: number, hash: text },
    calls: decisions,
    may: anybody,
  },
  adherence: {
    key: ['version', 'mspId'],
    has: { version: number, hash: text },
    calls: ['Governance:AcceptAgreement'],
    may: ({ by, parts }) => by === parts[1],
  },
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
    mayHave: { clearingValues: setFrom, limits: object, capBase: object, termsOfUse: object },
    calls: Object.keys(programChanges),
    may: ({ call, row, before, actsFor }) =>
      (call === 'Governance:Execute' || actsFor(row?.['issuer'])) &&
      mayChangeProgram(call, before, row, changed(before, row)),
    isKept: true,
  },
  acceptance: {
    key: ['programId', 'mspId'],
    has: { programId: text, mspId: text, valueMin: amount, sinceCycle: text },
    mayHave: { endedAt: time, credit: object },
    calls: ['Programs:Accept', 'Programs:EndAcceptance', ...creditCalls],
    may: (change) => mayChangeAcceptance(change, issuerOf(change, change.parts[0])),
    isKept: true,
  },
  // Whether lanes and what comes back add up is recomputed with receipts.
  'credit-quota': {
    key: ['programId', 'mspId', 'lane'],
    has: { granted: amount, used: signed },
    calls: [post, 'Credit:Grant', 'Credit:Raise', 'Credit:GiveBack'],
    may: ({ row }) => row !== undefined,
  },
  'credit-back': {
    key: ['programId', 'mspId', 'txId'],
    has: { amount },
    calls: [post, 'Credit:GiveBack', 'Credit:Release', 'Credit:Prepay'],
    may: ({ row, call }) => (row === undefined) === (call === 'Credit:GiveBack'),
    ends: true,
  },
  'credit-release': {
    key: ['programId', 'mspId', 'cycle'],
    has: { amount, prepaid: amount },
    calls: ['Credit:Release'],
    may: ({ row }) => row !== undefined,
  },
  prepayment: {
    key: ['programId', 'mspId', 'prepaymentId'],
    has: { amount, left: amount },
    // A claim uses up what was paid in advance, as a settled cycle does.
    calls: ['Credit:Prepay', 'Credit:Release', 'Collateral:Claim'],
    may: ({ by, call, parts, row }) => row !== undefined && (call === 'Credit:Release' || by === parts[1]),
  },
  quota: {
    key: ['programId', 'lane'],
    has: lane,
    calls: [
      'Programs:Create',
      'Programs:ChangeCap',
      'Programs:AllotQuota',
      'Programs:FoldSupply',
      post,
      'Rates:Accept',
      'Rates:SetStatus',
      'Notes:Offer',
      'Notes:Close',
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
      merged: list,
      standing: object,
      termsOfUse: listOf('programId', 'acceptedAt'),
      erasure: object,
    },
    ...accountAuthor,
  },
  reference: {
    key: ['referenceId'],
    has: { accountId: text, since: time },
    mayHave: { removedAt: time },
    calls: ['Accounts:Open', 'Accounts:AddReference', 'Accounts:RemoveReference', 'Accounts:Merge'],
    may: ({ actsFor, parts }) => actsFor(parts[0]!.split(':')[0]),
  },
  // Whose they are, and what stands, is judged with the orders.
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
    calls: orders,
    ...orderAuthor,
  },
  standing: {
    key: ['kind', 'subject'],
    has: { orders: list },
    calls: orders,
    may: anybody,
    ends: true,
  },
  'account-day': {
    key: ['accountId', 'programId'],
    has: { day: time, debited: amount, debits: number, credited: amount, credits: number },
    calls: [post, 'Accounts:Merge'],
    may: ({ parts, row, call, besides }) =>
      call === post
        ? row !== undefined && besides(`moves ${parts.join(' ')}`) !== undefined
        : besides(`account ${parts[0]}`) !== undefined,
    ends: true,
  },
  // These are explained by receipts, or are findings there.
  lot: {
    key: ['accountId', 'programId', 'expiry', 'txId', 'n'],
    has: { amount },
    mayHave: { originMspId: text, originId: text },
    calls: [post, 'Orders:Lift', 'Governance:Execute'],
    may: anybody,
    ends: true,
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
      credit: listOf('amount'),
      credited: flag,
      creditBack: amount,
      reversed: amount,
      reversedBy: list,
      expiresAt: time,
      holdMspId: text,
      holdId: text,
      lineId: text,
      rateVersion: number,
      minReceived: amount,
      taken: amount,
      received: amount,
      from: time,
      until: time,
      interestMax: amount,
      interest: amount,
      parts: object,
    },
    calls: [post],
    may: anybody,
  },
  imported: {
    key: ['mspId', 'file', 'stretch'],
    has: { programId: text, expiry: time, lane: number, rows: list, txId: text, txTime: time },
    mayHave: { campaign: text, maturesOn: time },
    calls: [post],
    may: ({ by, parts, row }) => row !== undefined && by === parts[0],
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
    mayHave: {
      lots: listOf('amount'),
      captured: amount,
      beneficiary: text,
      hashLock: text,
      credited: flag,
      lineId: text,
      note: object,
    },
    calls: [post],
    may: anybody,
  },
  'credit-line': {
    key: ['mspId', 'lineId'],
    has: {
      mspId: text,
      lineId: text,
      accountId: text,
      programId: text,
      limit: signed,
      haircutPpm: number,
      marginDays: number,
      feePpm: number,
      until: time,
      pledgesEndAt: time,
      grantedAt: time,
      status: oneOf('open', 'noticed', 'liquidated', 'closed'),
      pledges: listOf('mspId', 'pledgeId', 'amount'),
      drawing: signed,
      drawn: signed,
    },
    mayHave: { secures: text, fee: signed, notice: object, disputed: number, allowed: object },
    ...lineAuthors['credit-line'],
  },
  'line-payment': {
    key: ['mspId', 'lineId', 'paymentId'],
    has: {
      mspId: text,
      lineId: text,
      paymentId: text,
      kind: oneOf('draw', 'repayment'),
      amount: signed,
      status: oneOf('instructed', 'confirmed', 'disputed', 'withdrawn'),
      instructedAt: time,
    },
    mayHave: { applied: signed, dispute: object, confirmedAt: time },
    ...lineAuthors['line-payment'],
  },
  'open-hold': {
    key: ['accountId', 'programId', 'mspId', 'holdId'],
    has: { amount },
    calls: [post],
    may: anybody,
    ends: true,
  },
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
    ...rateAuthors.rate,
  },
  'note-offer': {
    key: ['programId', 'offerId'],
    has: {
      programId: text,
      offerId: text,
      issuer: text,
      days: number,
      ppm: number,
      ppmMin: number,
      ppmMax: number,
      noticeDays: number,
      ceiling: amount,
      lanes: number,
      rates: list,
      status: oneOf('open', 'closed'),
      offeredAt: time,
      expiryMonths: number,
      carved: listOf('amount'),
    },
    mayHave: { early: object, expiryRounding: text },
    calls: ['Notes:Offer', 'Notes:ChangeRate', 'Notes:Close'],
    may: (change) => {
      const { by, call, row, before, parts } = change;
      if (row === undefined || row['issuer'] !== by || issuerOf(change, parts[0]) !== by) return false;
      const fields = changed(before, row).join();
      if (before === undefined) return call === 'Notes:Offer';
      return call === 'Notes:ChangeRate' ? fields === 'rates' : call === 'Notes:Close' && fields === 'status';
    },
    isKept: true,
  },
  // What a sale draws is told by its receipt.
  'note-quota': {
    key: ['programId', 'offerId', 'lane'],
    has: lane,
    calls: [post, 'Notes:Offer', 'Notes:Close'],
    may: (change) => change.call === post || change.by === issuerOf(change, change.parts[0]),
  },
  note: {
    key: ['mspId', 'noteId'],
    has: {
      mspId: text,
      noteId: text,
      programId: text,
      offerId: text,
      accountId: text,
      principal: amount,
      from: time,
      until: time,
      interestMax: amount,
      status: oneOf('open', 'redeemed'),
    },
    mayHave: { lots: listOf('lotId', 'amount'), interest: amount, redeemedBy: object, pledge: object },
    calls: [post],
    may: anybody,
  },
  'rate-quota': {
    key: ['sourceProgramId', 'targetProgramId', 'version', 'lane'],
    has: lane,
    calls: [post, 'Rates:Accept', 'Rates:SetStatus'],
    may: anybody,
    ends: true,
  },
  supply: {
    key: ['programId', 'day', 'txId'],
    has: supply,
    mayHave: { held: signed, interest: signed, unused: signed },
    calls: [post, 'Programs:FoldSupply'],
    may: ({ row, call }) => (row === undefined) === (call !== post),
    ends: true,
  },
  'supply-total': {
    key: ['programId'],
    has: supply,
    mayHave: { held: signed, interest: signed, unused: signed, returned: signed, foldedThrough: time, pending: object },
    ...foldedAuthor,
  },
  clearing: {
    key: ['cycle', 'debtor', 'creditor', 'programId', 'txId'],
    has: { amount: signed },
    mayHave: { worth: signed, unvalued: signed, credited: signed },
    calls: [post, 'Clearing:Close'],
    may: ({ row, call }) => row !== undefined || call !== post,
    ends: true,
  },
  'current-cycle': {
    key: ['month'],
    has: { cycle: text },
    mayHave: { closed: flag },
    ...clearingAuthors['current-cycle'],
  },
  'cut-off': {
    key: ['cycle', 'mspId'],
    has: { agreedAt: time },
    ...clearingAuthors['cut-off'],
  },
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
    ...clearingAuthors.cycle,
  },
  remainders: {
    key: [],
    has: { cycle: text, remainders: owed },
    ...clearingAuthors.remainders,
  },
  settlement: {
    key: ['cycle', 'debtor', 'creditor'],
    has: {
      cycle: text,
      debtor: text,
      creditor: text,
      amount: signed,
      status: oneOf('due', 'instructed', 'confirmed', 'disputed'),
      dueSince: time,
    },
    mayHave: { currency: text, dispute: object, resolution: object, claim: object },
    ...clearingAuthors.settlement,
  },
  'terms-pair': {
    key: ['first', 'second'],
    has: { parties: list, newest: number },
    mayHave: { accepted: number },
    calls: ['Terms:Propose', 'Terms:Accept'],
    may: ({ by, parts }) => parts.includes(by),
  },
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
    ...termsAuthors.terms,
  },
  statement: {
    key: ['cycle', 'first', 'second'],
    has: { cycle: text, parties: list, hash: text, madeBy: text },
    calls: ['Statements:Make'],
    may: ({ by, parts, row }) => row?.['madeBy'] === by && parts.slice(1).includes(by),
  },
  'log-key': {
    key: ['mspId'],
    has: { mspId: text, keys: listOf('publicKey', 'since') },
    calls: ['Evidence:SetKey'],
    may: ({ by, parts }) => by === parts[0],
  },
  anchor: {
    key: ['mspId', 'log'],
    has: { mspId: text, log: text, sequence: number, size: number, root: text, anchoredAt: time },
    calls: ['Evidence:Anchor'],
    may: ({ by, parts }) => by === parts[0],
  },
  // Whether enough of the others approved, and whether it adds up, is recomputed with the claims.
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
    calls: ['Propose', 'Approve', 'Complete', 'Abort'].map((name) => `Migrations:${name}`),
    may: (change) => {
      const { by, call, parts, row } = change;
      if (call === 'Migrations:Approve') return by !== parts[0];
      return by === parts[0] && issuerOf(change, row?.['programId']) === by;
    },
  },
  migrated: {
    key: ['mspId', 'migrationId', 'txId'],
    has: { count: number, amount: signed },
    calls: [post],
    may: ({ by, parts, row }) => row !== undefined && by === parts[0],
  },
  bridge: {
    key: ['programId', 'bridgeId'],
    has: { in: caps, out: caps, status: oneOf('open', 'closed') },
    calls: ['Bridges:Set'],
    may: (change) => change.row !== undefined && change.by === issuerOf(change, change.parts[0]),
  },
  // Whether it is what receipts come to, is recomputed with them.
  'bridge-use': {
    key: ['programId', 'bridgeId'],
    has: { day: text, in: crossed, out: crossed },
    calls: [post],
    may: (change) => change.row !== undefined && change.by === issuerOf(change, change.parts[0]),
  },
  checkpoint: {
    key: ['mspId'],
    has: { mspId: text, origin: text, size: number, root: text, time: number, publicKey: text, signature: text },
    calls: ['Evidence:Checkpoint'],
    may: ({ by, parts }) => by === parts[0],
  },
} as const satisfies Readonly<Record<string, KindOfRow>>;

export type RowKind = keyof typeof rowKinds;
