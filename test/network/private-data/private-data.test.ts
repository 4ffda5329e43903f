/**
 * Private data, with the same expectations of the embedded network and of real Fabric (where its programs are
 * installed): who has values, who sees hashes, what is refused and by whom, and how values go away.
 */
import { createHash } from 'node:crypto';
import type { Network } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { retry } from '../../../network/admin/retry.js';
import { decodeKeyValueSet } from '../../../network/embedded/wire/read-write-set.js';
import { fabricMajor, realPeersTakeBatches } from '../../support/installed-fabric.js';
import { type Call, PrivateDataNetwork } from '../../support/private-data-network.js';
import { differentWhenEncodedAgain, judgeAgain } from '../../support/judge-again.js';

jest.setTimeout(120_000);

const { VALID, MVCC_READ_CONFLICT, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const harbor: Call = { by: 'HarborMSP', at: ['HarborMSP'] };
const cityPark: Call = { by: 'CityParkMSP', at: ['CityParkMSP'] };
const greenMart: Call = { by: 'GreenMartMSP', at: ['GreenMartMSP'] };
const both: Call = { by: 'HarborMSP', at: ['HarborMSP', 'CityParkMSP'] };
const organizations = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP', 'AuditorMSP'];

/** The text of an error, with what each endorser said. */
async function refusal(refused: Promise<unknown>): Promise<string> {
  const error = await refused.then(
    () => undefined,
    (reason: unknown) => reason as Error & { details?: { message: string }[] },
  );
  if (!error) throw new Error('it was not refused');
  return [error.message, ...(error.details ?? []).map(({ message }) => message)].join('; ');
}

if (fabricMajor === undefined) console.info('Fabric is not installed: private data were not compared with its peers');

const kinds = fabricMajor !== undefined ? (['embedded', 'native'] as const) : (['embedded'] as const);

describe.each(kinds)('private data on the %s network', (kind) => {
  let network: PrivateDataNetwork;
  let count = 0;
  /** Values that no one outside may see anywhere. */
  const secrets: string[] = [];
  const newSecret = () => {
    const secret = `secret-${kind}-${(count += 1)}-${Math.random().toString(36).slice(2)}`;
    secrets.push(secret);
    return secret;
  };
  const newKey = () => `key-${(count += 1)}`;
  const submit = (...args: Parameters<PrivateDataNetwork['submit']>) => network.submit(...args);
  const evaluate = (...args: Parameters<PrivateDataNetwork['evaluate']>) => network.evaluate(...args);
  const eventually = (check: () => Promise<void>) =>
    retry({ what: 'see it', timeoutMs: 75_000, intervalMs: 100 }, check);

  /** The hash on each peer; the client is of the same organisation. */
  const hashes = (collection: string, key: string) =>
    Promise.all(organizations.map((mspId) => evaluate({ by: mspId, at: [mspId] }, 'hash', collection, key)));

  beforeAll(async () => {
    network = await PrivateDataNetwork.start(kind);
  });

  afterAll(async () => {
    await network?.close();
  });

  test('a member writes and reads its own figures', async () => {
    const [key, secret] = [newKey(), newSecret()];
    expect(await submit({ ...harbor, secret }, 'put', 'figures', key)).toBe(VALID);
    expect(await evaluate(harbor, 'get', 'figures', key)).toBe(secret);
  });

  test('both members of a pair have what one of them wrote', async () => {
    const [key, secret] = [newKey(), newSecret()];
    expect(await submit({ ...both, secret }, 'put', 'terms', key)).toBe(VALID);
    expect(await evaluate(harbor, 'get', 'terms', key)).toBe(secret);
    expect(await evaluate(cityPark, 'get', 'terms', key)).toBe(secret);
  });

  test('a member that did not endorse gets the value too', async () => {
    const [key, secret] = [newKey(), newSecret()];
    expect(await submit({ ...harbor, secret }, 'put', 'shared', key)).toBe(VALID);
    await eventually(async () => expect(await evaluate(cityPark, 'get', 'shared', key)).toBe(secret));
  });

  test('a missing private key reads as empty', async () => {
    expect(await evaluate(harbor, 'get', 'figures', 'never written')).toBe('');
    expect(await evaluate(harbor, 'hash', 'figures', 'never written')).toBe('');
  });

  test('the hash is visible on every peer, the value is not', async () => {
    const [key, secret] = [newKey(), newSecret()];
    await submit({ ...harbor, secret }, 'put', 'figures', key);
    expect(await hashes('figures', key)).toEqual(organizations.map(() => sha256(secret)));
    const elsewhere = evaluate({ by: 'HarborMSP', at: ['GreenMartMSP'] }, 'get', 'figures', key);
    expect(await refusal(elsewhere)).toContain('private data matching public hash version is not available');
  });

  test('memberOnlyRead: a client of another organisation may not read at a members peer', async () => {
    const [key, secret] = [newKey(), newSecret()];
    await submit({ ...harbor, secret }, 'put', 'figures', key);
    const text = await refusal(evaluate({ by: 'GreenMartMSP', at: ['HarborMSP'] }, 'get', 'figures', key));
    expect(text).toContain(
      'tx creator does not have read access permission on privatedata in chaincodeName:points collectionName: figures',
    );
    expect(text).not.toContain(secret);
  });

  test('memberOnlyRead holds for range queries and for policies of keys', async () => {
    for (const call of [
      ['range', 'figures', '', ''],
      ['policyOf', 'figures', 'key'],
    ] as const) {
      const [name, ...args] = call;
      const text = await refusal(evaluate({ by: 'GreenMartMSP', at: ['HarborMSP'] }, name, ...args));
      expect(text).toContain('does not have read access permission');
    }
  });

  test('memberOnlyWrite: a client of another organisation may not write', async () => {
    const secret = newSecret();
    const write = submit({ by: 'GreenMartMSP', at: ['HarborMSP'], secret }, 'put', 'figures', newKey());
    expect(await refusal(write)).toContain('does not have write access permission on privatedata');
  });

  test('a non-members write is refused by the collections endorsement policy', async () => {
    const [key, secret] = [newKey(), newSecret()];
    expect(await submit({ ...greenMart, secret }, 'put', 'open', key)).toBe(ENDORSEMENT_POLICY_FAILURE);
    const withOneMember: Call = { by: 'GreenMartMSP', at: ['GreenMartMSP', 'HarborMSP'], secret };
    expect(await submit(withOneMember, 'put', 'open', key)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await hashes('open', key)).toEqual(['', '', '', '']);
  });

  test('the members endorsement satisfies a collection, whoever the client is', async () => {
    const [key, secret] = [newKey(), newSecret()];
    const call: Call = { by: 'GreenMartMSP', at: ['HarborMSP', 'CityParkMSP'], secret };
    expect(await submit(call, 'put', 'open', key)).toBe(VALID);
    expect(await evaluate(cityPark, 'get', 'open', key)).toBe(secret);
  });

  test('a collection that is not defined cannot be used', async () => {
    const text = await refusal(submit({ ...harbor, secret: newSecret() }, 'put', 'nowhere', newKey()));
    expect(text).toContain('collection points/points/nowhere could not be found');
    expect(await refusal(evaluate(harbor, 'hash', 'nowhere', 'key'))).toContain(
      'collection [nowhere] not defined in the collection config for chaincode [points]',
    );
  });

  test('of two transactions that read the same private version, the second is an MVCC conflict', async () => {
    const key = newKey();
    await submit({ ...both, secret: newSecret() }, 'put', 'terms', key);
    const endorse = () =>
      network
        .contract('HarborMSP')
        .newProposal('replace', {
          arguments: ['terms', key],
          endorsingOrganizations: ['HarborMSP', 'CityParkMSP'],
          transientData: { value: newSecret() },
        })
        .endorse();
    const [first, second] = [await endorse(), await endorse()];
    const codes = [];
    for (const endorsed of [first, second]) codes.push((await (await endorsed.submit()).getStatus()).code);
    expect(codes).toEqual([VALID, MVCC_READ_CONFLICT]);
    await network.awaitSameHeight();
  });

  test('a read of a hash is checked like a read of the value', async () => {
    const key = newKey();
    await submit({ ...both, secret: newSecret() }, 'put', 'terms', key);
    const publish = await network
      .contract('GreenMartMSP')
      .newProposal('publishHash', {
        arguments: ['terms', key],
        endorsingOrganizations: ['GreenMartMSP', 'HarborMSP'],
      })
      .endorse();
    await submit({ ...both, secret: newSecret() }, 'put', 'terms', key);
    expect((await (await publish.submit()).getStatus()).code).toBe(MVCC_READ_CONFLICT);
    await network.awaitSameHeight();
  });

  test('a private key with a policy of its own asks for it, and its value stays readable', async () => {
    const [key, secret, next] = [newKey(), newSecret(), newSecret()];
    await submit({ ...both, secret }, 'put', 'terms', key);
    expect(await submit(both, 'requirePeersOf', 'terms', key, 'GreenMartMSP')).toBe(VALID);
    expect(await evaluate(harbor, 'policyOf', 'terms', key)).not.toBe('');
    expect(await evaluate(cityPark, 'get', 'terms', key)).toBe(secret);
    expect(await submit({ ...both, secret: next }, 'put', 'terms', key)).toBe(ENDORSEMENT_POLICY_FAILURE);
    const withGreenMart: Call = { by: 'HarborMSP', at: ['HarborMSP', 'GreenMartMSP'], secret: next };
    expect(await submit(withGreenMart, 'put', 'terms', key)).toBe(VALID);
    await eventually(async () => expect(await evaluate(cityPark, 'get', 'terms', key)).toBe(next));
  });

  test('members read ranges of private keys, but not in a transaction that writes', async () => {
    const secret = newSecret();
    for (const key of ['range-a', 'range-b', 'range-c']) await submit({ ...both, secret }, 'put', 'terms', key);
    const rows = JSON.parse(await evaluate(cityPark, 'range', 'terms', 'range-a', 'range-c')) as string[][];
    expect(rows).toEqual([
      ['range-a', secret],
      ['range-b', secret],
    ]);
    expect(await refusal(submit(both, 'rangeThenPut', 'terms', 'range-a', 'range-c'))).toContain(
      'Transaction has already performed queries on pvt data. Writes are not allowed',
    );
  });

  const withBatches = kind === 'embedded' || realPeersTakeBatches ? test : test.skip;
  withBatches('batch messages reach collections too', async () => {
    const secret = newSecret();
    expect(await submit({ ...both, secret }, 'putBatch', 'terms', '5')).toBe(VALID);
    expect(JSON.parse(await evaluate(cityPark, 'getBatch', 'terms', '5'))).toEqual(Array(5).fill(secret));
    const text = await refusal(evaluate({ by: 'GreenMartMSP', at: ['HarborMSP'] }, 'getBatch', 'terms', '5'));
    expect(text).toContain('does not have read access permission');
  });

  test('an implicit collection belongs to one organisation: its peer endorses and keeps', async () => {
    const [key, secret] = [newKey(), newSecret()];
    const collection = '_implicit_org_AuditorMSP';
    expect(await submit({ ...harbor, secret }, 'put', collection, key)).toBe(ENDORSEMENT_POLICY_FAILURE);
    const withAuditor: Call = { by: 'HarborMSP', at: ['HarborMSP', 'AuditorMSP'], secret };
    expect(await submit(withAuditor, 'put', collection, key)).toBe(VALID);
    expect(await evaluate({ by: 'AuditorMSP', at: ['AuditorMSP'] }, 'get', collection, key)).toBe(secret);
    expect(await refusal(evaluate(harbor, 'get', collection, key))).toContain('is not available');
    expect(await hashes(collection, key)).toEqual(organizations.map(() => sha256(secret)));
  });

  test('left to itself, the gateway asks the members whose endorsement a collection needs', async () => {
    const [key, secret] = [newKey(), newSecret()];
    expect(await submit({ by: 'HarborMSP', secret }, 'put', 'terms', key)).toBe(VALID);
    expect(await evaluate(cityPark, 'get', 'terms', key)).toBe(secret);
  });

  test('left to itself, the gateway does not send private input to non-members', async () => {
    const write = submit({ by: 'HarborMSP', secret: newSecret() }, 'putBoth', 'figures', newKey());
    expect(await refusal(write)).toMatch(
      /requires endorsement from organisation\(s\) that are not in the distribution policy of the private data collection\(s\): \[figures\]/,
    );
  });

  test('a deleted private key is gone with its hash', async () => {
    const [key, secret] = [newKey(), newSecret()];
    await submit({ ...both, secret }, 'put', 'terms', key);
    expect(await submit(both, 'del', 'terms', key)).toBe(VALID);
    expect(await hashes('terms', key)).toEqual(['', '', '', '']);
    expect(await evaluate(cityPark, 'get', 'terms', key)).toBe('');
  });

  test('a member that was down gets the values that were written meanwhile', async () => {
    const [key, secret] = [newKey(), newSecret()];
    await network.stopPeer('CityParkMSP');
    expect(await submit({ ...harbor, secret }, 'put', 'shared', key)).toBe(VALID);
    await network.startPeer('CityParkMSP');
    await eventually(async () => expect(await evaluate(cityPark, 'get', 'shared', key)).toBe(secret));
  });

  test('DeliverWithPrivateData gives members the values, others the same blocks without', async () => {
    const [key, secret] = [newKey(), newSecret()];
    await submit({ ...both, secret }, 'put', 'terms', key);
    const block = (await network.height('HarborMSP')) - 1;
    expect(await delivered('HarborMSP', block)).toEqual([['points', 'terms', [[key, secret]]]]);
    expect(await delivered('CityParkMSP', block)).toEqual([['points', 'terms', [[key, secret]]]]);
    expect(await delivered('GreenMartMSP', block)).toEqual([]);
  });

  test('DeliverWithPrivateData gives a member’s peer’s values to any client, unless only members may read them', async () => {
    const secrets = new Map<string, string>();
    for (const collection of ['terms', 'open']) {
      const secret = newSecret();
      secrets.set(collection, secret);
      await submit({ ...both, secret }, 'put', collection, newKey());
    }
    const [atOpen, atTerms] = [1, 2].map(async (back) => (await network.height('HarborMSP')) - back);
    const foreign = network.connectAs('GreenMartMSP', 'HarborMSP');
    try {
      expect(await deliveredBy(foreign.network, await atTerms!)).toEqual([]);
      const [[, collection, [[, value]]]] = (await deliveredBy(foreign.network, await atOpen!)) as [
        [string, string, [[string, string]]],
      ];
      expect([collection, value]).toEqual(['open', secrets.get('open')]);
    } finally {
      foreign.close();
    }
  });

  test('a purged key is gone from state and store, its hash too, and can be written again', async () => {
    const [key, secret, later] = [newKey(), newSecret(), newSecret()];
    await submit({ ...both, secret }, 'put', 'terms', key);
    const written = (await network.height('HarborMSP')) - 1;
    expect(await submit(both, 'purge', 'terms', key)).toBe(VALID);
    for (const member of [harbor, cityPark]) expect(await evaluate(member, 'get', 'terms', key)).toBe('');
    expect(await hashes('terms', key)).toEqual(['', '', '', '']);
    expect((await delivered('HarborMSP', written)).flatMap(([, , rows]) => rows)).toEqual([]);
    expect(await submit({ ...both, secret: later }, 'put', 'terms', key)).toBe(VALID);
    expect(await evaluate(cityPark, 'get', 'terms', key)).toBe(later);
  });

  test('blockToLive: after so many blocks value and hash are gone', async () => {
    const [key, secret] = [newKey(), newSecret()];
    await submit({ ...both, secret }, 'put', 'brief', key);
    for (let blocks = 0; blocks < 2; blocks += 1) {
      await submit(both, 'fill');
      expect(await evaluate(cityPark, 'get', 'brief', key)).toBe(secret);
    }
    await submit(both, 'fill');
    for (const member of [harbor, cityPark]) expect(await evaluate(member, 'get', 'brief', key)).toBe('');
    expect(await hashes('brief', key)).toEqual(['', '', '', '']);
  });

  test('blockToLive counts from the last write', async () => {
    const [key, next] = [newKey(), newSecret()];
    await submit({ ...both, secret: newSecret() }, 'put', 'brief', key);
    await submit(both, 'fill');
    await submit({ ...both, secret: next }, 'put', 'brief', key);
    for (let blocks = 0; blocks < 2; blocks += 1) await submit(both, 'fill');
    expect(await evaluate(harbor, 'get', 'brief', key)).toBe(next);
    await submit(both, 'fill');
    expect(await evaluate(harbor, 'get', 'brief', key)).toBe('');
  });

  test('no private value and no transient field is in any block', async () => {
    const blocks = (await network.blocks('GreenMartMSP')).map((bytes) => Buffer.from(bytes));
    expect(secrets.length).toBeGreaterThan(20);
    const found = secrets.filter((secret) =>
      blocks.some((block) => block.includes(secret) || block.includes(Buffer.from(secret).toString('base64'))),
    );
    expect(found).toEqual([]);
  });

  test('its blocks, judged again by the embedded ledger, give the same codes and commit hashes', async () => {
    const { recorded, judged } = await judgeAgain(await network.blocks('HarborMSP'));
    expect(recorded.length).toBeGreaterThan(20);
    expect(judged).toEqual(recorded);
  });

  test('its read-write sets, hashes and purges included, are encoded again to the same bytes', async () => {
    expect(differentWhenEncodedAgain(await network.blocks('HarborMSP'))).toEqual([]);
  });

  /** What DeliverWithPrivateData has beside one block: chaincode, collection, written keys and values. */
  async function delivered(mspId: string, blockNumber: number) {
    return deliveredBy(network.network(mspId), blockNumber);
  }

  async function deliveredBy(connected: Network, blockNumber: number) {
    const events = await connected.getBlockAndPrivateDataEvents({ startBlock: BigInt(blockNumber) });
    try {
      for await (const event of events) return decodeSets(event);
    } finally {
      events.close();
    }
    throw new Error('nothing was delivered');
  }
});

function decodeSets(event: peer.BlockAndPrivateData): [string, string, string[][]][] {
  expect(common.Block.deserializeBinary(event.getBlock()!.serializeBinary()).getHeader()).toBeDefined();
  const found: [string, string, string[][]][] = [];
  event.getPrivateDataMapMap().forEach((set) => {
    for (const ofNamespace of set.getNsPvtRwsetList()) {
      for (const of of ofNamespace.getCollectionPvtRwsetList()) {
        found.push([ofNamespace.getNamespace(), of.getCollectionName(), writesOf(of.getRwset_asU8())]);
      }
    }
  });
  return found;
}

function writesOf(bytes: Uint8Array): string[][] {
  return decodeKeyValueSet(new Uint8Array(bytes)).writes.map(({ key, value }) => [key, Buffer.from(value).toString()]);
}
