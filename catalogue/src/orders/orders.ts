/**
 * Orders: what an authority says of points that others keep or issue. Several may be in force at once, and their union counts.
 *
 * A regulator issues them within its powers; a merchant does as an emergency, about points that it issues or accounts that it
 * keeps, and such an order lapses after 72 hours unless it is ratified. Who issued one lifts it, and nobody else but a vote.
 */
import { z } from 'zod';
import { anyone, ofMembers, ofPrivateInput, ofReads, privateTransaction, transaction } from '../core/transaction.js';
import {
  accountId,
  bookmark,
  mspId,
  orderId,
  page,
  positiveAmount,
  programId,
  reason,
  salt,
  sha256Hex,
  timestamp,
} from '../core/values.js';

/** So long an emergency order holds unless it is ratified. */
export const EMERGENCY_HOURS = 72;
/** A lapsed emergency order is not issued anew for so many days. */
export const EMERGENCY_REPEAT_DAYS = 30;
/** The most orders that stand against one account, programme or organisation. */
export const ORDERS_MAX = 32;
/** So many lots get days back, the soonest to expire first. */
export const GIVEN_BACK_LOTS_MAX = 1_000;

export const orderScopes = ['account', 'program', 'organization'] as const;
export const orderEffects = ['stop-debits', 'stop-credits', 'reserve', 'seize'] as const;

/** What an order is about: an account, or its points of one programme; a programme; all accounts that one organisation keeps. */
export const orderScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account'), accountId, programId: programId.optional() }),
  z.strictObject({ kind: z.literal('program'), programId }),
  z.strictObject({ kind: z.literal('organization'), mspId }),
]);
export type OrderScope = z.infer<typeof orderScope>;

export const orderEffect = z.discriminatedUnion('kind', [
  /** Nothing leaves. */
  z.strictObject({ kind: z.literal('stop-debits') }),
  /** Nothing comes in but what goes back to where it was held. */
  z.strictObject({ kind: z.literal('stop-credits') }),
  /** So much stays; it may be more than there is, and then catches what comes in later. */
  z.strictObject({ kind: z.literal('reserve'), amount: positiveAmount }),
  /** So much stays until it is moved to another account, by a second organisation. */
  z.strictObject({ kind: z.literal('seize'), amount: positiveAmount, toAccountId: accountId }),
]);
export type OrderEffect = z.infer<typeof orderEffect>;

const conditions = {
  orderId,
  scope: orderScope,
  effect: orderEffect,
  /** SHA-256 of the reason with its salt, see `orderReason`: the reason itself is nobody's but those it is disclosed to. */
  reasonHash: sha256Hex,
  until: timestamp.optional(),
  /** Whether an account’s points expire meanwhile, which they do if nothing is said, or get the days back when it is lifted. */
  expiry: z.enum(['runs', 'waits']).optional(),
};

interface Conditions {
  readonly expiry?: 'runs' | 'waits' | undefined;
  readonly scope: OrderScope;
  readonly effect: OrderEffect;
}

const needsHolding = ({ scope, effect }: Conditions): boolean =>
  (effect.kind !== 'reserve' && effect.kind !== 'seize') || (scope.kind === 'account' && scope.programId !== undefined);
const needsHoldingSentence = {
  path: ['scope'],
  error: 'must name an account and a programme, of which points are reserved or seized',
};
const movesPoints = ({ scope, effect }: Conditions): boolean =>
  effect.kind !== 'seize' || scope.kind !== 'account' || effect.toAccountId !== scope.accountId;
const movesPointsSentence = {
  path: ['effect', 'toAccountId'],
  error: 'must be another account than the one seized from',
};

const waitsWithAccount = ({ expiry, scope }: Conditions): boolean => expiry !== 'waits' || scope.kind === 'account';
const waitsWithAccountSentence = { path: ['expiry'], error: 'waits for the points of one account alone' };

export const order = z.strictObject({
  ...conditions,
  /** From when on it is in force; what is in a block is in force for all that comes after it. */
  from: timestamp,
  /** On which ground: the powers of a regulator, an emergency, or a vote of the consortium. */
  basis: z.enum(['regulator', 'emergency', 'vote']),
  /** The organisation that issued it; absent of a vote. */
  issuedBy: mspId.optional(),
  issuedAt: timestamp,
  status: z.enum(['issued', 'lifted']),
  /** Of an emergency order that outlasts its 72 hours: the regulator that ratified it, or a vote if that is absent. */
  ratifiedAt: timestamp.optional(),
  ratifiedBy: mspId.optional(),
  liftedAt: timestamp.optional(),
  /** Absent if a vote lifted it. */
  liftedBy: mspId.optional(),
  /** Of a seizure: what was moved so far. */
  seized: positiveAmount.optional(),
  /** Once it is lifted, if expiry waited: by how many days lots now expire later. */
  daysGivenBack: z.int().min(0).optional(),
});
export type Order = z.infer<typeof order>;

