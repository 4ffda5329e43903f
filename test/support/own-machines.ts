/**
 * Organisations on machines of their own, as docs/deployment.md has it: each has a folder, containers and keys that no other
 * sees. Here the machines are addresses of the loopback network, and a Docker network is what lies between them.
 */
import { execFile } from 'node:child_process';
import { chown, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Credentials } from '../../consortium/launcher/gateway-files.js';
import { repositoryRoot } from '../../consortium/launcher/repository.js';
import { createDockerTopology } from '../../network/docker/topology.js';
import type { Organization } from '../../network/topology.js';
import { packageChaincode } from '../../network/admin/package-chaincode.js';
import { ComposeProject } from './compose-project.js';

/** The user as whom the containers run. */
const CONTAINERS_USER = 1000;
const SOURCE = join(repositoryRoot, 'network', 'docker', 'organization', 'docker-compose.yml');

const docker = (...args: string[]) => promisify(execFile)('docker', args);

export class OwnMachine {
  private constructor(
    readonly organization: Organization,
    /** The folder with `docker-compose.yml` and `data`. */
    readonly folder: string,
    readonly url: string,
    readonly project: ComposeProject,
  ) {}

  static async create(
    organization: Organization,
    { folder, address, port, network }: { folder: string; address: string; port: number; network: string },
  ): Promise<OwnMachine> {
    const { slug, mspId, domain } = organization;
    await mkdir(join(folder, 'data'), { recursive: true });
    await copyFile(SOURCE, join(folder, 'docker-compose.yml'));
    await writeFile(
      join(folder, 'between.yml'),
      JSON.stringify({ networks: { public: { external: true, name: network } } }),
    );
    const url = `http://127.0.0.1:${port}`;
    const files = ['docker-compose.yml', 'between.yml'].map((file) => join(folder, file));
    const machine = new OwnMachine(
      organization,
      folder,
      url,
      new ComposeProject(`${network}-${slug}`, files, {
        SLUG: slug,
        MSP_ID: mspId,
        DOMAIN: domain,
        CHAINCODE_ID: packageChaincode(createDockerTopology()).packageId,
        PUBLIC_ADDRESS: address,
        GATEWAY_PORT: String(port),
        GATEWAY_URL: url,
      }),
    );
    await machine.ownData();
    return machine;
  }

  /** `docker compose run --rm member …`, and what it says. */
  member(...steps: string[]): Promise<string> {
    return this.project.compose('run', '--rm', '-T', 'member', ...steps);
  }

  /** What `from`'s people sent, put where it belongs. */
  async receive(from: OwnMachine, path: string, into = ''): Promise<void> {
    await cp(join(from.folder, 'data', path), join(this.folder, 'data', into), { recursive: true });
    await this.ownData();
  }

  async keys(): Promise<Readonly<Record<string, string>>> {
    const file = await readFile(join(this.folder, 'data', 'credentials.json'), 'utf8');
    return (JSON.parse(file) as Credentials)[this.organization.slug]?.keys ?? {};
  }

  /** The peer's container and all that it had are gone; an empty folder is in its place. */
  async losePeer(): Promise<void> {
    await this.project.compose('kill', 'peer');
    await this.project.compose('rm', '--force', 'peer');
    await rm(join(this.folder, 'data', 'ledgers', 'peer'), { recursive: true });
    await mkdir(join(this.folder, 'data', 'ledgers', 'peer'));
    await this.ownData();
    await this.project.compose('up', '--detach', 'peer');
  }

  async remove(): Promise<void> {
    await this.project.remove();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ownData(): Promise<void> {
    if (process.getuid?.() !== 0) return;
    const data = join(this.folder, 'data');
    const all = await readdir(data, { recursive: true });
    for (const path of [data, ...all.map((name) => join(data, name))]) {
      await chown(path, CONTAINERS_USER, CONTAINERS_USER);
    }
  }
}

/** Why it cannot be tried here: the folders have to belong to the containers' user. */
export function cannotOwn(): string | undefined {
  const user = process.getuid?.();
  if (user === 0 || user === CONTAINERS_USER) return undefined;
  return `folders have to belong to user ${CONTAINERS_USER}, which only that user or root can see to`;
}

export const createNetwork = (name: string) => docker('network', 'create', name);
export const removeNetwork = (name: string) => docker('network', 'rm', name);
