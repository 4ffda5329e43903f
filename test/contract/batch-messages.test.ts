import { peer } from '@hyperledger/fabric-protos';
import { LedgerStub, type Simulation } from '../support/ledger-stub.js';
import { alice, bob, harbor, issue, redeem, startConsortium } from './consortium.js';

const { Type } = peer.ChaincodeMessage;
const operations = [
  ...Array.from({ length: 60 }, (_, n) => issue(`i-${n}`, n % 2 === 0 ? alice : bob, '5')),
  redeem('r-1', alice, '12', { acceptor: 'CityParkMSP' }),
];

async function postOver(options: { batches: boolean; batchKeysMax?: number }): Promise<Simulation> {
  const ledger = await startConsortium(options);
  return ledger.simulate(harbor(), 'Points:Post', [JSON.stringify({ operations })]);
}

test('a batch costs one message to read and one to write', async () => {
  const { messages } = await postOver({ batches: true });
  expect(messages.get(Type.GET_STATE_MULTIPLE)).toBe(1);
  expect(messages.get(Type.WRITE_BATCH_STATE)).toBe(1);
  expect([messages.get(Type.GET_STATE), messages.get(Type.PUT_STATE)]).toEqual([undefined, undefined]);
});

test('no message has more keys than the peer announced', async () => {
  const { messages, reads, writes } = await postOver({ batches: true, batchKeysMax: 10 });
  expect(messages.get(Type.GET_STATE_MULTIPLE)).toBe(Math.ceil(reads.size / 10));
  expect(messages.get(Type.WRITE_BATCH_STATE)).toBe(Math.ceil(writes.size / 10));
});

test('a peer that announces nothing gets none of them', async () => {
  const { messages } = await postOver({ batches: false });
  expect(messages.get(Type.GET_STATE_MULTIPLE)).toBeUndefined();
  expect(messages.get(Type.WRITE_BATCH_STATE)).toBeUndefined();
  expect(messages.get(Type.PUT_STATE)).toBeGreaterThan(60);
});

test('what is read and written is the same to the byte', async () => {
  const ways = [
    await postOver({ batches: true }),
    await postOver({ batches: true, batchKeysMax: 7 }),
    await postOver({ batches: false }),
  ];
  const spelled = ways.map(({ reads, writes, payload }) => ({
    reads: [...reads].sort(),
    writes: [...writes].map(([key, value]) => `${key} ${value?.toString() ?? ''}`).sort(),
    payload,
  }));
  expect(spelled[1]).toEqual(spelled[0]);
  expect(spelled[2]).toEqual(spelled[0]);
});

test('one process serves peers of both kinds at once', async () => {
  const [modern, old] = [await startConsortium({ batches: true }), await startConsortium({ batches: false })];
  const request = [JSON.stringify({ operations })];
  const [first, second] = await Promise.all(
    [modern, old].map((ledger: LedgerStub) => ledger.simulate(harbor(), 'Points:Post', request)),
  );
  expect([first?.messages.has(Type.WRITE_BATCH_STATE), second?.messages.has(Type.WRITE_BATCH_STATE)]).toEqual([
    true,
    false,
  ]);
  expect(second?.payload).toBe(first?.payload);
});
