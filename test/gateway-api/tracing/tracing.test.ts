/** Traces from a till's request to the block, as a collector gets them. */
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createApp } from '../../../gateway-api/src/app.js';
import { gatewayConfig } from '../../../gateway-api/src/config.js';
import { createMetrics } from '../../../gateway-api/src/http/metrics.js';
import { LedgerTraces } from '../../../gateway-api/src/tracing/ledger-traces.js';
import { requestSpan } from '../../../gateway-api/src/tracing/request-span.js';
import type { Span } from '../../../gateway-api/src/tracing/span.js';
import { apiKeysAt, keyOf } from '../role-keys.js';
import { databaseAt, startApp, until, withMembers } from '../start-app.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Harbor's gateway with everything that is traced, and its address. */
async function traced(take: (span: Span) => void) {
  const network = await withMembers();
  const traces = new LedgerTraces(take);
  const { gateway } = await startApp({
    network,
    parts: { channel: traces.channel(network.channel('HarborMSP')), traces },
  });
  const apiKeys = apiKeysAt(databaseAt('keys'), 'harbor');
  const { app } = createApp({
    config: { organization: 'harbor', mspId: 'HarborMSP', limits: gatewayConfig.shape.limits.parse({}) },
    gateway,
    apiKeys: () => apiKeys,
    log: silent,
    metrics: createMetrics(),
    traced: (request) => take(requestSpan(request)),
    isStopping: () => false,
    version: '0.0.0',
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const issue = async (
    traceparent: string,
    amount = '5',
  ): Promise<{ txId: string; operationId: string; blockNumber: number }> => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/issuances`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keyOf('operator')}`,
        'content-type': 'application/json',
        'idempotency-key': traceparent,
        traceparent,
      },
      body: JSON.stringify({ programId: 'harbor', accountId: gateway.secrets.accountIdOf('m-1'), amount }),
    });
    return (await response.json()) as { txId: string; operationId: string; blockNumber: number };
  };
  return { issue };
}
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const traceId = 'a'.repeat(32);
const parentId = 'b'.repeat(16);

it('a request is a span of its caller’s trace, its operation one below it, linked to the transaction’s own trace', async () => {
  const spans: Span[] = [];
  const { issue } = await traced((span) => spans.push(span));
  const { txId, operationId, blockNumber } = await issue(`00-${traceId}-${parentId}-01`);
  await until(() => spans.some(({ kind }) => kind === 'server'));
  const named = (name: string): Span => spans.find((span) => span.name === name)!;
  const request = named('POST /v1/issuances');
  expect(request).toMatchObject({ traceId, parentId, kind: 'server', failed: false });
  expect(request.attributes).toEqual({
    'http.request.method': 'POST',
    'http.route': '/v1/issuances',
    'http.response.status_code': 201,
    'error.type': undefined,
  });
  const operation = named('ledger issue');
  const transaction = named('Points:Post');
  expect(operation).toMatchObject({ traceId, parentId: request.spanId, links: [{ traceId: transaction.traceId }] });
  expect(operation.attributes).toMatchObject({ 'commonpoint.operation': operationId, 'fabric.tx_id': txId });
  expect(transaction.traceId).toBe(txId.slice(0, 32));
  expect(transaction.links).toEqual([{ traceId, spanId: request.spanId }]);
  expect(transaction.attributes).toMatchObject({ 'fabric.block': blockNumber, 'fabric.validation_code': 0 });
  for (const part of ['endorse', 'submit', 'order and validate']) {
    expect(named(part)).toMatchObject({ traceId: transaction.traceId, parentId: transaction.spanId });
    expect(named(part).endMs).toBeGreaterThanOrEqual(named(part).startMs);
  }
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  expect(transaction.endMs).toBeGreaterThanOrEqual(named('endorse').endMs);
  // Nothing of members, keys or amounts.
  expect(JSON.stringify(spans)).not.toMatch(/m-1|key-of|"5"/);
});

it('what its caller does not want recorded is not', async () => {
  const spans: Span[] = [];
  const { issue } = await traced((span) => spans.push(span));
  const { txId } = await issue(`00-${traceId}-${parentId}-00`);
  await until(() => spans.some(({ name }) => name === 'Points:Post'));
  expect(spans.filter((span) => span.traceId !== txId.slice(0, 32))).toEqual([]);
  expect(spans.find(({ name }) => name === 'Points:Post')!.links).toEqual([]);
});

async function collector(
  answer: number,
): Promise<{ url: string; taken: { headers: IncomingMessage['headers']; body: string }[] }> {
  const taken: { headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      taken.push({ headers: request.headers, body });
      response.writeHead(answer, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, taken };
}

const exported = async (endpoint: string, count: number): Promise<unknown> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(__dirname, 'export-spans.cjs'),
    endpoint,
    String(count),
  ]);
  return JSON.parse(stdout);
};

it('a collector gets them as OTLP, with the headers that it asks for; what is left goes when the gateway stops', async () => {
  const { url, taken } = await collector(200);
  expect(await exported(url, 1)).toEqual({ warned: [], dropped: 0 });
  expect(taken).toHaveLength(1);
  expect(taken[0]!.headers).toMatchObject({ 'x-tenant': 'harbor', 'content-type': 'application/json' });
  const { resourceSpans } = JSON.parse(taken[0]!.body) as {
    resourceSpans: { resource: { attributes: object[] }; scopeSpans: { spans: object[] }[] }[];
  };
  expect(resourceSpans[0]!.resource.attributes).toContainEqual({
    key: 'service.instance.id',
    value: { stringValue: 'HarborMSP' },
  });
  expect(resourceSpans[0]!.scopeSpans[0]!.spans).toEqual([
    expect.objectContaining({
      traceId,
      spanId: '1'.padStart(16, '0'),
      parentSpanId: parentId,
      name: 'GET /v1/programs',
      kind: 2,
      startTimeUnixNano: '1700000000123250000',
      endTimeUnixNano: '1700000000125750000',
      attributes: [{ key: 'http.response.status_code', value: { intValue: 500 } }],
      status: { code: 2 },
      links: [expect.objectContaining({ traceId: 'd'.repeat(32), spanId: 'e'.repeat(16) })],
    }),
  ]);
});

it('one that takes none is told of once, and what is dropped is counted', async () => {
  const { url } = await collector(400);
  expect(await exported(url, 100)).toEqual({
    warned: ['The collector of traces takes none; those are dropped'],
    dropped: 100,
  });
});

it('no more wait for a collector than there is room for; the rest is counted too', async () => {
  const { url } = await collector(400);
  const { dropped } = (await exported(url, 9_000)) as { dropped: number };
  expect(dropped).toBeGreaterThanOrEqual(9_000 - 8_192);
});
