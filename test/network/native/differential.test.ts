/**
 * The same generated transactions, many of them in conflict, on real Fabric and on the embedded network: validation
 * codes, read-write sets and final state must agree. Runs where Fabric's programs are installed; SEED repeats a run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, Transaction } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { bringUp } from '../../../network/admin/bring-up.js';
import { packageChaincode } from '../../../network/admin/package-chaincode.js';
import { connectPeer, type PeerConnection } from '../../../network/admin/peer-connection.js';
import { retry } from '../../../network/admin/retry.js';
import { callSystemChaincode } from '../../../network/admin/system-chaincode.js';
import { startEmbeddedNetwork } from '../../../network/embedded/start-embedded-network.js';
import { parseBlock, validationCodes } from '../../../network/embedded/wire/block.js';
import { parseEnvelope } from '../../../network/embedded/wire/envelope.js';
import { decodeReadWriteSet, type ReadWriteSet } from '../../../network/embedded/wire/read-write-set.js';
import { isEndorserTransaction, parseTransaction } from '../../../network/embedded/wire/transaction.js';
import { createGenesisBlock } from '../../../network/genesis/create-genesis-block.js';
import { createIdentities } from '../../../network/identities/create-identities.js';
import { loadIdentity } from '../../../network/identities/load-identity.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { startNativeNetwork } from '../../../network/native/start-native-network.js';
import { createTopology, type Topology } from '../../../network/topology.js';
import { orderingOf, realPeersTakeBatches } from '../../support/installed-fabric.js';
import { judgeAgain } from '../../support/judge-again.js';
import { freePorts, startTinyChaincode } from '../../support/start-tiny-chaincode.js';

jest.setTimeout(180_000);

const ROUNDS = 12;
const seed = Number(process.env['SEED'] ?? 20261123);
const merchants = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];
const keys = ['k0', 'k1', 'k2', 'k3', 'k4'];
/** Keys that may get a policy of their own. */
const guarded = ['p0', 'p1'];

/** One transaction: a function of the tiny chaincode and who endorses it. */
interface Step {
  readonly call: readonly [string, ...string[]];
  readonly endorsers: readonly string[];
}

