/** `POST /v1/batches` */
import {
  capture,
  consolidate,
  exchange,
  expire,
  extend,
  hold,
  issue,
  operationRoles,
  POST_OPERATIONS_MAX,
  postPoints,
  redeem,
  reverse,
  transfer,
  voidHold,
  type Operation,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { fingerprintOf, requireClaimed } from '../../http/idempotency.js';
import { Problem } from '../../http/problem.js';
import { route, type RequestContext } from '../../http/route.js';
import { requestInvalid } from '../../http/validation.js';
import { operationStates, type OperationResult } from '../../writes/results.js';
import type { Caller } from '../../caller.js';
import type { Gateway } from '../../gateway.js';
import { keepWritten } from '../evidence/given-details.js';
import { exampleAccountId, exampleTxId } from '../examples.js';
import { isMadeHere, madeHereDetail } from './chosen-id.js';
import { hasNotes, operationNotes, toldAgain, type OperationNotes } from './operation-notes.js';
import { batchView, type BatchView } from './views.js';

/** The most operations in one request. */
export const BATCH_OPERATIONS_MAX = 10_000;

/** As in the catalogue, but quota lanes are the gateway's to choose, and notes stay in the gateway. */
const batchOperation = z
  .discriminatedUnion('kind', [
    issue.omit({ lanes: true, migration: true }).extend(operationNotes),
    transfer.extend(operationNotes),
    redeem.extend(operationNotes),
    reverse.extend(operationNotes),
    expire.extend(operationNotes),
    hold.extend(operationNotes),
    capture.extend(operationNotes),
    voidHold.extend(operationNotes),
    exchange.omit({ lanes: true }).extend(operationNotes),
    extend.extend(operationNotes),
    consolidate.extend(operationNotes),
  ])
  .meta({ id: 'BatchOperation' });

interface BatchBody {
  readonly operations: readonly (Operation & OperationNotes)[];
}

export const postBatch = route({
  operationId: 'postBatch',
  method: 'post',
  path: '/v1/batches',
  tag: 'Operations',
  summary: `Posts up to ${BATCH_OPERATIONS_MAX} operations and answers one outcome for each, in order.`,
  description:
    'Each operation carries an id of the client’s own: the same id with the same content never takes effect twice, in whatever request it comes. An operation that is rejected does not stop the others, unless they are `linked`. Also as newline-delimited JSON, one operation per line.',
  roles: ['admin', 'operator', 'cashier'],
  entries: [postPoints],
  body: z.strictObject({
    operations: z
      .array(batchOperation)
      .min(1)
      .max(BATCH_OPERATIONS_MAX)
      .superRefine((operations, context) => {
        for (const [at, { id }] of operations.entries())
          if (isMadeHere(id))
            context.addIssue({ code: 'custom', path: [at, 'id'], message: madeHereDetail, input: id });
      }),
  }),
  bodyKind: 'batch',
  replies: {
    200: { description: 'All outcomes are final.', schema: batchView, ndjson: true },
    202: {
      description: 'Some outcomes are not final yet: repeat the request with the same key, or read the operations.',
      schema: batchView,
      ndjson: true,
    },
  },
  errors: ['QUEUE_FULL', 'SHUTTING_DOWN', 'ORDERING_UNAVAILABLE', 'DETAIL_EXISTS', 'DETAILS_BEHIND'],
  example: {
    body: {
      operations: [
        { kind: 'issue', id: 'till7-000123', programId: 'harbor', accountId: exampleAccountId, amount: '120' },
        { kind: 'redeem', id: 'till7-000124', programId: 'harbor', accountId: exampleAccountId, amount: '999999' },
      ],
    },
    replies: {
      200: {
        outcomes: [
          { id: 'till7-000123', state: 'committed', txId: exampleTxId },
          { id: 'till7-000124', state: 'rejected', code: 'INSUFFICIENT_POINTS', detail: 'the account has 120 points' },
        ],
        counts: { accepted: 0, submitted: 0, committed: 1, rejected: 1, unknown: 0 },
      },
    },
  },
  handle: async (context, gateway) => {
    const operations = context.body.operations.map(withoutNotes);
    requireRoles(context.caller, operations);
    requireWholeChains(operations);
    const { distinct, resultAt } = withoutRepeats(operations);
    const claimed = requireClaimed(await submitInTurn(context, gateway, distinct));
    const outcomes = operations.map((operation, at) => outcomeOf(operation, resultAt(at, claimed.results)));
    const counts = Object.fromEntries(operationStates.map((state) => [state, 0])) as BatchView['counts'];
    for (const { state } of outcomes) counts[state]++;
    const final = counts.accepted + counts.submitted + counts.unknown === 0;
    const headers = {
      ...(!final && { 'retry-after': '1' }),
      ...(claimed.kind === 'replay' && { 'idempotency-replayed': 'true' }),
    };
    const status = final ? 200 : 202;
    return context.prefersNdjson
      ? { status, headers, text: { type: 'application/x-ndjson', content: lines(outcomes) } }
      : { status, headers, body: { outcomes, counts } };
  },
});

/** Keeps what came with the operations, and records them in the order in which requests came. */
async function submitInTurn(
  { caller, body, scope, idempotencyKey, preferences, traceparent }: RequestContext<unknown, unknown, BatchBody>,
  gateway: Gateway,
  distinct: readonly Operation[],
) {
  const hasDetail = body.operations.some(({ detail }) => detail !== undefined);
  const arrival = gateway.arrivals.enter(distinct, !hasDetail);
  try {
    if (hasDetail) await keepWritten(gateway, caller, body.operations);
    if (arrival.turn !== undefined) await gateway.storage.orUnavailable(arrival.turn);
    return await gateway.operations.submit(caller, distinct, {
      idempotency: { scope, key: idempotencyKey, fingerprint: fingerprintOf(body.operations) },
      notes: notesOf(body.operations),
      waitMs: preferences.waitMs,
      traceparent,
      arrival,
    });
  } finally {
    arrival.end();
  }
}

/** The operation as it goes to the ledger. */
function withoutNotes(asked: Operation & OperationNotes): Operation {
  if (!hasNotes(asked)) return asked;
  const { reference: _reference, metadata: _metadata, detail: _detail, ...operation } = asked;
  return operation;
}

const notesOf = (asked: readonly (OperationNotes & { readonly id: string })[]) =>
  new Map(asked.filter(hasNotes).map((each) => [each.id, toldAgain(each)]));

const lines = (outcomes: readonly object[]): string =>
  outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join('');

/** A batch with an operation that the caller may not post is refused as a whole. */
function requireRoles(caller: Caller, operations: readonly Operation[]): void {
  const at = operations.findIndex(({ kind }) => !operationRoles[kind].includes(caller.role));
  if (at === -1) return;
  const detail = `the role ${caller.role} may not post operations of kind ${operations[at]!.kind}`;
  throw new Problem('ROLE_NOT_ALLOWED', detail, { errors: [{ pointer: `/operations/${at}/kind`, detail }] });
}

/** A chain must fit into one transaction, or it could not be all or nothing. */
function requireWholeChains(operations: readonly Operation[]): void {
  let length = 1;
  for (const [at, { linked }] of operations.entries()) {
    if (linked !== true) {
      length = 1;
      continue;
    }
    const pointer = `/operations/${at}/linked`;
    if (at === operations.length - 1) {
      throw requestInvalid([{ pointer, detail: 'must not be set on the last operation: there is none to link to' }]);
    }
    if (++length > POST_OPERATIONS_MAX) {
      throw requestInvalid([{ pointer, detail: `makes a chain of more than ${POST_OPERATIONS_MAX} operations` }]);
    }
  }
}

/**
 * An id may come twice in one request: with the same content it is the same operation and has the same outcome; with
 * other content the later one is a conflict. Inside linked chains neither is taken.
 */
function withoutRepeats(operations: readonly Operation[]): {
  readonly distinct: readonly Operation[];
  readonly resultAt: (at: number, results: readonly OperationResult[]) => OperationResult;
} {
  const firstById = new Map<string, number>();
  const distinct: Operation[] = [];
  const places: number[] = [];
  let previousLinked = false;
  for (const [at, operation] of operations.entries()) {
    const first = firstById.get(operation.id);
    if (first === undefined) {
      firstById.set(operation.id, distinct.length);
      places.push(distinct.push(operation) - 1);
    } else if (operation.linked === true || previousLinked) {
      throw requestInvalid([
        { pointer: `/operations/${at}/id`, detail: 'repeats an id, which a linked chain must not' },
      ]);
    } else {
      const same = fingerprintOf(distinct[first]) === fingerprintOf(operation);
      places.push(same ? first : -1);
    }
    previousLinked = operation.linked === true;
  }
  return {
    distinct,
    resultAt: (at, results) =>
      results[places[at]!] ?? {
        operationId: operations[at]!.id,
        state: 'rejected',
        code: 'ID_CONFLICT',
        detail: 'an earlier operation of this request has the same id and other content',
      },
  };
}

function outcomeOf(operation: Operation, result: OperationResult): BatchView['outcomes'][number] {
  return {
    id: operation.id,
    state: result.state,
    code: result.code,
    detail: result.detail,
    field: result.field,
    txId: result.receipt?.txId ?? result.txId,
    existed: result.existed,
  };
}
