/** What one organisation does to take part in a consortium, each step by itself and with its own keys only. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitCaughtUp } from '@commonpoint/network/admin/await-caught-up';
import { type ChaincodeDefinition, definitionAfter } from '@commonpoint/network/admin/chaincode-definition';
import { joinOrderers, ordererParticipation } from '@commonpoint/network/admin/join-orderers';
import { joinPeers } from '@commonpoint/network/admin/join-peers';
import {
  approveCommittedDefinition,
  approveDefinition,
  commitDefinition,
  commitReadiness,
  committedDefinition,
  installChaincode,
} from '@commonpoint/network/admin/lifecycle';
import { packageChaincode } from '@commonpoint/network/admin/package-chaincode';
import { connectPeer, type PeerConnection } from '@commonpoint/network/admin/peer-connection';
import { copyPublicMaterial } from '@commonpoint/network/docker/public-material';
import { isGenesisBlockOf } from '@commonpoint/network/docker/check-genesis-block';
import { createGenesisBlock, genesisBlockPath } from '@commonpoint/network/genesis/create-genesis-block';
import { type AuthoritiesOf, createIdentities } from '@commonpoint/network/identities/create-identities';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import { type Organization, withEachPeer } from '@commonpoint/network/topology';
import { collectionsOf } from '../description/collections.js';
import { type AgreedTopology, foundingOf } from '../description/founding.js';
import { writeGatewayFiles } from '../launcher/gateway-files.js';
import { Administrator } from '../launcher/provision.js';
import { introduceNewcomer } from './newcomer.js';
import { planContainerGateway } from './plan-gateways.js';

const CONSENSUS = 'BFT';

export interface Member {
  /** The whole consortium's. */
  readonly topology: AgreedTopology;
  readonly organization: Organization;
  /** The organisation's own folder, which no other sees. */
  readonly dataDir: string;
  readonly gatewayUrl: string;
  /** Its own authorities, if it has any. */
  readonly authoritiesOf?: AuthoritiesOf | undefined;
}

/** Does its work and says what came of it, a line each. */
export type MemberStep = (member: Member) => Promise<readonly string[]>;

/** By the name that is typed, in the order in which they are taken. */
export const memberSteps: Readonly<Record<string, MemberStep>> = {
  async identities({ topology, organization, dataDir, authoritiesOf }) {
    await createIdentities({ ...topology, organizations: [organization] }, dataDir, authoritiesOf);
    // Docker would make the folders it mounts itself, and they would be root's.
    for (const node of ['peer', 'orderer']) {
      await mkdir(join(dataDir, 'ledgers', node), { recursive: true, mode: 0o700 });
    }
    return [`certificates and keys of ${organization.name} are in organizations/`];
  },

  async gateway({ topology, organization, dataDir, gatewayUrl }) {
    const plan = planContainerGateway(organization, join(dataDir, 'gateway'), gatewayUrl);
    await writeGatewayFiles(topology, dataDir, [plan]);
    return ['the gateway’s files are in gateway/, its API keys in credentials.json'];
  },

  async public({ organization, dataDir }) {
    const files = await copyPublicMaterial(organization, dataDir, join(dataDir, 'public'));
    if (organization.joinedLater !== undefined) {
      const file = `${organization.slug}.json`;
      const introduced = JSON.stringify(await introduceNewcomer(organization, dataDir), null, 2);
      await writeFile(join(dataDir, 'public', file), `${introduced}\n`);
      return ['give the members what is in public/:', ...[...files, file].map((each) => `  ${each}`)];
    }
    return ['give the others what is in public/:', ...files.map((file) => `  ${file}`)];
  },

  async genesis({ topology, dataDir }) {
    await createGenesisBlock(topology, dataDir, { consensus: CONSENSUS });
    return [`give the others channel/${topology.channel}.block, made from everybody’s public certificates`];
  },

  async check(member) {
    const block = await receivedGenesisBlock(member);
    return [
      `channel/${member.topology.channel}.block is right, SHA-256 ${createHash('sha256').update(block).digest('hex')}`,
    ];
  },

  join: (member) =>
    withPeers(member, async (connections) => {
      const { topology, organization, dataDir } = member;
      const block = await receivedGenesisBlock(member);
      await joinOrderers({ ...topology, organizations: [organization] }, dataDir, block);
      await joinPeers(connections, topology.channel, block);
      return [`orderer and peer of ${organization.name} are in channel ${topology.channel}`];
    }),

  approve: (member) =>
    withPeers(member, async (connections) => {
      const { definition } = await approveWanted(member, connections);
      return [
        `${member.organization.name} approves ${definition.name} ${definition.version}, sequence ${definition.sequence}`,
      ];
    }),

  commit: (member) =>
    withPeer(member, async (connection) => {
      const { channel } = member.topology;
      const { definition, isCommitted } = await wantedDefinition(member, connection);
      if (isCommitted) {
        return [`sequence ${definition.sequence} is committed already`];
      }
      const approvals = await commitReadiness(connection, channel, definition);
      const approved = requireMajority(approvals, definition.sequence);
      // The peer of an organisation that has not approved refuses to endorse this.
      await commitDefinition(connection, channel, definition, approved);
      return [`sequence ${definition.sequence} is committed, approved by ${approved.join(', ')}`];
    }),

  async register({ topology, organization, dataDir }) {
    if (organization.kind !== 'merchant') {
      throw new Error(
        `${organization.name} is an auditor; only merchants register, and an auditor has nothing left to do`,
      );
    }
    const administrator = new Administrator(topology, dataDir, organization);
    try {
      await administrator.found(foundingOf(topology));
    } finally {
      administrator.close();
    }
    return [
      `the consortium is founded, and ${organization.name} is a member of it; its administrator creates programmes by POST /v1/programs`,
    ];
  },
};

