/** Secrets that are made once. A digest beside each one shows, at every later start, that it is still the same. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Complaint } from '../terminal/complaint.js';
import { writePrivately } from './write-privately.js';

const DIGEST = /^[0-9a-f]{64}\n$/;

/**
 * 256 bits, unless they are there already.
 * @throws Complaint when they were, and are not what they were; `consequence` says what another secret would do
 */
export async function makeSecretOnce(path: string, consequence: string): Promise<void> {
  const digestPath = `${path}.sha256`;
  const known = existsSync(digestPath) ? await readFile(digestPath, 'utf8') : undefined;
  if (!existsSync(path)) {
    if (known !== undefined) throw changed(path, 'missing', consequence);
    await writePrivately(path, randomBytes(32).toString('hex'));
  }
  const secret = await readFile(path);
  if (secret.length === 0) throw changed(path, 'empty', consequence);
  const digest = `${createHash('sha256').update(secret).digest('hex')}\n`;
  if (known === digest) return;
  // A digest that is none any more says nothing about the secret.
  if (known !== undefined && DIGEST.test(known)) {
    throw changed(path, `not what it was (its digest is in ${digestPath})`, consequence);
  }
  await writePrivately(digestPath, digest);
}

function changed(path: string, how: string, consequence: string): Complaint {
  return new Complaint(`${path} is ${how}, and with another one ${consequence}: put both files back from a backup.`, 2);
}
