/** What is trusted: one log, the keys of organisations, and how many of these have to have signed. */
import { type Bytes, decodeBase64 } from './bytes.js';
import { Unverified } from './unverified.js';

const KEY_BYTES = 32;

export interface TrustedKey {
  readonly name: string;
  /** Ed25519. */
  readonly publicKey: Bytes;
  readonly isRevoked: boolean;
}

export interface Policy {
  readonly origin: string;
  readonly keys: readonly TrustedKey[];
  /** So many organisations have to have signed. */
  readonly quorum: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads it from what a gateway answers to `GET /v1/log`, to which `quorum` may be added; without it, more than half of the
 * organisations have to have signed. Where the file comes from is what all trust rests on.
 * @throws Unverified POLICY_INVALID
 */
export function readPolicy(text: string): Policy {
  const { origin, keys, quorum } = fieldsOf(parse(text));
  if (typeof origin !== 'string' || origin === '') throw invalid('it names no log');
  const members = listOf(keys).map((member) => {
    const { mspId, keys: own } = fieldsOf(member);
    if (typeof mspId !== 'string' || mspId === '') throw invalid('an organisation in it has no name');
    return { mspId, keys: listOf(own).map((key) => keyOf(mspId, fieldsOf(key))) };
  });
  const names = new Set(members.map(({ mspId }) => mspId));
  if (names.size !== members.length || names.size === 0) throw invalid('an organisation is in it twice, or none is');
  const needed = quorum ?? Math.floor(members.length / 2) + 1;
  if (!Number.isInteger(needed) || (needed as number) < 1 || (needed as number) > members.length)
    throw invalid('its quorum is not within the number of organisations');
  return { origin, keys: members.flatMap((member) => member.keys), quorum: needed as number };
}

function keyOf(name: string, { publicKey, revokedAt }: Fields): TrustedKey {
  const bytes = typeof publicKey === 'string' ? decodeBase64(publicKey) : undefined;
  if (bytes?.length !== KEY_BYTES) throw invalid(`a key of ${name} is none`);
  return { name, publicKey: bytes, isRevoked: revokedAt !== undefined };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('it is not JSON');
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw invalid('it is not what GET /v1/log answers');
  return value as Fields;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid('it is not what GET /v1/log answers');
  return value;
}

const invalid = (why: string): Unverified =>
  new Unverified('POLICY_INVALID', `What is trusted cannot be read: ${why}.`);