/** mulberry32: small, and the same everywhere. */
function random(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Rounds of transactions: those of one round are all endorsed before the first of them is submitted. */
function generate(): Step[][] {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const pairs = [merchants.slice(0, 2), merchants.slice(1), [merchants[0]!, merchants[2]!]];
  const calls: (() => Step['call'])[] = [
    () => ['increment', pick(keys)],
    () => ['increment', pick(keys)],
    () => ['increment', pick(keys)],
    () => ['increment', pick(keys)],
    () => ['put', pick(keys), String(Math.floor(next() * 100))],
    () => ['del', pick(keys)],
    () => ['rangeThenPut', 'k0', pick(['k3', 'k5']), pick(['count', ...keys])],
    () => ['rangeThenPut', 'many-', 'many-~', 'many'],
    () => ['put', `many-${Math.floor(next() * 200)}`, 'inserted'],
    () => ['touchBatch', 'batch-', String(1 + Math.floor(next() * 8))],
    () => ['put', pick(guarded), String(Math.floor(next() * 100))],
    () => ['increment', pick(guarded)],
    () => ['composite', 'lot', pick(keys)],
    () => ['putComposite', 'lot', '1', pick(keys), `n${Math.floor(next() * 10)}`],
  ];
  const setUp: Step[] = [
    { call: ['putMany', 'many-', '0', '110'], endorsers: pairs[0]! },
    { call: ['putBatch', 'batch-', '8'], endorsers: pairs[0]! },
    ...keys.map((key): Step => ({ call: ['put', key, '0'], endorsers: pairs[0]! })),
  ];
  const endorsers = () => (next() < 0.12 ? [pick(merchants)] : pick(pairs));
  const rounds = Array.from({ length: ROUNDS }, () => {
    const round = Array.from({ length: 4 + Math.floor(next() * 8) }, (): Step => ({
      call: pick(calls)(),
      endorsers: endorsers(),
    }));
    // Policies count from the next block on, and the networks cut blocks at different moments: so these stand alone.
    return [round, putAgain(round), [alone()]];
  });
  // Whether who read that a key is missing is in conflict with who deletes it depends on their being in one block.
  function putAgain(round: readonly Step[]): Step[] {
    const deleted = new Set(round.flatMap(({ call: [name, key = ''] }) => (name === 'del' ? [key] : [])));
    return [...deleted].map((key) => ({ call: ['put', key, '0'], endorsers: pairs[0]! }));
  }
  function alone(): Step {
    const call: Step['call'] =
      next() < 0.6 ? ['requirePeersOf', pick(guarded), pick(merchants)] : ['del', pick(guarded)];
    return { call, endorsers: pick(pairs) };
  }
  return [setUp, ...rounds.flat()];
}

interface Outcome {
  /** The rounds as they were ordered. */
  readonly rounds: readonly Step[][];
  /** One line per transaction, in the order of the ledger. */
  readonly codes: readonly string[];
  readonly readWriteSets: readonly object[];
  readonly state: Readonly<Record<string, string>>;
  /** As Harbor's peer has them. */
  readonly blocks: readonly Uint8Array[];
}

/** A running network and a connection to each of its peers. */
interface Subject {
  readonly topology: Topology;
  readonly connections: readonly PeerConnection[];
}

async function run(kind: 'embedded' | 'native', rounds: readonly Step[][]): Promise<Outcome> {
  const dataDir = mkdtempSync(join(tmpdir(), `differential-${kind}-`));
  const topology = createTopology({ basePort: await freePorts(100) });
  await createIdentities(topology, dataDir);
  // Fabric 2.5 orders by Raft; what orders makes no difference to what is compared.
  const consensus = orderingOf(kind);
  await createGenesisBlock(topology, dataDir, { consensus });
  const { host, port } = topology.chaincode.endpoint;
  const chaincode = await startTinyChaincode(packageChaincode(topology).packageId, `${host}:${port}`);
  const stop = await start(kind, topology, dataDir);
  const connections = topology.organizations.map((organization) => {
    const mspDir = organizationPaths(dataDir, organization).userMspDir(organization.roles.at(-1)!);
    return connectPeer(organization, dataDir, loadIdentity(organization.mspId, mspDir));
  });
  try {
    await bringUp({ topology, dataDir });
    const subject = { topology, connections };
    const submitted: Submitted[][] = [];
    for (const round of rounds) submitted.push(await runRound(subject, round));
    const blocks = await readBlocks(subject);
    const { txIds, ...transactions } = readTransactions(blocks);
    const ordered = submitted.map((round) => round.toSorted((a, b) => txIds.indexOf(a.txId) - txIds.indexOf(b.txId)));
    return { ...transactions, blocks, rounds: ordered, state: await readState(subject) };
  } finally {
    for (const connection of connections) connection.close();
    await stop();
    await chaincode.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function start(kind: 'embedded' | 'native', topology: Topology, dataDir: string): Promise<() => Promise<void>> {
  if (kind === 'native') {
    const network = await startNativeNetwork({ topology, dataDir });
    return () => network.stop();
  }
  const network = await startEmbeddedNetwork({ topology, dataDir });
  return () => network.close();
}

function contractOf({ topology, connections }: Subject): Contract {
  return connections[0]!.gateway.getNetwork(topology.channel).getContract(topology.chaincode.name);
}

interface Submitted extends Step {
  readonly txId: string;
}

async function runRound(subject: Subject, round: readonly Step[]): Promise<Submitted[]> {
  await awaitSameHeight(subject);
  const endorsed: Transaction[] = [];
  for (const { call, endorsers } of round) {
    const [name, ...args] = call;
    const proposal = contractOf(subject).newProposal(name, { arguments: args, endorsingOrganizations: [...endorsers] });
    endorsed.push(await proposal.endorse());
  }
  const commits = [];
  for (const transaction of endorsed) commits.push(await transaction.submit());
  for (const commit of commits) await commit.getStatus();
  return round.map((step, index) => ({ ...step, txId: endorsed[index]!.getTransactionId() }));
}

/** A peer that lags reads older versions; that is not what is compared here. */
async function awaitSameHeight(subject: Subject): Promise<void> {
  await retry({ what: 'see all peers at the same height', timeoutMs: 10_000, intervalMs: 20 }, async () => {
    const heights = await Promise.all(subject.connections.map((_, index) => heightOf(subject, index)));
    if (new Set(heights).size > 1) throw new Error(heights.join(', '));
  });
}

async function heightOf(subject: Subject, index = 0): Promise<number> {
  return common.BlockchainInfo.deserializeBinary(await qscc(subject, index, 'GetChainInfo')).getHeight();
}

function qscc({ topology: { channel }, connections }: Subject, index: number, ...call: string[]): Promise<Uint8Array> {
  const [name = '', ...args] = call;
  return callSystemChaincode(connections[index]!, { channel, chaincode: 'qscc', args: [name, channel, ...args] });
}

async function readBlocks(subject: Subject): Promise<Uint8Array[]> {
  const numbers = Array.from({ length: await heightOf(subject) }, (_, number) => String(number));
  return Promise.all(numbers.map((number) => qscc(subject, 0, 'GetBlockByNumber', number)));
}

/** All transactions of the chaincode, with versions written as the position of the transaction that they name. */
function readTransactions(
  blocks: readonly Uint8Array[],
): Pick<Outcome, 'codes' | 'readWriteSets'> & { readonly txIds: readonly string[] } {
  const positions = new Map<string, number>();
  const codes: string[] = [];
  const txIds: string[] = [];
  const readWriteSets: object[] = [];
  for (const [number, bytes] of blocks.entries()) {
    const block = parseBlock(bytes);
    for (const [index, envelope] of block.data.entries()) {
      if (!isEndorserTransaction(envelope)) continue;
      const { invokedChaincode, results } = parseTransaction(envelope);

      if (invokedChaincode === '_lifecycle') continue;
      const code = validationCodes(block)[index];
      txIds.push(parseEnvelope(envelope).header.txId);
      positions.set(`${number}/${index}`, codes.length);
      readWriteSets.push(comparable(decodeReadWriteSet(results), positions));
      codes.push(`${codes.length} ${Object.entries(peer.TxValidationCode).find(([, value]) => value === code)?.[0]}`);
    }
  }
  return { txIds, codes, readWriteSets };
}

/**
 * Block numbers differ, because the networks cut blocks at different moments. What stands in `_lifecycle` was written
 * while the network was brought up, which is not compared.
 */
function comparable(set: ReadWriteSet, positions: ReadonlyMap<string, number>): object {
  const namespaces = set.namespaces.map((namespace) =>
    namespace.namespace === '_lifecycle'
      ? { namespace: '_lifecycle', keys: namespace.reads.map(({ key }) => key) }
      : namespace,
  );
  return JSON.parse(
    JSON.stringify(namespaces, (name, value: unknown) => {
      // Hashes over versions; that they are Fabric's to the byte is shown by the golden blocks.
      if (name === 'maxLevelHashes') return (value as unknown[]).length;
      if (value instanceof Uint8Array || (value as { type?: unknown } | null)?.type === 'Buffer') {
        return Buffer.from(value as Uint8Array).toString('hex');
      }
      const { block, tx } = (value ?? {}) as { block?: number; tx?: number };
      return block === undefined || tx === undefined ? value : `written by ${positions.get(`${block}/${tx}`)}`;
    }),
  ) as object;
}

async function readState(subject: Subject): Promise<Record<string, string>> {
  const ask = async (name: string, ...args: string[]) =>
    Buffer.from(await contractOf(subject).evaluate(name, { arguments: args })).toString();
  const state: Record<string, string> = {
    everything: await ask('range', '', ''),
    composite: await ask('composite', 'lot'),
  };
  for (const key of [...keys, ...guarded]) {
    state[`policy of ${key}`] = await ask('policyOf', key);
    const history = JSON.parse(await ask('history', key)) as { value: string; isDelete: boolean }[];
    state[`history of ${key}`] = JSON.stringify(history.map(({ value, isDelete }) => [value, isDelete]));
  }
  return state;
}

if (!realPeersTakeBatches) console.info('Fabric 3 is not installed: the networks were not compared');

// The generated transactions use batch messages, which 2.5 does not have.
(realPeersTakeBatches ? describe : describe.skip)(`real Fabric and the embedded network, SEED=${seed}`, () => {
  let real: Outcome;
  let embedded: Outcome;

  beforeAll(async () => {
    real = await run('native', generate());
    // Orderers that receive transactions within a moment agree on some order; the other network gets just that one.
    embedded = await run('embedded', real.rounds);
  });

  test('agree on every validation code', () => {
    expect(embedded.codes).toEqual(real.codes);
  });

  test('agree on every read-write set', () => {
    expect(embedded.readWriteSets).toEqual(real.readWriteSets);
  });

  test('agree on the final state, its policies and its history', () => {
    expect(embedded.state).toEqual(real.state);
  });

  // The embedded orderers often put into several blocks what the real ones put into one: what counts within a block shows
  // in the real blocks alone.
  test('agree on the real blocks: codes and commit hashes come out again', async () => {
    const { judged, recorded } = await judgeAgain(real.blocks);
    expect(judged).toEqual(recorded);
  });

  test('had something to disagree about', () => {
    const kinds = new Set(real.codes.map((line) => line.split(' ')[1]));
    for (const kind of ['VALID', 'ENDORSEMENT_POLICY_FAILURE', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']) {
      expect(kinds).toContain(kind);
    }
    // Within blocks, too.
    const { MVCC_READ_CONFLICT } = peer.TxValidationCode;
    const conflicts = real.blocks.map((bytes) => validationCodes(parseBlock(bytes)).lastIndexOf(MVCC_READ_CONFLICT));
    expect(Math.max(...conflicts)).toBeGreaterThan(0);
  });
});
