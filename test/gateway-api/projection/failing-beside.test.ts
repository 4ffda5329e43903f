/**
 * What takes part in blocks beside a row on which an applier fails: they are applied twice, once for nothing, and what is told, logged and
 * answered of them is as if they had been applied once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import type { ChannelBlock, RowWrite } from '../../../gateway-api/src/channel/channel.js';
import { EventLog } from '../../../gateway-api/src/events/event-log.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { createBlockApplier, type PrepareRows } from '../../../gateway-api/src/projection/apply-block.js';
import { Follower } from '../../../gateway-api/src/projection/follower.js';
import { LedgerIdentity } from '../../../gateway-api/src/projection/ledger-identity.js';
import { Projection } from '../../../gateway-api/src/projection/projection.js';
import { ReceiptLog } from '../../../gateway-api/src/projection/receipt-log.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { Origin } from '../../../gateway-api/src/store/origin.js';
import { rows as pointRows } from '../../../gateway-api/src/subjects/points/tables.js';
import { rows as programRows } from '../../../gateway-api/src/subjects/programs/tables.js';
import { Fates } from '../../../gateway-api/src/writes/fates.js';

const TIME = '2026-11-30T10:00:00.000Z';
const BLOCKS = 6;
const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

const receipt = (number: number, n: number): RowWrite => ({
  key: ['op', 'HarborMSP', `${number}-${n}`],
  value: json({
    ...{ kind: 'issue', programId: 'harbor', accountId: 'HarborMSP:1', amount: '5', txId: 'a', txTime: TIME },
    created: [{ expiry: '2028-11-30', amount: '5' }],
  }),
});
const acceptance = (number: number): RowWrite => ({
  key: ['acceptance', `program-${number}`, 'CityParkMSP'],
  value: json({
    ...{ programId: `program-${number}`, mspId: 'CityParkMSP', valueMin: '1' },
    ...{ sinceCycle: '2026-11', acceptedAt: TIME },
  }),
});
const poison: RowWrite = { key: ['poison'], value: json({}) };

const block = (number: number, poisoned: boolean): ChannelBlock => ({
  number,
  hash: `hash ${number}`,
  time: Date.parse(TIME) + number * 86_400_000,
  transactions: [
    [receipt(number, 1), receipt(number, 2), acceptance(number)],
    poisoned ? [receipt(number, 3), poison, receipt(number, 4)] : [receipt(number, 3), receipt(number, 4)],
  ].map((writes, index) => ({ txId: `${number}-${index}`, index, validationCode: 0, writes, hashedWrites: [] })),
});

const poisonRows: PrepareRows = () => ({
  poison: () => {
    throw new Error('no applier takes this');
  },
});

/** Follows blocks of which some have the row, all of which come at once. */
async function followed(poisoned: readonly number[]) {
  const database = new Database(':memory:', tables);
  const origin = new Origin(database);
  const applyBlock = createBlockApplier(database, [pointRows, programRows, poisonRows]);
  const blocks = Array.from({ length: BLOCKS }, (_, number) => block(number, poisoned.includes(number)));
  const channel = {
    async *blocks(from: number, signal: AbortSignal) {
      yield* blocks.slice(from);
      await pause(3_600_000, undefined, { signal, ref: false }).catch(() => undefined);
    },
  };
  const identity = new LedgerIdentity(database, origin, 'file');
  const follower = new Follower(database, channel, applyBlock, identity, pino({ enabled: false }));
  const [fates, log] = [new Fates(), new ReceiptLog(database, origin, 'file')];
  let told = 0;
  const tellers = { daily: [], eachBlock: [] };
  const events = new EventLog(
    database,
    'file',
    tellers,
    () => void (told += 1),
    () => false,
  );
  for (const participant of [fates, log, events]) follower.join(participant);
  const answers: string[] = [];
  const records: string[] = [];
  for (const { txId } of blocks.flatMap(({ transactions }) => transactions)) {
    const record = (): void => void records.push(txId);
    void fates.expect(txId, { durability: 'rebuildable', record }).then(({ blockNumber }) => {
      answers.push(`${txId} ${new Projection(database).lastBlock() >= blockNumber}`);
    });
  }
  follower.start();
  await follower.reach(BLOCKS - 1);
  await follower.stop();
  const all = (sql: string): unknown => database.sqlite.prepare(sql).all();
  const contents = {
    receipts: all('SELECT * FROM receipts ORDER BY seq'),
    blocks: all('SELECT * FROM receipt_log_blocks'),
    root: log.tree.root().toString('hex'),
    leaves: log.tree.leaves(0, log.tree.size).map((leaf) => leaf.toString('hex')),
    again: new ReceiptLog(database, origin, 'file').tree.root().toString('hex'),
    events: all('SELECT * FROM events ORDER BY seq'),
    state: all('SELECT * FROM event_state ORDER BY name'),
  };
  database.close();
  return { contents, answers, told, recorded: new Set(records).size, attempts: records.length };
}

it.each([[[3]], [[BLOCKS - 1]], [[0, 2, 4]]])('of blocks %j', async (poisoned) => {
  const [without, beside] = [await followed([]), await followed(poisoned)];
  expect(beside.contents).toEqual(without.contents);
  expect(without.contents.leaves).toHaveLength(4 * BLOCKS);
  expect(beside.answers).toEqual(without.answers);
  expect(beside.answers).toHaveLength(2 * BLOCKS);
  expect(beside.answers.every((answer) => answer.endsWith(' true'))).toBe(true);
  expect([beside.told, beside.recorded]).toEqual([BLOCKS, 2 * BLOCKS]);
});
