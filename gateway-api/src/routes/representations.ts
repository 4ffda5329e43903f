/** What replies look like: the schemas that the OpenAPI description and the tests take. */
import {
  acceptance,
  listAcceptances,
  account,
  accountHistory,
  agedSettlements,
  accountId,
  amount,
  clearingPositions,
  cutOffCycle,
  commercialTerms,
  cycleStatement,
  day,
  getSupply,
  holdRow,
  lot,
  lotId,
  moneyStatement,
  mspId,
  operation,
  operationId,
  organization,
  program,
  programHistory,
  programId,
  quotaLane,
  quoteRate,
  rate,
  receipt,
  salt,
  settlement,
  signedAmount,
  statementRecord,
  termsRecord,
  timestamp,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { importStates } from '../imports/import-view.js';
import { operationStates } from '../writes/results.js';
import { problemCode } from '../http/problem-view.js';

const kind = z.enum(operation.options.map((option) => option.shape.kind.value));
const blockNumber = z.int().min(0);
/** The block whose effects a read includes. */
export const asOfBlock = z.int().min(0).meta({ description: 'The number of the block whose effects are included.' });
/** Absent on the last page. */
const nextCursor = z.string().optional().meta({ description: 'For the next page; absent on the last one.' });
const transactionId = z.string().regex(/^[0-9a-f]{64}$/);

export const receiptView = receipt.meta({ id: 'Receipt', description: 'What the ledger recorded of an operation.' });

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
    reverses: operationId.optional(),
    reversesMspId: mspId
      .optional()
      .meta({ description: 'Of a reversal: who had posted the operation, if others had.' }),
    expiry: day.optional(),
    holdMspId: mspId.optional().meta({ description: 'Of a capture or a void: whose hold it resolved.' }),
    holdId: operationId.optional(),
    beneficiary: mspId.optional(),
    expiresAt: timestamp.optional(),
    targetProgramId: programId.optional(),
    rateVersion: z.int().optional(),
    taken: amount.optional().meta({ description: 'Of an exchange: points of the source that were retired.' }),
    received: amount.optional().meta({ description: 'Of an exchange: points of the target that were issued.' }),
    remainder: amount.optional().meta({ description: 'Of an exchange: what stayed with the member.' }),
    txId: transactionId.optional(),
    txTime: timestamp.optional(),
    blockNumber: blockNumber.optional(),
    code: problemCode.optional(),
    detail: z.string().optional(),
    field: z.string().optional(),
    receipt: receiptView.optional(),
  })
  .meta({ id: 'Operation' });
export type OperationView = z.infer<typeof operationView>;

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

export const programView = z.strictObject({ ...program.shape, asOfBlock }).meta({ id: 'Program' });
export const programsView = z.strictObject({ programs: z.array(program), nextCursor, asOfBlock });
export const supplyView = z
  .strictObject({ ...getSupply.reply.shape, asOfBlock })
  .meta({ id: 'Supply', description: 'issued = outstanding + held + redeemed + expired + reversed.' });
export const quotaView = z
  .strictObject({ programId, cap: amount, granted: amount, used: amount, lanes: z.array(quotaLane), asOfBlock })
  .meta({ id: 'Quota' });
export const programHistoryView = z.strictObject({
  changes: programHistory.reply.shape.changes,
  nextCursor,
  asOfBlock,
});

/** What a write that is no operation answers: its state, and the row as it is now once that is known. */
export const written = { state: z.enum(['committed', 'submitted', 'unknown']), txId: transactionId.optional() };
export const programWrittenView = z.strictObject({ ...program.partial().shape, ...written, programId });
export const acceptanceWrittenView = z.strictObject({ ...acceptance.partial().shape, ...written, programId });
export const acceptancesView = z.strictObject({
  programId,
  acceptances: listAcceptances.reply.shape.acceptances,
  nextCursor,
  asOfBlock,
});
export const quotaWrittenView = z.strictObject({
  ...written,
  programId,
  cap: amount.optional(),
  granted: amount.optional(),
  used: amount.optional(),
  lanes: z.array(quotaLane).optional(),
});
export const accountWrittenView = z.strictObject({
  accountId,
  custodian: mspId.optional(),
  kind: account.shape.kind.optional(),
  status: account.shape.status.optional(),
  reason: account.shape.reason,
  openedAt: timestamp.optional(),
  publicKey: account.shape.publicKey,
  ...written,
});

export const accountView = z.strictObject({ ...account.shape, asOfBlock }).meta({ id: 'Account' });
export const balancesView = z.strictObject({
  accountId,
  balances: z.array(z.strictObject({ programId, available: amount, held: amount, expired: amount, asOfBlock })),
  asOfBlock,
});
export const lotsView = z.strictObject({
  accountId,
  lots: z.array(z.strictObject({ ...lot.shape, lotId, programId, expiry: day })),
  nextCursor,
  asOfBlock,
});
export const statementView = z.strictObject({
  accountId,
  entries: z.array(
    z.strictObject({
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
      captured: amount.optional().meta({ description: 'Of a capture: what was spent; `change` came back.' }),
      beneficiary: mspId.optional(),
      txId: transactionId,
      txTime: timestamp,
      blockNumber,
    }),
  ),
  nextCursor,
  asOfBlock,
});
export const accountHistoryView = z.strictObject({
  changes: accountHistory.reply.shape.changes,
  nextCursor,
  asOfBlock,
});

