/** The volumes of nodes in containers: each gets its own keys. */
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { genesisBlockPath } from '../genesis/create-genesis-block.js';
import { signingCertPath } from '../identities/load-identity.js';
import { organizationPaths } from '../identities/organization-paths.js';
import { type Organization, type Topology, withEachPeer } from '../topology.js';

/** Who owns the files in the volumes: the user that every container of the consortium runs as. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** What a node finds below its volume's `identity` folder. */
interface NodeIdentity {
  /** Folder below which the volume is mounted here: `peer-harbor`. */
  readonly volume: string;
  readonly mspDir: string;
  readonly tlsDir: string;
}

/** Thrown when a volume belongs to another consortium than the one that is being written. */
export class ForeignVolume extends Error {}

/**
 * Before keys and the channel's first block are made: others must not have been there.
 * @throws ForeignVolume when they are gone, and some of what they were given to is not
 */
export function requireEmptyVolumes(topology: Topology, dataDir: string, volumesDir: string): void {
  if (existsSync(genesisBlockPath(topology, dataDir))) return;
  const left = topology.organizations
    .flatMap(({ slug }) => [
      [`peer-${slug}`, 'identity'],
      [`orderer-${slug}`, 'identity'],
      [`gateway-${slug}`, 'pseudonym.key'],
    ])
    .flatMap(([volume = '', file = '']) => (existsSync(join(volumesDir, volume, file)) ? [volume] : []));
  if (left.length === 0) return;
  throw new ForeignVolume(
    `Volume consortium, with everybody's keys and the channel's first block, is empty, and ${left.join(', ')} ` +
      `${left.length === 1 ? 'is' : 'are'} not. Put it back from a backup; to begin anew, remove all volumes ` +
      '(docker compose down --volumes).',
  );
}

/**
 * Gives each peer and orderer its own keys, and no others, in the volume that will hold its ledger as well. A volume
 * that has keys already must have the same: a ledger cannot change its owner.
 */
export async function writeNodeVolumes(
  topology: Topology,
  dataDir: string,
  volumesDir: string,
  owner: Owner,
): Promise<void> {
  await Promise.all(
    topology.organizations
      .flatMap((organization) => identitiesOf(organization, dataDir))
      .map(async (identity) => {
        const root = join(volumesDir, identity.volume);
        await writeNodeVolume(root, identity);
        // What the node itself has written since is its own already.
        await chownTree(join(root, 'identity'), owner);
        await chown(root, owner.uid, owner.gid);
        await chmod(root, 0o700);
      }),
  );
}

function identitiesOf(organization: Organization, dataDir: string): NodeIdentity[] {
  const { slug } = organization;
  const paths = organizationPaths(dataDir, organization);
  return [
    ...withEachPeer([organization]).map((each, number) => {
      const { peerMspDir, peerTlsDir } = organizationPaths(dataDir, each);
      return { volume: `peer${number === 0 ? '' : number}-${slug}`, mspDir: peerMspDir, tlsDir: peerTlsDir };
    }),
    { volume: `orderer-${slug}`, mspDir: paths.ordererMspDir, tlsDir: paths.ordererTlsDir },
  ];
}

async function writeNodeVolume(root: string, { volume, mspDir, tlsDir }: NodeIdentity): Promise<void> {
  const identity = join(root, 'identity');
  if (existsSync(identity)) {
    const [there, ours] = await Promise.all(
      [join(identity, 'msp'), mspDir].map((directory) => readFile(signingCertPath(directory))),
    );
    if (there === undefined || ours === undefined || !there.equals(ours)) {
      throw new ForeignVolume(
        `Volume ${volume} holds a node of another consortium; remove all volumes (docker compose down -v) to begin anew.`,
      );
    }
    return;
  }
  // Complete under another name first, so that a crash leaves no half identity.
  const partial = `${identity}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await cp(mspDir, join(partial, 'msp'), { recursive: true });
  await cp(tlsDir, join(partial, 'tls'), { recursive: true });
  await rename(partial, identity);
}

/**
 * Hands a folder and all that is in it to `owner`. What disappears meanwhile, as a running database's files do, had an
 * owner already.
 */
export async function chownTree(directory: string, { uid, gid }: Owner): Promise<void> {
  await chown(directory, uid, gid);
  for (const entry of await readdir(directory, { recursive: true })) {
    await chown(join(directory, entry), uid, gid).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw error;
      }
    });
  }
}
