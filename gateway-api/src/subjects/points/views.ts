/** What replies about operations look like. */
import {
  accountId,
  amount,
  bridgeId,
  day,
  mspId,
  noteOfferId,
  operationId,
  programId,
  receipt,
  timestamp,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { problemCode } from '../../http/problem-view.js';
import { operationStates } from '../../writes/results.js';
import { metadata, reference } from './operation-notes.js';
import { asOfBlock, blockNumber, inCurrency, kind, nextCursor, transactionId } from '../views.js';

const receiptView = receipt.meta({ id: 'Receipt', description: 'What the ledger recorded of an operation.' });

export const operationView = z
  .strictObject({
    operationId,
    state: z.enum(operationStates),
    kind: kind.optional(),
    programId: programId.optional(),
    accountId: accountId.optional(),
    fromAccountId: accountId.optional(),
    toAccountId: accountId.optional(),
    acceptor: mspId.optional(),
    amount: amount.optional(),
    shortfall: amount.optional(),
    clawback: amount
      .optional()
      .meta({ description: 'Of a reversed issuance: what the account owes back from now on.' }),
    paidOff: amount
      .optional()
      .meta({ description: 'What of the points paid off a clawback, and is not in the account.' }),
    grace: receipt.shape.grace.meta({
      description: 'Of a reversed redemption: what had ended, and until when it can be spent all the same.',
    }),
    reverses: operationId.optional(),
    reversesMspId: mspId
      .optional()
      .meta({ description: 'Of a reversal: who had posted the operation, if others had.' }),
    expiry: day.optional(),
    maturesOn: day
      .optional()
      .meta({ description: 'Of an issuance: from when on its points can be spent, if not at once.' }),
    earnedOn: day.optional(),
    bridgeId: bridgeId.optional().meta({ description: 'The bridge that the points cross.' }),
    endingBy: day.optional().meta({ description: 'Of an extension: up to which expiry lots got another one.' }),
    holdMspId: mspId.optional().meta({ description: 'Of a capture or a void: whose hold it resolved.' }),
    holdId: operationId.optional(),
    lineId: operationId.optional().meta({ description: 'The credit line that it is pledged for.' }),
    beneficiary: mspId.optional(),
    expiresAt: timestamp.optional(),
    targetProgramId: programId.optional(),
    rateVersion: z.int().optional(),
    taken: amount.optional().meta({ description: 'Of an exchange: points of the source that were retired.' }),
    received: amount.optional().meta({ description: 'Of an exchange: points of the target that were issued.' }),
    remainder: amount.optional().meta({ description: 'Of an exchange: what stayed with the member.' }),
    offerId: noteOfferId.optional(),
    from: day.optional().meta({ description: 'Of a note that was sold: the first day that it earns.' }),
    until: day
      .optional()
      .meta({ description: 'Of a note that was sold: the day on which it is due, which earns no more.' }),
    interestMax: amount.optional(),
    noteMspId: mspId.optional().meta({ description: 'Of a note that was redeemed: who had sold it.' }),
    noteId: operationId.optional(),
    interest: amount.optional().meta({ description: 'Of a note that was redeemed: what it earned.' }),
    txId: transactionId.optional(),
    txTime: timestamp.optional(),
    blockNumber: blockNumber.optional(),
    code: problemCode.optional(),
    detail: z.string().optional(),
    field: z.string().optional(),
    reference: reference.optional(),
    metadata: metadata.optional(),
    client: z
      .string()
      .optional()
      .meta({ description: 'Whose API key asked for it, such as a till, of what this gateway recorded.' }),
    keyId: z.string().optional().meta({ description: 'The id of the API key that asked for it.' }),
    recordedAt: timestamp.optional().meta({ description: 'When this gateway recorded it.' }),
    receipt: receiptView.optional(),
  })
  .meta({ id: 'Operation' });
export type OperationView = z.infer<typeof operationView>;

export const memberOperationView = operationView.extend({ ...inCurrency, asOfBlock }).meta({ id: 'MemberOperation' });

export const operationsView = z
  .strictObject({ operations: z.array(operationView), ...inCurrency, nextCursor, asOfBlock })
  .meta({ id: 'Operations' });

export const batchView = z
  .strictObject({
    outcomes: z.array(
      z.strictObject({
        id: operationId,
        state: z.enum(operationStates),
        code: problemCode.optional(),
        detail: z.string().optional(),
        field: z.string().optional(),
        txId: transactionId.optional(),
        existed: z.boolean().optional().meta({ description: 'It took effect earlier; nothing happened now.' }),
      }),
    ),
    /** How many are in which state. */
    counts: z.strictObject(
      Object.fromEntries(operationStates.map((state) => [state, z.int().min(0)])) as Record<
        (typeof operationStates)[number],
        z.ZodInt
      >,
    ),
  })
  .meta({ id: 'BatchOutcomes' });
export type BatchView = z.infer<typeof batchView>;
