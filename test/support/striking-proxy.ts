/** Between a program and what it talks to: strikes at one of the things that pass, before it is passed on or after it was answered. */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';

export interface Strike {
  /** The number, from 1 on, of what passes. */
  readonly at: number;
  readonly when: 'before' | 'after';
  readonly strike: () => Promise<void>;
}

/** Counts what passes, and is told where to strike. */
export class StrikingProxy {
  #strike: Strike | undefined;
  #passed = 0;
  #struck: Promise<void> | undefined;

  private constructor(
    readonly server: Server,
    readonly port: number,
  ) {}

  /** From now on. */
  aim(strike: Strike | undefined): void {
    this.#strike = strike;
    this.#passed = 0;
    this.#struck = undefined;
  }

  /** Until it has struck, once it has begun to; undefined before. */
  get struck(): Promise<void> | undefined {
    return this.#struck;
  }

  async close(): Promise<void> {
    this.server.close();
    await new Promise<void>((resolve) => setTimeout(resolve, 10));
  }

  /** @returns whether it struck, so that nothing more is to be said on this connection */
  async #pass(pass: () => Promise<void>): Promise<boolean> {
    const strike = this.#strike;
    if (strike === undefined || ++this.#passed !== strike.at) {
      await pass();
      return false;
    }
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#struck = promise;
    // Whatever is passed on while it falls is lost.
    if (strike.when === 'after') await pass().catch(() => undefined);
    await strike.strike();
    resolve(undefined);
    return true;
  }

  /** Requests that `counts` are struck at. */
  static async toGateway(urlOf: () => string, counts: (request: IncomingMessage) => boolean): Promise<StrikingProxy> {
    const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      let answer: { status: number; type: string; text: string } | undefined;
      const pass = async (): Promise<void> => {
        const { authorization, 'content-type': type, 'idempotency-key': key, consistency } = request.headers;
        const headers = { authorization, 'content-type': type, 'idempotency-key': key as string, consistency };
        const given = Object.entries(headers).filter(([, value]) => value !== undefined) as [string, string][];
        const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
        const reply = await fetch(`${urlOf()}${request.url ?? ''}`, {
          method: request.method!,
          headers: given,
          ...body,
        });
        answer = { status: reply.status, type: reply.headers.get('content-type') ?? '', text: await reply.text() };
      };
      try {
        const struck = counts(request) ? await proxy.#pass(pass) : (await pass(), false);
        if (!struck) return void response.writeHead(answer!.status, { 'content-type': answer!.type }).end(answer!.text);
      } catch {
        // What is behind is not there.
      }
      request.socket.destroy();
    };
    const server = createHttpServer((request, response) => void handle(request, response));
    const proxy: StrikingProxy = new StrikingProxy(server, await listen(server));
    return proxy;
  }

  /** Commits are struck at, in the simple protocol in which they are sent. */
  static async toPostgres(port: number): Promise<StrikingProxy> {
    const server = createServer((client) => {
      const upstream = connect(port, '127.0.0.1');
      const end = (): void => {
        client.destroy();
        upstream.destroy();
      };
      for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
      let answered: (() => void) | undefined;
      upstream.on('data', (data: Buffer) => {
        if (answered === undefined) client.write(data);
        else answered();
      });
      client.on('data', (data: Buffer) => {
        if (!data.includes('COMMIT\0')) return void upstream.write(data);
        const strike = proxy.#strike;
        const isHit = strike !== undefined && proxy.#passed + 1 === strike.at;
        void proxy
          .#pass(async () => {
            // Its answer is heard and not passed on.
            if (isHit) await new Promise<void>((resolve) => void ((answered = resolve), upstream.write(data)));
            else upstream.write(data);
          })
          .then((struck) => (struck ? end() : undefined), end);
      });
    });
    const proxy: StrikingProxy = new StrikingProxy(server, await listen(server));
    return proxy;
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
