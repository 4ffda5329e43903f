/** Who is asking: `Authorization: Bearer KEY` becomes a {@link Caller}. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Role } from '@commonpoint/catalogue';
import type { Caller } from '../caller.js';
import type { ApiKey, ApiKeys } from '../store/api-keys.js';
import { TokenRefused, type TokenHolder, type Tokens } from '../sign-in/tokens.js';
import type { SignIn } from '../sign-in/sign-in.js';
import { Problem } from './problem.js';
import { cookieNames, cookieOf, requireSameOrigin } from './session-cookies.js';

/** RFC 6750: one space, then the token. Longer ones are no keys and are not hashed. */
const bearer = /^Bearer +([\x21-\x7e]{1,512})$/i;
/** Three parts in base64url: no API key has a dot. */
const tokenPattern = /^Bearer +([\w-]{1,4096}\.[\w-]{1,8192}\.[\w-]{1,2048})$/i;

const challenge = (error: string): Record<string, string> => ({
  'www-authenticate': `Bearer realm="commonpoint"${error}`,
});

/** At once where that is possible: most requests come with a key. */
export type Authenticate = (headers: IncomingHttpHeaders) => Caller | Promise<Caller>;

/** The returned function throws `UNAUTHENTICATED`. Keys are looked up anew each time, so that they can be reloaded. */
export function createAuthenticate(
  organization: string,
  mspId: string,
  keys: () => ApiKeys,
  tokens?: Tokens,
  signIn?: SignIn,
): Authenticate {
  const cookie = signIn === undefined ? undefined : cookieNames(signIn.config.gatewayUrl).session;
  const callers = new WeakMap<ApiKey | TokenHolder, Caller>();
  const callerOf = (found: ApiKey | TokenHolder): Caller => {
    let caller = callers.get(found);
    if (caller === undefined) {
      const { client: clientId, role } = found;
      caller = Object.freeze({ organization, mspId, clientId, ...('id' in found && { keyId: found.id }), role });
      callers.set(found, caller);
    }
    return caller;
  };
  const signedIn = (headers: IncomingHttpHeaders): Caller | undefined => {
    const sessionId = cookie === undefined ? undefined : cookieOf({ headers }, cookie);
    const session = sessionId === undefined ? undefined : signIn!.sessions.find(sessionId);
    if (session === undefined) return undefined;
    const { client: clientId, role, authenticatedAt } = session;
    return { organization, mspId, clientId, role, authenticatedAt };
  };
  return (headers) => {
    const { authorization } = headers;
    if (authorization === undefined) {
      const caller = signedIn(headers);
      if (caller !== undefined) return caller;
      throw new Problem('UNAUTHENTICATED', 'the header Authorization: Bearer KEY is missing', {
        headers: challenge(''),
      });
    }
    const token = tokens === undefined ? undefined : tokenPattern.exec(authorization)?.[1];
    if (token !== undefined) return tokens!.holderOf(token).then(callerOf, refuseToken);
    const key = bearer.exec(authorization)?.[1];
    const found = key === undefined ? undefined : keys().find(key);
    if (found === undefined) {
      throw new Problem('UNAUTHENTICATED', 'the API key is not one of this gateway’s', {
        headers: challenge(', error="invalid_token"'),
      });
    }
    return callerOf(found);
  };
}

function refuseToken(error: unknown): never {
  if (!(error instanceof TokenRefused)) throw error;
  switch (error.why) {
    case 'no-role':
      throw new Problem('ROLE_NOT_ALLOWED', 'the token makes nobody of this gateway, or several at once');
    case 'unverifiable':
      throw new Problem('IDENTITY_PROVIDER_UNAVAILABLE', undefined, { headers: { 'retry-after': '5' } });
    default:
      throw new Problem('UNAUTHENTICATED', 'the token is not one that this gateway takes, or not any more', {
        headers: challenge(', error="invalid_token"'),
      });
  }
}

/** @throws Problem ROLE_NOT_ALLOWED */
export function requireRole(caller: Caller, allowed: readonly Role[]): void {
  if (allowed.includes(caller.role)) return;
  throw new Problem('ROLE_NOT_ALLOWED', `the role ${caller.role} may not do this; it needs ${allowed.join(' or ')}`);
}

/**
 * What comes with a session has to come from a page of this gateway's own if it changes anything; and whoever speaks for the
 * organisation, as by a vote, has to have shown lately who it is.
 *
 * @throws Problem CROSS_SITE_REQUEST, STEP_UP_REQUIRED
 */
export function requireOfSession(
  { authenticatedAt }: Caller,
  headers: IncomingHttpHeaders,
  { roles, isRead, stepUpMs }: { readonly roles: readonly Role[]; readonly isRead: boolean; readonly stepUpMs: number },
): void {
  if (authenticatedAt === undefined) return;
  if (isRead) {
    if (headers['sec-fetch-site'] === 'cross-site') throw new Problem('CROSS_SITE_REQUEST');
    return;
  }
  requireSameOrigin(headers);
  if (!roles.includes('delegate') || Date.now() - authenticatedAt <= stepUpMs) return;
  const challenge = `Bearer error="insufficient_user_authentication", max_age="${stepUpMs / 1000}"`;
  throw new Problem('STEP_UP_REQUIRED', undefined, { headers: { 'www-authenticate': challenge } });
}
