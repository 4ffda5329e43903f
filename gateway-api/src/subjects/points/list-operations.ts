/** `GET /v1/operations`: the organisation's operations, found by what is known of them. */
import { accountId, bridgeId, mspId, programId, roles, timestamp } from '@commonpoint/catalogue';
import { setImmediate as soon } from 'node:timers/promises';
import { z } from 'zod';
import type { Caller } from '../../caller.js';
import { decodeCursor, encodeCursor } from '../../channel/pages.js';
import type { Gateway } from '../../gateway.js';
import { CSV_TYPE, csvLine } from '../../http/csv-text.js';
import { answerPage } from '../../http/list-route.js';
import { Problem } from '../../http/problem.js';
import { route } from '../../http/route.js';
import { operationStates } from '../../writes/results.js';
import { committedExample, exampleAccountId, exampleTime } from '../examples.js';
import { page } from '../parameters.js';
import { kind } from '../views.js';
import { operationBody } from './operation-body.js';
import { reference } from './operation-notes.js';
import {
  contentOf,
  newestPlace,
  operationStream,
  type OperationPlace,
  type StreamedOperation,
} from './operation-stream.js';
import { operationsView, type OperationView } from './views.js';

/** After so many operations that are not asked for, others get their turn. */
const TURN_OPERATIONS = 500;
/** A page that has not filled by then is given as it is, and says where the next one goes on. */
const PAGE_LOOKED_AT_MAX = 50_000;

const listQuery = page.extend({
  from: timestamp
    .optional()
    .meta({ description: 'Recorded at this time or later; of what is on the ledger alone, its time there.' }),
  until: timestamp.optional().meta({ description: 'Before this time.' }),
  kind: kind.optional(),
  programId: programId.optional().meta({ description: 'Of an exchange, either of the two.' }),
  accountId: accountId.optional().meta({ description: 'Of a transfer, either of the two.' }),
  acceptor: mspId.optional(),
  bridgeId: bridgeId.optional().meta({ description: 'What crossed this bridge, and holds for it.' }),
  reference: reference.optional(),
  state: z.enum(operationStates).optional(),
  client: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'Whose API key asked for it; a cashier is shown its own only.' }),
});
type Asked = z.infer<typeof listQuery> & {
  /** Nothing but what crosses a bridge. */
  readonly crossing: boolean;
};

/** What a cashier may see of it: what its own client asked for. @throws Problem ROLE_NOT_ALLOWED */
function clientShown({ role, clientId }: Caller, asked: string | undefined): string | undefined {
  if (role !== 'cashier') return asked;
  if (asked !== undefined && asked !== clientId)
    throw new Problem('ROLE_NOT_ALLOWED', 'a cashier is shown what its own client asked for, and nothing else');
  return clientId;
}

function matches(view: OperationView, asked: Asked): boolean {
  const { accountId: account, programId: program } = asked;
  return (
    (asked.kind === undefined || view.kind === asked.kind) &&
    (asked.state === undefined || view.state === asked.state) &&
    (asked.bridgeId === undefined || view.bridgeId === asked.bridgeId) &&
    (!asked.crossing || view.bridgeId !== undefined) &&
    (asked.acceptor === undefined || view.acceptor === asked.acceptor) &&
    (program === undefined || view.programId === program || view.targetProgramId === program) &&
    (account === undefined || [view.accountId, view.fromAccountId, view.toAccountId].includes(account))
  );
}

function viewOf({ operations }: Gateway, { row, receipt, block }: StreamedOperation): OperationView | undefined {
  if (row !== undefined) return operationBody(operations.describe(row), contentOf(row));
  if (receipt === undefined) return undefined;
  const { id, kind: of, txId } = receipt;
  return operationBody({ operationId: id, state: 'committed', kind: of, txId, blockNumber: block, receipt });
}

interface Found {
  readonly view: OperationView | undefined;
  readonly atMs: number;
  readonly place: OperationPlace;
}

