/** Puts back what an organisation lost, of a backup: keys, a peer, the gateway. What is there stays, since it is younger; the rest comes from the others. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { restoreBackup } from '@commonpoint/gateway-api/backup/restore-backup';
import { verifyBackup } from '@commonpoint/gateway-api/backup/verify-backup';
import { loadConfig } from '@commonpoint/gateway-api/config';
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { requireWholeIdentities } from '@commonpoint/network/identities/require-whole-identities';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import type { Organization, Topology } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import { holdIdle } from './data-folder.js';
import { gatewayFolder } from './gateway-files.js';
import { type OrganizationManifest, parts, peerFolder, wholeBackup } from './organization-backup.js';

export interface Restoring {
  readonly topology: Topology;
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

/** Whether a backup is whole and its parts belong together; nothing is changed. @throws BackupError @throws Complaint @throws DamagedFiles */
export async function verifyOrganization(given: string, { topology, say }: Restoring): Promise<OrganizationManifest> {
  const folder = resolve(given);
  const made = wholeBackup(folder);
  const gateway = verifyBackup(join(folder, parts.gateway));
  const organization = organizationOf(made, topology);
  await requireWholeIdentities({ ...topology, organizations: [organization] }, folder);
  const { hostname, block, hash, configuration } = made.peer;
  say(
    `${folder} is whole: ${organization.name} as of ${made.madeAt}, ${hostname} at block ${block} (${hash}), configuration ${configuration}, ` +
      `gateway at block ${gateway.ledger.block}, ${made.files.length} files`,
  );
  return made;
}

/** @throws BackupError @throws Complaint @throws Misassembled when its gateway runs */
export async function restoreOrganization(given: string, restoring: Restoring): Promise<void> {
  const { topology, dataDir, say } = restoring;
  const folder = resolve(given);
  const made = await verifyOrganization(folder, restoring);
  const organization = organizationOf(made, topology);
  const idle = holdIdle(dataDir);
  if (idle === undefined) throw new Complaint(`A consortium runs on ${dataDir}: stop it first.`);
  try {
    const { kind } = readConnectionDescription(dataDir);
    if (kind !== made.network) {
      throw new Complaint(`${folder} is of a network of kind "${made.network}", and this one is ${kind}.`);
    }
    const { root } = organizationPaths(dataDir, organization);
    const peer = organization.peers.find(({ hostname }) => hostname === made.peer.hostname);
    if (peer === undefined) throw new Complaint(`${organization.name} has no ${made.peer.hostname} any more.`);
    const put = (what: string, from: string, to: string): void => {
      if (existsSync(to)) return say(`  kept      ${what}, which was there`);
      putBack(join(folder, from), to);
      say(`  put back  ${what}`);
    };
    put('certificates and keys', relative(dataDir, root), root);
    put(peer.hostname, parts.peer, peerFolder(dataDir, made.network, organization, peer));
    const configPath = join(gatewayFolder(dataDir, organization.slug), 'config.json');
    const known = existsSync(configPath) ? configPath : join(folder, parts.gateway, 'config.json');
    const { restored, kept } = restoreBackup({ ...loadConfig(known), configPath }, join(folder, parts.gateway));
    say(`  gateway   ${restored.length} files put back, ${kept.length} kept`);
    say('What is not in it comes from the others at the next start: blocks, an orderer, other peers.');
  } finally {
    idle.release();
  }
}

function organizationOf(made: OrganizationManifest, { organizations }: Topology): Organization {
  const found = organizations.find(({ mspId, slug }) => mspId === made.mspId && slug === made.organization);
  if (found !== undefined) return found;
  throw new Complaint(`the backup is of ${made.mspId} (${made.organization}), which is not in this consortium.`);
}

/** Whole or not at all. */
function putBack(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const partial = `${to}.restored`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(from, partial, { recursive: true });
  renameSync(partial, to);
}
