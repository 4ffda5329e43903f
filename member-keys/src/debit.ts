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
    };

/** The fields of each kind; those with a question mark may be absent. */
const fieldsOf: Readonly<Record<Debit['kind'], readonly string[]>> = {
  redeem: ['programId', 'accountId', 'amount', 'acceptor?'],
  transfer: ['programId', 'fromAccountId', 'toAccountId', 'amount'],
  hold: ['programId', 'accountId', 'amount', 'beneficiary?', 'hashLock?', 'expiresAt'],
  exchange: ['programId', 'accountId', 'amount', 'targetProgramId', 'rateVersion', 'minReceived?'],
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
    const isRight = field === 'rateVersion' ? Number.isSafeInteger(value) : typeof value === 'string' && value !== '';
    if (!isRight) throw invalid(field, field === 'rateVersion' ? 'is not a whole number' : 'is not a text');
  }
  const names = new Set(given.map(([field]) => field));
  const missing = ['id', ...known].find((field) => !field.endsWith('?') && !names.has(field));
  if (missing !== undefined) throw invalid(missing, `is needed for the kind ${operation.kind}`);
}

function invalid(field: string, what: string): MemberKeyError {
  return new MemberKeyError('OPERATION_INVALID', `${field} ${what}`);
}
