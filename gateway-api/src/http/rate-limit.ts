/** Requests per client and window, with the `RateLimit` and `RateLimit-Policy` fields of the IETF draft. */
import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from './problem.js';

/** Rejects with `RATE_LIMITED`. */
export type RateLimit = (request: Request, response: Response) => Promise<void>;

export function createRateLimit({ requestsMax, windowMs }: { requestsMax: number; windowMs: number }): RateLimit {
  const middleware = rateLimit({
    windowMs,
    limit: requestsMax,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'requests',
    keyGenerator: ({ observed, ip }) =>
      observed.caller === undefined ? `address ${ipKeyGenerator(ip ?? '')}` : `client ${observed.caller.clientId}`,
    handler: (_request, _response, next) => {
      // `Retry-After` was set by the middleware.
      next(new Problem('RATE_LIMITED'));
    },
    // The gateway is not behind a proxy of its own; a forged X-Forwarded-For is not looked at.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
  });
  return (request, response) =>
    new Promise((resolve, reject) => {
      void middleware(request, response, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error('the rate limiter failed', { cause: error }));
      });
    });
}
