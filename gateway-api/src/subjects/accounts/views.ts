/** What replies about accounts look like. */
import {
  account,
  accountHistory,
  accountId,
  amount,
  balance,
  day,
  lot,
  lotId,
  mspId,
  operationId,
  programId,
  salt,
  signedAmount,
  timestamp,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, blockNumber, kind, nextCursor, transactionId, written } from '../views.js';

export const accountView = z.strictObject({ ...account.shape, asOfBlock }).meta({ id: 'Account' });
export const accountsView = z
  .strictObject({ accounts: z.array(z.strictObject(account.shape)), nextCursor, asOfBlock })
  .meta({ id: 'Accounts' });
const { accountId: ofAccount, ...rest } = account.shape;
/** Of one that is not committed yet, the id alone is known. */
export const accountWrittenView = z.strictObject({
  accountId: ofAccount,
  ...z.strictObject(rest).partial().shape,
  reasonSalt: salt.optional().meta({ description: 'Of the reason that was given: keep it, nobody else has it.' }),
  ...written,
});
export const accountHistoryView = z.strictObject({
  changes: accountHistory.reply.shape.changes,
  nextCursor,
  asOfBlock,
});
export const balancesView = z.strictObject({
  accountId,
  balances: z.array(z.strictObject({ ...balance.shape, asOfBlock })),
  asOfBlock,
});
export const lotsView = z.strictObject({
  accountId,
  lots: z.array(z.strictObject({ ...lot.shape, lotId, programId, expiry: day })),
  nextCursor,
  asOfBlock,
});

const accountEntry = z.strictObject({
  operationId,
  mspId,
  kind,
  programId,
  change: signedAmount,
  counterpartAccountId: accountId.optional(),
  acceptor: mspId.optional(),
  campaign: z.string().optional(),
  reverses: operationId.optional(),
  reversesMspId: mspId.optional(),
  holdMspId: mspId.optional(),
  holdId: operationId.optional(),
  lineId: operationId.optional().meta({ description: 'The credit line that it is pledged for.' }),
  captured: amount.optional().meta({ description: 'Of a capture: what was spent; `change` came back.' }),
  beneficiary: mspId.optional(),
  noteMspId: mspId.optional(),
  noteId: operationId.optional(),
  interest: amount
    .optional()
    .meta({ description: 'Of a note that was redeemed: what it earned; `change` has it in it.' }),
  txId: transactionId,
  txTime: timestamp,
  blockNumber,
});
/** One line of an account's statement: what one operation did to it. */
export type AccountEntry = z.infer<typeof accountEntry>;
/** Points in lots and points in holds, as of some time. */
const pastBalance = z.strictObject({ programId, balance: signedAmount, held: signedAmount });

export const accountStatementView = z.strictObject({
  accountId,
  opening: z.array(pastBalance).optional().meta({ description: 'Before the first day; of a statement by days.' }),
  closing: z.array(pastBalance).optional().meta({ description: 'After the last day; of a statement by days.' }),
  entries: z.array(accountEntry),
  nextCursor,
  asOfBlock,
});

export const pastBalancesView = z.strictObject({ accountId, balances: z.array(pastBalance), asOfBlock });
