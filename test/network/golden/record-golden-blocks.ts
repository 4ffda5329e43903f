/**
 * Records the golden blocks: what real Fabric makes of known transactions. Needs Fabric's programs:
 *
 *     FABRIC_BIN=... node test/network/golden/record-golden-blocks.ts [folder …]
 *
 * Blocks, hashes, commit hashes and validation codes are the peer's own words (qscc), computed by nobody here.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bringUp, callSystemChaincode, connectPeer, packageChaincode } from '@commonpoint/network/admin/index';
import type { PeerConnection } from '@commonpoint/network/admin/index';
import { loadIdentity, organizationPaths } from '@commonpoint/network/identities/index';
import { startNativeNetwork } from '@commonpoint/network/native/index';
import { createTopology } from '@commonpoint/network/topology';
import type { Topology } from '@commonpoint/network/topology';
import { common, peer } from '@hyperledger/fabric-protos';

const here = import.meta.dirname;
const repository = join(here, '..', '..', '..');
const [harbor, cityPark, greenMart] = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'] as const;

interface Recording {
  readonly folder: string;
  readonly consensus: 'BFT' | 'etcdraft';
  /** Arguments of the chaincode process. */
  readonly command: (packageId: string, address: string) => readonly string[];
  readonly workingFolder: string;
  readonly scenario: (clients: Clients) => Promise<void>;
  /** Transactions to evaluate at the end: name and arguments. */
  readonly questions: (clients: Clients) => readonly (readonly string[])[];
}

/** A prepared transaction: endorsed, not yet submitted. */
interface Prepared {
  readonly reply: string;
  submit(): Promise<{ status(): Promise<string> }>;
}

class Clients {
  readonly topology: Topology;
  readonly #connections: ReadonlyMap<string, PeerConnection>;

  constructor(topology: Topology, connections: ReadonlyMap<string, PeerConnection>) {
    this.topology = topology;
    this.#connections = connections;
  }

  connection(mspId: string, role = 'operator'): PeerConnection {
    const found = this.#connections.get(`${mspId} ${role}`);
    if (found === undefined) throw new Error(`no ${role} of ${mspId}`);
    return found;
  }

  async endorse(
    name: string,
    args: readonly string[],
    endorsers: readonly string[],
    by = harbor as string,
    role = 'operator',
  ): Promise<Prepared> {
    const contract = this.connection(by, role)
      .gateway.getNetwork(this.topology.channel)
      .getContract(this.topology.chaincode.name);
    const proposal = contract.newProposal(name, { arguments: [...args], endorsingOrganizations: [...endorsers] });
    // The other peer may not have the last block yet, and then reads older versions.
    const transaction = await proposal.endorse().catch(async () => {
      await sleep(500);
      return proposal.endorse();
    });
    return {
      reply: Buffer.from(transaction.getResult()).toString(),
      submit: async () => {
        const commit = await transaction.submit();
        return { status: async () => codeName((await commit.getStatus()).code) };
      },
    };
  }

  async run(
    name: string,
    args: readonly string[],
    endorsers: readonly string[] = [harbor, cityPark],
    by?: string,
    role?: string,
  ): Promise<string> {
    const prepared = await this.endorse(name, args, endorsers, by, role);
    expect(await (await prepared.submit()).status(), 'VALID', name);
    return prepared.reply;
  }

  async evaluate(name: string, args: readonly string[], by = harbor as string): Promise<string> {
    const contract = this.connection(by)
      .gateway.getNetwork(this.topology.channel)
      .getContract(this.topology.chaincode.name);
    return Buffer.from(await contract.evaluate(name, { arguments: [...args] })).toString();
  }
}

function codeName(code: number): string {
  return Object.entries(peer.TxValidationCode).find(([, value]) => value === code)?.[0] ?? String(code);
}

function expect(actual: string, expected: string, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
  console.log(`  ${what}: ${actual}`);
}

