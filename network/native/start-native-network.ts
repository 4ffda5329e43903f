/** Real peers and orderers of all organisations on one machine. */
import { mkdir, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Consensus } from '../genesis/consensus.js';
import { consensusOfChannel } from '../genesis/read-genesis-block.js';
import { prepareChannel } from '../prepare-channel.js';
import type { ChangingNetwork } from '../process.js';
import { chaincodeEndpointOf, type Endpoint, type Organization, type Topology, withEachPeer } from '../topology.js';
import { builderEnvironment, prepareBuilder } from './ccaas-builder.js';
import { ChildProcesses, lastLogLines, type ProgramSpec, type RunningProgram } from './child-processes.js';
import {
  consensusOf,
  FABRIC_3,
  type FabricPrograms,
  FabricProgramsMissing,
  findFabricPrograms,
  majorVersionOf,
} from './fabric-programs.js';
import { nodeFolders, ordererConfig, peerConfig, type PeerPeculiarities, pidPath } from './node-config.js';

export interface NativeNetworkOptions {
  readonly topology: Topology;
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  /** Defaults to those found in FABRIC_BIN or on PATH. */
  readonly programs?: FabricPrograms;
  /** Of a channel that is not there yet; defaults to what the programs' version can do. */
  readonly consensus?: Consensus;
  readonly identitiesMade?: () => void;
  /** A peer or orderer has ended by itself. Default: it is logged, the others go on. */
  readonly onUnexpectedEnd?: (program: RunningProgram) => void;
}

