/** Which reads are still true at commit, and what a stale one costs. */
import { peer } from '@hyperledger/fabric-protos';
import type { ReadWriteSetBuilder } from '../../../network/embedded/ledger/read-write-set-builder.js';
import type { Version } from '../../../network/embedded/ledger/row-types.js';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture, type TransactionSpec } from './channel-fixture.js';

const { VALID, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT, DUPLICATE_TXID } = peer.TxValidationCode;

let channel: ChannelFixture;
let ledger: PeerLedger;

beforeAll(async () => {
  channel = await createChannelFixture();
});
afterAll(() => channel.remove());
beforeEach(async () => {
  ledger = await channel.openLedger(channel.temporaryFolder());
});
afterEach(() => ledger.close());

const bytes = (text: string): Uint8Array => Buffer.from(text);
const write = (key: string, value = 'v'): TransactionSpec => ({
  does: (set) => set.write(CHAINCODE, key, bytes(value)),
});
const readWrite = (key: string, version: Version | undefined): TransactionSpec => ({
  does: (set) => {
    set.read(CHAINCODE, key, version);
    set.write(CHAINCODE, key, bytes('new'));
  },
});
const range = (rangeQuery: Parameters<ReadWriteSetBuilder['rangeQuery']>[1]): TransactionSpec => ({
  does: (set) => set.rangeQuery(CHAINCODE, rangeQuery),
});

describe('a read key', () => {
  // State before: a at version (1, 0); m is missing.
  const cases: { name: string; block: TransactionSpec[]; codes: number[] }[] = [
    { name: 'of the current version is valid', block: [readWrite('a', { block: 1, tx: 0 })], codes: [VALID] },
    { name: 'of another block is stale', block: [readWrite('a', { block: 0, tx: 0 })], codes: [MVCC_READ_CONFLICT] },
    {
      name: 'of another transaction is stale',
      block: [readWrite('a', { block: 1, tx: 1 })],
      codes: [MVCC_READ_CONFLICT],
    },
    { name: 'read as missing but there is stale', block: [readWrite('a', undefined)], codes: [MVCC_READ_CONFLICT] },
    { name: 'read as missing and missing is valid', block: [readWrite('m', undefined)], codes: [VALID] },
    { name: 'read but missing is stale', block: [readWrite('m', { block: 1, tx: 0 })], codes: [MVCC_READ_CONFLICT] },
    {
      name: 'written by an earlier valid transaction of the block is stale',
      block: [readWrite('a', { block: 1, tx: 0 }), readWrite('a', { block: 1, tx: 0 })],
      codes: [VALID, MVCC_READ_CONFLICT],
    },
    {
      name: 'written by an earlier invalid transaction of the block is current',
      block: [readWrite('a', { block: 9, tx: 0 }), readWrite('a', { block: 1, tx: 0 })],
      codes: [MVCC_READ_CONFLICT, VALID],
    },
    {
      name: 'deleted earlier in the block is stale even if read as missing',
      block: [{ does: (set) => set.write(CHAINCODE, 'a', new Uint8Array()) }, readWrite('a', undefined)],
      codes: [VALID, MVCC_READ_CONFLICT],
    },
    { name: 'is no matter to blind writes', block: [write('a', '1'), write('a', '2')], codes: [VALID, VALID] },
  ];
  it.each(cases)('$name', async ({ block, codes }) => {
    await channel.commit(ledger, write('a'));
    expect((await channel.commit(ledger, ...block)).codes).toEqual(codes);
  });
});

