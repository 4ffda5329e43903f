/**
 * The orderer's administration: REST over mutual TLS, as `osnadmin channel join` and `list` use it.
 *
 * Fabric: `orderer/common/channelparticipation/restapi.go`. A client certificate of the organisation's TLS authority is
 * what it takes. Left out: configuration updates by PUT, which hang Fabric's own.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { AddressInUseError, type RunningServer } from '../grpc-server.js';
import { plainBytes } from '../wire/bytes.js';
import { JoinError } from './join-error.js';
import type { OrderingService } from './ordering-service.js';
import type { Participation } from './participation.js';

const CHANNELS_PATH = '/participation/v1/channels';
const BODY_BYTES_MAX = 1024 * 1024;

export interface ParticipationApiOptions {
  readonly host: string;
  readonly port: number;
  /** Folder with server.crt, server.key and ca.crt, the authority of its clients. */
  readonly tlsDir: string;
  readonly slug: string;
  readonly ordering: OrderingService;
}

/** Listens and serves. */
export async function startParticipationApi(options: ParticipationApiOptions): Promise<RunningServer> {
  const read = (name: string) => readFileSync(join(options.tlsDir, name));
  const server = createServer(
    {
      cert: read('server.crt'),
      key: read('server.key'),
      ca: read('ca.crt'),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    },
    (request, response) => void handle(request, response, options),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new AddressInUseError(options.host, options.port) : error);
    });
    server.listen(options.port, options.host, () => resolve());
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, options: ParticipationApiOptions) {
  const { ordering, slug } = options;
  const { pathname } = new URL(request.url ?? '/', 'https://orderer');
  if (pathname === CHANNELS_PATH && request.method === 'GET') {
    const channels = ordering.channelsOf(slug).map((id) => ({ name: id, url: `${CHANNELS_PATH}/${id}` }));
    return reply(response, 200, { systemChannel: null, channels });
  }
  if (pathname === CHANNELS_PATH && request.method === 'POST') {
    try {
      const id = await ordering.join(slug, await readJoinBlock(request));
      response.setHeader('Location', `${CHANNELS_PATH}/${id}`);
      return reply(response, 201, describe(id, ordering.participation(id, slug)!));
    } catch (error) {
      const status = error instanceof JoinError ? error.status : 500;
      return reply(response, status, { error: (error as Error).message });
    }
  }
  const [, id] = /^\/participation\/v1\/channels\/([^/]+)$/.exec(pathname) ?? [];
  if (id === undefined) return reply(response, 404, { error: 'not found' });
  if (request.method === 'DELETE') {
    if (!(await ordering.leave(id, slug)))
      return reply(response, 404, { error: 'cannot remove: channel does not exist' });
    response.writeHead(204).end();
    return;
  }
  if (request.method !== 'GET') return reply(response, 405, { error: `invalid request method: ${request.method}` });
  const participation = ordering.participation(id, slug);
  return participation
    ? reply(response, 200, describe(id, participation))
    : reply(response, 404, { error: 'channel does not exist' });
}

function describe(id: string, participation: Participation) {
  return { name: id, url: `${CHANNELS_PATH}/${id}`, ...participation };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

/** The one file part named `config-block` of a multipart form. */
async function readJoinBlock(request: IncomingMessage): Promise<Uint8Array> {
  const [, boundary] =
    /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '') ?? [];
  if (boundary === undefined) throw new JoinError(400, 'cannot read form from request body: no multipart boundary');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new JoinError(400, 'cannot read form from request body: too large');
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const headerEnd = body.indexOf('\r\n\r\n');
  const partEnd = body.indexOf(`\r\n--${boundary}`, headerEnd);
  const isConfigBlock = headerEnd > 0 && /name="config-block"/.test(body.subarray(0, headerEnd).toString('latin1'));
  if (!isConfigBlock || partEnd < 0) throw new JoinError(400, 'form does not contains part key: config-block');
  return plainBytes(Buffer.from(body.subarray(headerEnd + 4, partEnd)));
}
