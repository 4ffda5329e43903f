/**
 * Any mix of simulations and commits: a transaction is valid exactly if running it at its place in the chain, one
 * after the other, would have read the same. One exception is Fabric's own: reading a key that an earlier transaction
 * of the block has written is a conflict even if that was the delete of a missing key. The model is a map of versions.
 */
import { peer } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import type { PeerLedger, TransactionSimulator } from '../../../network/embedded/ledger/types.js';
import { decodeReadWriteSet } from '../../../network/embedded/wire/read-write-set.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture } from './channel-fixture.js';

const { VALID, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = peer.TxValidationCode;

let channel: ChannelFixture;
beforeAll(async () => {
  channel = await createChannelFixture();
});
afterAll(() => channel.remove());

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const action = fc.oneof(
  fc.record({ kind: fc.constant('get' as const), key }),
  fc.record({ kind: fc.constant('put' as const), key }),
  fc.record({ kind: fc.constant('delete' as const), key }),
  fc.record({
    kind: fc.constant('range' as const),
    from: key,
    to: fc.constantFrom('', 'b', 'd', 'f'),
    rows: fc.nat(4),
  }),
);
const program = fc.array(action, { minLength: 1, maxLength: 4 });
/** Programs simulated against one state; each is committed now or with the block after. */
const round = fc.array(fc.record({ program, isLate: fc.boolean() }), { minLength: 1, maxLength: 4 });

type Program = readonly (typeof action extends fc.Arbitrary<infer A> ? A : never)[];
/** Version of each key, as block and transaction. */
type Model = Map<string, string>;

async function simulate(simulator: TransactionSimulator, actions: Program): Promise<Uint8Array> {
  for (const [index, step] of actions.entries()) {
    if (step.kind === 'get') await simulator.getState(CHAINCODE, step.key);
    else if (step.kind === 'put') simulator.putState(CHAINCODE, step.key, Buffer.from(String(index)));
    else if (step.kind === 'delete') simulator.deleteState(CHAINCODE, step.key);
    else {
      const rows = await simulator.getStateRange(CHAINCODE, step.from, step.to);
      // At least one look, as the shim's handler always takes; fewer than all rows leaves the range early.
      for (let row = 0; row <= step.rows; row += 1) if (!(await rows.next())) break;
    }
  }
  return simulator.takeReadWriteSet();
}

function expectedCode(results: Uint8Array, model: Model, writtenInBlock: ReadonlySet<string>): number {
  for (const { reads, rangeQueries } of decodeReadWriteSet(results).namespaces) {
    const version = (read: { version: { block: number; tx: number } | undefined }) =>
      read.version && `${read.version.block}.${read.version.tx}`;
    const isStale = reads.some((read) => writtenInBlock.has(read.key) || model.get(read.key) !== version(read));
    if (isStale) return MVCC_READ_CONFLICT;
    for (const query of rangeQueries) {
      const isInside = (name: string): boolean =>
        name >= query.startKey &&
        (query.endKey === '' || name < query.endKey || (!query.isExhausted && name === query.endKey));
      const now = [...model].filter(([name]) => isInside(name)).sort(([a], [b]) => (a < b ? -1 : 1));
      const then = query.reads.map((read) => [read.key, version(read)]);
      if (JSON.stringify(now) !== JSON.stringify(then)) return PHANTOM_READ_CONFLICT;
    }
  }
  return VALID;
}

function apply(results: Uint8Array, model: Model, version: string, writtenInBlock: Set<string>): void {
  for (const { writes } of decodeReadWriteSet(results).namespaces) {
    for (const write of writes) {
      writtenInBlock.add(write.key);
      if (write.isDelete) model.delete(write.key);
      else model.set(write.key, version);
    }
  }
}

async function commitAndCheck(ledger: PeerLedger, block: readonly Uint8Array[], model: Model): Promise<void> {
  const number = ledger.height;
  const { codes } = await channel.commit(ledger, ...block.map((results) => ({ results })));
  const writtenInBlock = new Set<string>();
  const expected = block.map((results, index) => {
    const code = expectedCode(results, model, writtenInBlock);
    if (code === VALID) apply(results, model, `${number}.${index}`, writtenInBlock);
    return code;
  });
  expect(codes).toEqual(expected);
}

it('every valid transaction read what a serial run would have read, every invalid one did not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 6 }), async (rounds) => {
      const ledger = await channel.openLedger(channel.temporaryFolder());
      try {
        const model: Model = new Map();
        let late: Uint8Array[] = [];
        for (const entries of rounds) {
          const now = late;
          late = [];
          for (const { program: actions, isLate } of entries) {
            (isLate ? late : now).push(await simulate(await ledger.newSimulator(), actions));
          }
          if (now.length > 0) await commitAndCheck(ledger, now, model);
        }
        for (const name of ['a', 'b', 'c', 'd', 'e']) {
          const version = (await ledger.getState(CHAINCODE, name))?.version;
          expect(version && `${version.block}.${version.tx}`).toBe(model.get(name));
        }
      } finally {
        await ledger.close();
      }
    }),
    { numRuns: 60 },
  );
});
