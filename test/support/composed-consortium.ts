/** A consortium of containers, started by `docker compose up` as its users start it, on ports of its own. */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GATEWAY_FOLDER, publishedPortVariable } from '../../consortium/member/plan-gateways.js';
import { type Credentials, readCredentials } from '../../consortium/launcher/gateway-files.js';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import { connectionDescriptionPath, readConnectionDescription } from '../../network/admin/connection-description.js';
import { CONTAINER_PORTS, createDockerTopology } from '../../network/docker/topology.js';
import type { Topology } from '../../network/topology.js';
import { ComposeProject, type Container } from './compose-project.js';
import type { ConsortiumUnderTest, ProgramName, StartedProgram } from './consortium-under-test.js';
import { makeDataDir } from './data-dir.js';
import { eventually } from './eventually.js';

/** The second one publishes the peers as well: ledgers are audited from this process. */
const COMPOSE_FILES = ['docker-compose.yml', 'network/docker/peers-on-loopback.yml'];
const READY_TIMEOUT_MS = 60_000;

export class ComposedConsortium implements ConsortiumUnderTest {
  #credentials: Credentials = {};

  private constructor(
    readonly topology: Topology,
    readonly dataDir: string,
    readonly project: ComposeProject,
    /** By MSP id. */
    private readonly peerPorts: Readonly<Record<string, number>>,
  ) {}

  static async create(): Promise<ComposedConsortium> {
    const topology = createDockerTopology();
    const { organizations } = topology;
    const first = await findFreePorts(2 * organizations.length);
    const environment: Record<string, string> = {};
    const peerPorts: Record<string, number> = {};
    for (const [index, organization] of organizations.entries()) {
      const peerPort = first + organizations.length + index;
      environment[publishedPortVariable(organization)] = String(first + index);
      environment[`${organization.slug.toUpperCase()}_PEER_PORT`] = String(peerPort);
      peerPorts[organization.mspId] = peerPort;
    }
    const name = `commonpoint-test-${randomBytes(4).toString('hex')}`;
    const project = new ComposeProject(name, COMPOSE_FILES, environment);
    return new ComposedConsortium(topology, await makeDataDir(), project, peerPorts);
  }

  get credentials(): Credentials {
    return this.#credentials;
  }

  async start(): Promise<void> {
    try {
      await this.project.compose('up', '--detach');
    } catch (error) {
      throw new Error(await this.project.compose('logs', '--tail', '40', 'keys', 'setup'), { cause: error });
    }
    await this.#copyData();
    this.#credentials = await readCredentials(this.dataDir);
    await this.awaitReady();
  }

  async awaitReady(): Promise<void> {
    await Promise.all(
      Object.values(this.#credentials).map(({ url }) =>
        eventually(
          () => fetch(`${url}/readyz`),
          ({ ok }) => ok,
          { timeoutMs: READY_TIMEOUT_MS },
        ),
      ),
    );
  }

  async stop(): Promise<void> {
    await this.project.compose('stop');
  }

  async kill(): Promise<void> {
    const containers = await this.project.containers(() => true);
    // One that has ended already cannot be killed, which is as good.
    await this.project.docker('kill', ...containers.map(({ id }) => id)).catch(() => undefined);
    await this.project.awaitStates(containers, ({ status }) => status === 'exited');
  }

  async remove(): Promise<void> {
    await this.project.remove();
    if (process.env['KEEP_DATA'] === undefined) await rm(this.dataDir, { recursive: true, force: true });
  }

  async collectFiles(): Promise<void> {
    for (const { id, service } of await this.project.containers(() => true)) {
      const folder = join(this.dataDir, 'containers', service);
      await mkdir(folder, { recursive: true });
      const kept = /^(peer|orderer)-/.test(service) ? '/var/hyperledger' : GATEWAY_FOLDER;
      if (/^(peer|orderer|gateway)-/.test(service)) await this.project.docker('cp', `${id}:${kept}/.`, folder);
      await writeFile(join(folder, 'container.log'), await this.project.logs(id));
    }
  }

  peerFolder(slug: string): string {
    return join('containers', `peer-${slug}`);
  }

