/** The programs that a consortium on one machine consists of, and how each is started. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageChaincode } from '@commonpoint/network/admin/package-chaincode';
import type { Organization, Topology } from '@commonpoint/network/topology';
import { builtProgram, repositoryRoot } from './repository.js';
import type { LaunchableNetwork } from './settings.js';
import type { ProgramSpec } from './supervised-process.js';

const logPath = (dataDir: string, name: string) => join(dataDir, 'logs', `${name}.log`);

/** All peers and orderers: one process of ours, or one that looks after Fabric's own programs. */
export function networkProgram(options: {
  readonly kind: LaunchableNetwork;
  readonly dataDir: string;
  readonly basePort: number;
  /** The repository's own files unless given. */
  readonly descriptionPath?: string;
  readonly collectionsPath?: string;
}): ProgramSpec {
  const { kind, dataDir, basePort, descriptionPath, collectionsPath } = options;
  return {
    name: 'network',
    file: builtProgram('network', join(kind, 'main.js')),
    args: [
      ...['--data-dir', dataDir, '--base-port', String(basePort), '--await-chaincode'],
      ...(descriptionPath === undefined ? [] : ['--consortium', descriptionPath]),
      ...(collectionsPath === undefined ? [] : ['--collections', collectionsPath]),
    ],
    // Its buffers of messages lie outside of the engine's memory until young objects are collected: with room for many of
    // these, all memory is looked through for the buffers' sake, twice as often.
    ...(kind === 'embedded' && { execArgs: ['--min-semi-space-size=8', '--max-semi-space-size=8'] }),
    logPath: logPath(dataDir, 'network'),
    tellsReady: true,
    // Without its ledger nothing can go on, and what made it end would make it end again.
    whenItEnds: 'give-up',
    stopTimeoutMs: 15_000,
  };
}

/** The chaincode as a service, by the shim's own command line. Peers connect to it, and again when it comes back. */
export function chaincodeProgram(
  { chaincode }: Pick<Topology, 'chaincode'>,
  dataDir: string,
  { name = 'chaincode', folder = join(repositoryRoot, 'chaincode') } = {},
): ProgramSpec {
  return chaincodeServer({
    name,
    folder,
    address: `${chaincode.endpoint.host}:${chaincode.endpoint.port}`,
    chaincodeId: packageChaincode({ chaincode }).packageId,
    logPath: logPath(dataDir, name),
  });
}

/** `folder` is a package whose main module lists contracts. */
export function chaincodeServer(options: {
  readonly name: string;
  readonly folder: string;
  readonly address: string;
  readonly chaincodeId: string;
  readonly logPath: string;
}): ProgramSpec {
  return {
    name: options.name,
    // The shim that the code itself loads, whose inner parts it uses: one of another folder would be another make of them.
    file: createRequire(join(options.folder, 'package.json')).resolve('fabric-shim/cli.js'),
    args: ['server', '--chaincode-address', options.address, '--chaincode-id', options.chaincodeId],
    execArgs: ['--require', builtProgram('consortium', 'launcher/end-with-launcher.js')],
    workingDir: options.folder,
    // It logs a line for every transaction otherwise.
    environment: { CORE_CHAINCODE_LOGGING_LEVEL: 'ERROR', CORE_CHAINCODE_LOGGING_SHIM: 'ERROR' },
    logPath: options.logPath,
    tellsReady: false,
    whenItEnds: 'restart',
    stopTimeoutMs: 3_000,
  };
}

/** The stewards of all organisations: they hold the administrators' keys, which no gateway has. */
export function stewardsProgram(dataDir: string, descriptionPath: string): ProgramSpec {
  return {
    name: 'stewards',
    file: builtProgram('consortium', 'launcher/stewards.js'),
    args: [],
    execArgs: ['--require', builtProgram('consortium', 'launcher/end-with-launcher.js')],
    environment: { DATA_DIR: dataDir, CONSORTIUM: descriptionPath },
    logPath: logPath(dataDir, 'stewards'),
    tellsReady: false,
    whenItEnds: 'restart',
    stopTimeoutMs: 3_000,
  };
}

/** One organisation's gateway. */
export function gatewayProgram(organization: Organization, dataDir: string, configPath: string): ProgramSpec {
  const name = `gateway-${organization.slug}`;
  return {
    name,
    file: builtProgram('gateway-api', 'main.js'),
    args: ['--config', configPath],
    logPath: logPath(dataDir, name),
    tellsReady: true,
    whenItEnds: 'restart',
    stopTimeoutMs: 15_000,
  };
}