/** What the hash of an order's reason is made of, as canonical JSON. */
export const orderReason = z.strictObject({
  orderId,
  reason,
  salt,
});
export type OrderReason = z.infer<typeof orderReason>;

/** Merchants say it as admins; a regulator's own role says it too. */
const authorities = ['admin', 'regulator'] as const;

export const issueOrder = transaction({
  name: 'Orders:Issue',
  mode: 'submit',
  summary:
    'Issues an order: a regulator’s within its powers, or a merchant’s emergency order, which lapses after 72 hours. Its id begins with the issuer’s MSP id. Repeating it changes nothing.',
  roles: authorities,
  request: z
    .strictObject({ ...conditions, from: timestamp.optional() })
    .refine(needsHolding, needsHoldingSentence)
    .refine(movesPoints, movesPointsSentence)
    .refine(waitsWithAccount, waitsWithAccountSentence),
  reply: order,
  errors: [
    ...ofMembers,
    'PROGRAM_UNKNOWN',
    'ACCOUNT_UNKNOWN',
    'ORDER_NOT_ALLOWED',
    'ORDER_EXISTS',
    'ORDER_PERIOD_INVALID',
    'ORDER_REPEATED',
    'ORDERS_TOO_MANY',
  ],
});

export const liftOrder = transaction({
  name: 'Orders:Lift',
  mode: 'submit',
  summary:
    'Lifts an order, by whoever issued it, or ratified it; by anybody once its time is over. Repeating it changes nothing.',
  roles: authorities,
  request: z.strictObject({ orderId }),
  reply: order,
  errors: [...ofMembers, 'ORDER_UNKNOWN', 'NOT_ORDER_AUTHORITY'],
});

export const ratifyOrder = transaction({
  name: 'Orders:Ratify',
  mode: 'submit',
  summary:
    'A regulator takes over a merchant’s emergency order before it lapses; from then on it is the regulator’s to lift. Repeating it changes nothing.',
  roles: ['regulator'],
  request: z.strictObject({ orderId, until: timestamp.optional() }),
  reply: order,
  errors: [...ofMembers, 'ORDER_UNKNOWN', 'ORDER_NOT_ALLOWED', 'ORDER_STATE', 'ORDER_PERIOD_INVALID'],
});

export const getOrder = transaction({
  name: 'Orders:Get',
  mode: 'evaluate',
  summary: 'One order.',
  roles: anyone,
  request: z.strictObject({ orderId }),
  reply: order,
  errors: [...ofReads, 'ORDER_UNKNOWN'],
});

export const listOrders = transaction({
  name: 'Orders:List',
  mode: 'evaluate',
  summary: 'All orders, lifted ones too, by id, a page at a time.',
  roles: anyone,
  request: z.strictObject({ ...page }),
  reply: z.strictObject({ orders: z.array(order), bookmark }),
  errors: ofReads,
});

export const discloseReason = privateTransaction({
  name: 'Orders:Disclose',
  mode: 'submit',
  summary:
    'Shows the reason of an order, by whoever issued or ratified it, to one whom it concerns: the custodian, the issuer, an auditor, a regulator. The reason is private input, and is held against its hash.',
  roles: authorities,
  request: z.strictObject({ orderId, recipient: mspId }),
  privateInput: orderReason.omit({ orderId: true }),
  endorsers: 'recipient',
  reply: z.strictObject({ orderId, recipient: mspId }),
  errors: [
    ...ofPrivateInput,
    ...ofMembers,
    'PRIVATE_DATA_NOT_ALLOWED',
    'ORDER_UNKNOWN',
    'NOT_ORDER_AUTHORITY',
    'DISCLOSURE_MISMATCH',
  ],
});

export const getReason = transaction({
  name: 'Orders:Reason',
  mode: 'evaluate',
  summary: 'The reason of an order, as it was disclosed to the caller’s organisation.',
  roles: ['admin', 'operator', 'auditor', 'regulator'],
  request: z.strictObject({ orderId }),
  endorsers: 'caller',
  reply: orderReason,
  errors: [...ofReads, 'ORDER_UNKNOWN', 'REASON_UNKNOWN'],
});
