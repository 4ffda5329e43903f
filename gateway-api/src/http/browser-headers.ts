/** The headers that each reply has for browsers' sake: helmet's, which for the API are always the same, so that it is asked once. */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

export function createBrowserHeaders(): RequestHandler {
  const headers = [...setByHelmet(), ['cache-control', 'no-store'] as const];
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

/** @throws Error if they depended on the request */
function setByHelmet(): readonly (readonly [name: string, value: string])[] {
  const middleware = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    // Whether there is TLS is decided by what stands in front of the gateway.
    strictTransportSecurity: false,
  });
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  let isDone = false;
  middleware(request, response, (error) => (isDone = error === undefined));
  if (!isDone) throw new Error('the security headers are not known at once');
  return response.getHeaderNames().map((name) => [name, String(response.getHeader(name))] as const);
}
