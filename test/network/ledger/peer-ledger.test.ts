/** The ledger as the peer's services see it: commits in order, look-ups, history, several peers of one process. */
import type { CommittedBlock, KeyModification, PeerLedger } from '../../../network/embedded/ledger/types.js';
import { toHex } from '../../../network/embedded/wire/bytes.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture, type TransactionSpec } from './channel-fixture.js';

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

const write = (key: string, value: string): TransactionSpec => ({
  does: (set) => set.write(CHAINCODE, key, Buffer.from(value)),
});

async function history(key: string): Promise<string[]> {
  const simulator = await ledger.newSimulator();
  const entries = await simulator.getHistory(CHAINCODE, key);
  const found: KeyModification[] = [];
  for (let entry = await entries.next(); entry; entry = await entries.next()) found.push(entry);
  await simulator.release();
  return found.map(({ isDelete, value }) => (isDelete ? 'deleted' : Buffer.from(value).toString()));
}

describe('commits', () => {
  it('come in order however they are called, and are announced in order', async () => {
    const seen: number[] = [];
    const stop = ledger.onCommit(({ number }) => seen.push(number));
    const blocks: Uint8Array[] = [];
    const ahead = await channel.openLedger(channel.temporaryFolder());
    for (const value of ['1', '2', '3']) {
      blocks.push(channel.nextBlock(ahead, [channel.transaction(write('a', value)).envelope]));
      await ahead.commit(blocks.at(-1) ?? new Uint8Array());
    }
    await Promise.all(blocks.map((block) => ledger.commit(block)));
    stop();
    await channel.commit(ledger, write('a', '4'));
    expect(seen).toEqual([1, 2, 3]);
    expect(toHex(ahead.commitHash)).not.toBe(toHex(ledger.commitHash));
    await ahead.close();
  });

  it('of the same block by four peers give the same bytes', async () => {
    const peers = await Promise.all([0, 1, 2].map(() => channel.openLedger(channel.temporaryFolder())));
    const block = channel.nextBlock(ledger, [channel.transaction(write('a', '1')).envelope]);
    const committed: CommittedBlock[] = await Promise.all([ledger, ...peers].map((peer) => peer.commit(block)));
    expect(new Set(committed.map(({ bytes }) => toHex(bytes))).size).toBe(1);
    expect(new Set([ledger, ...peers].map(({ commitHash }) => toHex(commitHash))).size).toBe(1);
    await Promise.all(peers.map((peer) => peer.close()));
  });

  it('keep the orderers signatures and add flags and commit hash', async () => {
    const bytes = channel.nextBlock(ledger, [channel.transaction(write('a', '1')).envelope]);
    const { block, parsed } = await ledger.commit(bytes);
    expect(block.getMetadata()?.getMetadataList_asU8()[0]?.length).toBeGreaterThan(100);
    expect([...(parsed.metadata[2] ?? [])]).toEqual([0]);
    expect(parsed.metadata[4]?.length).toBe(34);
  });
});

describe('look-ups', () => {
  it('find blocks by number and hash, and nothing beyond', async () => {
    await channel.commit(ledger, write('a', '1'));
    const first = await ledger.getBlock(0);
    expect(first?.number).toBe(0);
    expect((await ledger.getBlockByHash(first?.parsed.hash ?? new Uint8Array()))?.number).toBe(0);
    expect((await ledger.getBlockByHash(ledger.currentBlockHash))?.number).toBe(1);
    expect(toHex(ledger.previousBlockHash)).toBe(toHex(first?.parsed.hash ?? new Uint8Array()));
    expect(await ledger.getBlock(2)).toBeUndefined();
    expect(await ledger.getBlockByHash(new Uint8Array(32))).toBeUndefined();
  });

  it('find transactions by id, and nothing else', async () => {
    const { envelope, txId } = channel.transaction(write('a', '1'));
    await ledger.commit(channel.nextBlock(ledger, [channel.transaction(write('b', '1')).envelope, envelope]));
    expect(await ledger.getTransaction(txId)).toEqual({ txId, block: 1, index: 1, validationCode: 0 });
    expect(Buffer.from((await ledger.getTransactionEnvelope(txId))?.envelope ?? []).equals(envelope)).toBe(true);
    expect(await ledger.getTransaction('unknown')).toBeUndefined();
    expect(await ledger.getTransactionEnvelope('unknown')).toBeUndefined();
  });
});

describe('history', () => {
  it('is newest first, several versions of one block included', async () => {
    await channel.commit(ledger, write('a', '1'));
    await channel.commit(ledger, write('a', '2'), write('a', '3'));
    expect(await history('a')).toEqual(['3', '2', '1']);
  });

  it('goes on over a delete', async () => {
    await channel.commit(ledger, write('a', '1'));
    await channel.commit(ledger, write('a', ''));
    expect(await history('a')).toEqual(['deleted', '1']);
    await channel.commit(ledger, write('a', '2'), write('a', ''), write('a', '3'));
    expect(await history('a')).toEqual(['3', 'deleted', '2', 'deleted', '1']);
  });

  it('has no invalid writes and no changes of metadata', async () => {
    await channel.commit(ledger, write('a', '1'));
    await channel.commit(ledger, {
      does: (set) => {
        set.read(CHAINCODE, 'a', undefined);
        set.write(CHAINCODE, 'a', Buffer.from('never'));
      },
    });
    await channel.commit(ledger, {
      does: (set) => set.writeMetadata(CHAINCODE, 'a', [{ name: 'note', value: Buffer.from('x') }]),
    });
    expect((await ledger.getState(CHAINCODE, 'a'))?.version).toEqual({ block: 3, tx: 0 });
    expect(await history('a')).toEqual(['1']);
    await channel.commit(ledger, write('a', '2'));
    expect(await history('a')).toEqual(['2', '1']);
  });

  it('of a key has nothing of keys that begin like it', async () => {
    await channel.commit(ledger, write('a', '1'), write('a\u0000', '1'), write('ab', '1'));
    await channel.commit(ledger, write('a', '2'), write('a\u0000', '3'), write('ab', '4'));
    expect(await history('a')).toEqual(['2', '1']);
    expect(await history('never')).toEqual([]);
  });
});
