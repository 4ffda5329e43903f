/** Points: the operations themselves, their receipts, and what merchants owe each other for them. */
import { z } from 'zod';
import { issuedLines } from './issued-lines.js';
import { operation } from './operations.js';
import { receipt } from './receipt.js';
import { outcome } from './outcomes.js';
import { claimProof } from '../migration/migrations.js';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import {
  accountId,
  cycle,
  lotId,
  mspId,
  operationId,
  positiveAmount,
  POST_OPERATIONS_MAX,
  programId,
  signedAmount,
} from '../core/values.js';

/** The most lots that a batch may name, as sources and as inputs, over all its accounts and operations. */
export const SOURCE_LOTS_MAX = 5_000;

export const postPoints = transaction({
  name: 'Points:Post',
  mode: 'submit',
  summary: 'Does up to 500 operations in order and answers one outcome for each.',
  roles: ['admin', 'operator', 'cashier', 'bridge'],
  request: z
    .strictObject({
      operations: z
        .array(operation)
        .min(1)
        .max(POST_OPERATIONS_MAX)
        .refine(
          (operations) => operations.at(-1)?.linked !== true,
          'the last operation has none after it to be linked with',
        )
        .optional(),
      /** In place of operations, lines of one imported file. The reply has outcomes of those alone that were not posted now. */
      lines: issuedLines.optional(),
      /**
       * Lots that the batch may spend, by account and programme. The operations that name no inputs of their own
       * spend from these, soonest expiry first, one after the other, and what is left comes back merged: so any
       * number of debits of one account fit in one transaction, and no range is read.
       */
      sources: z
        .array(z.strictObject({ accountId, programId, lots: z.array(lotId).max(SOURCE_LOTS_MAX) }))
        .max(POST_OPERATIONS_MAX)
        .optional(),
      /** Of each migration of which the batch claims leaves, the nodes beside all of these. */
      proofs: z.array(claimProof).max(10).optional(),
      /**
       * Leaves the receipts of what is posted now out of the reply. They stand in the transaction's writes anyway (`op`
       * rows), and the reply becomes part of the block: a large batch is a third smaller without them.
       */
      omitReceipts: z.boolean().optional(),
    })
    .refine(
      ({ operations, lines }) => (operations === undefined) !== (lines === undefined),
      'has either operations or lines of an imported file',
    )
    .superRefine(boundLots),
  reply: z.strictObject({
    outcomes: z.array(outcome),
    /** What was left of the lots that the batch drew on: one new lot per account, programme and expiry. */
    change: z.array(z.strictObject({ accountId, programId, lotId, amount: positiveAmount })).optional(),
  }),
  errors: [...ofMembers, 'SOURCES_NEEDED'],
});

interface NamedLots {
  readonly operations?: readonly object[] | undefined;
  readonly sources?: readonly { readonly lots: readonly string[] }[] | undefined;
}

/** Points at the list with which there are too many. */
function boundLots({ operations = [], sources = [] }: NamedLots, context: z.core.$RefinementCtx): void {
  const lists = [
    ...operations.map((each, n) => ({ path: ['operations', n, 'inputs'], lots: inputsOf(each) })),
    ...sources.map(({ lots }, n) => ({ path: ['sources', n, 'lots'], lots })),
  ];
  let named = 0;
  for (const { path, lots } of lists) {
    named += lots.length;
    if (named <= SOURCE_LOTS_MAX) continue;
    const message = `with this the request names more than ${SOURCE_LOTS_MAX} lots in all`;
    context.addIssue({ code: 'custom', path, message });
    return;
  }
}

function inputsOf(of: { inputs?: readonly string[] | undefined }): readonly string[] {
  return of.inputs ?? [];
}

export const getReceipt = transaction({
  name: 'Points:Receipt',
  mode: 'evaluate',
  summary: 'What an operation did.',
  roles: anyone,
  request: z.strictObject({ mspId, operationId }),
  reply: receipt,
  errors: [...ofReads, 'OPERATION_UNKNOWN'],
});

export const clearingPositions = transaction({
  name: 'Clearing:Positions',
  mode: 'evaluate',
  summary: 'What each merchant owes each other one in a cycle, by programme, in points. Positions sum to zero.',
  roles: anyone,
  request: z.strictObject({ cycle }),
  reply: z.strictObject({
    cycle,
    positions: z.array(z.strictObject({ debtor: mspId, creditor: mspId, programId, amount: signedAmount })),
    /** By programme, what each organisation is owed (positive) or owes (negative); of each the sum is zero. */
    net: z.array(z.strictObject({ programId, mspId, amount: signedAmount })),
  }),
  errors: [...ofReads, 'CYCLE_UNKNOWN'],
});
