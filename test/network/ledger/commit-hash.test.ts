/** The commit hash, computed once more from Fabric's message definition of the updates. */
import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { encodeVersion } from '../../../network/embedded/ledger/commit-hash.js';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import { recordedCommitHash } from '../../../network/embedded/wire/block.js';
import { toHex } from '../../../network/embedded/wire/bytes.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture, type TransactionSpec } from './channel-fixture.js';

let channel: ChannelFixture;
let ledger: PeerLedger;
beforeAll(async () => {
  channel = await createChannelFixture();
  ledger = await channel.openLedger(channel.temporaryFolder(), {
    definitions: async () => ({ policyBytes: channel.policy("OutOf(0, 'HarborMSP.peer')") }),
  });
});
afterAll(async () => {
  await ledger.close();
  channel.remove();
});

/** One KVWrite of txmgr/updates.proto by hand: namespace 1, key 3, isDelete 4, value 5, version 6. */
function update(namespace: string, key: string, value: string | undefined, version: number[]): Buffer {
  const field = (number: number, content: Buffer): Buffer =>
    content.length === 0 ? content : Buffer.concat([Buffer.from([number * 8 + 2, content.length]), content]);
  const message = Buffer.concat([
    field(1, Buffer.from(namespace)),
    field(3, Buffer.from(key)),
    value === undefined ? Buffer.from([4 * 8, 1]) : Buffer.alloc(0),
    field(5, Buffer.from(value ?? '')),
    field(6, Buffer.from(version)),
  ]);
  return Buffer.concat([Buffer.from([0x0a, message.length]), message]);
}

const write = (namespace: string, entries: Record<string, string>): TransactionSpec => ({
  does: (set) => {
    for (const [key, value] of Object.entries(entries)) set.write(namespace, key, Buffer.from(value));
  },
});

const hashOf = (codes: number[], updates: Buffer, previous: Uint8Array): string =>
  createHash('sha256')
    .update(Buffer.from([codes.length, ...codes]))
    .update(updates)
    .update(previous)
    .digest('hex');

it('is absent from the first block', async () => {
  const first = await ledger.getBlock(0);
  expect(first?.parsed.metadata[common.BlockMetadataIndex.COMMIT_HASH]).toHaveLength(0);
  expect(ledger.commitHash).toHaveLength(0);
});

it('covers codes, updates and the hash before', async () => {
  await channel.commit(ledger, write('zoo', { k: '1' }), write(CHAINCODE, { b: '2', a: '3' }));
  const firstUpdates = Buffer.concat([
    update('points', 'a', '3', [1, 1, 1, 1]),
    update('', 'b', '2', [1, 1, 1, 1]),
    update('zoo', 'k', '1', [1, 1, 0]),
  ]);
  const first = hashOf([0, 0], firstUpdates, new Uint8Array());
  expect(toHex(ledger.commitHash)).toBe(first);

  const block = await channel.commit(
    ledger,
    write(CHAINCODE, { a: '' }),
    { does: (set) => set.read(CHAINCODE, 'a', undefined) },
    write(CHAINCODE, { A: '4' }),
  );
  const secondUpdates = Buffer.concat([
    update('points', 'A', '4', [1, 2, 1, 2]),
    update('', 'a', undefined, [1, 2, 0]),
  ]);
  const second = hashOf([0, 11, 0], secondUpdates, Buffer.from(first, 'hex'));
  expect(toHex(ledger.commitHash)).toBe(second);
  expect(toHex(recordedCommitHash(block.parsed))).toBe(second);
});

it('is the same for a peer that judges alone', async () => {
  const alone = await channel.openLedger(channel.temporaryFolder(), {
    definitions: async () => ({ policyBytes: channel.policy("OutOf(0, 'HarborMSP.peer')") }),
  });
  for (let number = 1; number < ledger.height; number += 1) {
    const block = await ledger.getBlock(number);
    // A copy of the bytes shares no judgement with the peer that has committed them.
    await alone.commit(Uint8Array.from(block?.bytes ?? []));
  }
  expect(toHex(alone.commitHash)).toBe(toHex(ledger.commitHash));
  await alone.close();
});

describe('a version', () => {
  const cases: { block: number; tx: number; hex: string }[] = [
    { block: 0, tx: 0, hex: '0000' },
    { block: 1, tx: 0, hex: '010100' },
    { block: 255, tx: 256, hex: '01ff020100' },
    { block: 65536, tx: 7, hex: '030100000107' },
  ];
  it.each(cases)('$block.$tx is $hex', ({ block, tx, hex }) => {
    expect(toHex(encodeVersion({ block, tx }))).toBe(hex);
  });
});
