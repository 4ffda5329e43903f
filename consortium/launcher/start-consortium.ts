/** A whole consortium on this machine: network, chaincode, gateways, and the demo programmes on first start. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectionDescriptionPath } from '@commonpoint/network/admin/connection-description';
import { currentChaincode } from '@commonpoint/network/chaincodes';
import { DescriptionInvalid } from '@commonpoint/network/description';
import { readJoined } from '@commonpoint/network/joined';
import { readLeft } from '@commonpoint/network/left';
import { createTopology, defaultDescriptionPath, founders, type Topology, whole } from '@commonpoint/network/topology';
import { type AgreedTopology, agreedIn } from '../description/founding.js';
import { collectionsOf } from '../description/collections.js';
import { type ConsortiumDescription, readDescription } from '../description/read-description.js';
import { Complaint } from '../terminal/complaint.js';
import { awaitReady } from './await-ready.js';
import { noteRowsWritten, openDataFolder } from './data-folder.js';
import { followMembers } from './follow-members.js';
import { type Credentials, type GatewayPlan, planGateways, writeGatewayFiles } from './gateway-files.js';
import { networkPorts, requireFreePorts } from './ports.js';
import { gatewayProgram, networkProgram, stewardsProgram } from './programs.js';
import { provision } from './provision.js';
import { currentRows } from './row-versions.js';
import { RunningCodes } from './running-codes.js';
import { restartOrderers } from './restart-orderers.js';
import type { Settings } from './settings.js';
import { ProcessEndedEarly, type ProcessEvents, SupervisedProcess } from './supervised-process.js';

export interface Consortium {
  readonly description: ConsortiumDescription;
  readonly topology: Topology;
  readonly dataDir: string;
  readonly credentials: Credentials;
  /** By name: `network`, `chaincode`, `gateway-harbor`, ... */
  readonly processes: ReadonlyMap<string, SupervisedProcess>;
  /** How long each step of the start took. */
  readonly startMs: Readonly<Record<string, number>>;
  /** Gateways first, the network last. */
  stop(): Promise<void>;
  /** All at once and without warning, as a power cut would; for tests of what comes after. */
  kill(): Promise<void>;
}

export interface StartOptions extends Omit<Settings, 'descriptionPath' | 'stewards'> {
  /** The repository's `consortium.json` unless given. */
  readonly descriptionPath?: string;
  /** Off unless it says so. */
  readonly stewards?: boolean;
  readonly events?: ProcessEvents;
  readonly log?: (line: string) => void;
  /** Resolves to stop a start that is still under way. */
  readonly signal?: AbortSignal;
}

const quiet: ProcessEvents = { restarting: () => undefined, restarted: () => undefined, lost: () => undefined };
/** How long processes of a run that was killed get to end before their ports count as somebody else's. */
const LEFTOVER_PATIENCE_MS = 8_000;

/**
 * Starts everything and resolves when every gateway is ready for work. If anything fails, what was started is stopped.
 * @throws Complaint for what the person at the terminal can put right
 */
