/**
 * An organisation joins a consortium that runs on this machine, under load: `npm run network -- add-org FILE`. Each step looks first
 * whether it is done, on the ledger, in the channel's configuration and at the nodes, so that the command may be cut off anywhere and
 * run again.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitCaughtUp } from '@commonpoint/network/admin/await-caught-up';
import {
  readConnectionDescription,
  writeConnectionDescription,
} from '@commonpoint/network/admin/connection-description';
import { followChannel } from '@commonpoint/network/admin/follow-channel';
import { joinPeers } from '@commonpoint/network/admin/join-peers';
import { connectPeer } from '@commonpoint/network/admin/peer-connection';
import { retry } from '@commonpoint/network/admin/retry';
import { callSystemChaincode } from '@commonpoint/network/admin/system-chaincode';
import { introductionOf } from '@commonpoint/network/config/introduction';
import {
  domainOf,
  organizationEntry,
  type OrganizationEntry,
  organizationProblems,
} from '@commonpoint/network/description';
import { currentChaincode } from '@commonpoint/network/chaincodes';
import { genesisBlockPath } from '@commonpoint/network/genesis/create-genesis-block';
import { loadOrganizationMaterial } from '@commonpoint/network/genesis/organization-material';
import { createIdentities } from '@commonpoint/network/identities/create-identities';
import { noteJoined, readJoined } from '@commonpoint/network/joined';
import { readLeft } from '@commonpoint/network/left';
import { createTopology, everybody, type Organization, type Topology } from '@commonpoint/network/topology';
import { agreedIn, type AgreedTopology } from '../description/founding.js';
import { descriptionPath, readDescription } from '../description/read-description.js';
import { jsonIn } from '../steward/intent-argument.js';
import { joinableDecision } from '../steward/joinable-decision.js';
import type { Joining } from '../steward/joining-decision.js';
import type { JoiningPlans } from '../steward/joining-plans.js';
import { Steward } from '../steward/steward.js';
import { Complaint } from '../terminal/complaint.js';
import { applyDecided, defineTogether } from './carry-out-decisions.js';
import { changingAlone, knownTopology, organizationsNamed } from './data-folder.js';
import { decideAtOnce } from './decide-at-once.js';
import { requireWell } from './network-preflight.js';
import { readCredentials, readDelegates } from './gateway-files.js';
import { Administrator } from './provision.js';

const CAUGHT_UP_WITHIN_MS = 300_000;

export interface Adding {
  readonly dataDir: string;
  /** Slugs of those that vote and sign, all members unless given. */
  readonly by: string | undefined;
  readonly say: (line: string) => void;
}

/** @throws Complaint */
export function addOrganization(path: string, adding: Adding): Promise<void> {
  return changingAlone(adding.dataDir, () => addAlone(path, adding));
}

async function addAlone(path: string, adding: Adding): Promise<void> {
  const { dataDir, by, say } = adding;
  const wanted = entryIn(path);
  const present = knownTopology(dataDir);
  const members = present.organizations.filter(({ mspId }) => mspId !== wanted.mspId);
  const signers = organizationsNamed(members, by);
  const { topology, entry } = topologyWith(wanted, dataDir, basePortOf(present));
  const newcomer = topology.organizations.find(({ mspId }) => mspId === entry.mspId)!;
  await createIdentities({ ...topology, organizations: [newcomer] }, dataDir);
  const introduction = introductionOf(await loadOrganizationMaterial(newcomer, dataDir));
  const stewards = signers.map((organization) => new Steward(topology, organization, dataDir, say));
  const all = members.map((organization) => new Steward(topology, organization, dataDir));
  const joining: JoiningHere = { ...adding, topology, newcomer, members, signers, introduction, stewards, all };
  try {
    const plans = await decide(joining);
    await applyDecided(stewards, plans.organization, say);
    const isWhole = readJoined(dataDir).some(({ mspId, gateway }) => mspId === entry.mspId && gateway);
    noteJoined(dataDir, { ...entry, gateway: isWhole });
    await join(joining);
    const chaincode = { members, newcomers: [newcomer], definition: plans.definition };
    const sequence = await defineTogether(topology, dataDir, chaincode);
    say(`the chaincode is defined with ${newcomer.name}, sequence ${sequence}`);
    await applyDecided(stewards, plans.orderer, say);
    noteJoined(dataDir, { ...entry, gateway: true });
    await register(joining);
    say(`${newcomer.name} is a member: its gateway is at ${await gatewayOf(joining)}`);
  } catch (error) {
    throw error instanceof Complaint ? error : new Complaint((error as Error).message);
  } finally {
    for (const steward of [...stewards, ...all]) steward.close();
  }
}

interface JoiningHere extends Adding, Joining {
  readonly members: readonly Organization[];
  readonly signers: readonly Organization[];
  readonly stewards: readonly Steward[];
  /** Of all members. */
  readonly all: readonly Steward[];
}

