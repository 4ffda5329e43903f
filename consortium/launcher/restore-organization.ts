/** Puts back what an organisation lost, of a backup: keys, a peer, the gateway. What is there stays, since it is younger; the rest comes from the others. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { restoreBackup } from '@commonpoint/gateway-api/backup/restore-backup';
import { verifyBackup } from '@commonpoint/gateway-api/backup/verify-backup';
import { requireWholeIdentities } from '@commonpoint/network/identities/require-whole-identities';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import type { Organization, Topology } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import type { Machine } from './machine.js';
import { type OrganizationManifest, parts, wholeBackup } from './organization-backup.js';

export interface Restoring {
  readonly machine: Machine;
}

/** Whether a backup is whole and its parts belong together; nothing is changed. @throws BackupError @throws Complaint @throws DamagedFiles */
export async function verifyOrganization(given: string, { machine }: Restoring): Promise<OrganizationManifest> {
  const { topology, say } = machine;
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
  const { machine } = restoring;
  const { topology, dataDir, say } = machine;
  const folder = resolve(given);
  const made = await verifyOrganization(folder, restoring);
  const organization = organizationOf(made, topology);
  const idle = await machine.requireIdle();
  try {
    const kind = machine.kind();
    if (kind !== made.network) {
      throw new Complaint(`${folder} is of a network of kind "${made.network}", and this one is ${kind}.`);
    }
    const { root } = organizationPaths(dataDir, organization);
    const peer = organization.peers.find(({ hostname }) => hostname === made.peer.hostname);
    if (peer === undefined) throw new Complaint(`${organization.name} has no ${made.peer.hostname} any more.`);
    const put = (what: string, from: string, to: string): void => {
      if (isThere(to)) return say(`  kept      ${what}, which was there`);
      putBack(join(folder, from), to);
      say(`  put back  ${what}`);
    };
    put('certificates and keys', relative(dataDir, root), root);
    put(peer.hostname, parts.peer, machine.peerFolder({ ...organization, peer }));
    const own = machine.gatewayConfig(organization, join(folder, parts.gateway, 'config.json'));
    const config = existsSync(own.configPath) ? machine.gatewayConfig(organization) : own;
    const { restored, kept } = restoreBackup(config, join(folder, parts.gateway));
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

/** A folder that was made for a container and never used holds nothing. */
function isThere(path: string): boolean {
  return existsSync(path) && (!statSync(path).isDirectory() || readdirSync(path).length > 0);
}

/** Whole or not at all. */
function putBack(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const partial = `${to}.restored`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(from, partial, { recursive: true });
  if (existsSync(to)) rmdirSync(to);
  renameSync(partial, to);
}
