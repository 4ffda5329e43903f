/** A consortium on the embedded network or on Fabric's own programs, started as `npm start` does it. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Consortium, startConsortium } from '../../consortium/launcher/start-consortium.js';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import type { LaunchableNetwork } from '../../consortium/launcher/settings.js';
import { holdPath, nodeFolders, pidPath } from '../../network/native/node-config.js';
import { createTopology } from '../../network/topology.js';
import type { ConsortiumUnderTest, ProgramName, StartedProgram } from './consortium-under-test.js';
import { eventually } from './eventually.js';
import { makeDataDir } from './data-dir.js';

interface Ports {
  readonly firstGatewayPort: number;
  readonly networkBasePort: number;
}

export class LaunchedConsortium implements ConsortiumUnderTest {
  #consortium: Consortium | undefined;

  private constructor(
    private readonly network: LaunchableNetwork,
    readonly dataDir: string,
    private readonly ports: Ports,
    private readonly descriptionPath: string | undefined,
    private readonly more: { readonly stewards?: boolean },
  ) {}

  static async create(
    network: LaunchableNetwork,
    descriptionPath?: string,
    more: { readonly stewards?: boolean } = {},
  ): Promise<LaunchedConsortium> {
    const networkBasePort = await findFreePorts(104);
    const ports = { networkBasePort, firstGatewayPort: networkBasePort + 100 };
    return new LaunchedConsortium(network, await makeDataDir(), ports, descriptionPath, more);
  }

  get topology() {
    return createTopology({ basePort: this.ports.networkBasePort });
  }

  get credentials() {
    return this.#running.credentials;
  }

  async start(): Promise<void> {
    this.#consortium = await startConsortium({
      dataDir: this.dataDir,
      network: this.network,
      ...this.ports,
      ...this.more,
      ...(this.descriptionPath !== undefined && { descriptionPath: this.descriptionPath }),
    });
  }

  async stop(): Promise<void> {
    const consortium = this.#consortium;
    this.#consortium = undefined;
    await consortium?.stop();
  }

  kill(): Promise<void> {
    return this.#running.kill();
  }

  async remove(): Promise<void> {
    await this.stop();
    if (process.env['KEEP_DATA'] === undefined) await rm(this.dataDir, { recursive: true, force: true });
  }

  async collectFiles(): Promise<void> {
    // They are there.
  }

  peerFolder(slug: string): string {
    const hostname =
      this.topology.organizations.find((organization) => organization.slug === slug)?.peer.hostname ?? '';
    return this.network === 'embedded' ? join('embedded', 'peers', slug) : join('native', hostname, 'state');
  }

  async killProgram(name: ProgramName): Promise<void> {
    this.#signal(name, 'SIGKILL');
  }

  async currentRun(name: ProgramName): Promise<string | undefined> {
    return this.#pid(name)?.toString();
  }

  async freeze(name: ProgramName): Promise<void> {
    this.#signal(name, 'SIGSTOP');
  }

  async thaw(name: ProgramName): Promise<void> {
    this.#signal(name, 'SIGCONT');
  }

  async holdDown(name: ProgramName): Promise<void> {
    const launched = this.#running.processes.get(name);
    if (launched !== undefined) return launched.kill();
    writeFileSync(holdPath(this.dataDir, name), '');
    this.#signal(name, 'SIGKILL');
    await this.#awaitPid(name, (pid) => pid === undefined);
  }

  async release(name: ProgramName): Promise<void> {
    const launched = this.#running.processes.get(name);
    if (launched !== undefined) return launched.start();
    rmSync(holdPath(this.dataDir, name), { force: true });
    await this.#awaitPid(name, (pid) => pid !== undefined);
  }

  async deleteState(peerHostname: string): Promise<void> {
    const { state } = nodeFolders(this.dataDir, peerHostname);
    const path = `${state}/ledgersData/stateLeveldb`;
    if (!existsSync(path)) throw new Error(`${path} is not there`);
    rmSync(path, { recursive: true });
  }

  demonstrate(args: readonly string[]): StartedProgram {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', builtProgram('consortium', 'demonstration/main.js'), ...args],
      { env: { ...process.env, DATA_DIR: this.dataDir }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    return { child, kill: () => child.kill('SIGKILL') };
  }

  async ordererMetrics(ordererHostname: string): Promise<string> {
    const orderer = this.topology.organizations
      .map((organization) => organization.orderer)
      .find(({ hostname }) => hostname === ordererHostname);
    return (await fetch(`http://${orderer?.host}:${orderer?.operationsPort}/metrics`)).text();
  }

  get #running(): Consortium {
    if (this.#consortium === undefined) throw new Error('the consortium does not run');
    return this.#consortium;
  }

  /** Of a process of the launcher, or of a node of the native network, which keeps its process id in a file. */
  #pid(name: ProgramName): number | undefined {
    const launched = this.#running.processes.get(name);
    if (launched !== undefined) return launched.pid;
    const path = pidPath(this.dataDir, name);
    const pid = existsSync(path) ? Number(readFileSync(path, 'utf8')) : undefined;
    return pid !== undefined && isAlive(pid) ? pid : undefined;
  }

  #awaitPid(name: ProgramName, isWanted: (pid: number | undefined) => boolean) {
    return eventually(() => Promise.resolve(this.#pid(name)), isWanted, { intervalMs: 20 });
  }

  #signal(name: ProgramName, signal: NodeJS.Signals): void {
    const pid = this.#pid(name);
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, signal);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
