/** What the processes of all kinds of networks have in common: how they are called, and what they tell their parent. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readNetworkDescription } from './description.js';
import { repositoryFile } from './repository-file.js';
import { createTopology, DEFAULT_BASE_PORT, defaultDescriptionPath, type Topology } from './topology.js';

export interface NetworkSettings {
  readonly topology: Topology;
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
  return {
    topology: createTopology({
      description: readNetworkDescription(values.consortium),
      basePort: Number(values['base-port']),
    }),
    dataDir: resolve(values['data-dir']),
    collectionsPath: values.collections,
    awaitChaincode: values['await-chaincode'],
  };
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