  /**
   * From inside, since Docker does not start again what was killed through Docker. Everything but the container's first
   * program dies, which is a small one that ends when its child does.
   */
  async killProgram(name: ProgramName): Promise<void> {
    const containers = await this.#containersOf(name);
    const before = await this.project.states(containers);
    await Promise.all(
      containers.map(({ id }) => this.project.docker('exec', id, 'bash', '-c', 'kill -9 -1').catch(() => undefined)),
    );
    await this.project.awaitStates(
      containers,
      ({ status, startedAt }, index) => status !== 'running' || startedAt !== before[index]?.startedAt,
    );
  }

  async currentRun(name: ProgramName): Promise<string | undefined> {
    const states = await this.project.states(await this.#containersOf(name));
    return states.every(({ status }) => status === 'running')
      ? states.map(({ startedAt }) => startedAt).join()
      : undefined;
  }

  freeze(name: ProgramName): Promise<void> {
    return this.#docker('pause', name);
  }

  thaw(name: ProgramName): Promise<void> {
    return this.#docker('unpause', name);
  }

  async holdDown(name: ProgramName): Promise<void> {
    await this.#docker('kill', name);
    await this.project.awaitStates(await this.#containersOf(name), ({ status }) => status === 'exited');
  }

  release(name: ProgramName): Promise<void> {
    return this.#docker('start', name);
  }

  async deleteState(peerHostname: string): Promise<void> {
    const [{ service } = { service: '' }] = await this.#containersOf(peerHostname);
    const path = `/volumes/${service}/production/ledgersData/stateLeveldb`;
    await this.project.compose(
      'run',
      '--rm',
      '--no-deps',
      '-T',
      'keys',
      'sh',
      '-c',
      `test -d ${path} && rm -r ${path}`,
    );
  }

  demonstrate(args: readonly string[]): StartedProgram {
    const name = `${this.project.name}-demo-${randomBytes(4).toString('hex')}`;
    // The command line is not the program: killed, it would leave the container behind.
    const kill = () => void this.project.docker('kill', name).catch(() => undefined);
    return { child: this.project.spawn('run', '--rm', '-T', '--name', name, 'demo', ...args), kill };
  }

  async ordererMetrics(ordererHostname: string): Promise<string> {
    const [{ id } = { id: '' }] = await this.#containersOf(ordererHostname);
    // Its own loopback interface is the only place where it tells them.
    const ask = `exec 3<>/dev/tcp/127.0.0.1/${CONTAINER_PORTS.ordererOperations}; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3`;
    return this.project.docker('exec', id, 'bash', '-c', ask);
  }

  async #docker(command: 'kill' | 'pause' | 'start' | 'unpause', name: ProgramName): Promise<void> {
    await this.project.docker(command, ...(await this.#containersOf(name)).map(({ id }) => id));
  }

  async #containersOf(name: ProgramName): Promise<readonly Container[]> {
    const containers = await this.project.containers((service) => this.#namesOf(service).includes(name));
    if (containers.length === 0) throw new Error(`${name} does not run`);
    return containers;
  }

  /** What scenarios call a service: by itself, and as a part of something larger. */
  #namesOf(service: string): readonly ProgramName[] {
    const [kind = '', slug = ''] = service.split('-');
    const organization = this.topology.organizations.find((each) => each.slug === slug);
    switch (kind) {
      case 'peer':
        return [organization?.peer.hostname ?? '', 'network'];
      case 'orderer':
        return [organization?.orderer.hostname ?? '', 'network'];
      case 'chaincode':
        return [service, 'chaincode'];
      default:
        return [service];
    }
  }

  /** What the one-shot containers made, with the peers' addresses as they are seen from here. */
  async #copyData(): Promise<void> {
    const [{ id } = { id: '' }] = await this.project.containers((service) => service === 'setup');
    await this.project.docker('cp', `${id}:/data/.`, this.dataDir);
    const description = readConnectionDescription(this.dataDir);
    const organizations = Object.fromEntries(
      Object.entries(description.organizations).map(([mspId, organization]) => [
        mspId,
        { ...organization, peerEndpoint: `127.0.0.1:${this.peerPorts[mspId]}` },
      ]),
    );
    await writeFile(connectionDescriptionPath(this.dataDir), JSON.stringify({ ...description, organizations }));
  }
}
