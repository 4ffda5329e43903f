/** What a browser keeps of a session, and what a request has to show that makes use of it. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { Problem } from './problem.js';

export interface CookieNames {
  readonly session: string;
  readonly begun: string;
}

/** Over TLS of a kind that no other host can set; without, as on the own machine, it would not be kept. */
export function cookieNames(gatewayUrl: string): CookieNames {
  const prefix = gatewayUrl.startsWith('https:') ? '__Host-' : '';
  return { session: `${prefix}commonpoint`, begun: `${prefix}commonpoint-sign-in` };
}

const idPattern = /^[\w-]{43}$/;
const sealedPattern = /^[\w-]{1,2000}$/;

type WithHeaders = { readonly headers: IncomingHttpHeaders };

export function cookieOf(request: WithHeaders, name: string): string | undefined {
  return valueOf(request, name, idPattern);
}

/** What the gateway had the browser keep for it, so that it keeps nothing itself. */
export function sealedCookieOf(request: WithHeaders, name: string): string | undefined {
  return valueOf(request, name, sealedPattern);
}

function valueOf(request: WithHeaders, name: string, valuePattern: RegExp): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = part.trim().split('=', 2);
    if (key === name && valuePattern.test(value)) return value;
  }
  return undefined;
}

export function setCookie(response: ServerResponse, name: string, value: string, seconds: number): void {
  const secure = name.startsWith('__Host-') ? '; Secure' : '';
  response.appendHeader('set-cookie', `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`);
}

/**
 * A browser adds a session to whatever it is made to send; only a page of this gateway's own can add the header, and only of
 * that does a browser say `same-origin`.
 *
 * @throws Problem CROSS_SITE_REQUEST
 */
export function requireSameOrigin(headers: IncomingHttpHeaders): void {
  if (headers['sec-fetch-site'] !== 'same-origin' || headers['commonpoint-session'] !== '1')
    throw new Problem('CROSS_SITE_REQUEST');
}
