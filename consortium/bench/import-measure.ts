/** How fast a file of real purchases becomes points. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type RestClient, UnexpectedAnswer } from '../launcher/rest-client.js';

export interface ImportResult {
  readonly rowsPosted: number;
  readonly rowsSkipped: number;
  readonly rowsRejected: number;
  readonly elapsedMs: number;
  /** Committed operations per second, from sending the file to the last commit. Opening accounts is not counted. */
  readonly rate: number;
}

const POLL_MS = 50;

/** Sends the file and waits until every row is committed. @throws Error when the import fails or takes too long */
export async function measureImport(
  client: RestClient,
  { programId, csv, timeoutMs }: { readonly programId: string; readonly csv: Buffer; readonly timeoutMs: number },
): Promise<ImportResult> {
  const startedAt = performance.now();
  const path = `/v1/imports?program=${programId}&pointsPerUnit=1&rounding=floor`;
  const accepted = await client.post<{ importId: string }>(path, csv, { headers: { 'content-type': 'text/csv' } });
  if (accepted.status !== 202) throw new UnexpectedAnswer('POST', path, accepted);
  for (;;) {
    const view = await client.mustGet(`/v1/imports/${accepted.body.importId}`);
    const elapsedMs = performance.now() - startedAt;
    if (view['state'] === 'completed') {
      const rowsPosted = Number(view['rowsPosted']);
      return {
        rowsPosted,
        rowsSkipped: Number(view['rowsSkipped']),
        rowsRejected: Number(view['rowsRejected']),
        elapsedMs,
        rate: rowsPosted / (elapsedMs / 1000),
      };
    }
    if (view['state'] === 'failed' || elapsedMs > timeoutMs) {
      throw new Error(`the import did not complete: ${JSON.stringify(view)}`);
    }
    await sleep(POLL_MS);
  }
}