export async function startConsortium(options: StartOptions): Promise<Consortium> {
  const { dataDir, network, firstGatewayPort, events = quiet, log = () => undefined } = options;
  const { descriptionPath = defaultDescriptionPath() } = options;
  const description = readMembers(descriptionPath);
  const folder = openDataFolder(dataDir, { ...options, organizations: description.organizations });
  const basePort = folder.foundation.networkBasePort;
  const topologyNow = (): AgreedTopology => ({
    ...createTopology({
      description,
      joined: readJoined(dataDir),
      left: readLeft(dataDir),
      chaincode: currentChaincode(dataDir),
      basePort,
    }),
    ...agreedIn(description),
  });
  const topology = topologyNow();
  const gateways = planGateways(topology, dataDir, firstGatewayPort);
  const processes = new Map<string, SupervisedProcess>();
  let codes: RunningCodes | undefined;
  let following: { stop(): Promise<void> } | undefined;
  const startMs: Record<string, number> = {};
  const ending = new AbortController();
  const stop = async (): Promise<void> => {
    ending.abort();
    await following?.stop();
    await codes?.stop();
    const all = [...processes.values()];
    await Promise.all(
      all.filter(({ name }) => name.startsWith('gateway-') || name === 'stewards').map((each) => each.stop()),
    );
    await Promise.all(all.filter(({ name }) => name.startsWith('chaincode')).map((each) => each.stop()));
    await processes.get('network')?.stop();
    folder.release();
  };
  const kill = async (): Promise<void> => {
    ending.abort();
    await following?.stop();
    await codes?.stop();
    await Promise.all([...processes.values()].map((each) => each.kill()));
    folder.abandon();
  };
  const add = (process: SupervisedProcess): SupervisedProcess => {
    processes.set(process.name, process);
    return process;
  };
  const timed = async <T>(step: string, action: Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await action;
    startMs[step] = Math.round(performance.now() - startedAt);
    options.signal?.throwIfAborted();
    return result;
  };
  try {
    await requireFreePorts(
      { gatewayPorts: gateways.map(({ port }) => port), networkPorts: networkPorts(topology) },
      folder.leftInUse ? LEFTOVER_PATIENCE_MS : 0,
    );
    log(existsSync(connectionDescriptionPath(dataDir)) ? 'continuing with the ledger' : 'creating the ledger');
    noteRowsWritten(dataDir, currentRows(dataDir).written);
    codes = new RunningCodes({ dataDir, basePort, processes, events, log });
    const collectionsPath = join(dataDir, 'collections_config.json');
    await writeFile(collectionsPath, `${JSON.stringify(collectionsOf(topology), null, 2)}\n`);
    const program = networkProgram({ kind: network, dataDir, basePort, descriptionPath, collectionsPath });
    const peersAndOrderers = add(new SupervisedProcess(program, events));
    // It makes everybody's identities and the channel, and is ready when the chaincode answers.
    const channelStands = Promise.all([peersAndOrderers.start(), codes.follow()]);
    channelStands.catch(() => undefined);
    await timed('identities', peersAndOrderers.reached('identities'));
    const files = writeGatewayFiles(whole(topology), dataDir, gateways);
    // What is wrong with them is said below; the network is on its way meanwhile.
    files.catch(() => undefined);
    await timed('network', peersAndOrderers.reached('committed'));
    const credentials = await files;
    const startGateway = ({ organization, configPath }: GatewayPlan): Promise<void> =>
      add(new SupervisedProcess(gatewayProgram(organization, dataDir, configPath), events)).start();
    const gatewaysStarted = timed('gateways', Promise.all(gateways.map(startGateway)));
    gatewaysStarted.catch(() => undefined);
    await timed('chaincode', channelStands);
    await timed('programmes', provision(description, { ...topology, organizations: founders(topology) }, dataDir));
    await gatewaysStarted;
    await timed('gateways ready', Promise.all(gateways.map(({ url }) => awaitReady(url))));
    const watchOrderers = (plans: readonly GatewayPlan[]): void =>
      restartOrderers(
        plans.map(({ organization: { mspId }, url }) => ({ mspId, url })),
        (mspId, startedBefore) => peersAndOrderers.send({ type: 'restart-orderer', mspId, startedBefore }),
        ending.signal,
      );
    watchOrderers(gateways);
    const stewards =
      options.stewards === true
        ? add(new SupervisedProcess(stewardsProgram(dataDir, descriptionPath), events))
        : undefined;
    await stewards?.start();
    /** They know who is there when they start. */
    const startStewardsAgain = async (): Promise<void> => {
      await stewards?.stop();
      await stewards?.start();
    };
    following = followMembers({
      dataDir,
      async endGateways() {
        const gone = (topologyNow().left ?? []).map(({ slug }) => `gateway-${slug}`);
        for (const name of gone) {
          await processes.get(name)?.stop();
          if (processes.delete(name)) await startStewardsAgain();
        }
      },
      nodes: () => peersAndOrderers.send({ type: 'members' }),
      async gateways() {
        const now = topologyNow();
        const planned = planGateways(now, dataDir, firstGatewayPort);
        const added = planned.filter(({ organization: { slug } }) => !processes.has(`gateway-${slug}`));
        if (added.length === 0) return;
        await writeGatewayFiles(whole(now), dataDir, planned);
        await Promise.all(added.map(startGateway));
        watchOrderers(added);
        await startStewardsAgain();
      },
      log,
    });
    return { description, topology, dataDir, credentials, processes, startMs, stop, kill };
  } catch (error) {
    await stop();
    throw complaintOf(error);
  }
}

/** @throws Complaint that says what is wrong in the file */
export function readMembers(path: string): ConsortiumDescription {
  try {
    return readDescription(path);
  } catch (error) {
    if (error instanceof DescriptionInvalid) throw new Complaint(error.message, 2);
    throw error;
  }
}

/** A network program that ends with 2 says what is missing on this machine, in one sentence. */
function complaintOf(error: unknown): unknown {
  if (error instanceof ProcessEndedEarly && error.code === 2) {
    // In front of it stands what a network has mended, or a gateway's log.
    const lines = error.lastLines.split('\n').filter((line) => !/^(embedded network: |\{)/.test(line));
    return new Complaint(lines.join('\n'), 2);
  }
  return error;
}
