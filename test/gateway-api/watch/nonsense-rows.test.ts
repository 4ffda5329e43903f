/** Two merchants endorse rows that make no sense: each is a finding, and neither projection nor watch nor a read stops at it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rowKeys, rows } from '@commonpoint/catalogue';
import { startWithMembers, until, type StartedApp } from '../start-app.js';
import '../route-world.js';
import { judgeHere } from './judge-here.js';

const folder = mkdtempSync(join(tmpdir(), 'nonsense-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const types = Object.keys(rowKeys) as (keyof typeof rowKeys)[];
const values: readonly [what: string, json: string][] = [
  ['null', 'null'],
  ['a list', '[]'],
  ['a number', '5'],
  ['a text', '"x"'],
  ['nothing', '{}'],
  ['no JSON', 'not json'],
  [
    'fields of other types',
    '{"amount":"x","granted":7,"status":"open","accountId":5,"programId":null,"lots":7,"positions":4,"orders":3,"issued":{}}',
  ],
  ['a number beyond all', '{"__proto__":{"amount":"1"},"amount":1e400,"issued":1e400}'],
];
const tx = (n: number): string => n.toString(16).padStart(64, '0');

/** A key under which nothing stands yet. */
function keyOf(type: keyof typeof rowKeys, of: { accountId: string }, n: number): string[] {
  const named: Readonly<Record<string, string>> = {
    accountId: type === 'account' ? `HarborMSP:${tx(n).slice(-12)}` : of.accountId,
    programId: type === 'program' ? `harbor-${n}` : 'harbor',
    mspId: `Odd${n}MSP`,
    expiry: '2028-01-31',
    txId: tx(n),
    n: '00000',
    lane: String(n % 100).padStart(2, '0'),
    cycle: '2026-11',
    month: '2027-01',
    debtor: 'HarborMSP',
    creditor: 'CityParkMSP',
    first: 'CityParkMSP',
    second: 'HarborMSP',
    version: '000009',
    kind: 'program',
    subject: `odd-${n}`,
    sourceProgramId: 'harbor',
    targetProgramId: 'citypark',
    day: '2026-11-23',
  };
  return [type, ...rowKeys[type].map((part) => named[part] ?? `${part}-${n}`)];
}

const readiness = async (app: StartedApp) =>
  (await app.anonymous.get('/readyz')).body as {
    ready: boolean;
    projectionBlock: number;
    passedOver: number;
    watch: { state: string; block: number; findings: number };
  };

it('has a line for each kind of row', () => {
  expect([...types].sort()).toEqual(Object.keys(rows).sort());
});

it.each(types)('rows of the type %s: each is found, and all goes on', async (type) => {
  const watch = { startJudge: judgeHere(join(folder, type)), suspendOnForgery: false };
  const { app, accountId } = await startWithMembers({ parts: { watch } });
  const whole = keyOf(type, { accountId }, 99);
  const forged: [what: string, key: string[], json: string | undefined][] = [
    ...values.map(([what, json], n) => [what, keyOf(type, { accountId }, n + 1), json] as [string, string[], string]),
    ['a key without parts', [type], '{}'],
    ['a key with a part too many', [...whole, 'more'], '{}'],
    ['a key with a part too few', whole.slice(0, -1), '{}'],
  ];
  for (const [at, [what, key, json]] of forged.entries()) {
    const before = await readiness(app);
    app.network.appendForged([{ key, ...(json !== undefined && { value: Buffer.from(json) }) }], tx(1_000 + at));
    await until(async () => {
      const { projectionBlock, watch: seen } = await readiness(app);
      return projectionBlock === app.network.blocks.length - 1 && seen.block === projectionBlock;
    });
    const after = await readiness(app);
    expect({ what, ready: after.ready, isFound: after.watch.findings > before.watch.findings }).toEqual({
      what,
      ready: true,
      isFound: true,
    });
  }
  const issued = await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '5' });
  expect(issued.status).toBe(201);
  for (const path of [
    '/v1/programs',
    '/v1/organizations',
    '/v1/rates',
    '/v1/settlements',
    '/v1/orders',
    '/v1/clearing/cycles/2026-11',
    '/v1/programs/harbor/acceptances',
    '/v1/programs/harbor/supply',
    `/v1/accounts/${accountId}/balances`,
    `/v1/accounts/${accountId}/lots`,
    `/v1/accounts/${accountId}/holds`,
    `/v1/accounts/${accountId}/statement`,
  ]) {
    const { status } = await app.operator('get', path);
    expect({ path, status: status < 500 }).toEqual({ path, status: true });
  }
});

it('what is passed over is told by number, and in the log by its key', async () => {
  const { app, accountId } = await startWithMembers({ parts: {} });
  app.network.appendForged(
    [{ key: ['lot', accountId, 'harbor', '2028-01-31', tx(1), '00000'], value: Buffer.from('null') }],
    tx(1),
  );
  await until(async () => (await readiness(app)).passedOver === 1);
  expect((await app.anonymous.get('/metrics')).text).toContain('commonpoint_projection_passed_over 1');
  expect(app.lines.filter(({ message }) => message.includes('makes no sense'))).toMatchObject(
    [{ level: 'error', fields: { block: app.network.blocks.length - 1, txId: tx(1), key: ['lot', accountId] } }].map(
      (line) => ({ ...line, fields: { ...line.fields, key: expect.arrayContaining(line.fields.key) as string[] } }),
    ),
  );
});
