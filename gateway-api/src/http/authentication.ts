/** Who is asking: `Authorization: Bearer KEY` becomes a {@link Caller}. */
import type { Role } from '@commonpoint/catalogue';
import type { Caller } from '../caller.js';
import type { ApiKey, ApiKeys } from '../store/api-keys.js';
import { Problem } from './problem.js';

/** RFC 6750: one space, then the token. Longer ones are no keys and are not hashed. */
const bearer = /^Bearer +([\x21-\x7e]{1,512})$/i;

const challenge = (error: string): Record<string, string> => ({
  'www-authenticate': `Bearer realm="commonpoint"${error}`,
});

export type Authenticate = (authorization: string | undefined) => Caller;

/** The returned function throws `UNAUTHENTICATED`. Keys are looked up anew each time, so that they can be reloaded. */
export function createAuthenticate(organization: string, mspId: string, keys: () => ApiKeys): Authenticate {
  const callers = new WeakMap<ApiKey, Caller>();
  return (authorization) => {
    if (authorization === undefined) {
      throw new Problem('UNAUTHENTICATED', 'the header Authorization: Bearer KEY is missing', {
        headers: challenge(''),
      });
    }
    const key = bearer.exec(authorization)?.[1];
    const found = key === undefined ? undefined : keys().find(key);
    if (found === undefined) {
      throw new Problem('UNAUTHENTICATED', 'the API key is not one of this gateway’s', {
        headers: challenge(', error="invalid_token"'),
      });
    }
    let caller = callers.get(found);
    if (caller === undefined) {
      caller = Object.freeze({ organization, mspId, clientId: found.client, keyId: found.id, role: found.role });
      callers.set(found, caller);
    }
    return caller;
  };
}

/** @throws Problem ROLE_NOT_ALLOWED */
export function requireRole(caller: Caller, allowed: readonly Role[]): void {
  if (allowed.includes(caller.role)) return;
  throw new Problem('ROLE_NOT_ALLOWED', `the role ${caller.role} may not do this; it needs ${allowed.join(' or ')}`);
}
