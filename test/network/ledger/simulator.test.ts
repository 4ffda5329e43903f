/** What a simulation sees and what it records. */
import type { ResultsIterator } from '../../../network/embedded/ledger/row-types.js';
import type { PeerLedger, TransactionSimulator } from '../../../network/embedded/ledger/types.js';
import { decodeReadWriteSet } from '../../../network/embedded/wire/read-write-set.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture } from './channel-fixture.js';

let channel: ChannelFixture;
let ledger: PeerLedger;
let simulator: TransactionSimulator;
const keys = ['a', 'b', 'b\u0000x', 'c', '\u0000lot\u0000one\u0000', '\uffee', '\u{1f600}'];

beforeAll(async () => {
  channel = await createChannelFixture();
  ledger = await channel.openLedger(channel.temporaryFolder(), {
    definitions: async () => ({ policyBytes: channel.policy("OutOf(0, 'HarborMSP.peer')") }),
  });
  await channel.commit(ledger, {
    does: (set) => {
      for (const key of keys) set.write(CHAINCODE, key, Buffer.from(key));
      set.write('neighbour', 'a', Buffer.from('theirs'));
      set.writeMetadata(CHAINCODE, 'a', [{ name: 'VALIDATION_PARAMETER', value: Buffer.from('policy') }]);
    },
  });
});
afterAll(async () => {
  await ledger.close();
  channel.remove();
});
beforeEach(async () => {
  simulator = await ledger.newSimulator();
});
afterEach(() => simulator.release());

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString();
const bytes = (value: string): Uint8Array => Buffer.from(value);
const recorded = () => decodeReadWriteSet(simulator.takeReadWriteSet()).namespaces;

async function drain<T>(iterator: ResultsIterator<T>): Promise<T[]> {
  const all: T[] = [];
  for (let item = await iterator.next(); item !== undefined; item = await iterator.next()) all.push(item);
  await iterator.close();
  return all;
}

describe('a read', () => {
  it('is recorded with its version, a missing key without', async () => {
    expect(text(await simulator.getState(CHAINCODE, 'a'))).toBe('a');
    expect(await simulator.getState(CHAINCODE, 'zz')).toBeUndefined();
    expect(recorded()[0]?.reads).toEqual([
      { key: 'a', version: { block: 1, tx: 0 } },
      { key: 'zz', version: undefined },
    ]);
  });

  it('of many keys answers in their order and records each once', async () => {
    const found = await simulator.getStateMultiple(CHAINCODE, ['c', 'zz', 'a', 'c']);
    expect(found.map(text)).toEqual(['c', undefined, 'a', 'c']);
    expect(recorded()[0]?.reads.map(({ key }) => key)).toEqual(['a', 'c', 'zz']);
  });

  it("does not see the transaction's own writes", async () => {
    simulator.putState(CHAINCODE, 'a', bytes('mine'));
    simulator.deleteState(CHAINCODE, 'b');
    expect(text(await simulator.getState(CHAINCODE, 'a'))).toBe('a');
    expect(text(await simulator.getState(CHAINCODE, 'b'))).toBe('b');
  });

  it('does not see blocks committed since the simulation began', async () => {
    const early = await ledger.newSimulator();
    await channel.commit(ledger, { does: (set) => set.write(CHAINCODE, 'late', bytes('1')) });
    expect(await early.getState(CHAINCODE, 'late')).toBeUndefined();
    expect(await early.getStateMultiple(CHAINCODE, ['late'])).toEqual([undefined]);
    expect(await drain(await early.getStateRange(CHAINCODE, 'late', 'later'))).toEqual([]);
    const fresh = await ledger.newSimulator();
    expect(text(await fresh.getState(CHAINCODE, 'late'))).toBe('1');
    await Promise.all([early.release(), fresh.release()]);
  });

  it('stays in its namespace', async () => {
    expect(text(await simulator.getState('neighbour', 'a'))).toBe('theirs');
    expect(await simulator.getState('neighbour', 'b')).toBeUndefined();
    expect(await drain(await simulator.getStateRange('neighbour', '', ''))).toHaveLength(1);
  });

  it('of metadata is recorded as a read of the key', async () => {
    expect(text((await simulator.getStateMetadata(CHAINCODE, 'a'))?.get('VALIDATION_PARAMETER'))).toBe('policy');
    expect(await simulator.getStateMetadata(CHAINCODE, 'b')).toBeUndefined();
    expect(recorded()[0]?.reads.map(({ key }) => key)).toEqual(['a', 'b']);
  });
});

