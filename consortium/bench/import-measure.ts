/** How fast a file of real purchases becomes points. */
import type { GatewayClient } from '../launcher/gateway-client.js';

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
  client: GatewayClient,
  { programId, csv, timeoutMs }: { readonly programId: string; readonly csv: Uint8Array; readonly timeoutMs: number },
): Promise<ImportResult> {
  const startedAt = performance.now();
  const view = await client.post('/v1/imports', csv, {
    query: { program: programId, pointsPerUnit: '1', rounding: 'floor' },
    timeoutMs,
    pollMs: POLL_MS,
  });
  const elapsedMs = performance.now() - startedAt;
  if (view.state !== 'completed') throw new Error(`the import did not complete: ${JSON.stringify(view)}`);
  const { rowsPosted, rowsSkipped, rowsRejected } = view;
  return { rowsPosted, rowsSkipped, rowsRejected, elapsedMs, rate: rowsPosted / (elapsedMs / 1000) };
}
