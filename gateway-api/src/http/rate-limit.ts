/** Requests per client and window, with the `RateLimit` and `RateLimit-Policy` fields of the IETF draft. */
import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { Problem } from './problem.js';

/** @throws Problem RATE_LIMITED */
export type RateLimit = (request: Request, response: Response) => void;

/** Of one client, from its first request on. */
interface Window {
  used: number;
  endsAt: number;
  readonly policy: string;
}

/**
 * Each request passes here, so nothing is awaited, and what is the same for all requests of a client is made once. The gateway is
 * not behind a proxy of its own; a forged X-Forwarded-For is not looked at.
 */
export function createRateLimit(
  { requestsMax, windowMs }: { requestsMax: number; windowMs: number },
  now: () => number = Date.now,
): RateLimit {
  const windowOf = rememberedFor(windowMs, now, (key): Window => {
    // As the draft has it, whoever sees several limits knows by this which ones are one.
    const partition = Buffer.from(hash('sha256', key).slice(0, 12)).toString('base64');
    const policy = `"requests"; q=${requestsMax}; w=${Math.ceil(windowMs / 1000)}; pk=:${partition}:`;
    return { used: 0, endsAt: -Infinity, policy };
  });
  return ({ observed: { caller }, ip }, response) => {
    const key = caller === undefined ? `address ${ipKeyGenerator(ip ?? '')}` : `client ${caller.clientId}`;
    const window = windowOf(key);
    const at = now();
    if (window.endsAt <= at) {
      window.used = 0;
      window.endsAt = at + windowMs;
    }
    window.used += 1;
    const resetS = Math.ceil((window.endsAt - at) / 1000);
    response.setHeader('RateLimit', `"requests"; r=${Math.max(0, requestsMax - window.used)}; t=${resetS}`);
    response.setHeader('RateLimit-Policy', window.policy);
    if (window.used <= requestsMax) return;
    response.setHeader('Retry-After', String(resetS));
    throw new Problem('RATE_LIMITED');
  };
}

/** Who is not asked for in all of a window is forgotten with the next one: as many are kept as come in two. */
function rememberedFor<T>(windowMs: number, now: () => number, make: (key: string) => T): (key: string) => T {
  let [before, current] = [new Map<string, T>(), new Map<string, T>()];
  let turnedAt = now();
  return (key) => {
    if (now() - turnedAt >= windowMs) {
      [before, current] = [now() - turnedAt >= 2 * windowMs ? new Map<string, T>() : current, new Map<string, T>()];
      turnedAt = now();
    }
    let found = current.get(key);
    if (found === undefined) {
      found = before.get(key) ?? make(key);
      current.set(key, found);
    }
    return found;
  };
}
