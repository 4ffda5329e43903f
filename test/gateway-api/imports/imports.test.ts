/** Imports: every row becomes exactly one issuance, whatever happens on the way. */
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import type { ImportParameters, ImportProgress } from '../../../gateway-api/src/imports/import-progress.js';
import { defaultFormat } from '../../../gateway-api/src/imports/file-format.js';
import { accountQueries } from '../../../gateway-api/src/subjects/accounts/reads.js';
import { expiryOf, setLimits } from '@commonpoint/catalogue';
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import { available, caller, post, issue, startWorld, type World } from '../writes/gateway-world.js';
import { programQueries } from '../../../gateway-api/src/subjects/programs/reads.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const parameters: ImportParameters = {
  programId: 'harbor',
  pointsPerUnit: '1',
  rounding: 'floor',
  earnedOn: 'import',
  format: defaultFormat,
};
const header = 'customer_id,date,quantity,amount\n';
const purchases = (count: number, customers = 10): string =>
  header + Array.from({ length: count }, (_, n) => `c${n % customers},1997-01-01,1,${n % 3}.50\n`).join('');
/** What {@link purchases} is worth. */
const worth = (count: number): number => Array.from({ length: count }, (_, n) => n % 3).reduce((a, b) => a + b, 0);

let keys = 0;
async function start(gateway: Gateway, text: string, more: Partial<ImportParameters> = {}, key = `key-${keys++}`) {
  const answer = await gateway.imports.start(
    Readable.from([Buffer.from(text)]),
    { ...parameters, ...more },
    caller('harbor'),
    { scope: 'imports', key },
  );
  if (answer.kind === 'conflict' || answer.kind === 'in-flight') throw new Error(answer.kind);
  return { kind: answer.kind, ...answer.import };
}

async function finished(gateway: Gateway, importId: string): Promise<ImportProgress> {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(10)) {
    const view = await gateway.imports.get(importId);
    if (view.state !== 'running') return view;
  }
  throw new Error('never finished');
}

/** Row, line and code of each. */
async function rejectedBy(gateway: Gateway, importId: string): Promise<string[]> {
  let text = '';
  for await (const piece of gateway.imports.rejectedRows(importId)) text += piece;
  return text
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((row) => row.replace(/,(\d+),([A-Z_]+),.*$/, ' $1 $2'));
}

async function ready(gateway: Gateway): Promise<void> {
  while (!gateway.projection.of(programQueries).program('harbor')) {
    await pause(5);
  }
}

async function open(): Promise<ReturnType<World['open']>> {
  const opened = world.open('harbor');
  await ready(opened.gateway);
  return opened;
}

async function issuedTotal(gateway: Gateway): Promise<string> {
  return gateway.projection.of(programQueries).supply('harbor').issued;
}

test('rows are posted, skipped and rejected, and counted', async () => {
  const { gateway } = await open();
  const text = `${purchases(1300)}bad,row\nc1,1997-01-01,1,-5\n`;
  const { importId, rowsTotal } = await start(gateway, text);
  expect(rowsTotal).toBe(1302);
  const done = await finished(gateway, importId);
  expect(done).toMatchObject({
    state: 'completed',
    rowsTotal: 1302,
    rowsRejected: 2,
    rowsSkipped: 434,
    rowsPosted: 866,
    rowsExisting: 0,
  });
  expect(done.pointsIssued).toBe(String(worth(1300)));
  expect(await issuedTotal(gateway)).toBe(String(worth(1300)));
  expect(await rejectedBy(gateway, importId)).toEqual([
    'bad,row 1302 COLUMN_COUNT_WRONG',
    'c1,1997-01-01,1,-5 1303 RETURN_UNNAMED',
  ]);
  // The spooled file goes right after.
  while (readdirSync(join(world.folder, 'harbor-imports')).length > 0) await pause(5);
});

