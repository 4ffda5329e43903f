/**
 * A backup of all that an organisation cannot get back from others: its keys, its gateway, and one of its peers, which has what is in no block. All goes
 * on meanwhile: the peer that is copied is held for as long, and the other one endorses. Of its orderer nothing is kept but the keys: one that comes back
 * with an old copy has forgotten what it signed, an empty one follows the others.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { hashOfBlock } from '@commonpoint/audit/block-proofs';
import { mspId, sha256Hex, timestamp } from '@commonpoint/catalogue';
import { BackupError, digestOfFile } from '@commonpoint/gateway-api/backup/manifest';
import { makeBackup } from '@commonpoint/gateway-api/backup/make-backup';
import { syncFile } from '@commonpoint/gateway-api/backup/sync-file';
import { awaitCaughtUp, heightOf } from '@commonpoint/network/admin/await-caught-up';
import { connectPeer, type PeerConnection } from '@commonpoint/network/admin/peer-connection';
import { callSystemChaincode } from '@commonpoint/network/admin/system-chaincode';
import { readConfig } from '@commonpoint/network/config/carry-out';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import { type Organization, withEachPeer } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import type { Machine } from './machine.js';

export const MANIFEST = 'manifest.json';

const manifest = z.strictObject({
  format: z.literal(1),
  madeAt: timestamp,
  organization: z.string(),
  mspId,
  network: z.enum(['embedded', 'native', 'docker']),
  /** Which peer was copied, and the last block that it surely had, by its hash; which configuration was in force. */
  peer: z.strictObject({ hostname: z.string(), block: z.int().min(0), hash: sha256Hex, configuration: z.int().min(0) }),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int().min(0), sha256: sha256Hex })).min(1),
});
export type OrganizationManifest = z.infer<typeof manifest>;

/** The parts of a backup, each a folder in it. */
export const parts = { identities: 'organizations', peer: 'peer', gateway: 'gateway' } as const;

export interface BackingUp {
  readonly machine: Machine;
  readonly organization: Organization;
}

/** @throws Complaint @throws BackupError */
export async function backUpOrganization(given: string, backingUp: BackingUp): Promise<OrganizationManifest> {
  const { machine, organization } = backingUp;
  const { topology, dataDir, say } = machine;
  const folder = resolve(given);
  const { slug, name, peers } = organization;
  const of = { ...organization, peer: peers.at(-1)! };
  if (existsSync(folder)) throw new Complaint(`${folder} exists already: give a folder that does not.`);
  const idle = machine.holdIdle();
  idle?.release();
  if (idle !== undefined) throw new Complaint(`Nothing runs on ${dataDir}: copy the folder as a whole.`);
  if (peers.length < 2 && !machine.maySpareOnlyPeer) {
    throw new Complaint(
      `${name} has one peer, without which it cannot endorse: copy the data folder while nothing runs, or give it two.`,
    );
  }
  const from = machine.peerFolder(of);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const all = withEachPeer(machine.keysOf).map((each) => connectPeer(each, dataDir));
  const copied = all.find((each) => each.organization.peer.hostname === of.peer.hostname)!;
  try {
    const root = organizationPaths(dataDir, organization).root;
    cpSync(root, join(partial, relative(dataDir, root)), { recursive: true });
    await makeBackup(machine.gatewayConfig(organization), join(partial, parts.gateway));
    const at = await placeOf(copied, topology.channel);
    await machine.whilePeerHeld(
      of,
      () => Promise.resolve(cpSync(realpathSync(from), join(partial, parts.peer), { recursive: true })),
      () => awaitCaughtUp(all, topology.channel, say, at.block + 1),
    );
    const names = filesIn(partial);
    const made: OrganizationManifest = {
      format: 1,
      madeAt: new Date().toISOString(),
      organization: slug,
      mspId: organization.mspId,
      network: machine.kind(),
      peer: { hostname: of.peer.hostname, ...at },
      files: names.map((file) => ({ name: file, ...digestOfFile(join(partial, file)) })),
    };
    writeFileSync(join(partial, MANIFEST), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
    for (const file of [...names, MANIFEST]) syncFile(join(partial, file));
    renameSync(partial, folder);
    return made;
  } finally {
    rmSync(partial, { recursive: true, force: true });
    for (const connection of all) connection.close();
  }
}

async function placeOf(connection: PeerConnection, channel: string) {
  const block = (await heightOf(connection, channel)) - 1;
  const args = ['GetBlockByNumber', channel, String(block)];
  const bytes = await callSystemChaincode(connection, { channel, chaincode: 'qscc', args });
  const configuration = (await readConfig(connection, channel)).getSequence();
  return { block, hash: hashOfBlock(bytes), configuration };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

function readManifest(folder: string): OrganizationManifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === undefined ? `its ${MANIFEST} is damaged, or of another version` : (error as Error).message;
    throw new BackupError(`${folder} is no backup of an organisation: ${why}.`);
  }
}

/** @throws BackupError where it is no backup, or not what was backed up */
export function wholeBackup(folder: string): OrganizationManifest {
  const found = readManifest(folder);
  const known = new Set(found.files.map(({ name }) => name));
  const wrong = found.files.flatMap(({ name, bytes, sha256 }) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [`${name} is missing`];
    const now = digestOfFile(path);
    return now.bytes === bytes && now.sha256 === sha256 ? [] : [`${name} is not what it was`];
  });
  const added = filesIn(folder).filter((name) => name !== MANIFEST && !known.has(name));
  wrong.push(...added.map((name) => `${name} was not there`));
  if (wrong.length > 0) throw new BackupError(`${folder} is not what was backed up: ${wrong.join('; ')}.`);
  return found;
}
