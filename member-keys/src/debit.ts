/** The operations that a member signs, and a check that nothing else is signed by mistake. */
import { MemberKeyError } from './member-key-error.js';

/** An operation that takes points from an account. Amounts are whole numbers as decimal strings. */
export type Debit =
  | {
      readonly kind: 'redeem';
      readonly id: string;
      readonly programId: string;
      readonly accountId: string;
      readonly amount: string;
      /** The merchant at which the points are spent; the programme's issuer if absent. */
      readonly acceptor?: string;
    }
  | {
      readonly kind: 'transfer';
      readonly id: string;
      readonly programId: string;
      readonly fromAccountId: string;
      readonly toAccountId: string;
      readonly amount: string;
    }
  | {
      readonly kind: 'hold';
      readonly id: string;
      readonly programId: string;
      readonly accountId: string;
      readonly amount: string;
      /** The merchant that may capture; needed with a hash lock. */
      readonly beneficiary?: string;
      readonly hashLock?: string;
      /** Of what is pledged: for which credit line of the beneficiary; `expiresAt` is the line's `pledgesEndAt`. */
      readonly lineId?: string;
      readonly expiresAt: string;
    }
  | {
      readonly kind: 'exchange';
      readonly id: string;
      readonly programId: string;
      readonly accountId: string;
      readonly amount: string;
      readonly targetProgramId: string;
      readonly rateVersion: number;
      /** With less than this, the exchange is not made. */
      readonly minReceived?: string;
    }
  | {
      /** Gives points for a term, under an offer. */
      readonly kind: 'buy-note';
      readonly id: string;
      readonly programId: string;
      readonly accountId: string;
      readonly offerId: string;
      readonly amount: string;
    }
  | OfAccount;

/** What names a note or a credit line, and not the account: that is a part of the agreement. */
export type OfAccount =
  | {
      /** Redeems a note before its end. */
      readonly kind: 'redeem-note';
      readonly id: string;
      /** Who sold the note; the custodian if absent. */
      readonly noteMspId?: string;
      readonly noteId: string;
      readonly early: true;
    }
  | {
      /** Gives a note away, all of it or some of so many equal parts. */
      readonly kind: 'transfer-note';
      readonly id: string;
      readonly noteMspId?: string;
      readonly noteId: string;
      readonly toAccountId: string;
      readonly parts?: { readonly of: number; readonly given: number };
    }
  | {
      /** Pledges a note for a credit line of the beneficiary. */
      readonly kind: 'pledge-note';
      readonly id: string;
      readonly noteMspId?: string;
      readonly noteId: string;
      readonly beneficiary: string;
      readonly lineId: string;
    }
  | {
      /** Asks for money on a credit line; the id is the payment's. */
      readonly kind: 'draw';
      readonly id: string;
      readonly lineMspId: string;
      readonly lineId: string;
      readonly amount: string;
    };

/** Whether an operation names its account by a note or a line alone. */
export function isOfAccount(operation: Debit): operation is OfAccount {
  return 'noteId' in operation || operation.kind === 'draw';
}

/** The fields of each kind; those with a question mark may be absent. */
const fieldsOf: Readonly<Record<Debit['kind'], readonly string[]>> = {
  redeem: ['programId', 'accountId', 'amount', 'acceptor?'],
  transfer: ['programId', 'fromAccountId', 'toAccountId', 'amount'],
  hold: ['programId', 'accountId', 'amount', 'beneficiary?', 'hashLock?', 'lineId?', 'expiresAt'],
  exchange: ['programId', 'accountId', 'amount', 'targetProgramId', 'rateVersion', 'minReceived?'],
  'buy-note': ['programId', 'accountId', 'offerId', 'amount'],
  'redeem-note': ['noteMspId?', 'noteId', 'early'],
  'transfer-note': ['noteMspId?', 'noteId', 'toAccountId', 'parts?'],
  'pledge-note': ['noteMspId?', 'noteId', 'beneficiary', 'lineId'],
  draw: ['lineMspId', 'lineId', 'amount'],
};

const whole = (value: unknown): boolean => Number.isSafeInteger(value);
/** What a field is that is no text. */
const others: Readonly<Record<string, { readonly is: (value: unknown) => boolean; readonly what: string }>> = {
  rateVersion: { is: whole, what: 'is not a whole number' },
  early: { is: (value) => value === true, what: 'is not true' },
  parts: {
    is: (value) => typeof value === 'object' && value !== null && Object.values(value).every(whole),
    what: 'is not how many parts of how many',
  },
};

/**
 * A field that the gateway does not post would make the signature one over something else, which the ledger refuses
 * without being able to say why. @throws MemberKeyError OPERATION_INVALID
 */
export function requireDebit(operation: Debit): void {
  const known = Object.hasOwn(fieldsOf, operation.kind) ? fieldsOf[operation.kind] : undefined;
  if (known === undefined) throw invalid('kind', `is none of ${Object.keys(fieldsOf).join(', ')}`);
  const given = Object.entries(operation).filter(([, value]) => value !== undefined);
  const allowed = new Set(['kind', 'id', ...known.map((field) => field.replace('?', ''))]);
  for (const [field, value] of given) {
    if (!allowed.has(field)) throw invalid(field, `is no field of the kind ${operation.kind}`);
    const { is, what } = others[field] ?? { is: isText, what: 'is not a text' };
    if (!is(value)) throw invalid(field, what);
  }
  const names = new Set(given.map(([field]) => field));
  const missing = ['id', ...known].find((field) => !field.endsWith('?') && !names.has(field));
  if (missing !== undefined) throw invalid(missing, `is needed for the kind ${operation.kind}`);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

function invalid(field: string, what: string): MemberKeyError {
  return new MemberKeyError('OPERATION_INVALID', `${field} ${what}`);
}