const posted = ({ endorsed }: ReturnType<World['open']>['channel']): string[] =>
  endorsed.filter(({ name }) => name === 'Points:Post').map(({ request }) => request);

test('lines are handed to the chaincode in their short form, half a kilobyte in place of two for ten of them', async () => {
  const { gateway, channel } = await open();
  await finished(gateway, (await start(gateway, purchases(700))).importId);
  expect(posted(channel).filter((request) => !request.startsWith('{"lines":'))).toEqual([]);
  const bytes = posted(channel).reduce((sum, request) => sum + request.length, 0);
  expect([bytes, bytes < 466 * 60]).toEqual([bytes, true]);
});

test('a chaincode that does not know the short form is told all, and asked in it again after a while', async () => {
  const { gateway, channel } = await open();
  channel.knowsLines = false;
  const done = await finished(gateway, (await start(gateway, purchases(700))).importId);
  expect(done).toMatchObject({ rowsPosted: 466, rowsRejected: 0 });
  expect(await issuedTotal(gateway)).toBe(String(worth(700)));
  expect(posted(channel).filter((request) => request.startsWith('{"lines":'))).toEqual([]);
  channel.knowsLines = true;
  const now = performance.now.bind(performance);
  const later = jest.spyOn(performance, 'now').mockImplementation(() => now() + 61_000);
  const other = purchases(100, 7);
  expect(await finished(gateway, (await start(gateway, other)).importId)).toMatchObject({ rowsRejected: 0 });
  later.mockRestore();
  expect(posted(channel).at(-1)).toMatch(/^\{"lines":/);
});

test('rows that look the same are different purchases', async () => {
  const { gateway } = await open();
  const { importId } = await start(gateway, header + 'c1,1997-01-01,1,2.00\n'.repeat(5));
  await finished(gateway, importId);
  expect(await available(gateway, gateway.secrets.accountIdOf('c1'))).toBe('10');
});

test('the same file again issues nothing, and says so', async () => {
  const { gateway } = await open();
  await finished(gateway, (await start(gateway, purchases(700))).importId);
  const again = await finished(gateway, (await start(gateway, purchases(700))).importId);
  expect(again).toMatchObject({
    state: 'completed',
    rowsPosted: 0,
    rowsExisting: 466,
    pointsIssued: '0',
  });
  expect(await issuedTotal(gateway)).toBe(String(worth(700)));
});

test('the same file under another rate is a conflict, row by row', async () => {
  const { gateway } = await open();
  const text = header + 'c1,1997-01-01,1,3\n'.repeat(6);
  await finished(gateway, (await start(gateway, text)).importId);
  const again = await finished(gateway, (await start(gateway, text, { pointsPerUnit: '2' })).importId);
  expect(again).toMatchObject({ state: 'completed', rowsPosted: 0 });
  const codes = (await rejectedBy(gateway, again.importId)).map((row) => row.split(' ')[2]);
  expect(codes).toEqual(Array.from({ length: 6 }, () => 'ID_CONFLICT'));
});

test('the same key and file answer the same import; the same key and another file conflict', async () => {
  const { gateway } = await open();
  const first = await start(gateway, purchases(5), {}, 'k');
  expect(await start(gateway, purchases(5), {}, 'k')).toMatchObject({ kind: 'replay', importId: first.importId });
  await expect(start(gateway, purchases(6), {}, 'k')).rejects.toThrow('conflict');
});

test.each([
  ['an unknown programme', { programId: 'nobody' }, header, 'PROGRAM_UNKNOWN'],
  ['a file without the columns', {}, 'a,b\n1,2\n', 'CSV_INVALID'],
  ['an empty file', {}, '', 'CSV_INVALID'],
])('%s is refused at once and leaves nothing', async (_name, more, text, code) => {
  const { gateway } = await open();
  await expect(start(gateway, text, more)).rejects.toMatchObject({ code });
  expect((await gateway.imports.list({ limit: 10 })).items).toEqual([]);
  expect(
    existsSync(join(world.folder, 'harbor-imports')) ? readdirSync(join(world.folder, 'harbor-imports')) : [],
  ).toEqual([]);
});

test('a body that breaks off records nothing', async () => {
  const { gateway } = await open();
  const body = Readable.from(
    (async function* () {
      yield Buffer.from(purchases(3));
      throw new Error('connection lost');
    })(),
  );
  await expect(gateway.imports.start(body, parameters, caller('harbor'), { scope: 's', key: 'k' })).rejects.toThrow(
    'connection lost',
  );
  expect((await gateway.imports.list({ limit: 10 })).items).toEqual([]);
});

test('rows beyond the quota are rejected with its code', async () => {
  await world.end();
  world = await startWorld({ cap: '20', lanes: 2 });
  const { gateway } = await open();
  const { importId } = await start(gateway, header + 'c1,1997-01-01,1,3\n'.repeat(10));
  expect(await finished(gateway, importId)).toMatchObject({ rowsPosted: 6, rowsRejected: 4, pointsIssued: '18' });
});

test('killed midway and resumed: every row once', async () => {
  const { gateway: first } = await open();
  const { importId } = await start(first, purchases(3000, 100));
  while ((await first.imports.get(importId)).rowsPosted === 0) await pause(2);
  const copy = join(world.folder, 'copy.db');
  for (const suffix of ['-wal', '']) {
    if (existsSync(join(world.folder, `harbor.db${suffix}`)))
      cpSync(join(world.folder, `harbor.db${suffix}`), copy + suffix);
  }
  cpSync(join(world.folder, 'harbor-imports'), join(world.folder, 'copy-imports'), { recursive: true });
  await first.close(0);
  world.gateways.delete(first);
  const { gateway } = world.open('harbor', { databasePath: copy, spoolFolder: join(world.folder, 'copy-imports') });
  const done = await finished(gateway, importId);
  expect(done).toMatchObject({
    state: 'completed',
    rowsTotal: 3000,
    rowsPosted: 2000,
    pointsIssued: String(worth(3000)),
  });
  expect(await issuedTotal(gateway)).toBe(String(worth(3000)));
});

test('points are earned on the day of the import, or of the purchase: limits and expiry go by it', async () => {
  await world.end();
  world = await startWorld({ rules: { transferable: true, earnedDaysMax: 60 } });
  const issuer = world.network.channel('HarborMSP');
  const limits = { programId: 'harbor', limits: { perAccountDay: { creditsMax: 20 } } };
  const { transaction } = await issuer.endorse('admin', setLimits.name, JSON.stringify(limits));
  await issuer.submit(transaction);
  world.network.cut();
  const { gateway } = await open();
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const thirtyDays = (member: string) => Array.from({ length: 30 }, (_, ago) => `${member},${day(ago + 1)},1,3.00\n`);
  const today = await start(gateway, header + thirtyDays('e1').join(''));
  expect(await finished(gateway, today.importId)).toMatchObject({ rowsPosted: 20, rowsRejected: 10 });
  const file = `${header}${thirtyDays('e2').join('')}e2,${day(61)},1,3.00\n`;
  const then = await start(gateway, file, { earnedOn: 'purchase' });
  expect(await finished(gateway, then.importId)).toMatchObject({ rowsPosted: 30, earnedOn: 'purchase' });
  expect(await rejectedBy(gateway, then.importId)).toEqual([`e2,${day(61)},1,3.00 32 EARNED_ON_INVALID`]);
  const { spendableLots } = gateway.projection.of(accountQueries);
  const expiries = (member: string): Set<string> =>
    new Set(spendableLots(gateway.secrets.accountIdOf(member), 'harbor', 100).map(({ lotId }) => expiryOf(lotId)));
  expect([expiries('e1').size, expiries('e2').size]).toEqual([1, 30]);
});

test('a peer that is away for a while only delays it', async () => {
  const { gateway, channel } = await open();
  const failures = (['unavailable', 'mismatch', 'deadline', 'unavailable'] as const).map(
    (kind) => new ChannelFailure(kind, 'test'),
  );
  channel.endorseFailures.push(...failures);
  const done = await finished(gateway, (await start(gateway, purchases(900))).importId);
  expect(done).toMatchObject({ state: 'completed', rowsPosted: 600, pointsIssued: String(worth(900)) });
});

test('operations of others are posted while an import runs', async () => {
  const { gateway } = await open();
  const { importId } = await start(gateway, purchases(5000));
  const account = gateway.secrets.accountIdOf('c1');
  while ((await gateway.imports.get(importId)).rowsPosted === 0) await pause(2);
  expect((await post(gateway, 'harbor', issue('meanwhile', account, 1)))[0]).toMatchObject({ state: 'committed' });
  await finished(gateway, importId);
});

describe('an account that is not the organisation’s', () => {
  const two = `${header}thief,1997-01-01,1,5.00\nc1,1997-01-01,1,7.00\n`;
  const row = (accountId: string, custodian: string, kind = 'member') => ({
    accountId,
    custodian,
    kind,
    status: 'active',
    openedAt: '2026-11-23T08:00:00.000Z',
  });

  test('cannot be made by whoever reads its opening and submits it first: the import pays the member', async () => {
    const { gateway } = await open();
    const accountId = gateway.secrets.accountIdOf('thief');
    const { channel } = world.open('citypark');
    const stolen = channel.endorse('admin', 'Accounts:Open', JSON.stringify({ accounts: [{ accountId }] }));
    await expect(stolen).rejects.toMatchObject({ body: { code: 'NOT_CUSTODIAN' } });
    const view = await finished(gateway, (await start(gateway, two)).importId);
    expect(view).toMatchObject({ state: 'completed', rowsPosted: 2, rowsRejected: 0, pointsIssued: '12' });
    expect(await available(gateway, accountId)).toBe('5');
    expect(gateway.projection.of(accountQueries).account(accountId)?.custodian).toBe('HarborMSP');
  });

  test('is reported with every row that names it, and gets nothing: what the ledger has stands in the way', async () => {
    const { gateway } = await open();
    const accountId = gateway.secrets.accountIdOf('thief');
    world.network.stub.plant('account', [accountId], row(accountId, 'HarborMSP', 'merchant'));
    const { importId } = await start(gateway, two);
    expect(await finished(gateway, importId)).toMatchObject({ rowsPosted: 1, rowsRejected: 1, pointsIssued: '7' });
    expect(await rejectedBy(gateway, importId)).toEqual(['thief,1997-01-01,1,5.00 2 ACCOUNT_EXISTS']);
    expect(await issuedTotal(gateway)).toBe('7');
  });

  test('is reported as well when peers that conspired gave it to another', async () => {
    const { gateway } = await open();
    const accountId = gateway.secrets.accountIdOf('thief');
    const forged = row(accountId, 'CityParkMSP');
    world.network.stub.plant('account', [accountId], forged);
    const writes = [{ key: ['account', accountId], value: Buffer.from(JSON.stringify(forged)) }];
    const txId = 'f'.repeat(64);
    world.network.appendForged(writes, txId);
    await post(gateway, 'harbor', issue('wake', gateway.secrets.accountIdOf('nobody'), 1));
    while (!gateway.projection.of(accountQueries).account(accountId)) await pause(5);
    const { importId } = await start(gateway, two);
    expect(await finished(gateway, importId)).toMatchObject({ rowsPosted: 1, rowsRejected: 1, pointsIssued: '7' });
    expect(await rejectedBy(gateway, importId)).toEqual(['thief,1997-01-01,1,5.00 2 NOT_CUSTODIAN']);
    expect(await issuedTotal(gateway)).toBe('7');
  });
});