describe('a read range', () => {
  const v = (tx: number): Version => ({ block: 1, tx });
  const all = [
    { key: 'a', version: v(0) },
    { key: 'c', version: v(1) },
    { key: 'e', version: v(2) },
  ];
  const whole = { startKey: 'a', endKey: 'z', isExhausted: true, reads: all };
  const cases: { name: string; block: TransactionSpec[]; code: number }[] = [
    { name: 'that is the same is valid', block: [range(whole)], code: VALID },
    {
      name: 'with a row inserted in this block is a phantom',
      block: [write('b'), range(whole)],
      code: PHANTOM_READ_CONFLICT,
    },
    {
      name: 'with a row written in this block is a phantom',
      block: [write('c'), range(whole)],
      code: PHANTOM_READ_CONFLICT,
    },
    {
      name: 'with a row deleted in this block is a phantom',
      block: [{ does: (set) => set.write(CHAINCODE, 'c', new Uint8Array()) }, range(whole)],
      code: PHANTOM_READ_CONFLICT,
    },
    {
      name: 'with a row appended in this block is a phantom',
      block: [write('f'), range(whole)],
      code: PHANTOM_READ_CONFLICT,
    },
    { name: 'is not disturbed by a row at its end', block: [write('z'), range(whole)], code: VALID },
    { name: 'is not disturbed by a row before it', block: [write('A'), range(whole)], code: VALID },
    {
      name: 'missing a row that is there is a phantom',
      block: [range({ ...whole, reads: all.slice(0, 2) })],
      code: PHANTOM_READ_CONFLICT,
    },
    {
      name: 'left early is valid up to the last key seen',
      block: [write('d'), range({ ...whole, endKey: 'c', isExhausted: false, reads: all.slice(0, 2) })],
      code: VALID,
    },
    {
      name: 'left early notices a change of the last key seen',
      block: [write('c'), range({ ...whole, endKey: 'c', isExhausted: false, reads: all.slice(0, 2) })],
      code: PHANTOM_READ_CONFLICT,
    },
    {
      name: 'to the end of the namespace sees every later row',
      block: [write('zz'), range({ ...whole, endKey: '' })],
      code: PHANTOM_READ_CONFLICT,
    },
    {
      name: 'whose tree of hashes cannot be one is a phantom, and nothing worse',
      block: [
        range({ ...whole, reads: [], merkle: { maxDegree: 1, maxLevel: 1, maxLevelHashes: [new Uint8Array(32)] } }),
      ],
      code: PHANTOM_READ_CONFLICT,
    },
    {
      name: 'that was empty and is empty is valid',
      block: [range({ ...whole, startKey: 'x', reads: [] })],
      code: VALID,
    },
  ];
  it.each(cases)('$name', async ({ block, code }) => {
    await channel.commit(ledger, write('a'), write('c'), write('e'));
    expect((await channel.commit(ledger, ...block)).codes.at(-1)).toBe(code);
  });

  it('of more rows than the degree is judged by its hashes', async () => {
    const keys = Array.from({ length: 180 }, (_, index) => `k${String(index).padStart(4, '0')}`);
    await channel.commit(ledger, {
      does: (set) => keys.forEach((key) => set.write(CHAINCODE, key, bytes(key))),
    });
    const simulate = async (): Promise<Uint8Array> => {
      const simulator = await ledger.newSimulator();
      const rows = await simulator.getStateRange(CHAINCODE, 'k', 'l');
      while (await rows.next());
      return simulator.takeReadWriteSet();
    };
    const results = await simulate();
    expect(results.length).toBeLessThan(400);
    expect((await channel.commit(ledger, { results })).codes).toEqual([VALID]);
    expect((await channel.commit(ledger, write('k0100x'), { results })).codes).toEqual([VALID, PHANTOM_READ_CONFLICT]);
  });
});

describe('a transaction id', () => {
  it('counts once in a block and once in the ledger', async () => {
    const spec = write('a');
    const { envelope } = channel.transaction(spec);
    const first = await ledger.commit(channel.nextBlock(ledger, [envelope, envelope]));
    const second = await ledger.commit(channel.nextBlock(ledger, [envelope]));
    expect(first.transactions.map(({ validationCode }) => validationCode)).toEqual([VALID, DUPLICATE_TXID]);
    expect(second.transactions.map(({ validationCode }) => validationCode)).toEqual([DUPLICATE_TXID]);
  });

  it('leads to its first occurrence', async () => {
    const { envelope, txId } = channel.transaction(write('a'));
    await ledger.commit(channel.nextBlock(ledger, [envelope]));
    await ledger.commit(channel.nextBlock(ledger, [envelope]));
    expect(await ledger.getTransaction(txId)).toEqual({ txId, block: 1, index: 0, validationCode: VALID });
  });

  it('of an invalid transaction is used up as well', async () => {
    const { envelope, txId } = channel.transaction(readWrite('a', { block: 7, tx: 7 }));
    await ledger.commit(channel.nextBlock(ledger, [envelope]));
    const again = await ledger.commit(channel.nextBlock(ledger, [envelope]));
    expect((await ledger.getTransaction(txId))?.validationCode).toBe(MVCC_READ_CONFLICT);
    expect(again.transactions[0]?.validationCode).toBe(DUPLICATE_TXID);
  });
});
