/** A row on which an applier fails: nothing is left of it, all else is as if it had not been there, also what blocks beside it hold. */
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import type { ChannelBlock, RowWrite } from '../../../gateway-api/src/channel/channel.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import {
  createBlockApplier,
  createNumbering,
  type PassedOver,
  type PrepareRows,
  RowFailed,
} from '../../../gateway-api/src/projection/apply-block.js';
import { Follower } from '../../../gateway-api/src/projection/follower.js';
import type { LedgerIdentity } from '../../../gateway-api/src/projection/ledger-identity.js';
import { Projection } from '../../../gateway-api/src/projection/projection.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { accountNumbers } from '../../../gateway-api/src/subjects/accounts/account-numbers.js';
import { rows as accountRows } from '../../../gateway-api/src/subjects/accounts/tables.js';

/** Comes after {@link numbered}, so that something is there to be undone. */
const failing: PrepareRows = ({ sqlite }) => ({
  lot: {
    put: (_key, _json, _block, row) => {
      const { originId } = row as { originId: string };
      if (originId === 'fails') throw new Error('no applier takes this');
      // As a disk that is full is told of by SQLite.
      if (originId === 'full' && sqlite.isTransaction) throw Object.assign(new Error('disk is full'), { errcode: 13 });
    },
    remove: () => undefined,
  },
});
/** In the order in which the ledger has them, each account with a number. */
const numbered: PrepareRows = (database) => {
  database.sqlite.exec('CREATE TEMP TABLE IF NOT EXISTS seen (seq INTEGER PRIMARY KEY, origin TEXT NOT NULL)');
  const put = database.sqlite.prepare('INSERT INTO seen (seq, origin) VALUES (?, ?)');
  const next = createNumbering(database, 'seen');
  const numberOf = accountNumbers(database);
  return {
    lot: ([, accountId], _json, block, row) => {
      put.run(next(block), `${numberOf.kept(accountId!)} ${(row as { originId: string }).originId}`);
    },
  };
};

const lot = (account: number, n: number, originId: string): RowWrite => ({
  key: ['lot', `HarborMSP:${String(account).padStart(8, '0')}`, 'harbor', '2028-11-30', 'a'.repeat(64), pad(n)],
  value: Buffer.from(JSON.stringify({ amount: '5', originMspId: 'HarborMSP', originId })),
});
const pad = (n: number): string => String(n).padStart(5, '0');

const block = (number: number, transactions: readonly (readonly RowWrite[])[]): ChannelBlock => ({
  number,
  hash: String(number),
  time: number,
  transactions: transactions.map((writes, index) => ({
    txId: `${number}-${index}`,
    index,
    validationCode: 0,
    writes,
    hashedWrites: [],
  })),
});

/** Follows these blocks, which come at once, to their end. */
async function followed(blocks: readonly ChannelBlock[]) {
  const database = new Database(':memory:', tables);
  const passedOver: PassedOver[] = [];
  const channel = {
    async *blocks(from: number, signal: AbortSignal) {
      yield* blocks.slice(from);
      await pause(3_600_000, undefined, { signal, ref: false }).catch(() => undefined);
    },
  };
  const identity = { isRefused: false, compare: () => undefined, apply: () => undefined } as unknown as LedgerIdentity;
  const applied: number[] = [];
  const appliers = [numbered, failing, accountRows];
  const follower = new Follower(
    database,
    channel,
    createBlockApplier(database, appliers, (each) => passedOver.push(each)),
    identity,
    pino({ enabled: false }),
    50,
  );
  follower.join({
    durabilityOf: () => 'rebuildable',
    apply: () => undefined,
    applied: ({ number }) => void applied.push(number),
  });
  follower.start();
  await follower.reach(blocks.length - 1);
  await follower.stop();
  const all = (sql: string): unknown => database.sqlite.prepare(sql).all();
  const contents = {
    lots: all(`SELECT account_id, lot, amount, origin_id FROM lots JOIN account_numbers ON account = number
               ORDER BY account_id, lot`),
    ends: all('SELECT * FROM ends'),
    accounts: all('SELECT account_id FROM account_numbers ORDER BY number'),
    seen: all('SELECT * FROM seen ORDER BY seq'),
  };
  const { passedOver: count } = { passedOver: new Projection(database).passedOver() };
  database.close();
  return { contents, applied, count, passedOver };
}

const blocks = (bad: RowWrite | undefined): ChannelBlock[] => {
  const poison = bad === undefined ? [] : [bad];
  return [
    block(0, [[lot(1, 1, 'a'), lot(2, 1, 'b')]]),
    block(1, [
      [lot(3, 1, 'c'), lot(1, 2, 'd')],
      [...poison, lot(8, 3, 'e'), ...poison, lot(9, 4, 'f')],
      [lot(2, 5, 'g'), ...poison],
    ]),
    block(2, [[lot(9, 6, 'h'), lot(4, 7, 'i')]]),
  ];
};

it.each([
  // Of an account that has no other: the number that it is given is given to the next one.
  ['in the middle of a transaction', lot(7, 9, 'fails')],
  ['whose account is known from others', lot(1, 9, 'fails')],
  ['that is no JSON', { ...lot(7, 9, 'x'), value: Buffer.from('{') }],
])('one %s', async (_where, bad) => {
  const without = await followed(blocks(undefined));
  expect(without.count).toBe(0);
  const { contents, applied, count, passedOver } = await followed(blocks(bad));
  expect(contents).toEqual(without.contents);
  expect(applied).toEqual([0, 1, 2]);
  expect(count).toBe(3);
  expect(new Set(passedOver.map(({ txId }) => txId))).toEqual(new Set(['1-1', '1-2']));
});

it('what is the disk’s trouble is no row’s: nothing is passed over for it', () => {
  const database = new Database(':memory:', tables);
  const apply = createBlockApplier(database, [accountRows, failing]);
  for (const rowByRow of [false, true]) {
    expect(() =>
      database.transaction('rebuildable', () => apply(block(0, [[lot(1, 1, 'full')]]), 0, undefined, rowByRow)),
    ).toThrow('disk is full');
  }
  expect(new Projection(database).lastBlock()).toBe(-1);
  database.close();
});

it('what an applier sums up over a block and cannot keep stops nothing', () => {
  const database = new Database(':memory:', tables);
  const summing: PrepareRows = ({ sqlite }) => ({
    lot: {
      put: () => undefined,
      remove: () => undefined,
      endBlock: () => {
        sqlite.exec("INSERT INTO ends (program_id, expiry, amount) VALUES ('half', 'done', 1)");
        throw new Error('no sum of this');
      },
    },
  });
  const passedOver: PassedOver[] = [];
  const apply = createBlockApplier(database, [accountRows, summing], (each) => passedOver.push(each));
  const attempt = (rowByRow: boolean) =>
    database.transaction('rebuildable', () => apply(block(0, [[lot(1, 1, 'a')]]), 0, undefined, rowByRow));
  expect(() => attempt(false)).toThrow(RowFailed);
  attempt(true);
  expect(passedOver).toEqual([{ block: 0, txId: '', why: 'no sum of this' }]);
  expect(database.sqlite.prepare('SELECT program_id, amount FROM ends').all()).toEqual([
    { program_id: 'harbor', amount: 5 },
  ]);
  expect(new Projection(database).lastBlock()).toBe(0);
  database.close();
});
