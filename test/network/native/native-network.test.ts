/** Real Fabric, brought up by the code of this repository. Runs where Fabric's programs are installed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { bringUp } from '../../../network/admin/bring-up.js';
import { ordererParticipation } from '../../../network/admin/join-orderers.js';
import { committedDefinition } from '../../../network/admin/lifecycle.js';
import { packageChaincode } from '../../../network/admin/package-chaincode.js';
import { connectPeer, type PeerConnection } from '../../../network/admin/peer-connection.js';
import { retry } from '../../../network/admin/retry.js';
import { callSystemChaincode } from '../../../network/admin/system-chaincode.js';
import { loadIdentity } from '../../../network/identities/load-identity.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { findFabricPrograms } from '../../../network/native/fabric-programs.js';
import { type NativeNetwork, startNativeNetwork } from '../../../network/native/start-native-network.js';
import { createTopology, type Topology } from '../../../network/topology.js';
import { fabricMajor, orderingOf, realPeersTakeBatches } from '../../support/installed-fabric.js';
import { freePorts, startTinyChaincode, type TinyChaincode } from '../../support/start-tiny-chaincode.js';

jest.setTimeout(60_000);

if (fabricMajor === undefined) console.info('Fabric is not installed: the native network was not tested');
const whenInstalled = fabricMajor === undefined ? describe.skip : describe;

// Fabric 2.5 has no SmartBFT; 3.1 has both.
const orderings = (['BFT', 'etcdraft'] as const).filter((each) => each === 'etcdraft' || orderingOf('native') === each);

whenInstalled.each(orderings)('native network ordered by %s', (consensus) => {
  let dataDir: string;
  let topology: Topology;
  let chaincode: TinyChaincode;
  let network: NativeNetwork;
  let connections: PeerConnection[];
  const log: string[] = [];

  // With our own builder on one of the two networks, with Fabric's, if there, on the other.
  const start = () =>
    startNativeNetwork({
      topology,
      dataDir,
      consensus,
      log: (line) => log.push(line),
      programs: consensus === 'BFT' ? findFabricPrograms() : { ...findFabricPrograms(), builderBin: undefined },
    });
  const connect = () =>
    topology.organizations.map((organization) => {
      const role = organization.kind === 'merchant' ? 'operator' : 'auditor';
      const mspDir = organizationPaths(dataDir, organization).userMspDir(role);
      return connectPeer(organization, dataDir, loadIdentity(organization.mspId, mspDir));
    });
  const disconnect = () => {
    for (const connection of connections) connection.close();
  };

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'native-'));
    topology = createTopology({ basePort: await freePorts(100) });
    const { host, port } = topology.chaincode.endpoint;
    [network, chaincode] = await Promise.all([
      start(),
      startTinyChaincode(packageChaincode(topology).packageId, `${host}:${port}`),
    ]);
    await bringUp({ topology, dataDir, log: (line) => log.push(line) });
    connections = connect();
  });

  afterAll(async () => {
    disconnect();
    await network?.stop();
    await chaincode?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const contract = (index: number) =>
    connections[index]!.gateway.getNetwork(topology.channel).getContract(topology.chaincode.name);
  const heights = () =>
    Promise.all(
      connections.map(async (connection) => {
        const args = ['GetChainInfo', topology.channel];
        const payload = await callSystemChaincode(connection, { channel: topology.channel, chaincode: 'qscc', args });
        return common.BlockchainInfo.deserializeBinary(payload).getHeight();
      }),
    );

  test('every orderer is a consenter of the channel', async () => {
    for (const organization of topology.organizations) {
      const participation = await ordererParticipation(organization, topology.channel, dataDir);
      expect(participation).toMatchObject({ status: 'active', consensusRelation: 'consenter' });
    }
  });

  test('every peer knows the chaincode definition', async () => {
    for (const connection of connections) {
      const definition = await committedDefinition(connection, topology.channel, 'points');
      expect(definition).toMatchObject({ version: '1.0', sequence: 1 });
    }
  });

  test('a transaction submitted at one organisation is read at all others', async () => {
    await contract(0).submit('put', { arguments: ['key', 'value'] });
    for (const index of connections.keys()) {
      await retry({ what: 'read the key', timeoutMs: 5_000 }, async () => {
        const value = Buffer.from(await contract(index).evaluate('get', { arguments: ['key'] })).toString();
        if (value !== 'value') throw new Error(`read ${value}`);
      });
    }
  });

  // A peer of 2.5 has no such messages; chaincode/src/ledger/core/state.ts does without them there.
  const withBatches = realPeersTakeBatches ? test : test.skip;
  withBatches('the chaincode is offered batch messages, and they work', async () => {
    await contract(0).submit('putBatch', { arguments: ['batch-', '50'] });
    const values = await contract(0).evaluate('getBatch', { arguments: ['batch-', '50'] });
    expect(JSON.parse(Buffer.from(values).toString())).toHaveLength(50);
  });

  test('bringing it up again changes nothing', async () => {
    const before = await heights();
    await bringUp({ topology, dataDir });
    expect(await heights()).toEqual(before);
  });

  test('a peer that was killed comes back and catches up', async () => {
    const { hostname } = topology.organizations[2]!.peer;
    const killed = network.programs.get(hostname)!;
    process.kill(killed.pid, 'SIGKILL');
    await killed.ended;
    expect(log.join('\n')).toContain(`${hostname} ended (SIGKILL)`);
    const endorsers = { endorsingOrganizations: ['HarborMSP', 'CityParkMSP'] };
    await contract(0).submit('put', { arguments: ['meanwhile', 'committed'], ...endorsers });
    await network.restart(hostname);
    await retry({ what: 'catch up', timeoutMs: 20_000 }, async () => {
      const value = Buffer.from(await contract(2).evaluate('get', { arguments: ['meanwhile'] })).toString();
      if (value !== 'committed') throw new Error(`read ${value}`);
    });
  });

  test('stopped and started again, it goes on with the same ledger', async () => {
    disconnect();
    await network.stop();
    network = await start();
    await bringUp({ topology, dataDir });
    connections = connect();
    expect(Buffer.from(await contract(0).evaluate('get', { arguments: ['key'] })).toString()).toBe('value');
    // Raft has no leader for the first seconds, and peers say so.
    await retry({ what: 'write', timeoutMs: 20_000 }, () => contract(1).submit('put', { arguments: ['key', 'after'] }));
    expect(Buffer.from(await contract(1).evaluate('get', { arguments: ['key'] })).toString()).toBe('after');
  });
});

if (fabricMajor === undefined) test('native network: not tested, the programs are not installed', () => undefined);