/** Has all own peers take the package, and approves the definition that the topology asks for, committed or not. */
export async function approveWanted(member: Member, connections: readonly PeerConnection[]): Promise<WantedDefinition> {
  const { topology } = member;
  const chaincode = packageChaincode(topology);
  await Promise.all(connections.map((each) => installChaincode(each, chaincode)));
  const [connection] = connections as [PeerConnection];
  const wanted = await wantedDefinition(member, connection);
  const approve = wanted.isCommitted ? approveCommittedDefinition : approveDefinition;
  await approve(connection, topology.channel, wanted.definition, chaincode.packageId);
  return wanted;
}

interface WantedDefinition {
  readonly definition: ChaincodeDefinition;
  readonly isCommitted: boolean;
}

/** Nobody joins with a block that says something else than was agreed, whoever made it. */
async function receivedGenesisBlock({ topology, dataDir }: Member): Promise<Uint8Array> {
  const path = genesisBlockPath(topology, dataDir);
  const block = await readFile(path).catch((cause: unknown) => {
    throw new Error(`${path} is missing: one organisation makes it (member genesis), all use the same`, { cause });
  });
  if (!(await isGenesisBlockOf(block, topology, dataDir, CONSENSUS))) {
    throw new Error(`${path} does not say what the topology and the organisations’ certificates say`);
  }
  return block;
}

/**
 * What is committed if that is as the topology wants it, else the definition that should follow it. A peer that lost its ledger
 * does not know what was agreed on until it has the blocks that the organisation's orderer has.
 */
async function wantedDefinition(
  { topology, organization, dataDir }: Member,
  connection: PeerConnection,
): Promise<WantedDefinition> {
  const ordered = await ordererParticipation(organization, topology.channel, dataDir).catch(() => undefined);
  await awaitCaughtUp([connection], topology.channel, (line) => console.error(line), ordered?.height);
  const committed = await committedDefinition(connection, topology.channel, topology.chaincode.name);
  return definitionAfter(committed, topology, collectionsOf(topology));
}

/** By the first one. */
const withPeer = <T>(member: Member, action: (peer: PeerConnection) => Promise<T>): Promise<T> =>
  withPeers(member, ([connection]) => action(connection!));

export async function withPeers<T>(
  { organization, dataDir }: Member,
  action: (peers: readonly PeerConnection[]) => Promise<T>,
): Promise<T> {
  requireIdentities(organization, dataDir);
  const connections = withEachPeer([organization]).map((each) => connectPeer(each, dataDir));
  try {
    return await action(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** @throws Error in one sentence, where a step is taken before the first one */
function requireIdentities(organization: Organization, dataDir: string): void {
  if (existsSync(organizationPaths(dataDir, organization).adminMspDir)) return;
  throw new Error(
    `${organization.name} has no certificates and keys in ${dataDir} yet: run \`member identities\` first`,
  );
}

/** Those who have approved. @throws Error in one sentence while they are too few, instead of a refusal by every peer */
export function requireMajority(approvals: ReadonlyMap<string, boolean>, sequence: number): readonly string[] {
  const approved = [...approvals].filter(([, yes]) => yes).map(([mspId]) => mspId);
  if (approved.length * 2 > approvals.size) return approved;
  const missing = [...approvals.keys()].filter((mspId) => !approved.includes(mspId));
  throw new Error(
    `A majority has to approve before sequence ${sequence} is committed: of ${approvals.size} organisations ` +
      `${approved.length} did, ${missing.join(', ')} did not (member approve)`,
  );
}
