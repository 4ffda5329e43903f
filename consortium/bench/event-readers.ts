/** Readers of a gateway's events as they come, and a server that takes what is sent to webhooks. */
import { once } from 'node:events';
import { createServer, get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Remembers when an operation's event came, and reads the rest without looking at it. */
export class EventReaders {
  /** By operation, when its event came to the first reader. */
  readonly cameAt = new Map<string, number>();
  bytes = 0;
  readonly #requests: ClientRequest[] = [];

  static async start(url: string, key: string, count: number): Promise<EventReaders> {
    const readers = new EventReaders();
    for (let at = 0; at < count; at += 1) await readers.#read(`${url}/v1/events`, key, at === 0);
    return readers;
  }

  stop(): void {
    for (const request of this.#requests) request.destroy();
  }

  async #read(url: string, key: string, isFirst: boolean): Promise<void> {
    const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' };
    const request = get(url, { headers, agent: false });
    this.#requests.push(request);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    request.on('error', () => undefined);
    response.on('error', () => undefined).on('data', (chunk: Buffer) => (this.bytes += chunk.length));
    if (isFirst) response.on('data', (chunk: Buffer) => this.#look(chunk));
  }

  #rest = '';

  #look(chunk: Buffer): void {
    const now = performance.now();
    this.#rest += chunk.toString('latin1');
    const end = this.#rest.lastIndexOf('\n\n');
    for (const [, operationId] of this.#rest.slice(0, Math.max(end, 0)).matchAll(/"operationId":"([^"]+)"/g)) {
      this.cameAt.set(operationId!, now);
    }
    if (end >= 0) this.#rest = this.#rest.slice(end);
  }
}

export async function startReceiver(): Promise<{ url: string; count: () => number; stop: () => void }> {
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      taken += 1;
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => taken,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
