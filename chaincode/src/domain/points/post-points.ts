/** A batch of operations: one after the other, alone or in linked chains, each with its outcome. */
import {
  chainsOf,
  type ClaimProof,
  type Operation,
  operationRoles,
  operationStatuses,
  type Outcome,
  type postPoints,
  type ReplyOf,
} from '@commonpoint/catalogue';
import { decideCaptureHold } from '../holds/capture-hold.js';
import { decideExchangePoints } from '../rates/exchange-points.js';
import { decideConsolidateLots } from './consolidate-lots.js';
import { decideExpirePoints } from './expire-points.js';
import { decideExtendPoints } from './extend-points.js';
import { decideBuyNote } from '../notes/buy-note.js';
import { decidePledgeNote } from '../collateral/pledge-note.js';
import { decideTransferNote } from '../notes/transfer-note.js';
import { decideRedeemNote } from '../notes/redeem-note.js';
import { decideHoldPoints } from '../holds/hold-points.js';
import { decideIssuePoints } from './issue-points.js';
import { decideReplay, receiptOf, type Effect } from './receipts.js';
import { decideRedeemPoints } from './redeem-points.js';
import { Refusal, refuse } from '../core/refusal.js';
import { decideReverseOperation } from './reverse-operation.js';
import { provedClaims } from '../migration/sum-tree.js';
import { decideSeizePoints } from '../orders/seize-points.js';
import { decideTransferPoints } from './transfer-points.js';
import { decideVoidHold } from '../holds/void-hold.js';
import type { PostRows } from './post-rows.js';
import { WorkingSet, type PostOrigin } from './working-set.js';

/** What became of an operation so far; `POSTED` and `EXISTS` point at a receipt. */
type Result = { state: 'POSTED' | 'EXISTS' } | Refusal;

export interface PostDecision {
  reply: ReplyOf<typeof postPoints>;
  /** What is to be written. */
  set: WorkingSet;
}

/** Works through a batch. Every operation has an outcome; the batch as a whole is never refused. */
export function decidePostPoints(
  operations: readonly Operation[],
  rows: PostRows,
  origin: PostOrigin,
  proofs: readonly ClaimProof[] = [],
): PostDecision {
  const set = new WorkingSet(rows, origin, provedClaims(origin.caller.mspId, operations, proofs, rows.migrations));
  const results = chainsOf(operations).flatMap((chain) => decideChain(set, chain));
  for (const pool of set.pools.values()) pool.mergeTouched();
  const outcomes = operations.map((operation, index) => outcomeOf(set, operation, results[index] as Result));
  const change = changeOf(set);
  return { reply: change.length === 0 ? { outcomes } : { outcomes, change }, set };
}

/** The reply for a caller who reads the receipts of what is posted now in the transaction's writes. */
export function withoutReceipts({ outcomes, ...rest }: PostDecision['reply']): PostDecision['reply'] {
  return {
    ...rest,
    outcomes: outcomes.map(({ id, state, ...more }) => (state === 'POSTED' ? { id, state } : { id, state, ...more })),
  };
}

/** The reply for lines of a file: what was posted now is what the rest is not. */
export function withoutPosted({ outcomes, ...rest }: PostDecision['reply']): PostDecision['reply'] {
  return { ...rest, outcomes: outcomes.filter(({ state }) => state !== 'POSTED') };
}

function changeOf(set: WorkingSet): NonNullable<PostDecision['reply']['change']> {
  return [...set.pools.values()].flatMap((pool) => {
    const { accountId, programId } = pool;
    const lots = [...pool.creations()].filter(({ from }) => from === 'change');
    return lots.map(({ lotId, amount }) => ({ accountId, programId, lotId, amount: String(amount) }));
  });
}

/** All of a chain takes effect, or none of it. An operation that took effect in an earlier transaction stays so. */
function decideChain(set: WorkingSet, chain: readonly Operation[]): Result[] {
  const results: Result[] = [];
  let failed = -1;
  chain.forEach((operation, index) => {
    const result = decideOperation(set, operation, failed !== -1);
    results.push(result);
    if (failed === -1 && result instanceof Refusal) failed = index;
  });
  if (failed === -1) {
    set.undo.forget();
    return results;
  }
  set.undo.rollBack();
  const linkedFailed = refuse('LINKED_FAILED', `operation ${chain[failed]?.id} of the same chain failed`);
  return results.map((result, index) => {
    // What was posted by this chain is gone again, and with it what repeated it.
    const stands = result instanceof Refusal || set.receipt(chain[index]?.id ?? '') !== undefined;
    return stands ? result : linkedFailed;
  });
}

/** Errors: ROLE_NOT_ALLOWED, ORGANIZATION_NOT_ALLOWED, ID_CONFLICT, LINKED_FAILED, then those of the operation's kind. */
function decideOperation(set: WorkingSet, operation: Operation, chainFailed: boolean): Result {
  const { role } = set.origin.caller;
  if (role === undefined || !operationRoles[operation.kind].includes(role)) {
    return refuse('ROLE_NOT_ALLOWED', `the kind ${operation.kind} is for ${operationRoles[operation.kind].join(', ')}`);
  }
  const organization = set.rows.organizations.get(set.mspId);
  if (organization !== undefined && !operationStatuses[operation.kind].includes(organization.status)) {
    return refuse('ORGANIZATION_NOT_ALLOWED', `${set.mspId} is ${organization.status}`);
  }
  const recorded = set.receipt(operation.id);
  if (recorded !== undefined) {
    const replay = decideReplay(operation, recorded, set.provedClaims.has(operation.id));
    return replay instanceof Refusal ? replay : { state: 'EXISTS' };
  }
  if (chainFailed) return refuse('LINKED_FAILED', 'an earlier operation of the same chain failed');
  const effect = decideEffect(set, operation);
  if (effect instanceof Refusal) return effect;
  set.recordReceipt(receiptOf(set, operation, effect));
  return { state: 'POSTED' };
}

function decideEffect(set: WorkingSet, operation: Operation): Effect | Refusal {
  switch (operation.kind) {
    case 'issue':
      return decideIssuePoints(set, operation);
    case 'transfer':
      return decideTransferPoints(set, operation);
    case 'redeem':
      return decideRedeemPoints(set, operation);
    case 'reverse':
      return decideReverseOperation(set, operation);
    case 'expire':
      return decideExpirePoints(set, operation);
    case 'hold':
      return decideHoldPoints(set, operation);
    case 'capture':
      return decideCaptureHold(set, operation);
    case 'void':
      return decideVoidHold(set, operation);
    case 'buy-note':
      return decideBuyNote(set, operation);
    case 'transfer-note':
      return decideTransferNote(set, operation);
    case 'pledge-note':
      return decidePledgeNote(set, operation);
    case 'redeem-note':
      return decideRedeemNote(set, operation);
    case 'seize':
      return decideSeizePoints(set, operation);
    case 'exchange':
      return decideExchangePoints(set, operation);
    case 'extend':
      return decideExtendPoints(set, operation);
    case 'consolidate':
      return decideConsolidateLots(set, operation);
    default:
      return operation satisfies never;
  }
}

function outcomeOf(set: WorkingSet, { id }: Operation, result: Result): Outcome {
  if (!(result instanceof Refusal)) return { id, state: result.state, receipt: set.receipt(id) };
  const { code, detail, extra } = result;
  return { id, state: 'REJECTED', code, detail, ...(extra.field !== undefined && { field: extra.field }) };
}
