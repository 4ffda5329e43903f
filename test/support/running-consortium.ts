import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '@commonpoint/chaincode/catalogue';
import { type Consortium, startConsortium } from '../../consortium/consortium.js';
import { findFreePorts } from '../../consortium/ports.js';
import { type Answer, RestClient } from '../../consortium/rest-client.js';
import { readSettings } from '../../consortium/settings.js';
import type { SupervisedProcess } from '../../consortium/supervised-process.js';

/** How long a scenario may take to start a consortium; real Fabric needs the most. */
export const START_TIMEOUT_MS = 90_000;

/** A consortium of a test's own, on the network that NETWORK names: built programs, free ports, a folder that goes away. */
export class RunningConsortium {
  #consortium: Consortium | undefined;
  readonly #clients = new Map<string, RestClient>();

  private constructor(
    readonly dataDir: string,
    private readonly ports: { readonly firstGatewayPort: number; readonly networkBasePort: number },
  ) {}

  static async start(): Promise<RunningConsortium> {
    const dataDir = await mkdtemp(join(tmpdir(), 'commonpoint-scenario-'));
    const networkBasePort = await findFreePorts(104);
    const running = new RunningConsortium(dataDir, { networkBasePort, firstGatewayPort: networkBasePort + 100 });
    await running.startAgain();
    return running;
  }

  /** On the same ledger, after `kill` or `stop`. */
  async startAgain(): Promise<void> {
    const { network } = readSettings({ NETWORK: process.env['NETWORK'] });
    this.#consortium = await startConsortium({ dataDir: this.dataDir, network, ...this.ports });
  }

  get consortium(): Consortium {
    if (this.#consortium === undefined) throw new Error('the consortium does not run');
    return this.#consortium;
  }

  /** A client of an organisation's gateway with the key of a role. */
  as(slug: string, role: Role = slug === 'auditor' ? 'auditor' : 'operator'): RestClient {
    const name = `${slug} ${role}`;
    let client = this.#clients.get(name);
    if (client === undefined) {
      const { url, keys } = this.consortium.credentials[slug] ?? { url: '', keys: {} };
      client = new RestClient(url, keys[role] ?? '', 256);
      this.#clients.set(name, client);
    }
    return client;
  }

  /** A client without a key, or with one of the test's own making. */
  async withKey(slug: string, key: string | undefined, path: string): Promise<Answer<Record<string, unknown>>> {
    const client = new RestClient(this.consortium.credentials[slug]?.url ?? '', key, 1);
    try {
      return await client.get(path);
    } finally {
      await client.close();
    }
  }

  /** kill -9 of one process, which the launcher then starts again. */
  killProcess(name: string): void {
    const pid = this.consortium.processes.get(name)?.pid;
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, 'SIGKILL');
  }

  /** kill -9 of one process, which is not started again until `release`. */
  async holdDown(name: string): Promise<void> {
    await this.#process(name).kill();
  }

  async release(name: string): Promise<void> {
    await this.#process(name).start();
  }

  /** kill -9 of everything at once. */
  async killAll(): Promise<void> {
    await this.consortium.kill();
    await this.#closeClients();
  }

  /** Once it is stopped, a further time does nothing. */
  async stop(): Promise<void> {
    await this.#closeClients();
    const consortium = this.#consortium;
    this.#consortium = undefined;
    await consortium?.stop();
  }

  /** At the end of a test file. KEEP_DATA=1 leaves the folder with its logs. */
  async stopAndRemove(): Promise<void> {
    await this.stop();
    if (process.env['KEEP_DATA'] === undefined) await rm(this.dataDir, { recursive: true, force: true });
  }

  #process(name: string): SupervisedProcess {
    const process = this.consortium.processes.get(name);
    if (process === undefined) throw new Error(`there is no ${name}`);
    return process;
  }

  async #closeClients(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
    this.#clients.clear();
  }
}

/** Asks again until the answer is as wanted. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  { timeoutMs = 30_000, intervalMs = 100 } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let answer: T | undefined;
    let failure: unknown;
    try {
      answer = await ask();
      if (isWanted(answer)) return answer;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) {
      throw new Error(
        // An error of Node itself is none of this realm's.
        `not as wanted after ${timeoutMs} ms: ${(failure as Error | undefined)?.message ?? JSON.stringify(answer)}`,
      );
    }
    await sleep(intervalMs);
  }
}
