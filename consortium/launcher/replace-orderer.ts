/**
 * An orderer of a consortium that runs is replaced by one with another number and other keys, at the same address: `npm run network -- replace-orderer`.
 * The old one leaves ordering, what it has is removed, and the new one follows the others until it takes part. Never both in one update: the others
 * would not call it under the new number. How far it is stands in the channel's configuration, so that the command may be cut off anywhere and run again.
 */
import { join } from 'node:path';
import { type common, msp } from '@hyperledger/fabric-protos';
import { followChannel } from '@commonpoint/network/admin/follow-channel';
import { ordererParticipation } from '@commonpoint/network/admin/join-orderers';
import { connectPeer, type PeerConnection } from '@commonpoint/network/admin/peer-connection';
import { retry } from '@commonpoint/network/admin/retry';
import { callSystemChaincode } from '@commonpoint/network/admin/system-chaincode';
import { readConfig } from '@commonpoint/network/config/carry-out';
import { consentersIn, groupAt, valueIn } from '@commonpoint/network/config/channel-values';
import type { Intent } from '@commonpoint/network/config/intents';
import { type Introduction, introductionOf } from '@commonpoint/network/config/introduction';
import { loadOrganizationMaterial } from '@commonpoint/network/genesis/organization-material';
import { signingCertPath } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import type { Organization } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import type { Machine } from './machine.js';
import { awaitOrderer } from './ordered.js';
import { renewDue } from './renewal.js';

const CAUGHT_UP_WITHIN_MS = 300_000;
const ALL_DAYS = 100_000;

export interface Replacing {
  readonly machine: Machine;
  readonly organization: Organization;
}

/** @throws Complaint */
export async function replaceOrderer(replacing: Replacing): Promise<void> {
  const { machine, organization } = replacing;
  const { topology, dataDir, say } = machine;
  const { orderer, slug, name } = organization;
  const connection = connectPeer(organization, dataDir);
  const decide = (wish: Intent): Promise<void> => machine.decide(`replace-orderer-${slug}`, [wish]);
  try {
    const present = consenterOf(organization, await readConfig(connection, topology.channel));
    if (present !== undefined) {
      await decide({ kind: 'remove-orderer', consenterId: present.getId() });
      say(`${orderer.hostname} orders no more as number ${present.getId()}`);
    }
    await beginAnew(replacing);
    await follow(replacing, connection);
    const config = await readConfig(connection, topology.channel);
    const introduction = await introductionIn(config, replacing);
    await decide({ kind: 'admit-orderer', introduction });
    await retry({ what: 'see it take part', timeoutMs: CAUGHT_UP_WITHIN_MS }, async () => {
      const seen = await ordererParticipation(organization, topology.channel, dataDir);
      if (seen?.consensusRelation !== 'consenter') throw new Error(`it is ${seen?.consensusRelation ?? 'not there'}`);
    });
    await awaitOrderer(connection, topology, `${orderer.host}:${orderer.port}`);
    say(`${name}'s orderer takes part as number ${introduction.orderer.consenterId}`);
  } finally {
    connection.close();
  }
}

function consenterOf({ mspId, orderer }: Organization, config: common.Config): common.Consenter | undefined {
  return consentersIn(config).find(
    (each) => each.getMspId() === mspId && each.getHost() === orderer.host && each.getPort() === orderer.port,
  );
}

/** With new keys, and nothing of what it had: it would go on with what it has of the channel, and not follow. */
async function beginAnew({ machine, organization }: Replacing): Promise<void> {
  const { dataDir } = machine;
  const { ordererMspDir, ordererTlsDir } = organizationPaths(dataDir, organization);
  await machine.beginOrdererAnew(organization, () =>
    renewDue(
      { organization, dataDir, days: ALL_DAYS, newKeys: true, isRevoked: () => false },
      { signing: [signingCertPath(ordererMspDir)], tls: [join(ordererTlsDir, 'server.crt')] },
      machine.startPath(organization.orderer.hostname),
    ),
  );
}

async function follow({ machine, organization }: Replacing, connection: PeerConnection): Promise<void> {
  const { topology, dataDir, say } = machine;
  const { channel } = topology;
  const call = { channel, chaincode: 'cscc' as const, args: ['GetConfigBlock', channel] };
  const newest = await callSystemChaincode(connection, call);
  await followChannel(organization, channel, dataDir, newest);
  say(`${organization.orderer.hostname} begins anew, and has all blocks`);
}

/** With a number that nobody ever had: each configuration adds one at the most, so none is above the count of all that there were. */
async function introductionIn(config: common.Config, { machine, organization }: Replacing): Promise<Introduction> {
  const { topology, dataDir } = machine;
  const introduction = introductionOf(await loadOrganizationMaterial(organization, dataDir));
  const membership = valueIn(groupAt(config, 'Application', organization.mspId), 'MSP', msp.MSPConfig);
  if (membership === undefined) throw new Complaint(`${organization.mspId} is not in the channel.`);
  const numbers = consentersIn(config).map((each) => each.getId());
  const consenterId = Math.max(config.getSequence() + topology.organizations.length, ...numbers) + 1;
  return {
    ...introduction,
    mspConfig: Buffer.from(membership.serializeBinary()).toString('base64'),
    orderer: { ...introduction.orderer, consenterId },
  };
}
