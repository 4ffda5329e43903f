/** Node's HTTP server around the application: slow and broken clients, and a stop that finishes what was begun. */
import { createServer, IncomingMessage, ServerResponse, STATUS_CODES, type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import type { GatewayConfig } from '../config.js';
import { Problem, problemBody } from './problem.js';
import type { ProblemCode } from './problems.js';
import { traceOf } from './trace.js';

/** The most bytes of a request's line and header fields. */
const HEAD_BYTES_MAX = 16 * 1024;
/** Longer than the usual 60 s of load balancers, so that they close first. */
const KEEP_ALIVE_MS = 65_000;
/** Without a byte in either direction; longer than a write may wait for its commit. Ends downloads that nobody reads. */
const SILENCE_MS = 120_000;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** By server: has the last answer on each connection say that the connection ends with it, from then on. */
const announcing = new WeakMap<Server, () => void>();

export function createHttpServer(app: Express, limits: GatewayConfig['limits']): Server {
  /** What is not answered yet, in the order in which it came. */
  const open = new Map<Duplex, Set<Exchange>>();
  let isStopping = false;
  const begin = (exchange: Exchange): void => {
    const { socket } = exchange.request;
    const ofSocket = open.get(socket) ?? new Set();
    if (isStopping) {
      // What was to be the last is followed by another one, which came before it was answered.
      for (const { response } of ofSocket) if (!response.headersSent) response.shouldKeepAlive = true;
      exchange.response.shouldKeepAlive = false;
    }
    if (!open.has(socket)) socket.once('close', () => open.delete(socket));
    open.set(socket, ofSocket.add(exchange));
    exchange.response.once('close', () => ofSocket.delete(exchange));
  };
  const server = createServer(
    {
      maxHeaderSize: HEAD_BYTES_MAX,
      headersTimeout: limits.headMs,
      // A whole request is timed where bodies are read: an import may take as long as it keeps arriving.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(limits.headMs, 5_000),
      // Node would refuse a request without one with nothing in the reply.
      requireHostHeader: false,
      // Express gives each request and each reply a prototype; an object that gets another one is slow from then on.
      IncomingMessage: madeLike(IncomingMessage, app.request),
      ServerResponse: madeLike(ServerResponse, app.response),
    },
    (request: IncomingMessage, response: ServerResponse) => {
      begin({ request, response });
      const isHostMissing = request.httpVersion === '1.1' && request.headers.host === undefined;
      if (!isHostMissing) return void app(request, response);
      const { status, headers, body } = lastReply('REQUEST_INVALID', 'an HTTP/1.1 request has the header Host');
      response.writeHead(status, headers).end(body);
    },
  );
  announcing.set(server, () => {
    isStopping = true;
    for (const ofSocket of open.values()) {
      const last = [...ofSocket].at(-1);
      if (last !== undefined && !last.response.headersSent) last.response.shouldKeepAlive = false;
    }
  });
  server.timeout = SILENCE_MS;
  server.on('clientError', (error, socket) => {
    // What came whole before it has its reply first: it must not be taken for refused.
    const due = [...(open.get(socket) ?? [])].findLast(({ request }) => request.complete);
    if (due === undefined) refuseUnreadable(error, socket);
    else due.response.once('finish', () => refuseUnreadable(error, socket));
  });
  server.on('connect', (_request, socket: Duplex) => {
    // Node has let go of it: nobody else hears of its errors, or closes it when the other side does not.
    socket.on('error', () => socket.destroy()).once('finish', () => socket.destroy());
    refuse(socket, 'REQUEST_INVALID', 'this is no proxy');
  });
  // What a client expects beside `100-continue` may be passed over (RFC 9110).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server;
}

/** The same class, of objects with this prototype from the start. */
function madeLike<T extends typeof IncomingMessage | typeof ServerResponse>(made: T, prototype: object): T {
  const like = function (...given: unknown[]): object {
    return Reflect.construct(made, given, like) as object;
  };
  like.prototype = prototype;
  return like as unknown as T;
}

/** What never became a request that Express could answer. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const codes: Record<string, ProblemCode> = {
    HPE_HEADER_OVERFLOW: 'HEAD_TOO_LARGE',
    ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
  };
  const code = codes[error.code ?? ''] ?? 'REQUEST_INVALID';
  refuse(socket, code, code === 'REQUEST_INVALID' ? 'this is not an HTTP/1.1 request' : undefined);
}

/** Of a connection that Express cannot answer on, or not any more. */
function lastReply(code: ProblemCode, detail: string | undefined) {
  const problem = new Problem(code, detail);
  const body = JSON.stringify(problemBody(problem, '', traceOf(undefined).traceId));
  const headers = {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  return { status: problem.status, headers, body };
}

function refuse(socket: Duplex, code: ProblemCode, detail: string | undefined): void {
  const { status, headers, body } = lastReply(code, detail);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}

/** So long a connection that nothing is answered on stays open: what comes over it meanwhile is told that the gateway stops. */
const IDLE_MS = 500;

/**
 * Stops listening, lets requests under way finish for `graceMs`, then closes what is left. Answers say that their connection
 * ends; one that has nothing to be answered is closed after a moment.
 */
export async function drain(server: Server, graceMs: number, idleMs = IDLE_MS): Promise<void> {
  announcing.get(server)?.();
  // Of an HTTP server it would close idle connections at once.
  const closed = new Promise<void>((resolve) => void NetServer.prototype.close.call(server, () => resolve()));
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  // Connections that finish their request meanwhile would otherwise stay open, waiting for another.
  let sweep: NodeJS.Timeout | undefined;
  const idle = setTimeout(
    () => {
      server.closeIdleConnections();
      sweep = setInterval(() => server.closeIdleConnections(), 50);
    },
    Math.min(idleMs, graceMs),
  );
  await closed;
  for (const timer of [cut, idle, sweep]) clearTimeout(timer);
}
