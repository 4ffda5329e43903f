/**
 * The programs of a consortium one by one, each of the release that a test says, on a data folder that `npm start` made: as organisations on machines of
 * their own exchange them, while the others work. The chaincode is what `chaincodes.json` says.
 */
import type { Topology } from '../../network/topology.js';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { type GatewayPlan, planGateways } from '../../consortium/launcher/gateway-files.js';
import { gatewayProgram, networkProgram } from '../../consortium/launcher/programs.js';
import { repositoryRoot } from '../../consortium/launcher/repository.js';
import { RunningCodes } from '../../consortium/launcher/running-codes.js';
import type { LaunchableNetwork } from '../../consortium/launcher/settings.js';
import { type ProgramSpec, SupervisedProcess } from '../../consortium/launcher/supervised-process.js';
import { eventually } from './eventually.js';

const READY_TIMEOUT_MS = 120_000;

export interface PiecedOptions {
  readonly dataDir: string;
  readonly network: LaunchableNetwork;
  readonly descriptionPath: string;
  readonly firstGatewayPort: number;
}

export class PiecedConsortium {
  readonly topology: Topology;
  readonly #gateways: readonly GatewayPlan[];
  readonly #processes = new Map<string, SupervisedProcess>();
  readonly #codes: RunningCodes;
  /** Programs that ended by themselves. */
  readonly ended: string[] = [];

  constructor(private readonly options: PiecedOptions) {
    const { dataDir, descriptionPath, firstGatewayPort } = options;
    this.topology = knownTopology(dataDir, descriptionPath);
    this.#gateways = planGateways(this.topology, dataDir, firstGatewayPort);
    this.#codes = new RunningCodes({
      dataDir,
      basePort: this.#basePort,
      processes: this.#processes,
      events: this.#events,
      log: (line) => void this.ended.push(line),
    });
  }

  get #basePort(): number {
    return this.topology.organizations[0]!.peer.port;
  }

  readonly #events = {
    restarting: (name: string, how: string) => void this.ended.push(`${name}: ${how}`),
    restarted: () => undefined,
    lost: (name: string, how: string) => void this.ended.push(`${name}: ${how}`),
  };

  /** All programs of one release. */
  async start(release: string): Promise<void> {
    const network = this.#add(this.#network(release));
    await Promise.all([network.start(), this.#codes.follow()]);
    await Promise.all(this.#gateways.map((plan) => this.#startGateway(plan, release)));
  }

  /** Ends an organisation's gateway and starts that of another release, until it is ready. */
  async exchangeGateway(slug: string, release: string): Promise<void> {
    const plan = this.#gateways.find(({ organization }) => organization.slug === slug)!;
    await this.#processes.get(`gateway-${slug}`)!.stop();
    await this.#startGateway(plan, release);
  }

  /** The same of what runs the peers and orderers. */
  async exchangeNetwork(release: string): Promise<void> {
    await this.#processes.get('network')!.stop();
    await this.#add(this.#network(release)).start();
    await Promise.all(this.#gateways.map(awaitReady));
  }

  async stop(): Promise<void> {
    await this.#codes.stop();
    const ending = [...this.#processes.values()].toReversed();
    for (const process of ending) await process.stop();
  }

  #network(release: string): ProgramSpec {
    const { network: kind, dataDir, descriptionPath } = this.options;
    const collectionsPath = `${dataDir}/collections_config.json`;
    return ofRelease(
      networkProgram({ kind, dataDir, basePort: this.#basePort, descriptionPath, collectionsPath }),
      release,
    );
  }

  async #startGateway(plan: GatewayPlan, release: string): Promise<void> {
    const { organization, configPath } = plan;
    await this.#add(ofRelease(gatewayProgram(organization, this.options.dataDir, configPath), release)).start();
    await awaitReady(plan);
  }

  #add(spec: ProgramSpec): SupervisedProcess {
    const process = new SupervisedProcess(spec, this.#events);
    this.#processes.set(spec.name, process);
    return process;
  }
}

function ofRelease(spec: ProgramSpec, release: string): ProgramSpec {
  return { ...spec, file: spec.file.replace(repositoryRoot, release) };
}

function awaitReady({ url }: GatewayPlan): Promise<unknown> {
  return eventually(
    () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    (isReady) => isReady,
    { timeoutMs: READY_TIMEOUT_MS },
  );
}
