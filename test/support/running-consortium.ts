import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '@commonpoint/catalogue';
import type { Credentials } from '../../consortium/launcher/gateway-files.js';
import type { Answer } from '@commonpoint/client';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import type { Topology } from '../../network/topology.js';
import { ComposedConsortium } from './composed-consortium.js';
import type { ConsortiumUnderTest, ProgramName, StartedProgram } from './consortium-under-test.js';
import { eventually } from './eventually.js';
import { LaunchedConsortium } from './launched-consortium.js';
import { networkKind } from './network-kind.js';

export { eventually };

/** How long a scenario may take to start a consortium; real Fabric needs the most, and more so in containers. */
export const START_TIMEOUT_MS = networkKind === 'docker' ? 240_000 : 90_000;

/** A consortium of a test's own, on the network that NETWORK names: built programs, free ports, and nothing is left of it. */
export class RunningConsortium {
  readonly #clients = new Map<string, GatewayClient>();

  private constructor(private readonly consortium: ConsortiumUnderTest) {}

  /** @param descriptionPath of another consortium than the repository's; containers have that one alone */
  static async start(descriptionPath?: string): Promise<RunningConsortium> {
    const consortium =
      networkKind === 'docker'
        ? await ComposedConsortium.create()
        : await LaunchedConsortium.create(networkKind, descriptionPath);
    const running = new RunningConsortium(consortium);
    try {
      await running.startAgain();
    } catch (error) {
      await consortium.remove();
      throw error;
    }
    return running;
  }

  /** On the same ledger, after `killAll` or `stop`. */
  startAgain(): Promise<void> {
    return this.consortium.start();
  }

  /** Has the connection description of the network, and its users' keys. */
  get dataDir(): string {
    return this.consortium.dataDir;
  }

  get credentials(): Credentials {
    return this.consortium.credentials;
  }

  get topology(): Topology {
    return this.consortium.topology;
  }

  /** Everything that programs keep, and their logs, is below `dataDir` afterwards: copies, where it lies elsewhere. */
  collectFiles(): Promise<void> {
    return this.consortium.collectFiles();
  }

  /** Below `dataDir`: what an organisation's peer keeps, once it is collected. */
  peerFolder(slug: string): string {
    return this.consortium.peerFolder(slug);
  }

  /** A client of an organisation's gateway with the key of a role. */
  as(slug: string, role: Role = slug === 'auditor' ? 'auditor' : 'operator'): GatewayClient {
    const name = `${slug} ${role}`;
    let client = this.#clients.get(name);
    if (client === undefined) {
      const { url, keys } = this.credentials[slug] ?? { url: '', keys: {} };
      client = new GatewayClient(url, keys[role] ?? '', 256);
      this.#clients.set(name, client);
    }
    return client;
  }

  /** A client without a key, or with one of the test's own making. */
  async withKey(slug: string, key: string | undefined, path: string): Promise<Answer<Record<string, unknown>>> {
    const client = new GatewayClient(this.credentials[slug]?.url ?? '', key, 1);
    try {
      return await client.attempts.get(path);
    } finally {
      await client.close();
    }
  }

  /** kill -9 of one program, which is then started again by what looks after it. */
  killProcess(name: ProgramName): Promise<void> {
    return this.consortium.killProgram(name);
  }

  /** kill -9; resolves when it has been started again. */
  async killAndAwaitRestart(name: ProgramName): Promise<void> {
    const before = await this.consortium.currentRun(name);
    await this.killProcess(name);
    await eventually(
      () => this.consortium.currentRun(name),
      (run) => run !== undefined && run !== before,
      { intervalMs: 20 },
    );
  }

  /** It does not answer for a while, but its connections stay open. */
  async freeze(name: ProgramName, forMs: number): Promise<void> {
    await this.halt(name);
    await sleep(forMs);
    await this.goOn(name);
  }

  /** As `freeze`, until `goOn`. */
  halt(name: ProgramName): Promise<void> {
    return this.consortium.freeze(name);
  }

  goOn(name: ProgramName): Promise<void> {
    return this.consortium.thaw(name);
  }

  /** kill -9 of a program that is not started again until `release`. */
  holdDown(name: ProgramName): Promise<void> {
    return this.consortium.holdDown(name);
  }

  release(name: ProgramName): Promise<void> {
    return this.consortium.release(name);
  }

  /** Of a peer that is held down: what it made of its blocks. */
  deleteState(peerHostname: string): Promise<void> {
    return this.consortium.deleteState(peerHostname);
  }

  /** Starts the demonstration as its users do. */
  demonstrate(args: readonly string[]): StartedProgram {
    return this.consortium.demonstrate(args);
  }

  ordererMetrics(ordererHostname: string): Promise<string> {
    return this.consortium.ordererMetrics(ordererHostname);
  }

  /** kill -9 of everything at once. */
  async killAll(): Promise<void> {
    await this.consortium.kill();
    await this.#closeClients();
  }

  /** Once it is stopped, a further time does nothing. */
  async stop(): Promise<void> {
    await this.#closeClients();
    await this.consortium.stop();
  }

  /** At the end of a test file. KEEP_DATA=1 leaves the data, and the logs. */
  async stopAndRemove(): Promise<void> {
    await this.#closeClients();
    await this.consortium.remove();
  }

  async #closeClients(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
    this.#clients.clear();
  }
}
