/** What scenarios do with points, through REST. */
import { randomUUID } from 'node:crypto';
import type { Answer } from '@commonpoint/client';
import type { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { eventually } from './eventually.js';

export interface OperationAnswer {
  readonly operationId: string;
  readonly txId: string;
  readonly state: string;
  readonly code?: string;
  readonly amount?: string;
}

export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly detail: string;
  readonly errors?: readonly { pointer: string; detail: string }[];
}

export interface ImportProgress {
  readonly importId: string;
  readonly state: string;
  readonly rowsTotal: number;
  readonly rowsPosted: number;
  readonly rowsRejected: number;
  readonly rowsSkipped: number;
  readonly rowsExisting: number;
  readonly pointsIssued: string;
  readonly pointsReturned: string;
}

/** A new member with an account, and perhaps some points. */
export async function openAccount(
  gateway: GatewayClient,
  points?: { programId: string; amount: string },
): Promise<string> {
  const { accountId } = await gateway.post('/v1/accounts', { memberRef: randomUUID() });
  if (points !== undefined) await gateway.post('/v1/issuances', { ...points, accountId });
  return accountId;
}

/** What an account holds of a programme, as the peer says. */
export async function balanceOf(gateway: GatewayClient, accountId: string, programId: string): Promise<bigint> {
  const answer = await gateway.attempts.request<{ balances: { programId: string; available: string }[] }>(
    'GET',
    `/v1/accounts/${accountId}/balances`,
    { headers: { consistency: 'ledger' } },
  );
  if (answer.status !== 200) throw new Error(`balances: ${answer.status} ${JSON.stringify(answer.body)}`);
  return BigInt(answer.body.balances.find((balance) => balance.programId === programId)?.available ?? 0);
}

/** How often each outcome came: `201`, or status and code of a problem. */
export function countOutcomes(answers: readonly Answer<Record<string, unknown>>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status < 400 ? String(status) : `${status} ${String(body['code'])}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Sends a file and waits until its rows are posted. */
export async function importCsv(
  gateway: GatewayClient,
  csv: string | Buffer,
  programId = 'harbor',
  query = '',
): Promise<ImportProgress> {
  const started = await startImport(gateway, csv, programId, query);
  if (started.status !== 202) throw new Error(`import: ${started.status} ${JSON.stringify(started.body)}`);
  return awaitImport(gateway, started.body.importId);
}

export function startImport(
  gateway: GatewayClient,
  csv: string | Buffer,
  programId = 'harbor',
  query = '',
): Promise<Answer<ImportProgress>> {
  return gateway.attempts.post<ImportProgress>(
    `/v1/imports?program=${programId}&pointsPerUnit=1&rounding=floor${query}`,
    csv,
    {
      headers: { 'content-type': 'text/csv' },
    },
  );
}

export function awaitImport(gateway: GatewayClient, importId: string): Promise<ImportProgress> {
  return eventually(
    () => gateway.get(`/v1/imports/${importId}`),
    ({ state }) => state === 'completed' || state === 'failed',
    { timeoutMs: 60_000 },
  );
}
