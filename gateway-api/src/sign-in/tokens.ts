/** Bearer tokens of machines: JSON Web Tokens of the one issuer that the configuration names, verified here. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Role } from '@commonpoint/catalogue';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { ConfigError } from '../config-error.js';
import { roleOfClaims } from './role-of-claims.js';
import type { TokenConfig } from './token-config.js';

/** So much may clocks differ. */
const CLOCKS_DIFFER_S = 5;
/** How long the issuer may take to tell its keys, and for how long they are good. */
const KEYS_TIMEOUT_MS = 5_000;
const KEYS_MAX_AGE_MS = 10 * 60_000;
/** A token that was verified is not verified again for so long, of so many. */
const KNOWN_MS = 60_000;
const KNOWN_MAX = 1_000;
const algorithmsOtherwise = ['EdDSA', 'ES256', 'PS256', 'RS256'];

/** Whose token it is. */
export interface TokenHolder {
  /** Never the client of an API key: those have no colon. */
  readonly client: string;
  readonly role: Role;
}

export type TokenRefusal = 'invalid' | 'no-role' | 'unverifiable';

/** Why a token opens nothing. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(
    readonly why: TokenRefusal,
    cause?: unknown,
  ) {
    super(why, { cause });
  }
}

export interface Tokens {
  /** @throws TokenRefused */
  holderOf(token: string): Promise<TokenHolder>;
}

/** @throws ConfigError when the file of keys cannot be used */
export async function openTokens(config: TokenConfig): Promise<Tokens> {
  // Loaded by those who use it.
  const jose = await import('jose');
  const keys: JWTVerifyGetKey =
    config.jwksPath === undefined ? remote() : jose.createLocalJWKSet(keysAt(config.jwksPath));
  const known = new Map<string, { readonly holder: TokenHolder; readonly until: number }>();

  function remote(): JWTVerifyGetKey {
    const options = { timeoutDuration: KEYS_TIMEOUT_MS, cacheMaxAge: KEYS_MAX_AGE_MS };
    return jose.createRemoteJWKSet(new URL(config.jwksUrl!), options);
  }

  async function verify(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jose.jwtVerify(token, keys, {
        issuer: config.issuer,
        audience: config.audience,
        algorithms: config.algorithms ?? algorithmsOtherwise,
        requiredClaims: ['exp', 'iat', config.clientClaim],
        maxTokenAge: config.maxAgeMinutes * 60,
        clockTolerance: CLOCKS_DIFFER_S,
      });
      return payload;
    } catch (error) {
      // The rest that goes wrong is with the issuer's keys, which could not be had.
      const { code = '' } = error as { code?: string };
      const isOfToken = /^ERR_(JWT|JWS|JOSE|JWKS_NO_MATCHING|JWKS_MULTIPLE)/.test(code) && code !== 'ERR_JOSE_GENERIC';
      throw new TokenRefused(isOfToken ? 'invalid' : 'unverifiable', error);
    }
  }

  /** By the token's hash. */
  const underWay = new Map<string, Promise<TokenHolder>>();

  async function holderAfterVerifying(token: string, name: string): Promise<TokenHolder> {
    const payload = await verify(token);
    const role = roleOfClaims(payload, config.roleClaim, config.roles);
    const client = payload[config.clientClaim];
    if (role === undefined || typeof client !== 'string') throw new TokenRefused('no-role');
    const holder = Object.freeze({ client: clientOf('token', client), role });
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(name, { holder, until: Math.min(payload.exp! * 1000, Date.now() + KNOWN_MS) });
    return holder;
  }

  return {
    async holderOf(token) {
      const name = hash('sha256', token);
      const found = known.get(name);
      if (found !== undefined && found.until > Date.now()) return found.holder;
      // Requests that come with it meanwhile go on in the order in which they came.
      const begun = underWay.get(name);
      if (begun !== undefined) return begun;
      const verified = holderAfterVerifying(token, name).finally(() => underWay.delete(name));
      underWay.set(name, verified);
      return verified;
    },
  };
}

/** As clients are named in logs and scopes; what is long or odd is named by its hash. */
export const clientOf = (kind: string, name: string): string =>
  `${kind}:${/^[A-Za-z0-9._@-]{1,50}$/.test(name) ? name : hash('sha256', name).slice(0, 32)}`;

function keysAt(path: string): { keys: [] } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { keys: [] };
  } catch (error) {
    throw new ConfigError(`cannot read the keys of tokens ${path}: ${(error as Error).message}`);
  }
}
