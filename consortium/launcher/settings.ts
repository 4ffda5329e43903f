/** What the environment says of a start. */
import { resolve } from 'node:path';
import { descriptionPath } from '../description/read-description.js';
import { Complaint } from '../terminal/complaint.js';

/** The networks that a launcher can start itself. */
export const launchableNetworks = ['embedded', 'native'] as const;
export type LaunchableNetwork = (typeof launchableNetworks)[number];

/** What the environment says about a start. */
export interface Settings {
  readonly dataDir: string;
  /** Of the first gateway; the others follow it. */
  readonly firstGatewayPort: number;
  readonly network: LaunchableNetwork;
  /** First of the hundred ports of peers, orderers and chaincode; undefined leaves it to the data folder or the default. */
  readonly networkBasePort: number | undefined;
  /** The file that says who the members are. */
  readonly descriptionPath: string;
  /** Whether what members decide on of the channel is carried out by itself, with all organisations' administrators' keys. */
  readonly stewards: boolean;
}

export const DEFAULT_GATEWAY_PORT = 8081;

/** Reads DATA_DIR, PORT, NETWORK, NETWORK_PORT, CONSORTIUM and STEWARDS. @throws Complaint */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  return {
    dataDir: readDataDir(environment),
    firstGatewayPort: readPort('PORT', environment['PORT']) ?? DEFAULT_GATEWAY_PORT,
    network: readNetwork(environment['NETWORK']),
    networkBasePort: readPort('NETWORK_PORT', environment['NETWORK_PORT']),
    descriptionPath: descriptionPath(environment),
    stewards: readSwitch('STEWARDS', environment['STEWARDS']),
  };
}

/** What `npm start` and the demonstration are told by. */
export const settingsUsage = `Set up by the environment:
  DATA_DIR      where ledgers, keys and logs are; ./data if it is not set
  PORT          of the first gateway, ${DEFAULT_GATEWAY_PORT}; the others follow
  NETWORK       embedded, or native for real Fabric
  NETWORK_PORT  first of a hundred ports for peers, orderers and chaincode
  CONSORTIUM    the file that says who the members are; consortium.json
  STEWARDS      on, or off: what members vote on of the channel is then carried out by commands`;

/** Where somebody asks for help, or types what there is none of. @returns whether that was all @throws Complaint */
export function tellsUsage(command: string, typed: readonly string[]): boolean {
  if (typed.length === 0) return false;
  const usage = `Usage: ${command}\n\n${settingsUsage}`;
  const wrong = typed.find((word) => !['--help', '-h'].includes(word));
  if (wrong !== undefined) {
    const sentence = `${command} takes no argument ${JSON.stringify(wrong)}: its settings are environment variables.`;
    throw new Complaint(`${sentence}\n\n${usage}`, 2);
  }
  console.log(usage);
  return true;
}

/** The data folder. Set but empty is as good as unset; taken by its letter it would be the working directory. */
export function readDataDir(environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(environment['DATA_DIR'] || 'data');
}

function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 1 && port <= 65_000)) {
    throw new Complaint(`${name} must be a port number from 1 to 65000, not "${text}".`, 2);
  }
  return port;
}

/** On unless it says off. @throws Complaint */
function readSwitch(name: string, text: string | undefined): boolean {
  if (text === undefined || text === '' || text === 'on') return true;
  if (text === 'off') return false;
  throw new Complaint(`${name} must be on or off, not "${text}".`, 2);
}

/** Set but empty is as good as unset. @throws Complaint */
export function readNetwork(text: string | undefined): LaunchableNetwork {
  const network = launchableNetworks.find((known) => known === (text || 'embedded'));
  if (network !== undefined) return network;
  throw new Complaint(
    text === 'docker'
      ? 'NETWORK=docker is started with `docker compose up`, not from here.'
      : `NETWORK must be embedded or native, not "${text}".`,
    2,
  );
}
