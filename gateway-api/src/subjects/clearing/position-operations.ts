/** `GET /v1/clearing/cycles/{cycle}/operations`: what a position is made of, operation by operation. */
import { setImmediate as soon } from 'node:timers/promises';
import { cycle, mspId, programId, type Receipt } from '@commonpoint/catalogue';
import { z } from 'zod';
import { decodeCursor } from '../../channel/pages.js';
import { CSV_TYPE, csvLine } from '../../http/csv-text.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import type { Projection } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';
import { exampleOperationId, exampleTime, exampleTxId } from '../examples.js';
import { page } from '../parameters.js';
import { programQueries } from '../programs/reads.js';
import { clearingQueries } from './reads.js';
import { positionOperationsView } from './views.js';

const ROWS_AT_ONCE = 500;

function positionReceipts({ sqlite }: Database) {
  const after = sqlite.prepare(
    'SELECT seq, block, value FROM receipts WHERE cycle = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  return (of: string, seq: number) =>
    after.all(of, seq, ROWS_AT_ONCE) as unknown as { seq: number; block: number; value: string }[];
}

interface Asked {
  readonly debtor?: string | undefined;
  readonly creditor?: string | undefined;
  readonly programId?: string | undefined;
}

/** Who owes whom how many points by an operation; what it did to anything else is not told here. */
function debtOf(receipt: Receipt, issuerOf: (program: string) => string | undefined) {
  const { id, mspId: poster, kind, programId: program, clearingValue, refersToCycle, txId, txTime } = receipt;
  const debtor = issuerOf(program);
  const isExchange = kind === 'exchange';
  const creditor = isExchange ? issuerOf(receipt.targetProgramId!) : receipt.acceptor;
  if (debtor === undefined || creditor === undefined || creditor === debtor) return undefined;
  const points = BigInt((isExchange ? receipt.taken : receipt.amount) ?? 0);
  const amount = kind === 'reverse' ? -points : points;
  const worth = String(amount * BigInt(clearingValue ?? 0));
  const parties = { debtor, creditor, programId: program, amount: String(amount), clearingValue, worth };
  return { mspId: poster, operationId: id, kind, ...parties, refersToCycle, txId, txTime };
}

/** Oldest first; lazily, and others get their turn. */
async function* operationsOf(projection: Projection, of: string, asked: Asked, from: number) {
  const issuerOf = (program: string): string | undefined => projection.of(programQueries).program(program)?.issuer;
  for (let seq = from; ; await soon()) {
    const rows = projection.of(positionReceipts)(of, seq);
    for (const { seq: at, block, value } of rows) {
      const debt = debtOf(JSON.parse(value) as Receipt, issuerOf);
      const isAsked =
        debt !== undefined &&
        (asked.debtor ?? debt.debtor) === debt.debtor &&
        (asked.creditor ?? debt.creditor) === debt.creditor &&
        (asked.programId ?? debt.programId) === debt.programId;
      if (isAsked) yield { at, view: { ...debt, blockNumber: block } };
    }
    if (rows.length < ROWS_AT_ONCE) return;
    seq = rows.at(-1)!.seq;
  }
}

const columns = ['time', 'mspId', 'operationId', 'kind', 'debtor', 'creditor', 'programId', 'amount', 'clearingValue'];

async function* asCsv(found: ReturnType<typeof operationsOf>, currency: string): AsyncGenerator<string> {
  yield csvLine([...columns, 'worth', 'currency', 'refersToCycle', 'txId', 'blockNumber']);
  for await (const { view } of found) {
    const { txTime, mspId: poster, operationId, kind, debtor, creditor, programId: program, amount } = view;
    const first = [txTime, poster, operationId, kind, debtor, creditor, program, amount, view.clearingValue];
    yield csvLine([...first, view.worth, currency, view.refersToCycle, view.txId, String(view.blockNumber)]);
  }
}

export const positionOperations = route({
  operationId: 'positionOperations',
  method: 'get',
  path: '/v1/clearing/cycles/{cycle}/operations',
  tag: 'Clearing',
  summary: 'The operations that a cycle’s positions are made of, oldest first, of all members; as CSV all of them.',
  description:
    'By debtor, creditor and programme; what they come to is the position. What a cycle carried from one before it, because it had no value, is in the operations of that one.',
  roles: ['admin', 'operator', 'auditor', 'regulator'],
  params: z.strictObject({ cycle }),
  query: page.extend({
    debtor: mspId.optional().meta({ description: 'The issuer of the points.' }),
    creditor: mspId.optional().meta({ description: 'Who is owed for them.' }),
    programId: programId.optional(),
  }),
  replies: { 200: { description: 'A page; as CSV all of them.', schema: positionOperationsView, csv: true } },
  errors: ['CYCLE_UNKNOWN', 'CURSOR_INVALID'],
  example: {
    params: { cycle: '2026-11' },
    query: { debtor: 'HarborMSP', creditor: 'CityParkMSP' },
    replies: {
      200: {
        cycle: '2026-11',
        operations: [
          {
            mspId: 'HarborMSP',
            operationId: exampleOperationId,
            kind: 'redeem',
            debtor: 'HarborMSP',
            creditor: 'CityParkMSP',
            programId: 'harbor',
            amount: '50',
            clearingValue: '900000',
            worth: '45000000',
            txId: exampleTxId,
            txTime: exampleTime,
            blockNumber: 42,
          },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: async (context, { projection, currency }) => {
    const { limit = 100, cursor, ...asked } = context.query;
    const of = context.params.cycle;
    projection.of(clearingQueries).requireCycle(of);
    const found = operationsOf(projection, of, asked, decodeCursor(cursor, z.int(), -1));
    if (context.prefersCsv) return { status: 200, text: { type: CSV_TYPE, content: asCsv(found, currency()) } };
    const asOfBlock = projection.lastBlock();
    const rows: { readonly at: number; readonly view: object }[] = [];
    for await (const row of found) if (rows.push(row) > limit) break;
    const { items, ...rest } = toPage(rows, limit, ({ at }) => at, asOfBlock);
    return answerPage(context, 'operations', { ...rest, items: items.map(({ view }) => view) }, { cycle: of });
  },
});
