/**
 * What the ledger's rows hold, by the object type of their keys. The parts of a key say the rest: of a lot, the account,
 * the programme and the expiry.
 */
import { z } from 'zod';
import { account } from './accounts/account.js';
import { lot } from './accounts/accounts.js';
import { reference } from './accounts/references.js';
import { cycleReport } from './clearing/clearing.js';
import { settlement } from './clearing/settlements.js';
import { amount, cycle, day, money, positiveAmount, salt, signedAmount, timestamp } from './core/values.js';
import { anchor } from './evidence/anchors.js';
import { logCheckpoint, logKeys } from './evidence/receipt-log.js';
import { disclosure } from './figures/disclosures.js';
import { figure, figuresOutline } from './figures/figures.js';
import { adherence, agreement } from './governance/agreement.js';
import { constitution, epoch } from './governance/constitution.js';
import { objection, proposal, reasoning, vote } from './governance/proposals.js';
import { hold } from './holds/holds.js';
import { migrated, migration } from './migration/migrations.js';
import { order, orderReason } from './orders/orders.js';
import { standing } from './orders/standing.js';
import { organization } from './organizations/organizations.js';
import { receipt } from './points/operations.js';
import { acceptance } from './programs/acceptances.js';
import { program, quotaLane, supplyDelta } from './programs/programs.js';
import { rate } from './rates/rates.js';
import { moneyStatement, statementRecord, statementRemainder } from './terms/statements.js';
import { parties, privateTerms, termsRecord, termsVersion } from './terms/terms.js';

const lane = quotaLane.omit({ lane: true });
const { cutAt, next, closedAt, folded, positions, carried, carriedTo, values, privatePairs } = cycleReport.shape;
const { currency, netting, remaindersBefore, payments, remainders, dropped } = cycleReport.shape;

/** Rows that every organisation has. */
export const rows = {
  org: organization,
  constitution,
  epoch,
  proposal,
  vote,
  objection,
  agreement,
  adherence,
  program,
  acceptance,
  quota: lane,
  account,
  reference,
  order,
  /** The orders on a programme, or on all accounts that an organisation keeps; an account’s stand in its own row. */
  standing,
  /** What an account did with a programme's points on the last day that counted. */
  'account-day': z.strictObject({ day, debited: amount, debits: z.int(), credited: amount, credits: z.int() }),
  lot,
  op: receipt,
  hold,
  /** One for each open hold of an account, so that what is held is told without a row that all holds would write. */
  'open-hold': z.strictObject({ amount: positiveAmount }),
  rate,
  'rate-quota': lane,
  supply: supplyDelta,
  /** The sum of all supply rows that were folded. */
  'supply-total': supplyDelta.extend({
    /** The last day of which any row was folded. */
    foldedThrough: day.optional(),
    /** A day that is folded in part, and what its folded rows retired. */
    pending: z.strictObject({ period: day, retired: signedAmount }).optional(),
    /** What came back as quota so far; only with a cap on what is outstanding. */
    returned: signedAmount.optional(),
  }),
  /** What one transaction added to a position, and what that is worth if it has a value. */
  clearing: z.strictObject({ amount: signedAmount, worth: money.optional(), unvalued: signedAmount.optional() }),
  /**
   * Of a month that merchants cut or that is being closed: the part of it that what is done now counts to, and whether its
   * closing has begun. It is the only row that operations and closing share, and closing writes it once: what goes on in a
   * month does not meet the steps by which an earlier part of it is folded.
   */
  'current-cycle': z.strictObject({ cycle, closed: z.literal(true).optional() }),
  /** A merchant's agreement to end a cycle before its month does. */
  'cut-off': z.strictObject({ agreedAt: timestamp }),
  /** It exists from the first step of closing on. */
  cycle: z.strictObject({
    cycle,
    status: z.enum(['closing', 'closed']),
    folded,
    positions,
    /** When merchants cut it off, and the cycle that goes on from there; absent of one that ended with its month. */
    cutAt,
    next,
    /** Of a closed cycle: what had no value, and the cycle that it was carried into. */
    carried,
    carriedTo,
    /** Of a closed cycle. */
    values: values.optional(),
    /** Of a closed cycle: who settles on money statements of their own, and the terms they had accepted last by then. */
    privatePairs: privatePairs.optional(),
    /** Of a closed cycle: what is paid for it, and what is owed on. */
    currency: currency.optional(),
    netting: netting.optional(),
    remaindersBefore: remaindersBefore.optional(),
    payments: payments.optional(),
    remainders: remainders.optional(),
    dropped,
    closedAt,
  }),
  /** What the cycle that was closed last left unpaid, and those before it. */
  remainders: z.strictObject({ cycle, remainders }),
  settlement,
  'terms-pair': z.strictObject({
    parties,
    /** The highest version. */
    newest: termsVersion,
    /** The version that was accepted last. */
    accepted: termsVersion.optional(),
  }),
  terms: termsRecord,
  statement: statementRecord,
  'log-key': logKeys,
  /** The newest one of an organisation; the ones before are in the blocks. */
  checkpoint: logCheckpoint,
  /** The newest one of an organisation's log. */
  anchor,
  migration,
  /** What one transaction claimed of a migration, or took back; blind, so that claims never meet. */
  migrated,
} as const;

