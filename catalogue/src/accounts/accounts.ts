/** Accounts: pseudonyms that hold lots of points. */
import { z } from 'zod';
import { publicKey } from '../points/authorization.js';
import { namedTermsOfUse, TERMS_OF_USE_MAX } from '../programs/terms-of-use.js';
import { account, recoveryHours } from './account.js';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import {
  accountId,
  amount,
  bookmark,
  day,
  lotId,
  mspId,
  OPEN_ACCOUNTS_MAX,
  operationId,
  page,
  positiveAmount,
  programId,
  revision,
  sha256Hex,
  timestamp,
} from '../core/values.js';

export const openAccounts = transaction({
  name: 'Accounts:Open',
  mode: 'submit',
  summary:
    'Opens up to 500 accounts in the custody of the caller’s organisation. Their ids name it. An account that is open already is left as it is, but for terms of use that its member accepts now.',
  roles: ['admin', 'operator', 'cashier'],
  request: z.strictObject({
    accounts: z
      .array(
        z.strictObject({
          accountId,
          kind: z.enum(['member', 'merchant']).optional(),
          publicKey: publicKey.optional(),
          termsOfUse: z.array(namedTermsOfUse).max(TERMS_OF_USE_MAX).optional(),
        }),
      )
      .min(1)
      .max(OPEN_ACCOUNTS_MAX),
  }),
  reply: z.strictObject({
    accounts: z.array(z.strictObject({ accountId, state: z.enum(['OPENED', 'EXISTS']) })),
  }),
  errors: [
    ...ofMembers,
    'NOT_CUSTODIAN',
    'ACCOUNT_EXISTS',
    'REFERENCE_REMOVED',
    'REFERENCE_ELSEWHERE',
    'PUBLIC_KEY_INVALID',
    'TERMS_OF_USE_UNKNOWN',
  ],
});

export const setAccountStatus = transaction({
  name: 'Accounts:SetStatus',
  mode: 'submit',
  summary: 'Freezes, unfreezes or closes an account. Closing is final and needs an empty account.',
  roles: ['admin', 'operator'],
  request: z.strictObject({
    accountId,
    status: z.enum(['active', 'frozen', 'closed']),
    reasonHash: sha256Hex.optional(),
    /** The revision that it is meant for; without one, for whichever there is. */
    revision: revision.optional(),
  }),
  reply: account,
  errors: [
    ...ofMembers,
    'ACCOUNT_UNKNOWN',
    'NOT_CUSTODIAN',
    'ACCOUNT_CLOSED',
    'PRECONDITION_FAILED',
    'ACCOUNT_NOT_EMPTY',
    'ACCOUNT_UNDER_ORDER',
  ],
});

export const acceptTermsOfUse = transaction({
  name: 'Accounts:AcceptTermsOfUse',
  mode: 'submit',
  summary:
    'The custodian says which terms of use the members of up to 500 accounts accepted. A version that is not newer than the one accepted changes nothing.',
  roles: ['admin', 'operator', 'cashier'],
  request: z.strictObject({ ...namedTermsOfUse.shape, accountIds: z.array(accountId).min(1).max(OPEN_ACCOUNTS_MAX) }),
  reply: z.strictObject({ accounts: z.array(account) }),
  errors: [
    ...ofMembers,
    'PROGRAM_UNKNOWN',
    'ACCOUNT_UNKNOWN',
    'NOT_CUSTODIAN',
    'ACCOUNT_CLOSED',
    'TERMS_OF_USE_UNKNOWN',
  ],
});

export const setPublicKey = transaction({
  name: 'Accounts:SetPublicKey',
  mode: 'submit',
  summary:
    'Gives an account its member’s public key, once: from then on debits need the member’s signature. The same key again changes nothing. `recoveryHours` is the delay of its recovery, 72 if absent.',
  roles: ['admin', 'operator', 'cashier'],
  request: z.strictObject({ accountId, publicKey, recoveryHours: recoveryHours.optional() }),
  reply: account,
  errors: [
    ...ofMembers,
    'ACCOUNT_UNKNOWN',
    'NOT_CUSTODIAN',
    'ACCOUNT_CLOSED',
    'PUBLIC_KEY_INVALID',
    'PUBLIC_KEY_EXISTS',
  ],
});

export const getAccount = transaction({
  name: 'Accounts:Get',
  mode: 'evaluate',
  summary: 'One account.',
  roles: anyone,
  request: z.strictObject({ accountId }),
  reply: account,
  errors: [...ofReads, 'ACCOUNT_UNKNOWN'],
});

/** The most days that `expiring` lists. */
export const EXPIRING_DAYS_MAX = 31;

/** What an account holds of one programme. */
export const balance = z.strictObject({
  programId,
  /** What can be spent. */
  available: amount,
  /** What can be spent when it has matured. */
  pending: amount,
  held: amount,
  expired: amount,
  /** What is owed back. */
  clawback: amount,
  /** What is available or pending, by the day with whose end it expires: the soonest days, what never expires not among them. */
  expiring: z.array(z.strictObject({ day, amount: positiveAmount })),
});
export type Balance = z.infer<typeof balance>;

export const getBalances = transaction({
  name: 'Accounts:Balances',
  mode: 'evaluate',
  summary:
    'What an account holds of each programme. Lots past their expiry count until they are retired, in `expired`; `pending` has not matured yet.',
  roles: anyone,
  request: z.strictObject({ accountId }),
  reply: z.strictObject({
    accountId,
    balances: z.array(balance),
  }),
  errors: [...ofReads, 'ACCOUNT_UNKNOWN'],
});

/** The value of a `lot` row; account, programme and expiry stand in its key. */
export const lot = z.strictObject({
  amount: positiveAmount,
  /** The organisation and id of the operation that created it: the first, if one batch credited several that are alike. */
  originMspId: mspId,
  originId: operationId,
  campaign: z.string().optional(),
  /** The day from which it can be spent, if that was to come when it was made. */
  maturesOn: day.optional(),
});
export type Lot = z.infer<typeof lot>;

export const listLots = transaction({
  name: 'Accounts:Lots',
  mode: 'evaluate',
  summary: 'An account’s lots, by programme and soonest expiry, a page at a time.',
  roles: anyone,
  request: z.strictObject({
    accountId,
    programId: programId.optional(),
    ...page,
  }),
  reply: z.strictObject({
    lots: z.array(z.strictObject({ ...lot.shape, lotId, programId, expiry: day })),
    bookmark,
  }),
  errors: [...ofReads, 'ACCOUNT_UNKNOWN'],
});

export const accountHistory = transaction({
  name: 'Accounts:History',
  mode: 'evaluate',
  summary: 'Every version of an account’s row, newest first, a page at a time.',
  roles: anyone,
  request: z.strictObject({ accountId, ...page }),
  reply: z.strictObject({
    changes: z.array(
      z.strictObject({ txId: z.string(), txTime: timestamp, deleted: z.boolean(), value: account.optional() }),
    ),
    bookmark,
  }),
  errors: [...ofReads, 'ACCOUNT_UNKNOWN'],
});
