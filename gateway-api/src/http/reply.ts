/** The only place where replies are written. */
import type { Request, Response } from 'express';
import { asProblem, problemBody, type Problem } from './problem.js';
import type { Answer } from './route.js';

export async function sendAnswer(response: Response, { status, body, text, headers }: Answer): Promise<void> {
  response.statusCode = status;
  if (headers !== undefined) for (const name in headers) response.setHeader(name, headers[name]!);
  if (text === undefined) {
    if (body === undefined) response.end();
    else sendJson(response, response.hasHeader('content-type') ? undefined : 'application/json', body);
    return;
  }
  response.setHeader('content-type', text.type);
  if (typeof text.content === 'string' || text.content instanceof Uint8Array) response.end(text.content);
  else await sendInPieces(response, text.content);
}

/** A piece at a time: what a client does not take yet is not made yet. Without streams between, which for small pieces cost most. */
async function sendInPieces(response: Response, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (response.write(piece)) continue;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        response.off('drain', goOn).off('close', goOn);
        resolve();
      };
      response.on('drain', goOn).on('close', goOn);
    });
  }
  response.end();
}

function sendJson(response: Response, contentType: string | undefined, body: unknown): void {
  const text = JSON.stringify(body);
  if (contentType !== undefined) response.setHeader('content-type', contentType);
  response.setHeader('content-length', Buffer.byteLength(text));
  // As text it goes out with its head as one piece.
  response.end(text);
}

/** How long what is left of a refused body may still arrive, so that the client gets to read the refusal. */
const LINGER_MS = 2_000;

/** Answers a refusal; `error` is whatever was thrown. */
export function sendProblem(request: Request, response: Response, error: unknown): Problem {
  const problem = asProblem(error);
  const { observed } = request;
  observed.problemCode = problem.code;
  if (response.headersSent) {
    // Too late for a reply: a cut-off connection is the only way left to say that it is not whole.
    response.destroy();
    return problem;
  }
  const { headers } = problem.more;
  response.statusCode = problem.status;
  if (headers !== undefined) for (const name in headers) response.setHeader(name, headers[name]!);
  const query = request.originalUrl.indexOf('?');
  const instance = query === -1 ? request.originalUrl : request.originalUrl.slice(0, query);
  if (!request.complete) linger(request, response);
  sendJson(response, 'application/problem+json', problemBody(problem, instance, observed.trace.traceId));
  return problem;
}

function linger(request: Request, response: Response): void {
  response.setHeader('connection', 'close');
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS).unref();
  request.once('close', () => {
    clearTimeout(timer);
  });
}
