/**
 * An organisation joins a consortium that runs, on its own machine and with its own keys alone: `member join-running`. What the members have
 * to do (`member admit`) is waited for. How far it is stands in the channel's configuration, on the ledger and at its own
 * nodes, so that it may be cut off anywhere and run again.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { awaitCaughtUp } from '@commonpoint/network/admin/await-caught-up';
import { followChannel } from '@commonpoint/network/admin/follow-channel';
import { joinPeers } from '@commonpoint/network/admin/join-peers';
import { ordererParticipation } from '@commonpoint/network/admin/join-orderers';
import type { PeerConnection } from '@commonpoint/network/admin/peer-connection';
import { describeError } from '@commonpoint/network/admin/retry';
import { callSystemChaincode } from '@commonpoint/network/admin/system-chaincode';
import { readConfig } from '@commonpoint/network/config/carry-out';
import { groupAt } from '@commonpoint/network/config/channel-values';
import { genesisBlockPath } from '@commonpoint/network/genesis/create-genesis-block';
import { Administrator } from '../launcher/provision.js';
import { awaitOthers, Waiting } from '../terminal/await-others.js';
import { Complaint } from '../terminal/complaint.js';
import { approveWanted, type Member, withPeers } from './member-steps.js';

type Say = (line: string) => void;

/** Resolves when the organisation is a member. @throws Complaint */
export async function joinRunning(member: Member, say: Say): Promise<void> {
  const { topology, organization, dataDir } = member;
  const { name, joinedLater } = organization;
  if (joinedLater === undefined) {
    throw new Complaint(`${name} is there from the beginning: it joins by \`member join\`.`, 2);
  }
  const firstBlock = await receivedBlock(member, say);
  await withPeers(member, async (connections) => {
    const [own] = connections as [PeerConnection];
    const { channel } = topology;
    await joinPeers(connections, channel, firstBlock);
    say(`the peer of ${name} has the first block`);
    await awaitOthers(() => seenInChannel(own, channel), { say });
    say(`${name} is in the channel`);
    const newest = await callSystemChaincode(own, { channel, chaincode: 'cscc', args: ['GetConfigBlock', channel] });
    await awaitCaughtUp(connections, channel, say, await followChannel(organization, channel, dataDir, newest));
    say(`peer and orderer of ${name} have all blocks`);
    const sequence = await awaitOthers(() => seenDefined(member, connections), { say });
    say(`the chaincode is defined with ${name}, sequence ${sequence}`);
    await awaitOthers(() => seenOrdering(member), { say });
    say(`the orderer of ${name} takes part`);
  });
  await register(member);
  say(`${name} is a member; its administrator creates programmes by POST /v1/programs`);
}

async function receivedBlock({ topology, dataDir }: Member, say: Say): Promise<Uint8Array> {
  const path = genesisBlockPath(topology, dataDir);
  const block = await readFile(path).catch(() => {
    throw new Complaint(`${path} is missing: it is among what the members give a newcomer.`);
  });
  say(`the channel’s first block has SHA-256 ${createHash('sha256').update(block).digest('hex')}`);
  return block;
}

/** Until a configuration names the organisation, orderers give its peer nothing, and its peer tells its administrator nothing. */
async function seenInChannel(own: PeerConnection, channel: string): Promise<boolean | Waiting> {
  const { mspId } = own.organization;
  const notYet = new Waiting(`the members have to admit ${mspId} (member admit), and its peer to see it`);
  try {
    const config = await readConfig(own, channel);
    return groupAt(config, 'Application', mspId) === undefined ? notYet : true;
  } catch (error) {
    if (/access denied/i.test(describeError(error))) return notYet;
    throw error;
  }
}

/** Approves what follows from the topology, whatever is committed meanwhile. */
async function seenDefined(member: Member, connections: readonly PeerConnection[]): Promise<number | Waiting> {
  const { definition, isCommitted } = await approveWanted(member, connections);
  if (isCommitted) return definition.sequence;
  return new Waiting(`the members have to approve sequence ${definition.sequence} of the chaincode, and to commit it`);
}

async function seenOrdering({ topology, organization, dataDir }: Member): Promise<boolean | Waiting> {
  const seen = await ordererParticipation(organization, topology.channel, dataDir);
  if (seen?.consensusRelation === 'consenter') return true;
  return new Waiting(`the members have to take its orderer in: it is ${seen?.consensusRelation ?? 'not there'}`);
}

/** The last step is the newcomer's own word. */
async function register({ topology, organization, dataDir }: Member): Promise<void> {
  const members = topology.organizations.filter(({ mspId }) => mspId !== organization.mspId);
  const administrator = new Administrator(topology, dataDir, organization, members);
  try {
    await administrator.register();
  } finally {
    administrator.close();
  }
}
