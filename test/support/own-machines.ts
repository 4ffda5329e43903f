/**
 * Organisations on machines of their own, as docs/deployment.md has it: each has a folder, containers and keys that no other
 * sees. Here the machines are addresses of the loopback network, and a Docker network is what lies between them.
 */
import { execFile } from 'node:child_process';
import { chown, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Credentials } from '../../consortium/launcher/gateway-files.js';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import { repositoryRoot } from '../../consortium/launcher/repository.js';
import { createDockerTopology } from '../../network/docker/topology.js';
import type { Organization } from '../../network/topology.js';
import { packageChaincode } from '../../network/admin/package-chaincode.js';
import { ComposeProject, isOlderCompose } from './compose-project.js';
import { eventually } from './eventually.js';
import { listenedTo, type MemberRun } from './member-run.js';

/** The user as whom the containers run. */
const CONTAINERS_USER = 1000;
const SOURCE = join(repositoryRoot, 'network', 'docker', 'organization', 'docker-compose.yml');

const docker = (...args: string[]) => promisify(execFile)('docker', args);

type Who = Pick<Organization, 'slug' | 'mspId' | 'domain' | 'kind'>;

export class OwnMachine {
  private constructor(
    readonly organization: Who,
    /** The folder with `docker-compose.yml` and `data`. */
    readonly folder: string,
    readonly url: string,
    readonly project: ComposeProject,
    private readonly environment: Record<string, string>,
  ) {}

  static async create(
    organization: Who,
    { folder, address, port, network }: { folder: string; address: string; port: number; network: string },
  ): Promise<OwnMachine> {
    const { slug, mspId, domain } = organization;
    await mkdir(join(folder, 'data'), { recursive: true });
    const file = await readFile(SOURCE, 'utf8');
    // As docs/deployment.md says it of the older docker-compose, which makes no folders by itself.
    const taken = isOlderCompose() ? file.replaceAll(/^ *bind: \{ create_host_path: false \}\n/gm, '') : file;
    await writeFile(join(folder, 'docker-compose.yml'), taken);
    await writeFile(
      join(folder, 'between.yml'),
      JSON.stringify({ networks: { public: { external: true, name: network } } }),
    );
    const url = `http://127.0.0.1:${port}`;
    const files = ['docker-compose.yml', 'between.yml'].map((file) => join(folder, file));
    const environment = {
      SLUG: slug,
      MSP_ID: mspId,
      DOMAIN: domain,
      CHAINCODE_ID: packageChaincode(createDockerTopology()).packageId,
      PUBLIC_ADDRESS: address,
      GATEWAY_PORT: String(port),
      GATEWAY_URL: url,
    };
    const project = new ComposeProject(`${network}-${slug}`, files, environment);
    const machine = new OwnMachine(organization, folder, url, project, environment);
    await machine.ownData();
    return machine;
  }

  /** `docker compose run --rm member …`, and what it says. */
  member(...steps: string[]): Promise<string> {
    return this.project.compose('run', '--rm', '-T', 'member', ...steps);
  }

  /** The same with people beside it, who hear each line. */
  begin(steps: readonly string[], hear: (line: string) => void = () => undefined): MemberRun {
    return listenedTo(this.project.spawn('run', '--rm', '-T', 'member', ...steps), this.organization.slug, hear);
  }

  /** What stands in `data/topology.json` from now on, which `.env` names. */
  async agreeOn(topology: object): Promise<void> {
    await writeFile(join(this.folder, 'data', 'topology.json'), JSON.stringify(topology, null, 2));
    await this.ownData();
    this.environment['TOPOLOGY'] = '/data/topology.json';
  }

  /** The only one of a service's containers that runs. */
  async container(service: string): Promise<string> {
    const [found] = await this.project.containers((each) => each === service);
    if (found === undefined) throw new Error(`${this.organization.slug} has no ${service}`);
    return found.id;
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

  async ownData(): Promise<void> {
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

/** One for each, on a Docker network that lies between them. */
export async function createMachines(network: string, folder: string): Promise<OwnMachine[]> {
  await createNetwork(network);
  const { organizations } = createDockerTopology();
  const port = await findFreePorts(organizations.length + 1);
  return Promise.all(
    organizations.map((organization, index) =>
      OwnMachine.create(organization, {
        folder: join(folder, organization.slug),
        address: addressOf(index),
        port: port + index,
        network,
      }),
    ),
  );
}

/** One more, that was not there at the beginning; `index` is its place. */
export async function createNewcomer(
  organization: Who,
  { network, folder, index }: { network: string; folder: string; index: number },
): Promise<OwnMachine> {
  const port = await findFreePorts(1);
  return OwnMachine.create(organization, {
    folder: join(folder, organization.slug),
    address: addressOf(index),
    port,
    network,
  });
}

const addressOf = (index: number): string => `127.0.77.${index + 1}`;

/** From keys to a consortium that is founded, as docs/deployment.md says it. */
export async function found(machines: readonly OwnMachine[]): Promise<void> {
  const each = (...steps: string[]) => Promise.all(machines.map((one) => one.member(...steps)));
  await each('identities', 'gateway', 'public');
  for (const to of machines) {
    for (const from of machines) if (from !== to) await to.receive(from, 'public');
  }
  const [maker] = machines as [OwnMachine];
  await maker.member('genesis');
  for (const other of machines) if (other !== maker) await other.receive(maker, 'channel', 'channel');
  expect(new Set(await each('check')).size).toBe(1);
  await Promise.all(machines.map(({ project }) => project.compose('up', '--detach')));
  await each('join');
  await expect(maker.member('commit')).rejects.toThrow('A majority has to approve');
  await each('approve');
  await maker.member('commit');
  for (const one of machines) if (one.organization.kind === 'merchant') await one.member('register');
  await ready(machines);
}

export async function ready(machines: readonly OwnMachine[]): Promise<void> {
  await Promise.all(
    machines.map(({ url }) =>
      eventually(
        () => fetch(`${url}/readyz`),
        ({ ok }) => ok,
        { timeoutMs: 120_000 },
      ),
    ),
  );
}