/** What the parts of a row's key are, behind its type. A part that the row repeats has the same name there. */
export const rowKeys = {
  org: ['mspId'],
  constitution: [],
  epoch: [],
  proposal: ['proposalId'],
  vote: ['proposalId', 'mspId'],
  objection: ['proposalId', 'mspId'],
  agreement: ['version'],
  adherence: ['version', 'mspId'],
  program: ['programId'],
  acceptance: ['programId', 'mspId'],
  quota: ['programId', 'lane'],
  account: ['accountId'],
  reference: ['referenceId'],
  order: ['orderId'],
  standing: ['kind', 'subject'],
  'account-day': ['accountId', 'programId'],
  lot: ['accountId', 'programId', 'expiry', 'txId', 'n'],
  op: ['mspId', 'id'],
  hold: ['mspId', 'holdId'],
  'open-hold': ['accountId', 'programId', 'mspId', 'holdId'],
  rate: ['sourceProgramId', 'targetProgramId', 'version'],
  'rate-quota': ['sourceProgramId', 'targetProgramId', 'version', 'lane'],
  supply: ['programId', 'day', 'txId'],
  'supply-total': ['programId'],
  clearing: ['cycle', 'debtor', 'creditor', 'programId', 'txId'],
  'current-cycle': ['month'],
  'cut-off': ['cycle', 'mspId'],
  cycle: ['cycle'],
  remainders: [],
  settlement: ['cycle', 'debtor', 'creditor'],
  'terms-pair': ['first', 'second'],
  terms: ['first', 'second', 'version'],
  statement: ['cycle', 'first', 'second'],
  'log-key': ['mspId'],
  checkpoint: ['mspId'],
  anchor: ['mspId', 'log'],
  migration: ['mspId', 'migrationId'],
  migrated: ['mspId', 'migrationId', 'txId'],
} as const satisfies Readonly<Record<RowType, readonly string[]>>;

/** Rows in collections: those of a pair of merchants, of one merchant, of the auditor. */
export const privateRows = {
  terms: privateTerms,
  statement: moneyStatement,
  /** Of the pair: one, which each statement reads and writes. */
  remainder: statementRemainder,
  /** With the statement's salt, because little is unknown of the rest. */
  settlement: settlement.extend({ salt }),
  figure,
  /** What requests said is not in it, not even as a digest: everybody knows the row's hash, and could try values against it. */
  figures: figuresOutline.extend({
    /** The last requests, oldest first. */
    requests: z.array(z.strictObject({ id: z.string(), revision: z.int(), names: z.array(z.string()) })),
  }),
  disclosure,
  /** Its hash is the `reasonHash` of the order, as everybody sees. */
  'order-reason': orderReason,
  /** Its hash is the `reasonHash` of the proposal, vote or objection. */
  reasoning,
} as const;

export type RowType = keyof typeof rows;
export type Row<Type extends RowType> = z.infer<(typeof rows)[Type]>;
export type PrivateRowType = keyof typeof privateRows;
export type PrivateRow<Type extends PrivateRowType> = z.infer<(typeof privateRows)[Type]>;
