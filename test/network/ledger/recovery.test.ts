/** Whatever a crash leaves behind, the ledger opens at the last whole block, with the state of exactly that block. */
import { appendFileSync, cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import { StateDatabase } from '../../../network/embedded/ledger/state-database.js';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import { toHex } from '../../../network/embedded/wire/bytes.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture, type TransactionSpec } from './channel-fixture.js';

let channel: ChannelFixture;
/** A ledger of blocks 0 to 3, closed. */
let folder: string;
let blockThree: Uint8Array;
/** Size of the block file with blocks 0 to n. */
const sizeAfter: number[] = [];
let whole: Facts;
let withoutLast: Facts;

interface Facts {
  readonly height: number;
  readonly blockHash: string;
  readonly commitHash: string;
  readonly values: readonly (string | undefined)[];
  readonly history: readonly string[];
}

const write = (key: string, value: string): TransactionSpec => ({
  does: (set) => set.write(CHAINCODE, key, Buffer.from(value)),
});

async function facts(ledger: PeerLedger): Promise<Facts> {
  const values = await Promise.all(
    ['a', 'b', 'c'].map(async (key) => {
      const row = await ledger.getState(CHAINCODE, key);
      return row && `${Buffer.from(row.value).toString()}@${row.version.block}.${row.version.tx}`;
    }),
  );
  const simulator = await ledger.newSimulator();
  const entries = await simulator.getHistory(CHAINCODE, 'a');
  const history: string[] = [];
  for (let entry = await entries.next(); entry; entry = await entries.next()) {
    history.push(entry.isDelete ? 'deleted' : Buffer.from(entry.value).toString());
  }
  await simulator.release();
  return {
    height: ledger.height,
    blockHash: toHex(ledger.currentBlockHash),
    commitHash: toHex(ledger.commitHash),
    values,
    history,
  };
}

beforeAll(async () => {
  channel = await createChannelFixture();
  folder = channel.temporaryFolder();
  const ledger = await channel.openLedger(folder);
  const blocksFile = join(folder, 'blocks');
  sizeAfter.push(statSync(blocksFile).size);
  await channel.commit(ledger, write('a', '1'), write('b', '1'));
  sizeAfter.push(statSync(blocksFile).size);
  await channel.commit(ledger, write('a', '2'), {
    does: (set) => {
      set.read(CHAINCODE, 'b', undefined);
      set.write(CHAINCODE, 'b', Buffer.from('never'));
    },
  });
  sizeAfter.push(statSync(blocksFile).size);
  withoutLast = await facts(ledger);
  blockThree = channel.nextBlock(
    ledger,
    [write('a', ''), write('c', '3')].map((spec) => channel.transaction(spec).envelope),
  );
  await ledger.commit(blockThree);
  sizeAfter.push(statSync(blocksFile).size);
  whole = await facts(ledger);
  await ledger.close();
});
afterAll(() => channel.remove());

/** A copy of the closed ledger, damaged and opened again. */
async function reopened(damage: (copy: string) => void | Promise<void>): Promise<PeerLedger> {
  const copy = channel.temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  await damage(copy);
  return channel.openLedger(copy);
}

async function expectFacts(ledger: PeerLedger, expected: Facts): Promise<void> {
  try {
    expect(await facts(ledger)).toEqual(expected);
  } finally {
    await ledger.close();
  }
}

const deleteState = (copy: string): void => rmSync(join(copy, 'rows'), { recursive: true });

describe('a ledger', () => {
  it('has what was committed', () => {
    expect(whole.values).toEqual([undefined, '1@1.1', '3@3.1']);
    expect(whole.history).toEqual(['deleted', '2', '1']);
    expect(whole.height).toBe(4);
    expect(withoutLast.values).toEqual(['2@2.0', '1@1.1', undefined]);
  });

  it('that is closed and opened is the same', async () => {
    await expectFacts(await reopened(() => undefined), whole);
  });

  it('whose database is gone builds it from the blocks', async () => {
    await expectFacts(await reopened(deleteState), whole);
  });

  it('whose database stands at an earlier block is brought up to the file', async () => {
    const copy = channel.temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    deleteState(copy);
    truncateSync(join(copy, 'blocks'), sizeAfter[2]);
    await expectFacts(await channel.openLedger(copy), withoutLast);
    // The database is at block 2 and the file at block 3: a crash between the two.
    writeFileSync(join(copy, 'blocks'), readFileSync(join(folder, 'blocks')));
    await expectFacts(await channel.openLedger(copy), whole);
  });

  it('whose file has lost blocks that the database knows starts over from the file', async () => {
    await expectFacts(await reopened((copy) => truncateSync(join(copy, 'blocks'), sizeAfter[2])), withoutLast);
  });

  it('goes on after recovery and ends where the others do', async () => {
    const ledger = await reopened((copy) => truncateSync(join(copy, 'blocks'), (sizeAfter[3] ?? 0) - 1));
    await ledger.commit(blockThree);
    await expectFacts(ledger, whole);
  });

  it('finds its indexes again', async () => {
    const ledger = await reopened(deleteState);
    const block = await ledger.getBlock(2);
    const [first, second] = block?.transactions ?? [];
    expect(await ledger.getTransaction(first?.txId ?? '')).toEqual(first);
    expect((await ledger.getTransactionEnvelope(second?.txId ?? ''))?.validationCode).toBe(
      peer.TxValidationCode.MVCC_READ_CONFLICT,
    );
    expect((await ledger.getBlockByHash(block?.parsed.hash ?? new Uint8Array()))?.number).toBe(2);
    await ledger.close();
  });
});

describe('the last block', () => {
  it('cut off at any byte is dropped whole', async () => {
    const start = sizeAfter[2] ?? 0;
    const end = sizeAfter[3] ?? 0;
    const copy = channel.temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    deleteState(copy);
    truncateSync(join(copy, 'blocks'), start);
    await (await channel.openLedger(copy)).close();
    const file = readFileSync(join(folder, 'blocks'));
    // Every byte of the frame and of the block's ends; every 97th between them.
    for (let size = start + 1; size < end; size += size < start + 40 || size > end - 40 ? 1 : 97) {
      writeFileSync(join(copy, 'blocks'), file.subarray(0, size));
      const ledger = await channel.openLedger(copy);
      expect(ledger.height).toBe(3);
      await ledger.close();
      expect(statSync(join(copy, 'blocks')).size).toBe(start);
    }
    const ledger = await channel.openLedger(copy);
    await expectFacts(ledger, withoutLast);
  });

  it('with a wrong byte is dropped whole', async () => {
    await expectFacts(
      await reopened((copy) => {
        deleteState(copy);
        const file = readFileSync(join(copy, 'blocks'));
        file.writeUInt8(file.readUInt8(file.length - 5) ^ 1, file.length - 5);
        writeFileSync(join(copy, 'blocks'), file);
      }),
      withoutLast,
    );
  });

  it('may be followed by zeros that never became a block', async () => {
    await expectFacts(await reopened((copy) => appendFileSync(join(copy, 'blocks'), Buffer.alloc(100))), whole);
  });
});

describe('damage that no crash explains', () => {
  it('in a block that others follow is reported', async () => {
    const opening = reopened((copy) => {
      deleteState(copy);
      const file = readFileSync(join(copy, 'blocks'));
      const at = (sizeAfter[1] ?? 0) - 5;
      file.writeUInt8(file.readUInt8(at) ^ 1, at);
      writeFileSync(join(copy, 'blocks'), file);
    });
    await expect(opening).rejects.toThrow('damaged and more blocks follow it');
  });

  it('a ledger of another network is not opened', async () => {
    const other = await createChannelFixture();
    try {
      await expect(other.openLedger(folder)).rejects.toThrow('belongs to another channel or another network');
    } finally {
      other.remove();
    }
  });
});

describe('a disk error', () => {
  it('between file and database is put right with the next block, in the same process', async () => {
    const copy = channel.temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    const ledger = await channel.openLedger(copy);
    const failing = jest.spyOn(StateDatabase.prototype, 'apply').mockRejectedValueOnce(new Error('disk full'));
    await expect(channel.commit(ledger, write('a', '4'))).rejects.toThrow('disk full');
    failing.mockRestore();
    // Another block in the place of the one that stands in the file already.
    await expect(channel.commit(ledger, write('a', '5'))).rejects.toThrow('block number should have been 5');
    expect(ledger.height).toBe(5);
    expect(Buffer.from((await ledger.getState(CHAINCODE, 'a'))?.value ?? []).toString()).toBe('4');
    await channel.commit(ledger, write('a', '6'));
    await ledger.close();
    const recovered = await channel.openLedger(copy);
    expect(recovered.height).toBe(6);
    await recovered.close();
  });
});