/** Real peers and orderers, running. */
export interface NativeNetwork extends ChangingNetwork {
  readonly consensus: Consensus;
  /** By host name, as in the topology. */
  readonly programs: ReadonlyMap<string, RunningProgram>;
  /** Starts the node with this host name again after it has ended. */
  restart(hostname: string): Promise<void>;
  /** Ends the node with this host name at once, as if it had ended by itself. */
  kill(hostname: string): void;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 30_000;

/**
 * Starts Fabric's own `peer` and `orderer` for every organisation, with certificates, configuration and ledgers below
 * `dataDir`. Returns when all are healthy; joining the channel is `bringUp`'s work. Throws FabricProgramsMissing when
 * there is nothing to start.
 */
export async function startNativeNetwork(options: NativeNetworkOptions): Promise<NativeNetwork> {
  const { topology, programs = findFabricPrograms(), log = () => undefined } = options;
  // The programs run in folders of their own, where a relative path would mean something else.
  const dataDir = resolve(options.dataDir);
  const { identitiesMade } = options;
  const [major, builderDir] = await Promise.all([majorVersionOf(programs), prepareBuilder(programs, dataDir)]);
  const consensus = consensusOfChannel(
    await prepareChannel(topology, dataDir, {
      consensus: options.consensus ?? consensusOf(major),
      ...(identitiesMade && { identitiesMade }),
    }),
  );
  if (consensus === 'BFT' && major < FABRIC_3) {
    throw new FabricProgramsMissing(
      `${dataDir} holds a channel that SmartBFT orders, which needs Fabric 3, and ${programs.orderer} is of Fabric ` +
        `${major}; set FABRIC_BIN to the folder of Fabric 3, or DATA_DIR to another folder.`,
    );
  }
  const nodesOf = (organization: Organization): FabricNode[] => [
    ordererNode(organization, dataDir, programs),
    ...withEachPeer([organization]).map((each) => peerNode(each, topology, dataDir, programs, { builderDir, major })),
  ];
  const nodes = topology.organizations.flatMap(nodesOf);
  const children = new ChildProcesses((program, how) => {
    log(`${program.name} ended (${how}); see ${program.logPath}`);
    options.onUnexpectedEnd?.(program);
  });
  const running = new Map<string, RunningProgram>();
  const start = async (node: FabricNode): Promise<void> => {
    const { config, state } = nodeFolders(dataDir, node.spec.name);
    await mkdir(state, { recursive: true });
    await writeFile(join(config, node.configFile), JSON.stringify(node.config, null, 2));
    const program = children.start(node.spec);
    running.set(node.spec.name, program);
    await writeFile(pidPath(dataDir, node.spec.name), `${program.pid}\n`);
    await awaitHealthy(node, program);
  };
  try {
    await Promise.all(nodes.map(start));
  } catch (error) {
    await children.stop();
    throw error;
  }
  log(`${nodes.length} Fabric programs run (${consensus === 'BFT' ? 'SmartBFT' : 'Raft'})`);
  return {
    consensus,
    programs: running,
    restart: async (hostname) => {
      const node = nodes.find(({ spec }) => spec.name === hostname);
      if (node === undefined) {
        throw new Error(`There is no node ${hostname}`);
      }
      await start(node);
    },
    async admit(organization) {
      const joining = nodesOf(organization).filter(({ spec }) => nodes.every((known) => known.spec.name !== spec.name));
      nodes.push(...joining);
      await Promise.all(joining.map(start));
    },
    async dismiss(organization) {
      const gone = new Set(nodesOf(organization).map(({ spec }) => spec.name));
      const ending = [...running].filter(([name]) => gone.has(name));
      for (const [name] of ending) running.delete(name);
      const known = nodes.filter(({ spec }) => !gone.has(spec.name));
      nodes.splice(0, nodes.length, ...known);
      await Promise.all(ending.map(([, program]) => children.end(program)));
    },
    kill: (hostname) => {
      const program = running.get(hostname);
      if (program !== undefined) children.kill(program);
    },
    stop: () => children.stop(),
  };
}

interface FabricNode {
  readonly spec: ProgramSpec;
  readonly configFile: 'core.yaml' | 'orderer.yaml';
  readonly config: object;
  readonly operations: Pick<Endpoint, 'host' | 'port'>;
}

function peerNode(
  organization: Organization,
  topology: Topology,
  dataDir: string,
  programs: FabricPrograms,
  peculiar: PeerPeculiarities,
): FabricNode {
  const { hostname, host, operationsPort } = organization.peer;
  return {
    spec: {
      name: hostname,
      command: programs.peer,
      args: ['node', 'start'],
      env: { ...environment(), ...builderEnvironment(chaincodeEndpointOf(topology, organization)) },
      folder: nodeFolders(dataDir, hostname).config,
      logPath: logPath(dataDir, hostname),
    },
    configFile: 'core.yaml',
    config: peerConfig(organization, dataDir, peculiar),
    operations: { host, port: operationsPort },
  };
}

function ordererNode(organization: Organization, dataDir: string, programs: FabricPrograms): FabricNode {
  const { hostname, host, operationsPort } = organization.orderer;
  return {
    spec: {
      name: hostname,
      command: programs.orderer,
      args: [],
      env: environment(),
      folder: nodeFolders(dataDir, hostname).config,
      logPath: logPath(dataDir, hostname),
    },
    configFile: 'orderer.yaml',
    config: ordererConfig(organization, dataDir),
    operations: { host, port: operationsPort },
  };
}

function logPath(dataDir: string, hostname: string): string {
  return join(dataDir, 'native', 'logs', `${hostname}.log`);
}

function environment(): Record<string, string | undefined> {
  // CORE_* and ORDERER_* of the surrounding shell would override the node's own configuration.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CORE|ORDERER|FABRIC)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    // The folder that it runs in: Fabric puts variables' values into a path that has a `$`.
    FABRIC_CFG_PATH: '.',
    FABRIC_LOGGING_SPEC: process.env['FABRIC_LOGGING_SPEC'] ?? 'warning',
  };
}

async function awaitHealthy({ operations }: FabricNode, program: RunningProgram): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let ended = false;
  void program.ended.then(() => {
    ended = true;
  });
  while (!(await isHealthy(operations))) {
    if (ended) {
      throw new Error(
        `${program.name} ended before it was ready; the end of ${program.logPath}:\n${lastLogLines(program.logPath)}`,
      );
    }
    if (Date.now() > deadline) {
      throw new Error(`${program.name} is not ready after ${READY_TIMEOUT_MS / 1000} s; see ${program.logPath}`);
    }
    await sleep(40);
  }
}

function isHealthy({ host, port }: Pick<Endpoint, 'host' | 'port'>): Promise<boolean> {
  return new Promise((resolvePromise) => {
    const outgoing = get({ host, port, path: '/healthz', agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolvePromise(response.statusCode === 200);
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolvePromise(false));
  });
}
