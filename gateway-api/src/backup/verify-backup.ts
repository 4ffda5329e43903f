/** Whether a backup is whole, and what is in it belongs together. Nothing of it is changed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pseudonyms } from '../pseudonyms.js';
import { digestOfSecret } from '../secrets.js';
import { lookInto } from './copied-database.js';
import { DATABASE } from './kept-files.js';
import { BackupError, digestOfFile, readManifest, type Manifest } from './manifest.js';

/** @throws BackupError with a line for each thing that is wrong */
export function verifyBackup(folder: string): Manifest {
  const found = readManifest(folder);
  const wrong = found.files.flatMap(({ name, bytes, sha256 }) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [`${name} is missing`];
    const now = digestOfFile(path);
    if (now.bytes !== bytes) return [`${name} has ${now.bytes} bytes of ${bytes}`];
    return now.sha256 === sha256 ? [] : [`${name} is not what it was`];
  });
  if (wrong.length > 0) throw new BackupError(`${folder} is not what was backed up: ${wrong.join('; ')}.`);
  const told = lookInto(join(folder, DATABASE));
  if (told.ledger.block !== found.ledger.block || told.ledger.hash !== found.ledger.hash)
    throw new BackupError(`${folder}: ${DATABASE} is at another block than the manifest says.`);
  const secrets: readonly (readonly [string, string, (path: string) => string])[] = [
    ['pseudonym-key', 'pseudonym.key', (path) => digestOfSecret(readFileSync(path))],
    ['spending-code-key', 'spending-code.key', (path) => digestOfSecret(readFileSync(path))],
    ['pseudonym-tree', 'pseudonym.tree', (path) => Pseudonyms.at(path).id],
  ];
  for (const [origin, name, digest] of secrets) {
    const path = join(folder, name);
    if (!existsSync(path))
      throw new BackupError(`${folder} has no ${name}: without it members have other accounts, or codes.`);
    const known = told.origin.get(origin);
    if (known !== undefined && known !== digest(path))
      throw new BackupError(`${folder}: ${DATABASE} was made with another ${name}.`);
  }
  return found;
}
