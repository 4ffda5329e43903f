/** Harbor's gateway over the real contracts in memory, listening on a port: for tests that send bytes or hang up. */
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createApp } from '../../gateway-api/src/app.js';
import { gatewayConfig, type GatewayConfig } from '../../gateway-api/src/config.js';
import type { GatewayParts } from '../../gateway-api/src/gateway-parts.js';
import { createMetrics } from '../../gateway-api/src/http/metrics.js';
import { createHttpServer } from '../../gateway-api/src/http/server.js';
import type { AccessEntry } from '../../gateway-api/src/store/access-log.js';
import type { Route } from '../../gateway-api/src/http/route.js';
import type { Gateway } from '../../gateway-api/src/gateway.js';
import { apiKeysAt, keyOf, type Role } from './role-keys.js';
import { silent, startWorld, type World } from './writes/gateway-world.js';
import type { MemoryChannel } from '../support/memory-channel.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Served {
  readonly world: World;
  readonly gateway: Gateway;
  readonly channel: MemoryChannel;
  readonly routes: readonly Route[];
  readonly port: number;
  /** One request, with a JSON body where one is given. */
  send(
    role: Role,
    method: string,
    path: string,
    more?: { body?: unknown; key?: string; headers?: Record<string, string> },
  ): Promise<Reply>;
  /** A connection of its own, closed at the end. */
  connect(): Socket;
  end(): Promise<void>;
}

export { keyOf as bearer } from './role-keys.js';

export interface ServedOptions {
  readonly world?: World;
  readonly limits?: Partial<GatewayConfig['limits']>;
  readonly parts?: Partial<GatewayParts>;
  readonly record?: (entry: AccessEntry) => void;
  /** Entries of the file of API keys beside one per role. */
  readonly moreKeys?: readonly object[];
}

export async function serveGateway(options: ServedOptions = {}): Promise<Served> {
  const world = options.world ?? (await startWorld());
  const { gateway, channel } = world.open('harbor', options.parts);
  const apiKeys = apiKeysAt(join(world.folder, 'api-keys.json'), 'harbor', options.moreKeys);
  const limits = gatewayConfig.shape.limits.parse(options.limits ?? {});
  const { app, routes } = createApp({
    config: { organization: 'harbor', mspId: 'HarborMSP', limits },
    gateway,
    apiKeys: () => apiKeys,
    log: silent,
    metrics: createMetrics(),
    ...(options.record && { record: options.record }),
    isStopping: () => false,
    version: '0.0.0',
  });
  const server: Server = createHttpServer(app, limits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sockets = new Set<Socket>();
  return {
    world,
    gateway,
    channel,
    routes,
    port,
    async send(role, method, path, { body, key, headers } = {}) {
      const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${keyOf(role)}`,
          connection: 'close',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(method === 'PATCH' && { 'if-match': '*' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await reply.text();
      const isJson = reply.headers.get('content-type')?.includes('json') === true;
      return { status: reply.status, headers: reply.headers, body: isJson ? JSON.parse(text) : { text } };
    },
    connect() {
      const socket = connect(port, '127.0.0.1');
      sockets.add(socket);
      return socket.on('error', () => undefined);
    },
    async end() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await world.end();
    },
  };
}
