/**
 * An organisation that joins a running channel: its peer begins with the first block, its orderer follows until it takes part, and
 * both are out again at once when they are removed.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { joinOrderer, ordererParticipation } from '../../../network/admin/join-orderers.js';
import { joinPeers } from '../../../network/admin/join-peers.js';
import { connectPeer } from '../../../network/admin/peer-connection.js';
import { retry } from '../../../network/admin/retry.js';
import { heightOf } from '../../../network/admin/await-caught-up.js';
import { callSystemChaincode } from '../../../network/admin/system-chaincode.js';
import { readConfig } from '../../../network/config/carry-out.js';
import { ConfigurationHistory } from '../../../network/config/configuration-history.js';
import { highestNumberIn } from '../../../network/config/consenter-numbers.js';
import { introductionOf } from '../../../network/config/introduction.js';
import { type Intent, planIntent } from '../../../network/config/intents.js';
import { newestBlock, orderersOf } from '../../../network/config/orderers.js';
import { requireWellOrderers } from '../../../network/config/preflight.js';
import { genesisBlockPath } from '../../../network/genesis/create-genesis-block.js';
import { loadOrganizationMaterial } from '../../../network/genesis/organization-material.js';
import { createIdentities } from '../../../network/identities/create-identities.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { createTopology, defaultDescriptionPath, type Organization, type Topology } from '../../../network/topology.js';
import { readNetworkDescription } from '../../../network/description.js';
import { ConfiguredNetwork } from '../../support/configured-network.js';

jest.setTimeout(60_000);
let network: ConfiguredNetwork;
let fresh: Organization;
let five: Topology;

beforeAll(async () => {
  network = await ConfiguredNetwork.start('embedded');
  const description = readNetworkDescription(defaultDescriptionPath());
  const entry = { slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant' as const };
  const basePort = network.topology.organizations[0]!.peer.port;
  five = createTopology({
    description: { ...description, organizations: [...description.organizations, entry] },
    basePort,
  });
  fresh = five.organizations[4]!;
  await createIdentities(five, network.dataDir);
  await network.admit(fresh);
});
afterAll(() => network?.end());

const wish = async (intent: Intent): Promise<common.Config> => {
  const before = await network.config();
  await network.send(planIntent(intent, before), { by: [0, 1, 2] });
  return retry({ what: `see ${intent.kind}`, timeoutMs: 10_000 }, async () => {
    const now = await network.config();
    if (now.getSequence() === before.getSequence()) throw new Error('it is as it was');
    return now;
  });
};
const introduction = async () => introductionOf(await loadOrganizationMaterial(fresh, network.dataDir));
const participation = () => ordererParticipation(fresh, 'points', network.dataDir);
const configBlock = async (): Promise<Uint8Array> =>
  callSystemChaincode(network.connections[0]!, {
    channel: 'points',
    chaincode: 'cscc',
    args: ['GetConfigBlock', 'points'],
  });
const signersOf = async (): Promise<number[]> => {
  const config = await network.config();
  const block = await newestBlock(orderersOf(config)[0]!, 'points', network.connections[0]!.identity);
  const entry = block.getMetadata()!.getMetadataList_asU8()[0]!;
  return common.Metadata.deserializeBinary(entry)
    .getSignaturesList()
    .map((each) => common.IdentifierHeader.deserializeBinary(each.getIdentifierHeader_asU8()).getIdentifier());
};

test('its peer and its orderer come later, and take part one after the other', async () => {
  const connection = connectPeer(fresh, network.dataDir);
  await joinPeers([connection], 'points', readFileSync(genesisBlockPath(five, network.dataDir)));
  // Of a channel that it may not read it has the first block alone.
  expect(await heightOf(network.connections[0]!, 'points')).toBe(1);
  await wish({ kind: 'batch-timeout', timeoutMs: 210 });
  await expect(heightOf(connection, 'points')).rejects.toThrow(/access denied/);

  await joinOrderer(fresh, 'points', network.dataDir, await configBlock());
  expect(await participation()).toMatchObject({ consensusRelation: 'follower', status: 'onboarding', height: 0 });
  const admitted = await wish({ kind: 'admit-organization', introduction: await introduction() });
  await retry({ what: 'see the newcomer’s peer catch up' }, async () => {
    const now = await readConfig(connection, 'points');
    if (now.getSequence() !== admitted.getSequence()) throw new Error(`it has ${now.getSequence()}`);
  });
  expect(await participation()).toMatchObject({ consensusRelation: 'follower', status: 'active', height: 3 });

  await wish({ kind: 'admit-orderer', introduction: await introduction() });
  expect(await participation()).toMatchObject({ consensusRelation: 'consenter', status: 'active', height: 4 });
  await wish({ kind: 'batch-timeout', timeoutMs: 220 });
  expect((await signersOf()).sort()).toEqual([1, 2, 3, 4, 5]);
  await requireWellOrderers(network.connections[0]!, 'points', await network.config());
  connection.close();
});

test('an orderer that is removed follows, and one that leaves is gone', async () => {
  const history = new ConfigurationHistory(network.connections[0]!, 'points');
  expect(await history.highestNumber()).toBe(5);
  await wish({ kind: 'remove-orderer', consenterId: 5 });
  // What was used is not forgotten, by one that saw it or one that begins to look.
  expect(highestNumberIn(await network.config())).toBe(4);
  for (const each of [history, new ConfigurationHistory(network.connections[0]!, 'points')])
    expect(await each.highestNumber()).toBe(5);
  expect(await participation()).toMatchObject({ consensusRelation: 'follower', status: 'active' });
  await wish({ kind: 'batch-timeout', timeoutMs: 230 });
  expect((await signersOf()).sort()).toEqual([1, 2, 3, 4]);
  expect(await leave()).toBe(204);
  expect(await participation()).toBeUndefined();
  expect(await leave()).toBe(404);
  // It may come back, by any configuration that the channel has.
  await joinOrderer(fresh, 'points', network.dataDir, await configBlock());
  expect(await participation()).toMatchObject({ consensusRelation: 'follower' });
  await expect(
    joinOrderer(network.topology.organizations[0]!, 'points', network.dataDir, Buffer.from('x')),
  ).resolves.toBeDefined();
});

test('a peer whose organisation is removed gets no more blocks, and is not told so', async () => {
  const connection = connectPeer(fresh, network.dataDir);
  const before = await readConfig(connection, 'points');
  await wish({ kind: 'remove-organization', mspId: 'FreshMSP' });
  await wish({ kind: 'batch-timeout', timeoutMs: 240 });
  expect((await readConfig(connection, 'points')).getSequence()).toBe(before.getSequence());
  connection.close();
});

async function leave(): Promise<number | undefined> {
  const { adminTlsDir, tlsCaCertPath } = organizationPaths(network.dataDir, fresh);
  const { host, adminPort: port, hostname: servername } = fresh.orderer;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host,
        port,
        servername,
        method: 'DELETE',
        path: '/participation/v1/channels/points',
        ca: readFileSync(tlsCaCertPath),
        cert: readFileSync(join(adminTlsDir, 'client.crt')),
        key: readFileSync(join(adminTlsDir, 'client.key')),
        agent: false,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}