function entryIn(path: string): OrganizationEntry {
  const parsed = organizationEntry.safeParse(jsonIn(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Complaint(`${path} describes no organisation: /${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`, 2);
}

/** The first organisation's place is the first one, whether it has left or not. */
function basePortOf(topology: Topology): number {
  return everybody(topology)[0]!.peer.port;
}

/** With what is noted of it where it joined, or began to: what exists follows from that. @throws Complaint where the file says another thing */
export function topologyWith(
  entry: OrganizationEntry,
  dataDir: string,
  basePort: number,
): { topology: AgreedTopology; entry: OrganizationEntry } {
  const description = readDescription(descriptionPath());
  if (readLeft(dataDir).includes(entry.mspId)) {
    throw new Complaint(
      `${entry.mspId} has left, and numbers are not used again: it comes back under another MSP id.`,
      2,
    );
  }
  const before = readJoined(dataDir);
  const isKnown = before.some((each) => each.mspId === entry.mspId);
  const joined = isKnown ? before : [...before, { ...entry, gateway: false }];
  const organizations = [...description.organizations, ...joined.map(({ gateway: _gateway, ...each }) => each)];
  const [problem] = organizationProblems({ ...description, organizations });
  if (problem !== undefined) throw new Complaint(`${entry.name} cannot join: ${problem.pointer} ${problem.detail}`, 2);
  const noted = organizations.find(({ mspId }) => mspId === entry.mspId)!;
  const { domain } = description;
  if (identityOf(noted, domain) !== identityOf(entry, domain)) {
    throw new Complaint(
      `${entry.mspId} is ${identityOf(noted, domain)} on this machine, not ${identityOf(entry, domain)}.`,
      2,
    );
  }
  const chaincode = currentChaincode(dataDir);
  const topology = createTopology({ description, joined, left: readLeft(dataDir), chaincode, basePort });
  return { topology: { ...topology, ...agreedIn(description) }, entry: noted };
}

/** What of an organisation its identities, its ports and the ledger hold, in words. */
function identityOf(entry: OrganizationEntry, domain: string): string {
  const { slug, name, kind, peers = 1 } = entry;
  return `${name} (${slug}), ${kind}, at ${domainOf(entry, domain)}, with ${peers} ${peers === 1 ? 'peer' : 'peers'}`;
}

/** What is left to do, decided on by the members. @throws Complaint while their rules make it wait */
async function decide(joining: JoiningHere): Promise<JoiningPlans> {
  const { stewards, all, dataDir, signers, newcomer, say } = joining;
  const { plans, actions, present, proposals: before } = await joinableDecision(stewards[0]!, joining);
  if (actions.length > 0) {
    await requireWell(all, { present, wanted: plans.wanted });
    const by = signers.filter(({ kind }) => kind === 'merchant');
    const delegates = await readDelegates(dataDir);
    await decideAtOnce({ delegates, by, name: `join-${newcomer.slug}`, actions, before, say });
  }
  return plans;
}

/** Its peer begins with the first block, its orderer follows from the configuration of now. */
async function join({ dataDir, topology, newcomer, members, say }: JoiningHere): Promise<void> {
  const { channel } = topology;
  const own = connectPeer(newcomer, dataDir);
  const other = connectPeer(members[0]!, dataDir);
  try {
    const call = { channel, chaincode: 'cscc' as const, args: ['GetConfigBlock', channel] };
    const [firstBlock, newest] = [
      await readFile(genesisBlockPath(topology, dataDir)),
      await callSystemChaincode(other, call),
    ];
    await joinPeers([own], channel, firstBlock);
    await followChannel(newcomer, channel, dataDir, newest);
    await awaitCaughtUp([own, other], channel, say);
    say(`peer and orderer of ${newcomer.name} have all blocks`);
  } finally {
    for (const connection of [own, other]) connection.close();
  }
}

/** The last step is the newcomer's own word. */
async function register({ topology, newcomer, dataDir, members }: JoiningHere): Promise<void> {
  const administrator = new Administrator(topology, dataDir, newcomer, members);
  try {
    await administrator.register();
  } finally {
    administrator.close();
  }
  await writeConnectionDescription(knownTopology(dataDir), dataDir, readConnectionDescription(dataDir).kind);
}

async function gatewayOf({ dataDir, newcomer }: JoiningHere): Promise<string> {
  return retry({ what: `see the gateway of ${newcomer.name}`, timeoutMs: CAUGHT_UP_WITHIN_MS }, async () => {
    const url = (await readCredentials(dataDir))[newcomer.slug]?.url;
    if (url === undefined) throw new Error('nobody runs it: `npm start` does');
    const answer = await fetch(`${url}/readyz`);
    if (!answer.ok) {
      await sleep(100);
      throw new Error(await answer.text());
    }
    return url;
  });
}
