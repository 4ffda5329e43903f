/** Readers of a gateway's events as they come, and a server that takes what is sent to webhooks. */
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

const MEMORY_BYTES = 64 * 1024;

type Headers = Readonly<Record<string, string>>;

/**
 * Remembers when an operation's event came to the first reader. Of what comes to the others only the bytes are counted, in one piece of
 * memory: what it costs to read is on the machines of those who read, and not to be measured here.
 */
export class EventReaders {
  /** By operation, when its event came to the first reader. */
  readonly cameAt = new Map<string, number>();
  bytes = 0;
  readonly #ends: (() => void)[] = [];
  readonly #memory = Buffer.alloc(MEMORY_BYTES);

  static async start(url: string, key: string, count: number): Promise<EventReaders> {
    const readers = new EventReaders();
    const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' };
    await readers.#look(`${url}/v1/events`, headers);
    for (let at = 1; at < count; at += 1) await readers.#count(new URL(`${url}/v1/events`), headers);
    return readers;
  }

  stop(): void {
    for (const end of this.#ends) end();
  }

  async #look(url: string, headers: Headers): Promise<void> {
    const request = get(url, { headers, agent: false });
    this.#ends.push(() => request.destroy());
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    request.on('error', () => undefined);
    response.on('error', () => undefined).on('data', (chunk: Buffer) => this.#note(chunk));
  }

  /** @throws Error when it is not let in */
  #count({ host, hostname, port, pathname }: URL, headers: Headers): Promise<void> {
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`);
    return new Promise((resolve, reject) => {
      let isIn = false;
      const callback = (length: number): boolean => {
        this.bytes += length;
        if (!isIn) {
          const begin = this.#memory.toString('latin1', 0, length);
          if (!begin.startsWith('HTTP/1.1 200')) reject(new Error(`a reader was answered: ${begin.split('\r\n')[0]}`));
        }
        isIn = true;
        resolve();
        return true;
      };
      const socket = connect({ host: hostname, port: Number(port), onread: { buffer: this.#memory, callback } });
      socket.on('error', reject);
      this.#ends.push(() => socket.destroy());
      socket.write(`GET ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    });
  }

  #rest = '';

  #note(chunk: Buffer): void {
    this.bytes += chunk.length;
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
