/** Secrets that are made once. A digest beside each one shows, at every later start, that it is still the same. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Complaint } from '../terminal/complaint.js';
import { writePrivately } from './write-privately.js';

const TREE_ID = /^[0-9a-f]{32}$/;
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
  const digest = `${sha256(secret)}\n`;
  if (known === digest) return;
  // A digest that is none any more says nothing about the secret.
  if (known !== undefined && DIGEST.test(known)) {
    throw changed(path, `not what it was (its digest is in ${digestPath})`, consequence);
  }
  await writePrivately(digestPath, digest);
}

/**
 * The tree of secrets behind members' pseudonyms. Erasures change it, so that not its digest but its id is known beside it. It is
 * made before `pseudonym.key`: where that alone is there, accounts were opened without a tree.
 * @throws Complaint when it was there and is not any more, or is another one, or accounts were opened without it
 */
export async function makeTreeOnce(path: string, keyPath: string): Promise<void> {
  const idPath = `${path}.id`;
  const known = existsSync(idPath) ? (await readFile(idPath, 'utf8')).trim() : undefined;
  const consequence = 'members’ references would lead to other accounts';
  if (!existsSync(path)) {
    if (known !== undefined) throw changed(path, 'missing', consequence);
    if (existsSync(keyPath))
      throw new Complaint(
        `${keyPath} is from before members’ pseudonyms were made with pseudonym.tree: their references would lead to ` +
          'other accounts. Start on a new data folder.',
        2,
      );
    const json = JSON.stringify({ id: randomBytes(16).toString('hex'), root: randomBytes(16).toString('hex') });
    await writePrivately(path, `${json}\n${sha256(json)}\n`);
  }
  const [json = '', sum] = (await readFile(path, 'utf8')).split('\n');
  if (sha256(json) !== sum) throw changed(path, 'damaged', consequence);
  const { id } = JSON.parse(json) as { readonly id: string };
  if (known === id) return;
  // An id that is none any more says nothing about the tree.
  if (known !== undefined && TREE_ID.test(known))
    throw changed(path, `not what it was (its id is in ${idPath})`, consequence);
  await writePrivately(idPath, `${id}\n`);
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

function changed(path: string, how: string, consequence: string): Complaint {
  return new Complaint(`${path} is ${how}, and with another one ${consequence}: put both files back from a backup.`, 2);
}
