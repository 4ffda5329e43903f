/**
 * Identities of a consortium that tests only read, or change in their own copy: made once for all test files of a day, since
 * making them takes a second of processor each time.
 */
import { hash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createIdentities } from '../../network/identities/index.js';
import type { Topology } from '../../network/topology.js';
import { repositoryRoot } from './repository-files.js';

const cache = join(repositoryRoot, 'node_modules', '.cache', 'test-identities');

/** As `createIdentities` does, in a data folder without any. */
export async function standingIdentities(topology: Topology, dataDir: string): Promise<void> {
  const made = join(cache, `${today()}-${hash('sha256', [sources(), describe(topology)].join('\n'))}`);
  if (!existsSync(made)) await makeAt(made, topology);
  cpSync(made, dataDir, { recursive: true });
}

async function makeAt(made: string, topology: Topology): Promise<void> {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    if (!name.startsWith(today())) rmSync(join(cache, name), { recursive: true, force: true });
  }
  const partial = `${made}.${randomUUID()}`;
  await createIdentities(topology, partial);
  try {
    renameSync(partial, made);
  } catch {
    // Another test file was sooner.
    rmSync(partial, { recursive: true, force: true });
  }
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** What certificates depend on; ports are not in them. */
function describe({ organizations }: Topology): string {
  return JSON.stringify(
    organizations.map(({ slug, mspId, domain, name, roles, peer, orderer }) => [
      [slug, mspId, domain, name, roles],
      [peer, orderer].map(({ hostname, host }) => [hostname, host]),
    ]),
  );
}

/** A change of what makes them makes them anew. */
function sources(): string {
  const folder = join(repositoryRoot, 'network', 'identities');
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => readFileSync(join(folder, name), 'utf8')).join('\n');
}
