/** Bringing up the embedded network: the same code as for real Fabric, so what it must survive is tested here. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { bringUp } from '../../../network/admin/bring-up.js';
import { joinOrderers, ordererParticipation } from '../../../network/admin/join-orderers.js';
import { channelsOf, joinPeers } from '../../../network/admin/join-peers.js';
import { committedDefinition, installChaincode, installedPackageIds } from '../../../network/admin/lifecycle.js';
import { packageChaincode } from '../../../network/admin/package-chaincode.js';
import { connectPeer, type PeerConnection } from '../../../network/admin/peer-connection.js';
import { callSystemChaincode } from '../../../network/admin/system-chaincode.js';
import { type EmbeddedNetwork, startEmbeddedNetwork } from '../../../network/embedded/start-embedded-network.js';
import { createGenesisBlock } from '../../../network/genesis/create-genesis-block.js';
import { loadIdentity } from '../../../network/identities/load-identity.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { repositoryFile } from '../../../network/repository-file.js';
import { createTopology, type Topology } from '../../../network/topology.js';
import { freePorts } from '../../support/start-tiny-chaincode.js';
import { standingIdentities } from '../../support/standing-identities.js';

jest.setTimeout(60_000);

let dataDir: string;
let topology: Topology;
let network: EmbeddedNetwork;
let genesisBlock: Uint8Array;
let administrators: PeerConnection[];

async function startNetwork(): Promise<void> {
  dataDir = mkdtempSync(join(tmpdir(), 'bring-up-'));
  topology = createTopology({ basePort: await freePorts(100) });
  await standingIdentities(topology, dataDir);
  genesisBlock = await createGenesisBlock(topology, dataDir, { consensus: 'BFT' });
  network = await startEmbeddedNetwork({ topology, dataDir });
  administrators = topology.organizations.map((organization) => connectPeer(organization, dataDir));
}

async function endNetwork(): Promise<void> {
  for (const connection of administrators) connection.close();
  await network.close();
  rmSync(dataDir, { recursive: true, force: true });
}

const up = (collectionsPath = repositoryFile('collections_config.json')) =>
  bringUp({ topology, dataDir, collectionsPath, awaitChaincode: false });

const definitions = () =>
  Promise.all(administrators.map((connection) => committedDefinition(connection, topology.channel, 'points')));

async function heights(): Promise<number[]> {
  const { channel } = topology;
  const answers = administrators.map((connection) =>
    callSystemChaincode(connection, { channel, chaincode: 'qscc', args: ['GetChainInfo', channel] }),
  );
  return (await Promise.all(answers)).map((payload) => common.BlockchainInfo.deserializeBinary(payload).getHeight());
}

describe('brought up from nothing', () => {
  beforeAll(async () => {
    await startNetwork();
    await up();
  });

  afterAll(endNetwork);

  test('every orderer and peer has joined, every peer has the package and the definition', async () => {
    const { packageId } = packageChaincode(topology);
    for (const [index, organization] of topology.organizations.entries()) {
      const connection = administrators[index]!;
      expect(await ordererParticipation(organization, topology.channel, dataDir)).toMatchObject({
        consensusRelation: 'consenter',
      });
      expect(await channelsOf(connection)).toEqual(['points']);
      expect(await installedPackageIds(connection)).toEqual([packageId]);
    }
    expect((await definitions()).map((definition) => definition?.sequence)).toEqual([1, 1, 1, 1]);
  });

  test('a second time changes nothing', async () => {
    const before = await heights();
    await up();
    expect(await heights()).toEqual(before);
  });

  test("blocks made here decode with Fabric's own configtxlator, where that is installed", async () => {
    const program = join(process.env['FABRIC_BIN'] ?? '/nowhere', 'configtxlator');
    if (!existsSync(program)) {
      console.info('configtxlator is not in FABRIC_BIN: no block was decoded with it');
      return;
    }
    const { channel } = topology;
    const approval = Buffer.from('ApproveChaincodeDefinitionForMyOrg').toString('base64');
    for (const number of [0, 1]) {
      const args = ['GetBlockByNumber', channel, String(number)];
      const bytes = await callSystemChaincode(administrators[0]!, { channel, chaincode: 'qscc', args });
      const [input, output] = [join(dataDir, `${number}.block`), join(dataDir, `${number}.json`)];
      writeFileSync(input, bytes);
      execFileSync(program, ['proto_decode', '--type', 'common.Block', '--input', input, '--output', output]);
      const decoded = JSON.parse(readFileSync(output, 'utf8')) as { header: { number: string }; data: object };
      expect(Number(decoded.header.number)).toBe(number);
      expect(JSON.stringify(decoded.data)).toContain(number === 0 ? 'ConsensusType' : approval);
    }
  });

  test('only an administrator may join a peer or install a chaincode', async () => {
    const [organization] = topology.organizations;
    const mspDir = organizationPaths(dataDir, organization!).userMspDir('admin');
    const pointsAdmin = connectPeer(organization!, dataDir, loadIdentity(organization!.mspId, mspDir));
    try {
      const join = { channel: '', chaincode: 'cscc', args: ['JoinChain', genesisBlock] } as const;
      await expect(callSystemChaincode(pointsAdmin, join)).rejects.toThrow('not an admin');
      await expect(installChaincode(pointsAdmin, packageChaincode(topology))).rejects.toThrow('not an admin');
    } finally {
      pointsAdmin.close();
    }
  });

  test('a changed definition becomes the next sequence, once', async () => {
    const collections = JSON.parse(readFileSync(repositoryFile('collections_config.json'), 'utf8')) as {
      name: string;
    }[];
    const changed = join(dataDir, 'collections.json');
    writeFileSync(changed, JSON.stringify([...collections, { ...collections[0], name: 'figures-extra' }]));
    await up(changed);
    await up(changed);
    const after = await definitions();
    expect(after.map((definition) => definition?.sequence)).toEqual([2, 2, 2, 2]);
    expect(Buffer.from(after[0]!.collections).toString('latin1')).toContain('figures-extra');
  });
});

describe('brought up half', () => {
  beforeAll(startNetwork);

  afterAll(endNetwork);

  test('goes on where another attempt stopped', async () => {
    const chaincode = packageChaincode(topology);
    const [one] = topology.organizations;
    await joinOrderers({ ...topology, organizations: [one!] }, dataDir, genesisBlock);
    await joinPeers(administrators.slice(1, 3), topology.channel, genesisBlock);
    await installChaincode(administrators[3]!, chaincode);
    await up();
    expect((await definitions()).map((definition) => definition?.sequence)).toEqual([1, 1, 1, 1]);
  });
});
