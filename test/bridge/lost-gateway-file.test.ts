/** What crossed is found by its bridge alone, and the report agrees also where the gateway's file was lost and is read again from the ledger. */
import { join } from 'node:path';
import { Client } from '@commonpoint/client';
import { createLedger } from '../../bridge/src/ledger.js';
import { newestPlace, operationStream } from '../../gateway-api/src/subjects/points/operation-stream.js';
import { eventually } from '../support/eventually.js';
import { bearer, serveGateway, type Served } from '../gateway-api/served-gateway.js';
import { type BridgeWorld, crossingOf, reconciled, startBridgeWorld, startLegacy, untilStill } from './bridge-world.js';

jest.setTimeout(60_000);

let world: BridgeWorld;
const others: Served[] = [];
beforeAll(async () => {
  world = await startBridgeWorld();
});
afterAll(async () => {
  for (const each of others) await each.end();
  await world.end();
});

/** The kinds of what is looked at of a bridge's operations, the oldest first. */
const lookedAt = ({ gateway }: Served, bridge: { readonly id: string } | 'any') =>
  [...gateway.projection.of(operationStream)('HarborMSP', newestPlace, { bridge })]
    .map(({ row, receipt }) => receipt?.kind ?? (JSON.parse(row?.content ?? '{}') as { kind?: string }).kind)
    .toReversed();

test('a report is made of what crossed, and of nothing else that is looked at', async () => {
  const { legacy, card } = await startLegacy(world, 40);
  const store = legacy.open();
  const crossing = crossingOf(store, world.ledger);
  for (const points of [10, 20]) legacy.ask('in', card, points);
  await untilStill(crossing);
  for (let n = 0; n < 5; n += 1) await world.member(`other ${n}`, 7);
  legacy.ask('out', card, 30);
  await untilStill(crossing);
  const crossed = ['issue', 'issue', 'hold', 'capture'];
  expect(lookedAt(world.served, { id: 'stamps' }).filter((kind) => kind !== undefined)).toEqual(crossed);
  expect(lookedAt(world.served, 'any').filter((kind) => kind !== undefined)).toEqual(crossed);
  expect(lookedAt(world.served, { id: 'other' })).toEqual([]);
  const before = await reconciled(store, world.ledger);
  expect([before.wrong, before.sums.in.ledger, before.sums.out.ledger]).toEqual([
    [],
    { points: '30', count: 2 },
    { points: '30', count: 1 },
  ]);

  const databasePath = join(world.served.world.folder, 'anew.db');
  const anew = await serveGateway({ world: world.served.world, parts: { databasePath } });
  others.push(anew);
  const client = new Client({ url: `http://127.0.0.1:${anew.port}`, apiKey: bearer('bridge'), timeoutMs: 2_000 });
  const ledger = createLedger(client, 'harbor', 'stamps');
  const after = await eventually(
    () => reconciled(store, ledger),
    ({ wrong }) => wrong.length === 0,
  );
  expect([after.sums, after.states]).toEqual([before.sums, before.states]);
  expect(after.lines.map(({ ageSeconds: _age, ...line }) => line)).toEqual(
    before.lines.map(({ ageSeconds: _age, ...line }) => line),
  );
  expect(lookedAt(anew, { id: 'stamps' })).toEqual(crossed);
  await store.close();
});
