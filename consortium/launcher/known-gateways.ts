/**
 * Which `pseudonym.key` each gateway was given, written beside the gateways' folders: a folder or a volume that is gone as a whole
 * says nothing itself, and with a new key all members would have other accounts.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Complaint } from '../terminal/complaint.js';
import { readJsonFile } from './json-file.js';
import { writePrivately } from './write-privately.js';

type KnownGateways = Readonly<Record<string, string>>;

interface Gateway {
  readonly slug: string;
  readonly folder: string;
}

export const knownGatewaysPath = (dataDir: string): string => join(dataDir, 'known-gateways.json');

/** Before anything is made in their folders. @throws Complaint when one that had a key has none, or another one */
export function requireKnownGateways(dataDir: string, gateways: readonly Gateway[]): void {
  const known = knownIn(dataDir);
  for (const { slug, folder } of gateways) {
    const [digest, path] = [known[slug], join(folder, 'pseudonym.key')];
    if (digest === undefined || digestOf(path) === digest) continue;
    throw new Complaint(
      `${path} is ${existsSync(path) ? 'not the one that it was' : 'missing'}, and with another one members’ references ` +
        `would lead to other accounts: put the gateway’s folder back from a backup. To go on without it all the same, ` +
        `remove "${slug}" from ${knownGatewaysPath(dataDir)}.`,
      2,
    );
  }
}

/** When their files are there. */
export async function rememberGateways(dataDir: string, gateways: readonly Gateway[]): Promise<void> {
  const now = gateways.map(({ slug, folder }) => [slug, digestOf(join(folder, 'pseudonym.key'))]);
  const known = { ...knownIn(dataDir), ...Object.fromEntries(now) } as KnownGateways;
  await writePrivately(knownGatewaysPath(dataDir), `${JSON.stringify(known, null, 2)}\n`);
}

function knownIn(dataDir: string): KnownGateways {
  const path = knownGatewaysPath(dataDir);
  if (!existsSync(path)) return {};
  return readJsonFile(path, isKnown, 'it says which gateways there are; without the file, what is there is taken');
}

const isKnown = (found: unknown): found is KnownGateways =>
  typeof found === 'object' && found !== null && Object.values(found).every((digest) => typeof digest === 'string');

/** As it stands beside the key: a key that changed since is told of when that is read. */
function digestOf(path: string): string | undefined {
  if (existsSync(`${path}.sha256`)) return readFileSync(`${path}.sha256`, 'utf8').trim();
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : undefined;
}
