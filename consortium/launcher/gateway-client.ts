/** The client of the programs in this folder. */
import { Readable } from 'node:stream';
import { Client } from '@commonpoint/client';
import { Pool } from 'undici';

/** Longer than any single fault that a consortium bears. */
const SETTLING_TIME_MS = 60_000;

/** The client as this folder's programs need it: many requests at a time, over connections that are kept open. */
export class GatewayClient extends Client {
  readonly #pool: Pool;

  constructor(url: string, apiKey: string | undefined, connections = 16) {
    const pool = new Pool(url, { connections, pipelining: 1, bodyTimeout: 0, headersTimeout: 120_000 });
    super({
      url,
      apiKey,
      timeoutMs: SETTLING_TIME_MS,
      // The pool has a limit of its own.
      attemptTimeoutMs: 0,
      fetch: async (address, { method, headers, body, signal }) => {
        const path = address.slice(url.length);
        const response = await pool.request({
          method,
          path,
          headers,
          body: body instanceof Blob ? Readable.fromWeb(body.stream()) : (body ?? null),
          signal: signal ?? null,
        });
        return {
          status: response.statusCode,
          headers: { get: (name) => response.headers[name]?.toString() ?? null },
          text: () => response.body.text(),
        };
      },
    });
    this.#pool = pool;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