/** Every validation code that can come out of a correctly ordered channel, with a chaincode of one line functions. */
async function everyCode(clients: Clients): Promise<void> {
  const two = [harbor, cityPark];
  await Promise.all([
    clients.run('put', ['plain', 'first']),
    clients.run('putMany', ['row-', '0', '3']),
    clients.run('putBatch', ['batch-', '5']),
    clients.run('putComposite', ['lot', 'ten', 'account', 'programm ü']),
  ]);
  await Promise.all([clients.run('touchBatch', ['batch-', '5']), clients.run('putMany', ['many-', '0', '120'])]);

  const increments = [
    await clients.endorse('increment', ['counter'], two),
    await clients.endorse('increment', ['counter'], two),
  ];
  const [first, second] = [await increments[0]!.submit(), await increments[1]!.submit()];
  expect(await first.status(), 'VALID', 'first of two increments');
  expect(await second.status(), 'MVCC_READ_CONFLICT', 'second of two increments');

  for (const [from, to, inserted, what] of [
    ['row-', 'row-~', 'row-00001a', 'few rows'],
    ['many-', 'many-~', 'many-00050a', 'many rows, as Merkle hashes'],
  ] as const) {
    const ranged = await clients.endorse('rangeThenPut', [from, to, `${from}count`.toUpperCase()], two);
    const unhurt = await clients.endorse('rangeThenPut', ['batch-', 'batch-~', 'COUNT'], two);
    const insertion = await clients.endorse('put', [inserted, 'late'], two);
    const submitted = [await insertion.submit(), await ranged.submit(), await unhurt.submit()];
    expect(await submitted[0]!.status(), 'VALID', `insertion into ${what}`);
    expect(await submitted[1]!.status(), 'PHANTOM_READ_CONFLICT', `range over ${what}`);
    expect(await submitted[2]!.status(), 'VALID', 'range over untouched rows');
  }
  await clients.run('rangeThenPut', ['many-', 'many-~', 'MANY']);

  const alone = await clients.endorse('put', ['plain', 'by one'], [harbor]);
  expect(await (await alone.submit()).status(), 'ENDORSEMENT_POLICY_FAILURE', 'one endorsement of two');
  await clients.run('put', ['guarded', 'open']);
  await clients.run('requirePeersOf', ['guarded', greenMart]);
  const passedOver = await clients.endorse('put', ['guarded', 'without'], two);
  expect(await (await passedOver.submit()).status(), 'ENDORSEMENT_POLICY_FAILURE', "key's policy passed over");
  await clients.run('put', ['guarded', 'with'], [harbor, greenMart]);

  await clients.run('put', ['moving', 'open']);
  const change = await clients.endorse('requirePeersOf', ['moving', greenMart], two);
  // Its endorsers would do under the old policy and under the new one.
  const write = await clients.endorse('put', ['moving', 'too soon'], [cityPark, greenMart]);
  const [changed, written] = [await change.submit(), await write.submit()];
  expect(await changed.status(), 'VALID', "change of a key's policy");
  expect(await written.status(), 'ENDORSEMENT_POLICY_FAILURE', 'write of that key in the same block');
  await clients.run('event', ['happened', 'payload']);
  await clients.run('del', ['plain']);
  await clients.run('put', ['row-00000', 'changed']);
}

/**
 * The same transaction twice. Only Raft orders it again: SmartBFT's orderers remember transaction ids for a while and
 * answer "request already processed".
 */
async function duplicate(clients: Clients): Promise<void> {
  const twice = await clients.endorse('put', ['twice', 'once'], [harbor, cityPark]);
  const sent = await twice.submit();
  const sentAgain = await twice.submit();
  expect(await sent.status(), 'VALID', 'sent once');
  expect(await sentAgain.status(), 'VALID', 'sent again');
  await clients.run('increment', ['counter']);
}

/** The points chaincode: programmes, accounts, a batch of issuances, a double spend, a redemption elsewhere. */
async function points(clients: Clients): Promise<void> {
  const admin = (mspId: string, name: string, request: object, endorsers?: string[]) =>
    clients.run(name, [JSON.stringify(request)], endorsers, mspId, 'admin');
  await Promise.all([
    admin(harbor, 'Organizations:Register', { name: 'Harbor' }),
    admin(cityPark, 'Organizations:Register', { name: 'CityPark' }),
    admin(greenMart, 'Organizations:Register', { name: 'GreenMart' }),
  ]);
  await admin(harbor, 'Programs:Create', {
    programId: 'harbor',
    name: 'Harbor Points',
    unit: 'point',
    cap: '1000000',
    capOn: 'issued',
    expiryMonths: 12,
    rules: { transferable: true },
    lanes: 2,
  });
  const [one, two] = ['HarborMSP:00000001', 'HarborMSP:00000002'];
  await clients.run('Accounts:Open', [JSON.stringify({ accounts: [{ accountId: one }, { accountId: two }] })]);
  const post = (operations: object[]) => [JSON.stringify({ operations })];
  const issue = { kind: 'issue', programId: 'harbor' };
  await clients.run(
    'Points:Post',
    post([
      { ...issue, id: 'issue-1', accountId: one, amount: '100' },
      { ...issue, id: 'issue-2', accountId: two, amount: '250', lanes: [1] },
      { ...issue, id: 'issue-3', accountId: two, amount: '9999999' },
    ]),
  );
  const transfer = (id: string) =>
    post([{ kind: 'transfer', id, programId: 'harbor', fromAccountId: one, toAccountId: two, amount: '60' }]);
  const spends = [
    await clients.endorse('Points:Post', transfer('spend-1'), [harbor, cityPark]),
    await clients.endorse('Points:Post', transfer('spend-2'), [harbor, cityPark]),
  ];
  const submitted = [await spends[0]!.submit(), await spends[1]!.submit()];
  expect(await submitted[0]!.status(), 'VALID', 'first spend');
  const lost = await submitted[1]!.status();
  if (!['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'].includes(lost)) throw new Error(`double spend: ${lost}`);
  console.log(`  double spend: ${lost}`);
  await clients.run(
    'Points:Post',
    post([{ kind: 'redeem', id: 'redeem-1', programId: 'harbor', accountId: two, amount: '70', acceptor: cityPark }]),
  );
}