export const organizationsView = z.strictObject({ organizations: z.array(organization), asOfBlock });
export const clearingView = z.strictObject({ ...clearingPositions.reply.shape, asOfBlock }).meta({ id: 'Clearing' });

/** What each merchant is owed and owes, in points and, once valued, in money. */
export const cycleView = z
  .strictObject({
    ...cycleStatement.shape,
    net: clearingPositions.reply.shape.net.meta({ description: 'In points, over all programmes; the sum is zero.' }),
    moneyNet: cycleStatement.shape.net.meta({
      description: 'On the clearing values, in millionths of the smallest currency unit; the sum is zero.',
    }),
    asOfBlock,
  })
  .meta({ id: 'Cycle' });
export const cycleWrittenView = z.strictObject({
  ...cycleView.omit({ asOfBlock: true }).partial().shape,
  cycle: cycleStatement.shape.cycle,
  ...written,
});

export const cutOffView = z.strictObject({
  ...cutOffCycle.reply.partial().shape,
  cycle: cycleStatement.shape.cycle,
  ...written,
});

export const holdView = z.strictObject({ ...holdRow.shape, asOfBlock }).meta({ id: 'Hold' });
export const holdsView = z.strictObject({ accountId, holds: z.array(holdRow), nextCursor, asOfBlock });
export const holdMadeView = z
  .strictObject({
    ...operationView.shape,
    spendingCode: z.string().optional().meta({
      description: 'What the member shows at the beneficiary’s till. Stored nowhere: only this request gives it.',
    }),
  })
  .meta({ id: 'HoldMade' });

const rateRow = z.strictObject(rate.shape).meta({ id: 'Rate' });
export const rateView = z.strictObject({
  ...rate.shape,
  quotaByLane: z.array(quotaLane),
  remaining: amount.meta({ description: 'Points of the target that may still be issued at it.' }),
  asOfBlock,
});
export const ratesView = z.strictObject({ rates: z.array(rateRow), nextCursor, asOfBlock });
export const rateWrittenView = z.strictObject({ ...rate.partial().shape, ...written });
export const quoteView = z.strictObject({ ...quoteRate.reply.shape, asOfBlock });

export const settlementView = z.strictObject({ ...settlement.shape, asOfBlock }).meta({ id: 'Settlement' });
export const settlementsView = z.strictObject({ settlements: z.array(settlement), nextCursor, asOfBlock });
export const settlementWrittenView = z.strictObject({
  ...settlement.omit({ status: true }).partial().shape,
  status: settlement.shape.status.optional(),
  ...written,
});
export const agedSettlementsView = z.strictObject({ ...agedSettlements.reply.shape, asOfBlock });

/** What the two merchants see of a version, beside what everybody does. */
export const termsView = z
  .strictObject({ ...termsRecord.shape, terms: commercialTerms, salt, asOfBlock })
  .meta({ id: 'Terms' });
const termsRow = z.strictObject(termsRecord.shape).meta({ id: 'TermsRecord' });
export const termsListView = z.strictObject({ terms: z.array(termsRow), nextCursor, asOfBlock });
export const termsWrittenView = z.strictObject({ ...termsRecord.partial().shape, ...written });

export const moneyStatementView = z
  .strictObject({
    ...statementRecord.shape,
    statement: moneyStatement,
    settlement: settlement
      .optional()
      .meta({ description: 'What the two said of the payment; absent if nobody owes anything.' }),
    asOfBlock,
  })
  .meta({ id: 'MoneyStatement' });
export const moneyStatementsView = z.strictObject({ statements: z.array(statementRecord), nextCursor, asOfBlock });
export const moneyStatementWrittenView = z.strictObject({ ...statementRecord.partial().shape, ...written });

export const importView = z
  .strictObject({
    importId: z.string(),
    state: z.enum(importStates),
    programId,
    pointsPerUnit: z.string(),
    rounding: z.enum(['floor', 'half-up', 'ceiling']),
    campaign: z.string().optional(),
    sha256: z.string(),
    bytes: z.int().min(0),
    rowsTotal: z.int().min(0),
    rowsPosted: z.int().min(0),
    rowsRejected: z.int().min(0),
    rowsSkipped: z.int().min(0).meta({ description: 'Worth zero points.' }),
    rowsExisting: z.int().min(0).meta({ description: 'Posted already by an earlier run of the same file.' }),
    pointsIssued: amount,
    createdAt: timestamp,
    completedAt: timestamp.optional(),
    code: problemCode.optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'Import' });
export const importsView = z.strictObject({ imports: z.array(importView), nextCursor });

export const readinessView = z.strictObject({
  ready: z.boolean(),
  peerReachable: z.boolean(),
  orderingAvailable: z.boolean().meta({
    description: 'False while what was handed over does not come back in blocks: then writes are refused.',
  }),
  projectionBlock: blockNumber,
  ledgerBlock: blockNumber,
  queueLength: z.int().min(0),
  queueLengthMax: z.int().min(0),
  recovering: z.boolean(),
});