/** All that was looked at, in turns; with a view where it is what was asked for. */
async function* search(
  gateway: Gateway,
  asked: Asked,
  client: string | undefined,
  from: OperationPlace,
): AsyncGenerator<Found> {
  const timeOf = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time));
  const { bridgeId, crossing, reference: own } = asked;
  const bridge = bridgeId === undefined ? (crossing ? ('any' as const) : undefined) : { id: bridgeId };
  const filter = { fromMs: timeOf(asked.from), untilMs: timeOf(asked.until), reference: own, bridge };
  let lookedAt = 0;
  for (const found of gateway.projection.of(operationStream)(gateway.mspId, from, filter)) {
    const isOthers = client !== undefined && found.row?.client !== client;
    const view = isOthers ? undefined : viewOf(gateway, found);
    yield { view: view && matches(view, asked) ? view : undefined, atMs: found.atMs, place: found.place };
    if (++lookedAt % TURN_OPERATIONS === 0) await soon();
  }
}

const columns = ['time', 'operationId', 'kind', 'state', 'programId', 'amount', 'accountId', 'toAccountId', 'acceptor'];
const moreColumns = ['reference', 'client', 'keyId', 'reverses', 'code', 'txId', 'blockNumber', 'metadata'];

async function* asCsv(found: AsyncIterable<Found>): AsyncGenerator<string> {
  yield csvLine([...columns, ...moreColumns]);
  for await (const { view, atMs } of found) {
    if (view === undefined) continue;
    const { operationId, kind: of, state, programId: program, amount, toAccountId, acceptor } = view;
    const first = [new Date(atMs).toISOString(), operationId, of, state, program, amount];
    const accounts = [view.fromAccountId ?? view.accountId, toAccountId, acceptor];
    const { client, keyId, reverses, code, txId, blockNumber, metadata } = view;
    const asked = [view.reference, client, keyId, reverses, code, txId, blockNumber?.toString()];
    yield csvLine([...first, ...accounts, ...asked, metadata === undefined ? undefined : JSON.stringify(metadata)]);
  }
}

export const listOperations = route({
  operationId: 'listOperations',
  method: 'get',
  path: '/v1/operations',
  tag: 'Operations',
  summary: 'This organisation’s operations, newest first, by what is known of them; as CSV all that follow.',
  description:
    'What this gateway recorded, in whatever state, and what the ledger has of this organisation beside that, such as imported rows. Pages hang together whatever comes meanwhile. A page that would take long is given with what was found by then, so that it may have less than `limit`, or nothing, and still a `nextCursor`. A cashier is shown what its own client asked for, a bridge what crosses one.',
  roles,
  query: listQuery,
  replies: { 200: { description: 'A page; as CSV all of them.', schema: operationsView, csv: true } },
  errors: ['CURSOR_INVALID'],
  example: {
    query: { reference: 'receipt-4711' },
    replies: {
      200: {
        operations: [
          {
            ...committedExample('redeem', {
              programId: 'harbor',
              accountId: exampleAccountId,
              amount: '50',
              acceptor: 'HarborMSP',
            }),
            reference: 'receipt-4711',
            metadata: { shift: 'early' },
            client: 'till-4',
            keyId: 'till-4',
            recordedAt: exampleTime,
          },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: async (context, gateway) => {
    const { limit = 100, cursor, ...query } = context.query;
    const asked = { ...query, crossing: context.caller.role === 'bridge' };
    const client = clientShown(context.caller, asked.client);
    const places = z.strictObject({ recorded: z.int(), receipted: z.int() });
    const found = search(gateway, asked, client, decodeCursor(cursor, places, newestPlace));
    if (context.prefersCsv) return { status: 200, text: { type: CSV_TYPE, content: asCsv(found) } };
    const asOfBlock = gateway.projection.lastBlock();
    const items: OperationView[] = [];
    let lookedAt = 0;
    let place: OperationPlace | undefined;
    for await (const { view, place: here } of found) {
      // One more than asked for tells that another page follows.
      if ((view !== undefined && items.length === limit) || lookedAt === PAGE_LOOKED_AT_MAX)
        return answerPage(context, 'operations', { items, asOfBlock, next: place && encodeCursor(place) });
      if (view !== undefined) items.push(view);
      place = here;
      lookedAt++;
    }
    return answerPage(context, 'operations', { items, asOfBlock, next: undefined });
  },
});