const recordings: readonly Recording[] = [
  {
    folder: 'every-code',
    consensus: 'BFT',
    workingFolder: repository,
    command: (packageId, address) => [join(repository, 'test/support/tiny-chaincode.cjs'), packageId, address],
    scenario: everyCode,
    questions: () => [
      ...['plain', 'counter', 'COUNT', 'MANY', 'guarded', 'moving', 'row-00000', 'row-00001a'].map((key) => ['get', key]),
      ['range', 'batch-', 'batch-~'],
      ['composite', 'lot', 'account'],
      ['history', 'plain'],
      ['policyOf', 'guarded'],
    ],
  },
  {
    folder: 'raft-duplicate',
    consensus: 'etcdraft',
    workingFolder: repository,
    command: (packageId, address) => [join(repository, 'test/support/tiny-chaincode.cjs'), packageId, address],
    scenario: duplicate,
    questions: () => [
      ['get', 'twice'],
      ['get', 'counter'],
    ],
  },
  {
    folder: 'points',
    consensus: 'BFT',
    workingFolder: join(repository, 'chaincode'),
    command: (packageId, address) => [
      join(repository, 'node_modules/fabric-shim/cli.js'),
      'server',
      '--chaincode-address',
      address,
      '--chaincode-id',
      packageId,
    ],
    scenario: points,
    questions: () => [
      ['Programs:Supply', '{"programId":"harbor"}'],
      ['Accounts:Balances', '{"accountId":"HarborMSP:00000001"}'],
      ['Accounts:Balances', '{"accountId":"HarborMSP:00000002"}'],
      ['Programs:Quota', '{"programId":"harbor"}'],
    ],
  },
];

async function record({ folder, consensus, command, workingFolder, scenario, questions }: Recording): Promise<void> {
  console.log(folder);
  const topology = createTopology({ basePort: 26050 });
  const dataDir = mkdtempSync(join(tmpdir(), 'golden-'));
  const { host, port } = topology.chaincode.endpoint;
  const chaincode = spawn(process.execPath, [...command(packageChaincode(topology).packageId, `${host}:${port}`)], {
    cwd: workingFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const network = await startNativeNetwork({ topology, dataDir, consensus });
  const connections = new Map<string, PeerConnection>();
  try {
    await bringUp({ topology, dataDir, consensus });
    for (const organization of topology.organizations) {
      for (const role of organization.roles) {
        const identity = loadIdentity(organization.mspId, organizationPaths(dataDir, organization).userMspDir(role));
        connections.set(`${organization.mspId} ${role}`, connectPeer(organization, dataDir, identity));
      }
    }
    const clients = new Clients(topology, connections);
    await scenario(clients);
    await sleep(1_000);
    const state: { name: string; args: readonly string[]; reply: string }[] = [];
    for (const [name = '', ...args] of questions(clients)) {
      state.push({ name, args, reply: await clients.evaluate(name, args) });
    }
    await write(join(here, folder), clients, state);
  } finally {
    for (const connection of connections.values()) connection.close();
    await network.stop();
    chaincode.kill();
    await once(chaincode, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function write(folder: string, clients: Clients, state: readonly object[]): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { channel } = clients.topology;
  const ask = (fcn: string, ...args: string[]) =>
    callSystemChaincode(clients.connection(harbor), { channel, chaincode: 'qscc', args: [fcn, channel, ...args] });
  const info = common.BlockchainInfo.deserializeBinary(await ask('GetChainInfo'));
  const blocks = [];
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  for (let number = 0; number < info.getHeight(); number += 1) {
    const bytes = await ask('GetBlockByNumber', String(number));
    writeFileSync(join(folder, `${String(number).padStart(2, '0')}.block`), bytes);
    const block = common.Block.deserializeBinary(bytes);
    const metadata = block.getMetadata()?.getMetadataList_asU8() ?? [];
    blocks.push({
      number,
      previousHash: hex(block.getHeader()!.getPreviousHash_asU8()),
      dataHash: hex(block.getHeader()!.getDataHash_asU8()),
      hash: '',
      // The peer wraps the commit hash in a Metadata message, field 1.
      commitHash: metadata[4]?.length ? hex(common.Metadata.deserializeBinary(metadata[4]).getValue_asU8()) : '',
      transactions: (block.getData()?.getDataList_asU8() ?? []).map((envelope, index) => {
        const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
        const header = common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8());
        return { txId: header.getTxId(), type: header.getType(), code: codeName(metadata[2]?.[index] ?? 255) };
      }),
    });
  }
  for (const [index, block] of blocks.entries()) {
    block.hash = blocks[index + 1]?.previousHash ?? hex(info.getCurrentblockhash_asU8());
  }
  const expected = { fabric: 'v3.1', channel, chaincode: clients.topology.chaincode.name, blocks, state };
  writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
  console.log(`  ${blocks.length} blocks`);
}

const wanted = process.argv.slice(2);
for (const recording of recordings) {
  if (wanted.length === 0 || wanted.includes(recording.folder)) await record(recording);
}
