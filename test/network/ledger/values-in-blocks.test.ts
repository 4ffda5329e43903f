/** Values stand in the blocks that wrote them, and the state reads them there: the same as if it had them itself. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import { VALUE_BYTES_MIN } from '../../../network/embedded/ledger/value-places.js';
import { filesBelow, seeded } from '../../support/damage.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture, type TransactionSpec } from './channel-fixture.js';

let channel: ChannelFixture;
let folder: string;
beforeAll(async () => {
  channel = await createChannelFixture();
});
afterAll(() => channel.remove());
beforeEach(() => {
  folder = channel.temporaryFolder();
});

const KEYS = Array.from({ length: 12 }, (_, at) => `key-${at.toString().padStart(2, '0')}`);
const LENGTHS = [1, VALUE_BYTES_MIN - 1, VALUE_BYTES_MIN, VALUE_BYTES_MIN + 1, 200, 5_000];

interface Expected {
  readonly value: string;
  readonly note: string | undefined;
}

/** Blocks of a seed: values that are written, deleted and written again, and metadata with them, after them in the same block, and later. */
async function fill(ledger: PeerLedger, seed: number, blocks: number): Promise<Map<string, Expected>> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const expected = new Map<string, Expected>();
  for (let block = 0; block < blocks; block++) {
    const specs = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, tx): TransactionSpec => ({
      does: (set) => {
        const key = pick(KEYS);
        const note = `${block}.${tx}`;
        const kind = random();
        const known = expected.get(key);
        if (kind < 0.15) {
          set.write(CHAINCODE, key, new Uint8Array());
          expected.delete(key);
          return;
        }
        if (kind < 0.35) {
          set.writeMetadata(CHAINCODE, key, [{ name: 'note', value: Buffer.from(note) }]);
          if (known) expected.set(key, { ...known, note });
          return;
        }
        const value = `${note} `.padEnd(pick(LENGTHS), key);
        set.write(CHAINCODE, key, Buffer.from(value));
        if (kind < 0.5) set.writeMetadata(CHAINCODE, key, [{ name: 'note', value: Buffer.from(note) }]);
        expected.set(key, { value, note: kind < 0.5 ? note : known?.note });
      },
    }));
    await channel.commit(ledger, ...specs);
  }
  return expected;
}

async function found(ledger: PeerLedger): Promise<Record<string, Map<string, Expected>>> {
  const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();
  const simulator = await ledger.newSimulator();
  const [one, several, ranged] = [0, 1, 2].map(() => new Map<string, Expected>());
  const values = await simulator.getStateMultiple(CHAINCODE, KEYS);
  const notes = new Map<string, string | undefined>();
  for (const [at, key] of KEYS.entries()) {
    const row = await ledger.getState(CHAINCODE, key);
    notes.set(key, text(row?.metadata?.get('note')));
    const note = notes.get(key);
    const alone = await simulator.getState(CHAINCODE, key);
    expect(alone).toEqual(row?.value);
    if (row) one!.set(key, { value: text(row.value)!, note });
    if (values[at]) several!.set(key, { value: text(values[at])!, note });
  }
  const rows = await simulator.getStateRange(CHAINCODE, '', '');
  for (let row = await rows.next(); row; row = await rows.next()) {
    ranged!.set(row.key, { value: text(row.value)!, note: notes.get(row.key) });
  }
  await simulator.release();
  return { one: one!, several: several!, ranged: ranged! };
}

async function expectAll(ledger: PeerLedger, expected: Map<string, Expected>): Promise<void> {
  const sorted = new Map([...expected].sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const rows of Object.values(await found(ledger))) expect(rows).toEqual(sorted);
}

it.each([1, 2, 3])(
  'all that was written last is read, by each way, opened again and built again (seed %i)',
  async (seed) => {
    const ledger = await channel.openLedger(folder);
    const expected = await fill(ledger, seed, 40);
    expect(expected.size).toBeGreaterThan(4);
    await expectAll(ledger, expected);
    await ledger.close();
    const again = await channel.openLedger(folder);
    await expectAll(again, expected);
    await again.close();
    const database = new ClassicLevel(join(folder, 'rows'));
    await database.clear();
    await database.close();
    const built = await channel.openLedger(folder);
    await expectAll(built, expected);
    await built.close();
  },
);

it('what a simulation began with stays as it was', async () => {
  const ledger = await channel.openLedger(folder);
  const write = (text: string): TransactionSpec => ({
    does: (set) => set.write(CHAINCODE, 'a', Buffer.from(text.padEnd(500, text))),
  });
  await channel.commit(ledger, write('before'));
  const simulator = await ledger.newSimulator();
  await channel.commit(ledger, write('after'));
  expect(Buffer.from((await simulator.getState(CHAINCODE, 'a'))!).toString()).toMatch(/^before/);
  expect(Buffer.from((await ledger.getState(CHAINCODE, 'a'))!.value).toString()).toMatch(/^after/);
  await simulator.release();
  await ledger.close();
});

describe('a long value', () => {
  const LONG = 'a value that is long enough to be looked for in files, and then some more of it, until it is';
  const write = async (): Promise<void> => {
    const ledger = await channel.openLedger(folder);
    await channel.commit(ledger, {
      does: (set) => {
        set.write(CHAINCODE, 'long', Buffer.from(LONG));
        set.write(CHAINCODE, 'short', Buffer.from('short'));
      },
    });
    await ledger.close();
  };

  it('is in the block file alone', async () => {
    await write();
    const having = filesBelow(folder).filter((path) => readFileSync(path, 'latin1').includes(LONG));
    expect(having).toEqual([join(folder, 'blocks')]);
  });

  it('that a disk changed is not taken for what was written', async () => {
    await write();
    const ledger = await channel.openLedger(folder);
    const blocks = join(folder, 'blocks');
    writeFileSync(blocks, readFileSync(blocks, 'latin1').replace('long enough', 'lung enough'), 'latin1');
    await expect(ledger.getState(CHAINCODE, 'long')).rejects.toThrow(`${blocks} does not have what it had`);
    expect(Buffer.from((await ledger.getState(CHAINCODE, 'short'))!.value).toString()).toBe('short');
    await ledger.close();
  });

  it('is found after rows of an earlier layout were put aside', async () => {
    await write();
    const earlier = join(folder, 'state');
    mkdirSync(earlier);
    writeFileSync(join(earlier, 'CURRENT'), 'MANIFEST-000001\n');
    const database = new ClassicLevel(join(folder, 'rows'));
    await database.clear();
    await database.close();
    const ledger = await channel.openLedger(folder);
    expect(Buffer.from((await ledger.getState(CHAINCODE, 'long'))!.value).toString()).toBe(LONG);
    await ledger.close();
    expect(filesBelow(folder).filter((path) => path.startsWith(earlier))).toEqual([]);
  });
});
