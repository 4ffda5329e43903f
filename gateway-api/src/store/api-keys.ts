/** The API keys of this gateway: a file of SHA-256 digests, so that reading it gives nobody a key. */
import { hash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { roles, sha256Hex } from '@commonpoint/catalogue';
import { z } from 'zod';
import { ConfigError } from '../config.js';

const name = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores');

export const apiKeysFile = z
  .array(
    z.strictObject({
      /** The key's own id. */
      id: name,
      /** Whose key it is, in logs, idempotency scopes and rate limits; the key's id if absent. */
      client: name.optional(),
      role: z.enum(roles),
      createdAt: z.iso.datetime().optional(),
      /** Since when it opens nothing any more. It stays here, so that its id keeps its meaning and no start brings it back. */
      revokedAt: z.iso.datetime().optional(),
      /** SHA-256 of the key's UTF-8 bytes. */
      sha256: sha256Hex,
    }),
  )
  .min(1);

/** Keys of one client at the same time: the one in use, and the one that replaces it. */
export const KEYS_OF_CLIENT_MAX = 2;

/** One key, and whose it is. */
export interface ApiKey {
  readonly id: string;
  readonly client: string;
  readonly role: (typeof roles)[number];
}

/** What may be told of a key. */
export interface ListedKey extends ApiKey {
  readonly createdAt?: string | undefined;
  readonly revokedAt?: string | undefined;
  readonly lastUsedAt?: string | undefined;
}

export interface ApiKeys {
  /** Also those that were revoked, in the order of the file. */
  readonly all: readonly ListedKey[];
  /** Whose key this is. Takes as long for a key that is almost right as for any other. */
  find(key: string): ApiKey | undefined;
}

/** @throws ConfigError */
export function loadApiKeys(path: string): ApiKeys {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigError(`cannot read the API keys ${path}: ${(error as Error).message}`);
  }
  const parsed = apiKeysFile.safeParse(json);
  if (!parsed.success) throw new ConfigError(`${path} is not a file of API keys:\n${z.prettifyError(parsed.error)}`);
  const repeated = parsed.data.find((entry, at) => parsed.data.findIndex(({ id }) => id === entry.id) !== at);
  if (repeated !== undefined) throw new ConfigError(`${path} has two API keys with the id ${repeated.id}`);
  const digests = parsed.data
    .filter(({ revokedAt }) => revokedAt === undefined)
    .map(({ id, client = id, role, sha256 }) => ({
      key: Object.freeze({ id, client, role }),
      digest: Buffer.from(sha256, 'hex'),
    }));
  for (const [client, keys] of Map.groupBy(digests, ({ key }) => key.client)) {
    if (keys.some(({ key }) => key.role !== keys[0]!.key.role))
      throw new ConfigError(`${path} gives the client ${client} two roles`);
    if (keys.length > KEYS_OF_CLIENT_MAX)
      throw new ConfigError(`${path} has more than ${KEYS_OF_CLIENT_MAX} API keys of the client ${client}`);
  }
  return {
    all: parsed.data.map(({ id, client = id, role, createdAt, revokedAt }) => ({
      id,
      client,
      role,
      createdAt,
      revokedAt,
    })),
    find(key) {
      const presented = hash('sha256', key, 'buffer');
      let found: ApiKey | undefined;
      // No early exit: the time must not tell where in the file a key stands.
      for (const { key: each, digest } of digests) if (timingSafeEqual(digest, presented)) found = each;
      return found;
    },
  };
}
