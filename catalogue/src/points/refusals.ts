/** What an operation of each kind may be refused with: the codes of its outcome in the reply of `Points:Post`. */
import { errorPrecedence, type ErrorCode } from '../core/errors.js';
import type { OperationKind } from './operations.js';

/** Of all kinds, besides their own: the id, and the chain that it is linked in. */
const ofAll = ['ID_CONFLICT', 'LINKED_FAILED'] as const satisfies readonly ErrorCode[];

const ofLimits = [
  'AMOUNT_BELOW_MINIMUM',
  'AMOUNT_ABOVE_MAXIMUM',
  'DAY_LIMIT_EXCEEDED',
  'VELOCITY_EXCEEDED',
] as const satisfies readonly ErrorCode[];

/** Of what takes points from an account at its member's will. */
const ofDebits = [
  'ORGANIZATION_NOT_ALLOWED',
  'PROGRAM_UNKNOWN',
  'PROGRAM_SUSPENDED',
  'PROGRAM_ENDING',
  'ACCOUNT_UNKNOWN',
  'NOT_CUSTODIAN',
  'ACCOUNT_FROZEN',
  'ACCOUNT_CLOSED',
  'ACCOUNT_LOCKED',
  'SIGNATURE_REQUIRED',
  'AUTHORIZATION_EXPIRED',
  'SIGNATURE_INVALID',
  'DEBITS_STOPPED',
  ...ofLimits,
  'INPUTS_INVALID',
  'LOT_SPENT',
  'LOT_EXPIRED',
  'LOT_NOT_MATURE',
  'INSUFFICIENT_POINTS',
  'POINTS_RESERVED',
] as const satisfies readonly ErrorCode[];

/** Of what makes another merchant a creditor. */
const ofPrices = ['PROGRAM_UNVALUED', 'PROGRAM_NOT_ACCEPTED'] as const satisfies readonly ErrorCode[];

/** The kinds that fewer roles may post than `Points:Post` is open to. */
const ofRoles = ['ROLE_NOT_ALLOWED'] as const satisfies readonly ErrorCode[];

/** The first that holds is given. */
export const operationRefusals: Readonly<Record<OperationKind, readonly ErrorCode[]>> = {
  issue: inPrecedence(
    ...ofRoles,
    'ORGANIZATION_NOT_ALLOWED',
    'PROGRAM_UNKNOWN',
    'AGREEMENT_NOT_ACCEPTED',
    'NOT_ISSUER',
    'PROGRAM_SUSPENDED',
    'PROGRAM_ENDING',
    'ACCOUNT_UNKNOWN',
    'ACCOUNT_FROZEN',
    'ACCOUNT_CLOSED',
    'TERMS_OF_USE_NOT_ACCEPTED',
    'CREDITS_STOPPED',
    ...ofLimits,
    'MIGRATION_UNKNOWN',
    'MIGRATION_STATE',
    'CLAIM_INVALID',
    'LEAF_NOT_IN_MIGRATION',
    'EARNED_ON_INVALID',
    'EXPIRY_OUT_OF_BOUNDS',
    'MATURITY_AFTER_EXPIRY',
    'LANE_UNKNOWN',
    'QUOTA_EXHAUSTED',
  ),
  transfer: inPrecedence(...ofRoles, ...ofDebits, 'CREDITS_STOPPED', 'ACCOUNTS_EQUAL', 'TRANSFER_NOT_ALLOWED'),
  redeem: inPrecedence(...ofDebits, 'ACCEPTOR_UNKNOWN', ...ofPrices, 'CYCLE_CLOSED'),
  reverse: inPrecedence(
    ...ofRoles,
    'OPERATION_UNKNOWN',
    'ACCOUNT_FROZEN',
    'ACCOUNT_CLOSED',
    'DEBITS_STOPPED',
    'CREDITS_STOPPED',
    'ACCOUNT_LOCKED',
    'REVERSAL_NOT_YOURS',
    'NOT_REVERSIBLE',
    'ALREADY_REVERSED',
    'REVERSAL_EXCEEDED',
    'CYCLE_CLOSED',
    'LOT_SPENT',
    'INSUFFICIENT_POINTS',
    'POINTS_RESERVED',
    'QUOTA_EXHAUSTED',
    'MIGRATION_STATE',
  ),
  expire: inPrecedence(
    ...ofRoles,
    'PROGRAM_UNKNOWN',
    'ACCOUNT_UNKNOWN',
    'NOT_CUSTODIAN',
    'EXPIRY_STOPPED',
    'DEBITS_STOPPED',
    'INPUTS_INVALID',
    'LOT_SPENT',
    'NOTHING_TO_EXPIRE',
  ),
  hold: inPrecedence(...ofDebits, 'ACCEPTOR_UNKNOWN', ...ofPrices, 'HOLD_PERIOD_INVALID'),
  capture: inPrecedence(
    'HOLD_UNKNOWN',
    'PROGRAM_SUSPENDED',
    'ACCOUNT_FROZEN',
    'ACCOUNT_CLOSED',
    'DEBITS_STOPPED',
    'ACCOUNT_LOCKED',
    'HOLD_NOT_YOURS',
    'HOLD_EXPIRED',
    'HOLD_RESOLVED',
    'PREIMAGE_WRONG',
    'HOLD_EXCEEDED',
    'CYCLE_CLOSED',
  ),
  void: inPrecedence('HOLD_UNKNOWN', 'HOLD_NOT_YOURS', 'HOLD_RESOLVED'),
  seize: inPrecedence(
    ...ofRoles,
    'ORDER_UNKNOWN',
    'ORDER_STATE',
    'ACCOUNT_FROZEN',
    'ACCOUNT_CLOSED',
    'CREDITS_STOPPED',
    'SEIZURE_EXCEEDED',
    'INSUFFICIENT_POINTS',
    'POINTS_RESERVED',
  ),
  exchange: inPrecedence(
    ...ofDebits,
    'CREDITS_STOPPED',
    ...ofPrices,
    'RATE_UNKNOWN',
    'RATE_NOT_OPEN',
    'RATE_EXPIRED',
    'EXCHANGE_TOO_SMALL',
    'RECEIVED_TOO_LITTLE',
    'CYCLE_CLOSED',
    'LANE_UNKNOWN',
    'QUOTA_EXHAUSTED',
  ),
  extend: inPrecedence(
    ...ofRoles,
    'PROGRAM_UNKNOWN',
    'NOT_ISSUER',
    'PROGRAM_SUSPENDED',
    'ACCOUNT_UNKNOWN',
    'ACCOUNT_FROZEN',
    'ACCOUNT_CLOSED',
    'EXPIRY_OUT_OF_BOUNDS',
    'LOT_SPENT',
    'NOTHING_TO_EXTEND',
  ),
  consolidate: inPrecedence('PROGRAM_UNKNOWN', 'ACCOUNT_UNKNOWN', 'NOT_CUSTODIAN'),
};

function inPrecedence(...own: readonly ErrorCode[]): readonly ErrorCode[] {
  const codes = new Set<ErrorCode>([...ofAll, ...own]);
  return errorPrecedence.filter((code) => codes.has(code));
}
