/** API keys of a gateway in tests: one for each role, and others where a test has some. */
import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { loadApiKeys, type ApiKeys } from '../../gateway-api/src/store/api-keys.js';

export const roles = ['admin', 'operator', 'cashier', 'auditor', 'delegate', 'bridge'] as const;
export type Role = (typeof roles)[number];
export const keyOf = (role: Role): string => `key-of-the-${role}`;

/** Of an organisation, by a file that is written here. */
export function apiKeysAt(path: string, organization: string, more: readonly object[] = []): ApiKeys {
  const keys = roles.map((role) => ({ id: `${organization}-${role}`, role, sha256: hash('sha256', keyOf(role)) }));
  writeFileSync(path, JSON.stringify([...keys, ...more]));
  return loadApiKeys(path);
}
