/** A webhook's other side, which verifies what it gets by the standard's own package, and answers as it is told. */
import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Message {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly id: string; readonly type: string; readonly amount?: string };
}

/** How requests are answered: with a status, or as something does it. */
type Reply = number | ((response: ServerResponse, received: Received) => void);

export class Receiver {
  readonly received: Received[] = [];
  /** What the next ones are answered with; then 204. */
  replies: Reply[] = [];
  always: Reply = 204;

  private constructor(
    readonly server: Server,
    readonly url: string,
  ) {}

  static async start(make: (listener: RequestListener) => Server = createServer, scheme = 'http'): Promise<Receiver> {
    const server = make((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const got = { id: String(request.headers['webhook-id']), headers: request.headers, body };
        receiver.received.push(got);
        const reply = receiver.replies.shift() ?? receiver.always;
        if (typeof reply === 'number') response.writeHead(reply).end();
        else reply(response, got);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new Receiver(server, `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
    return receiver;
  }

  get ids(): string[] {
    return this.received.map(({ id }) => id);
  }

  end(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** @throws unless one of its signatures is the secret's */
export const verified = ({ headers, body }: Received, secret: string): Message =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as Message;

/** Whether one of its `v1a` signatures is the key's. */
export function isSignedBy({ id, headers, body }: Received, publicKey: string): boolean {
  const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const content = Buffer.from(`${id}.${String(headers['webhook-timestamp'])}.${body}`);
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((signature) => signature.startsWith('v1a,'))
    .some((signature) => verify(null, content, key, Buffer.from(signature.slice(4), 'base64')));
}
