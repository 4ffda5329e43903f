/** Lines of statements that wait to be written while blocks come: so many at the most, however long it goes on. */
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { Projection } from '../../../gateway-api/src/projection/projection.js';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { accountLineQueries } from '../../../gateway-api/src/subjects/accounts/account-lines.js';
import { writeAccountLines } from '../../../gateway-api/src/subjects/accounts/jobs.js';
import { rows as pointRows } from '../../../gateway-api/src/subjects/points/tables.js';

const MSP = 'HarborMSP';
const LINES = 100;

function gateway() {
  const database = new Database(':memory:', tables);
  const projection = new Projection(database);
  const apply = createBlockApplier(database, [pointRows], ({ why }) => {
    throw new Error(why);
  });
  let number = 0;
  return {
    projection,
    close: () => database.close(),
    /** Blocks with a hundred imported lines each, of fifty accounts. */
    take(blocks: number): void {
      for (const until = number + blocks; number < until; number++) {
        const entries = Array.from({ length: LINES }, (_, line) => `${line} ${MSP}:a-${line % 50} 5 ${line}`);
        const value = {
          ...{ programId: 'harbor', expiry: '2028-11-30', lane: 0, txId: `t-${number}` },
          ...{ txTime: '2026-11-23T10:00:00.000Z', rows: entries },
        };
        const key = ['imported', MSP, `im-${String(number).padStart(40, '0')}`, '0'];
        const write = { key, value: Buffer.from(JSON.stringify(value)) };
        const transaction = { txId: `t-${number}`, index: 0, validationCode: 0, writes: [write], hashedWrites: [] };
        database.transaction('rebuildable', () => apply({ number, hash: '', transactions: [transaction] }));
      }
    },
    written: () => database.sqlite.prepare('SELECT count(*) AS n FROM statement_lines').get()!['n'],
  };
}

describe('statement lines while blocks come', () => {
  const { signal } = new AbortController();
  let world: ReturnType<typeof gateway>;
  beforeEach(() => {
    world = gateway();
  });
  afterEach(() => world.close());

  const job = () => writeAccountLines({ projection: world.projection } as never, undefined as never);

  it('wait while they are few', async () => {
    const writing = job();
    world.take(199);
    await writing.run(signal);
    expect(world.written()).toBe(0);
    await writing.run(signal);
    expect(world.written()).toBe(199 * LINES);
  });

  it('are written a thousand at a time where more than a statement should wait for are missing', async () => {
    const writing = job();
    world.take(200);
    for (let round = 1; round <= 5; round++) {
      world.take(10);
      await writing.run(signal);
      expect(world.written()).toBe(round * 1_000);
    }
  });

  it('are all written for who asks for a statement', async () => {
    world.take(250);
    const { lines, isBehind } = world.projection.of(accountLineQueries);
    expect([isBehind(25_000), isBehind(25_001)]).toEqual([true, false]);
    expect(await lines(`${MSP}:a-7`, {}, Number.MAX_SAFE_INTEGER, 1_000)).toHaveLength(500);
    expect(isBehind(1)).toBe(false);
  });
});
