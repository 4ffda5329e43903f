/** What the processes of all kinds of networks have in common: how they are called, and what they tell their parent. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { currentChaincode } from './chaincodes.js';
import { readNetworkDescription } from './description.js';
import { readJoined } from './joined.js';
import { readLeft } from './left.js';
import { repositoryFile } from './repository-file.js';
import {
  createTopology,
  DEFAULT_BASE_PORT,
  defaultDescriptionPath,
  type Organization,
  type Topology,
} from './topology.js';

export interface NetworkSettings {
  readonly topology: Topology;
  /** With those that have joined meanwhile. */
  readonly topologyNow: () => Topology;
  readonly dataDir: string;
  readonly collectionsPath: string;
  /** Whether it is ready when the chaincode answers, or as soon as it is committed. */
  readonly awaitChaincode: boolean;
}

/**
 * `[--data-dir DIR] [--base-port PORT] [--consortium FILE] [--collections FILE] [--await-chaincode]`
 *
 * @throws DescriptionInvalid
 */
export function readNetworkSettings(): NetworkSettings {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string', default: process.env['DATA_DIR'] ?? 'data' },
      'base-port': { type: 'string', default: process.env['NETWORK_PORT'] ?? String(DEFAULT_BASE_PORT) },
      consortium: { type: 'string', default: process.env['CONSORTIUM'] ?? defaultDescriptionPath() },
      collections: { type: 'string', default: repositoryFile('collections_config.json') },
      'await-chaincode': { type: 'boolean', default: false },
    },
  });
  const dataDir = resolve(values['data-dir']);
  const description = readNetworkDescription(values.consortium);
  const topologyNow = (): Topology =>
    createTopology({
      description,
      joined: readJoined(dataDir),
      left: readLeft(dataDir),
      chaincode: currentChaincode(dataDir),
      basePort: Number(values['base-port']),
    });
  return {
    topology: topologyNow(),
    topologyNow,
    dataDir,
    collectionsPath: values.collections,
    awaitChaincode: values['await-chaincode'],
  };
}

/** The exit code of a network that found what only its next start can mend: it is to be started again. */
export const START_AGAIN = 75;

/** What a parent may ask of a network that runs. */
const restartOrderer = z.object({ type: z.literal('restart-orderer'), mspId: z.string(), startedBefore: z.number() });

/** The parent asks to have an organisation's orderer started again, unless it was started after that time (in milliseconds). */
export function onRestartOrderer(restart: (mspId: string, startedBefore: number) => void): void {
  process.on('message', (message) => {
    const asked = restartOrderer.safeParse(message);
    if (asked.success) restart(asked.data.mspId, asked.data.startedBefore);
  });
}

/** In the order in which they are reached. */
export type Milestone = 'identities' | 'committed' | 'ready';

/** Keeps the parent patient while something takes long; it is told what. */
export function tellProgress(line: string): void {
  process.send?.({ type: 'progress', line });
}

/** Tells the parent how far the network has come, if there is one that listens. */
export function tell(type: Milestone): void {
  process.send?.({ type });
}

/** A network whose nodes come and go with their organisations. */
export interface ChangingNetwork {
  /**
   * Starts the nodes of an organisation that was not there at the beginning, unless they run; its identities exist. They join nothing
   * by themselves.
   */
  admit(organization: Organization): Promise<void>;
  /** Ends the nodes of an organisation that left, if they run. */
  dismiss(organization: Organization): Promise<void>;
}

/** Looks at once who joined or left during the start, and whenever the parent says so; one look at a time. */
export function followMembers(network: ChangingNetwork, now: () => Topology, log: (line: string) => void): void {
  let last = Promise.resolve();
  const change = async (): Promise<void> => {
    const { organizations, left = [] } = now();
    for (const organization of left) await network.dismiss(organization);
    for (const organization of organizations) await network.admit(organization);
  };
  const look = (): void => {
    last = last.then(change).catch((error: unknown) => log(`an organisation cannot join or leave: ${String(error)}`));
  };
  process.on('message', (message) => {
    if ((message as { type?: unknown } | null)?.type === 'members') look();
  });
  look();
}
