/** What the bridge asks of its gateway: a client as any other, with a key of its own. */
import { type Client, GatewayError, ProblemError, type ProblemCode, type Routes } from '@commonpoint/client';
import type { Taken } from './outbox-row.js';

/** `refused` is the ledger's last word on the operation; everything else is thrown, and asked again. */
export type Outcome = 'committed' | { readonly refused: ProblemCode; readonly detail: string };

export type BridgeOnLedger = Routes['/v1/programs/{programId}/bridges/{bridgeId}']['get']['reply'];
export type OperationOnLedger = Routes['/v1/operations']['get']['reply']['operations'][number];

export interface HoldOnLedger {
  readonly status: 'open' | 'captured' | 'voided';
  readonly resolvedBy?: { readonly operationId: string } | undefined;
}

export interface Ledger {
  bridge(): Promise<BridgeOnLedger>;
  /** Undefined where the gateway knows no account under this reference. */
  accountOf(member: string): Promise<string | undefined>;
  /** Whether an operation has taken effect, or may yet. */
  isThere(operationId: string): Promise<boolean>;
  issue(operationId: string, taken: Taken): Promise<Outcome>;
  hold(operationId: string, taken: Taken): Promise<Outcome>;
  capture(holdId: string, operationId: string): Promise<Outcome>;
  giveBack(holdId: string, operationId: string): Promise<Outcome>;
  holdOf(holdId: string): Promise<HoldOnLedger>;
  /** All that crossed, or is held for it. */
  operations(): AsyncIterable<OperationOnLedger>;
}

/**
 * What is refused for good of one row. Everything else is about the bridge itself, its gateway or the moment: nothing follows from it for the row,
 * which waits until somebody has looked.
 */
export const lastWords: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  ...(['ACCOUNT_UNKNOWN', 'ACCOUNT_FROZEN', 'ACCOUNT_CLOSED', 'ACCOUNT_LOCKED', 'TERMS_OF_USE_NOT_ACCEPTED'] as const),
  ...(['CREDITS_STOPPED', 'DEBITS_STOPPED', 'SIGNATURE_REQUIRED', 'NOT_CUSTODIAN'] as const),
  ...(['AMOUNT_BELOW_MINIMUM', 'AMOUNT_ABOVE_MAXIMUM', 'DAY_LIMIT_EXCEEDED', 'VELOCITY_EXCEEDED'] as const),
  ...(['BRIDGE_CLOSED', 'BRIDGE_CAP_EXCEEDED', 'QUOTA_EXHAUSTED'] as const),
  ...(['PROGRAM_SUSPENDED', 'PROGRAM_ENDING', 'EXPIRY_OUT_OF_BOUNDS'] as const),
  ...(['INSUFFICIENT_POINTS', 'POINTS_RESERVED', 'LOT_NOT_MATURE'] as const),
  ...(['HOLD_PERIOD_INVALID', 'HOLD_EXPIRED', 'HOLD_RESOLVED'] as const),
  'ID_CONFLICT',
]);

export function createLedger(client: Client, programId: string, bridgeId: string): Ledger {
  const outcome = async (request: Promise<unknown>): Promise<Outcome> => {
    try {
      await request;
      return 'committed';
    } catch (error) {
      if (error instanceof ProblemError && lastWords.has(error.code))
        return { refused: error.code, detail: error.problem.detail };
      throw error;
    }
  };
  const under = (operationId: string) => ({ idempotencyKey: operationId });
  return {
    bridge: () => client.get('/v1/programs/{programId}/bridges/{bridgeId}', { params: { programId, bridgeId } }),
    async accountOf(member) {
      try {
        return (await client.post('/v1/accounts/lookup', { memberRef: member })).accountId;
      } catch (error) {
        if (
          error instanceof ProblemError &&
          ['ACCOUNT_UNKNOWN', 'REFERENCE_REMOVED', 'REQUEST_INVALID'].includes(error.code)
        )
          return undefined;
        throw error;
      }
    },
    async isThere(operationId) {
      // Once: that it is not there is what is expected.
      const path = `/v1/operations/${operationId}`;
      const { status, body } = await client.attempts.get<{ state?: string; code?: string }>(path);
      if (status === 200) return body.state !== 'rejected';
      if (status === 404 && body.code === 'OPERATION_UNKNOWN') return false;
      throw new GatewayError('GET', path, `was answered with ${status} ${body.code ?? ''}`);
    },
    issue: (operationId, { accountId, points }) =>
      outcome(
        client.post(
          '/v1/issuances',
          { programId, accountId, amount: points, bridgeId, operationId },
          under(operationId),
        ),
      ),
    hold: (operationId, { accountId, points, heldUntil }) =>
      outcome(
        client.post(
          '/v1/holds',
          { programId, accountId, amount: points, bridgeId, operationId, expiresAt: heldUntil },
          under(operationId),
        ),
      ),
    capture: (holdId, operationId) =>
      outcome(
        client.post('/v1/holds/{holdId}/capture', { operationId }, { ...under(operationId), params: { holdId } }),
      ),
    giveBack: (holdId, operationId) =>
      outcome(client.post('/v1/holds/{holdId}/void', { operationId }, { ...under(operationId), params: { holdId } })),
    holdOf: (holdId) => client.get('/v1/holds/{holdId}', { params: { holdId }, consistency: 'ledger' }),
    async *operations() {
      for await (const page of client.pages('/v1/operations', { query: { bridgeId, limit: 100 } }))
        for (const operation of page.operations) if (operation.programId === programId) yield operation;
    },
  };
}
