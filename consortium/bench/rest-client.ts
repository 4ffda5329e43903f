/** The little that the benchmark needs of HTTP, with as little work as possible, since it shares the machine with what it measures. */
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** One gateway, called with one key over a fixed number of connections. */
export class RestClient {
  private readonly pool: Pool;

  constructor(
    url: string,
    private readonly key: string,
    connections: number,
  ) {
    this.pool = new Pool(url, { connections, headersTimeout: 60_000, bodyTimeout: 60_000 });
  }

  post(path: string, body: object): Promise<Answer> {
    return this.request('POST', path, JSON.stringify(body), 'application/json');
  }

  /** Sends a file of purchases. */
  postCsv(path: string, csv: Buffer): Promise<Answer> {
    return this.request('POST', path, csv, 'text/csv');
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path);
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async request(method: 'GET' | 'POST', path: string, body?: string | Buffer, type?: string): Promise<Answer> {
    const { statusCode, body: answer } = await this.pool.request({
      method,
      path,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(type === undefined ? {} : { 'content-type': type, 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: statusCode, body: (await answer.json()) as Record<string, unknown> };
  }
}

/** The answer's body where it is a success. @throws Error that quotes the problem otherwise */
export function expectSuccess({ status, body }: Answer, what: string): Record<string, unknown> {
  if (status >= 200 && status < 300) return body;
  throw new Error(`${what} was answered ${status}: ${JSON.stringify(body)}`);
}