describe('a range', () => {
  it('has its keys in byte order, start included, end not', async () => {
    const rows = await drain(await simulator.getStateRange(CHAINCODE, 'a', 'c'));
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b', 'b\u0000x']);
    expect(recorded()[0]?.rangeQueries).toEqual([
      {
        startKey: 'a',
        endKey: 'c',
        isExhausted: true,
        reads: ['a', 'b', 'b\u0000x'].map((key) => ({ key, version: { block: 1, tx: 0 } })),
      },
    ]);
  });

  it('without bounds has every key, beyond U+FFFF last', async () => {
    const rows = await drain(await simulator.getStateRange(CHAINCODE, '', ''));
    const found = rows.map(({ key }) => key).filter((key) => key !== 'late');
    expect(found).toEqual(['\u0000lot\u0000one\u0000', 'a', 'b', 'b\u0000x', 'c', '\uffee', '\u{1f600}']);
  });

  it('left early is recorded up to the last key seen', async () => {
    const rows = await simulator.getStateRange(CHAINCODE, 'a', '');
    await rows.next();
    await rows.next();
    await rows.close();
    expect(recorded()[0]?.rangeQueries).toEqual([
      {
        startKey: 'a',
        endKey: 'b',
        isExhausted: false,
        reads: ['a', 'b'].map((key) => ({ key, version: { block: 1, tx: 0 } })),
      },
    ]);
  });

  it('asked for twice is recorded once', async () => {
    await drain(await simulator.getStateRange(CHAINCODE, 'a', 'c'));
    await drain(await simulator.getStateRange(CHAINCODE, 'a', 'c'));
    expect(recorded()[0]?.rangeQueries).toHaveLength(1);
  });

  it('in pages leads from one to the next', async () => {
    const first = await simulator.getStateRangePage(CHAINCODE, 'a', 'd', 2, '');
    const second = await simulator.getStateRangePage(CHAINCODE, 'a', 'd', 2, first.bookmark);
    expect(first.rows.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(first.bookmark).toBe('b\u0000x');
    expect(second.rows.map(({ key }) => key)).toEqual(['b\u0000x', 'c']);
    expect(second.bookmark).toBe('');
  });

  it('in pages forbids writing, before and after', async () => {
    await simulator.getStateRangePage(CHAINCODE, 'a', 'd', 2, '');
    expect(() => simulator.putState(CHAINCODE, 'a', bytes('1'))).toThrow('Writes are not allowed');
    const writer = await ledger.newSimulator();
    writer.putState(CHAINCODE, 'a', bytes('1'));
    await expect(writer.getStateRangePage(CHAINCODE, 'a', 'd', 2, '')).rejects.toThrow('read-only transaction');
    await writer.release();
  });
});

describe('a write', () => {
  it('of nothing deletes', () => {
    simulator.putState(CHAINCODE, 'a', new Uint8Array());
    simulator.deleteState(CHAINCODE, 'b');
    simulator.putState(CHAINCODE, 'c', bytes('1'));
    expect(recorded()[0]?.writes.map(({ key, isDelete }) => `${key} ${isDelete}`)).toEqual([
      'a true',
      'b true',
      'c false',
    ]);
  });

  it('is the last one of its key', () => {
    simulator.putState(CHAINCODE, 'a', bytes('1'));
    simulator.putState(CHAINCODE, 'a', bytes('2'));
    expect(recorded()[0]?.writes.map(({ value }) => text(value))).toEqual(['2']);
  });

  it('of metadata replaces what the key had', () => {
    simulator.putStateMetadata(CHAINCODE, 'a', 'VALIDATION_PARAMETER', bytes('1'));
    simulator.putStateMetadata(CHAINCODE, 'a', 'VALIDATION_PARAMETER', bytes('2'));
    expect(recorded()[0]?.metadataWrites).toEqual([
      { key: 'a', entries: [{ name: 'VALIDATION_PARAMETER', value: new Uint8Array(bytes('2')) }] },
    ]);
  });
});

describe('a simulator', () => {
  it('is spent once its read-write set is taken', async () => {
    simulator.takeReadWriteSet();
    await expect(simulator.getState(CHAINCODE, 'a')).rejects.toThrow('should not be used');
    expect(() => simulator.putState(CHAINCODE, 'a', bytes('1'))).toThrow('should not be used');
    await simulator.release();
    await simulator.release();
  });
});
