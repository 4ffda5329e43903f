/**
 * `api-keys.json`, the file of a gateway's API keys: digests, whose they are, and which were revoked. It is the one place that says
 * so; a start adds what is missing, and brings nothing back.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '@commonpoint/catalogue';
import { Complaint } from '../terminal/complaint.js';
import { readJsonFile } from './json-file.js';
import { writePrivately } from './write-privately.js';

export interface ApiKeyEntry {
  readonly id: string;
  /** Whose key it is, such as a till; the key's id if absent. */
  readonly client?: string;
  readonly role: Role;
  readonly createdAt?: string;
  readonly revokedAt?: string;
  readonly sha256: string;
}

/** Of one client at a time: the one in use, and the one that replaces it. */
const KEYS_OF_CLIENT_MAX = 2;
const NAME = /^[A-Za-z0-9._-]{1,56}$/;
const LOCK_PATIENCE_MS = 5_000;

export const apiKeysPath = (folder: string): string => join(folder, 'api-keys.json');
export const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');
const clientOf = ({ client, id }: ApiKeyEntry): string => client ?? id;

/** 256 bits; the prefix lets people and scanners recognise a key that got out. */
export function newApiKey(slug: string, role: string): string {
  return `cp_${slug}_${role}_${randomBytes(32).toString('base64url')}`;
}

/** What stands in the file; nothing before the first start. @throws Complaint when it is damaged */
export function readApiKeys(folder: string): readonly ApiKeyEntry[] {
  const path = apiKeysPath(folder);
  if (!existsSync(path)) return [];
  return readJsonFile(path, areEntries, 'it says which API keys there are, and which were revoked');
}

function areEntries(found: unknown): found is ApiKeyEntry[] {
  return (
    Array.isArray(found) &&
    found.every(({ id, role, sha256 }: Partial<ApiKeyEntry>) =>
      [id, role, sha256].every((each) => typeof each === 'string'),
    )
  );
}

/** Changes the file, one at a time; the gateway notices within a second. */
export async function changeApiKeys<T>(
  folder: string,
  change: (entries: readonly ApiKeyEntry[]) => { readonly entries: readonly ApiKeyEntry[]; readonly result: T },
): Promise<T> {
  const path = apiKeysPath(folder);
  const lock = `${path}.lock`;
  await takeLock(lock);
  try {
    const { entries, result } = change(readApiKeys(folder));
    await writePrivately(path, `${JSON.stringify(entries, null, 2)}\n`);
    return result;
  } finally {
    await rmdir(lock);
  }
}

async function takeLock(path: string): Promise<void> {
  for (const end = Date.now() + LOCK_PATIENCE_MS; ; await pause(20)) {
    try {
      await mkdir(path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (Date.now() > end)
        throw new Complaint(`The API keys are being changed by another command. If none runs, remove ${path}.`);
    }
  }
}

/** The entries with the keys that a start has made, by role: what is there stays, and what was revoked does too. */
export function withRoleKeys(
  entries: readonly ApiKeyEntry[],
  slug: string,
  keys: Readonly<Record<string, string>>,
): readonly ApiKeyEntry[] {
  const made = Object.entries(keys).map(([role, key]) => ({ id: roleKeyId(slug, role), role: role as Role, key }));
  const kept = entries.map((entry) => {
    const anew = made.find(({ id }) => id === entry.id);
    return anew === undefined || entry.revokedAt !== undefined ? entry : { ...entry, sha256: digestOf(anew.key) };
  });
  const missing = made.filter(({ id }) => !entries.some((entry) => entry.id === id));
  return [...kept, ...missing.map(({ id, role, key }) => ({ id, role, sha256: digestOf(key) }))];
}

/** The key that each start makes for a role, if it is not there. */
export const roleKeyId = (slug: string, role: string): string => `${slug}-${role}`;

export interface KeyOrder {
  readonly slug: string;
  readonly role: Role;
  /** Whose key it is to be. */
  readonly name: string;
  readonly now: string;
}

/** A key for a client that is new, or the second one of a client that has one. @throws Complaint */
export function withNewKey(entries: readonly ApiKeyEntry[], { slug, role, name, now }: KeyOrder) {
  if (!NAME.test(name)) throw new Complaint('A name is 1 to 56 letters, digits, dots, dashes or underscores.', 2);
  const before = entries.filter((entry) => clientOf(entry) === name);
  const inUse = before.filter(({ revokedAt }) => revokedAt === undefined);
  const other = inUse.find((entry) => entry.role !== role);
  if (other !== undefined) throw new Complaint(`${name} has the role ${other.role}, and a client has one role.`, 2);
  if (inUse.length >= KEYS_OF_CLIENT_MAX) {
    const ids = inUse.map(({ id }) => id).join(' and ');
    throw new Complaint(`${name} has ${KEYS_OF_CLIENT_MAX} keys already, ${ids}: revoke one first.`, 2);
  }
  // An id is never used again, so that what was done under it stays that key's.
  const isTaken = (id: string): boolean => entries.some((entry) => entry.id === id);
  let id = name;
  for (let number = 2; isTaken(id); number++) id = `${name}.${number}`;
  const key = newApiKey(slug, role);
  const entry: ApiKeyEntry = { id, client: name, role, createdAt: now, sha256: digestOf(key) };
  return { entries: [...entries, entry], result: { id, key } };
}

/** @throws Complaint for an id that is none */
export function withoutKey(entries: readonly ApiKeyEntry[], id: string, now: string) {
  const found = entries.find((entry) => entry.id === id);
  if (found === undefined) throw new Complaint(`No API key has the id ${id}.`, 2);
  const revoked = { ...found, revokedAt: found.revokedAt ?? now };
  return { entries: entries.map((entry) => (entry === found ? revoked : entry)), result: revoked };
}

/** When each key was last used, as the gateway wrote it down. */
export function readKeyUses(folder: string): Readonly<Record<string, string>> {
  const path = join(folder, 'key-uses.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
