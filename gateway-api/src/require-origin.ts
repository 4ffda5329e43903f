/** What the gateway's file was made with is what the gateway is started with, or the start is refused. */
import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { GatewayConfig } from './config.js';
import { Pseudonyms } from './pseudonyms.js';
import { digestOfSecret } from './secrets.js';
import type { Database } from './store/database.js';
import { Misassembled, Origin, type OriginName } from './store/origin.js';

type SecretPaths = Pick<GatewayConfig, 'pseudonymKeyPath' | 'pseudonymTreePath' | 'spendingCodeKeyPath'>;

interface OriginParts {
  readonly mspId: string;
  readonly databasePath: string;
  readonly pseudonymKey: Uint8Array;
  readonly pseudonyms: { readonly id: string };
  readonly spendingCodeKey: Uint8Array;
}

/** What the organisation's secrets are at a start. @throws Misassembled */
export function readSecrets({ pseudonymKeyPath, pseudonymTreePath, spendingCodeKeyPath }: SecretPaths) {
  return {
    pseudonymKey: readSecret(pseudonymKeyPath),
    pseudonyms: Pseudonyms.at(pseudonymTreePath),
    spendingCodeKey: readSecret(spendingCodeKeyPath),
  };
}

/** @throws Misassembled when the digest beside it is another one's */
function readSecret(path: string): Buffer {
  const secret = readFileSync(path);
  const digestPath = `${path}.sha256`;
  if (secret.length === 0) throw new Misassembled(`${path} is empty: put it back from a backup.`);
  if (!existsSync(digestPath)) return secret;
  const known = readFileSync(digestPath, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(known) || hash('sha256', secret) === known) return secret;
  throw new Misassembled(`${path} is not what it was (its digest is in ${digestPath}): put both back from a backup.`);
}

/** @throws Misassembled when the file was made with something else than is given now */
export function requireOrigin(
  database: Database,
  { mspId, databasePath, pseudonymKey, pseudonyms, spendingCodeKey }: OriginParts,
): Origin {
  const origin = new Origin(database);
  const now: readonly [OriginName, string, string][] = [
    ['organization', mspId, `another organisation than ${mspId}`],
    [
      'pseudonym-key',
      digestOfSecret(pseudonymKey),
      'another pseudonym.key, and members’ references would lead elsewhere',
    ],
    ['pseudonym-tree', pseudonyms.id, 'another pseudonym.tree, and members’ references would lead elsewhere'],
    ['spending-code-key', digestOfSecret(spendingCodeKey), 'another spending-code.key'],
  ];
  const wrong = now.find(([name, value]) => !origin.mayBe(name, value));
  if (wrong !== undefined) {
    database.close();
    throw new Misassembled(`${databasePath} was made with ${wrong[2]}: put back from a backup what belongs together.`);
  }
  for (const [name, value] of now) origin.remember(name, value);
  return origin;
}
