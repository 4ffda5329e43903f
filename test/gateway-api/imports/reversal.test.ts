/** A whole import is taken back: every purchase once, whatever happens on the way, and afterwards it can come again. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { defaultFormat } from '../../../gateway-api/src/imports/file-format.js';
import type { ImportProgress } from '../../../gateway-api/src/imports/import-progress.js';
import { programQueries } from '../../../gateway-api/src/subjects/programs/reads.js';
import { keyOf, startWithMembers, until, type StartedApp } from '../start-app.js';
import { available, caller, post, redeem, startWorld, type World } from '../writes/gateway-world.js';

jest.setTimeout(30_000);

describe('through a gateway', () => {
  let world: World;
  beforeEach(async () => (world = await startWorld()));
  afterEach(() => world.end());

  let keys = 0;
  const claim = () => ({ scope: 'imports', key: `key-${keys++}` });

  async function open(parts = {}): Promise<Gateway> {
    const { gateway } = world.open('harbor', parts);
    while (!gateway.projection.of(programQueries).program('harbor')) await pause(5);
    return gateway;
  }
  async function ended(gateway: Gateway, importId: string): Promise<ImportProgress> {
    for (;;) {
      const view = await gateway.imports.get(importId);
      if (view.state !== 'running' && view.reversal?.state !== 'running') return view;
      await pause(5);
    }
  }
  async function importFile(gateway: Gateway, text: string, pointsPerUnit = '1'): Promise<ImportProgress> {
    const asked = {
      programId: 'harbor',
      pointsPerUnit,
      rounding: 'floor',
      earnedOn: 'import',
      format: defaultFormat,
    } as const;
    const taken = await gateway.imports.start(Readable.from([Buffer.from(text)]), asked, caller('harbor'), claim());
    if (!('import' in taken)) throw new Error(taken.kind);
    return ended(gateway, taken.import.importId);
  }
  async function takeBack(gateway: Gateway, importId: string): Promise<ImportProgress> {
    await gateway.imports.reverse(importId, caller('harbor'), claim());
    return ended(gateway, importId);
  }
  const has = (gateway: Gateway, member: string) => available(gateway, gateway.secrets.accountIdOf(member));
  const supply = (gateway: Gateway) => gateway.projection.of(programQueries).supply('harbor');

  test('everything that it issued, and the same file at another rate is new', async () => {
    const gateway = await open();
    const file =
      'customer_id,date,amount\na,2026-01-01,10.00\na,2026-01-01,10.00\nb,2026-01-02,5.00\nb,2026-01-02,0.10\n';
    const first = await importFile(gateway, file, '100');
    const back = await takeBack(gateway, first.importId);
    expect(back).toMatchObject({ rowsPosted: 4, reversal: { state: 'completed', rowsReversed: 4, rowsRefused: 0 } });
    expect(back.reversal).toMatchObject({ pointsReversed: '2510', shortfall: '0' });
    expect([await has(gateway, 'a'), await has(gateway, 'b')]).toEqual(['0', '0']);
    const second = await importFile(gateway, file);
    expect(second).toMatchObject({ rowsPosted: 3, rowsSkipped: 1, rowsExisting: 0, pointsIssued: '25', warnings: [] });
    expect(await has(gateway, 'a')).toBe('20');
    expect(await importFile(gateway, file)).toMatchObject({ rowsPosted: 0, rowsExisting: 3 });
  });

  test('purchases come again under their purchase_id, and returns of them too', async () => {
    const gateway = await open();
    const head = 'purchase_id,return_of,customer_id,date,amount\n';
    const rows = 'P1,,a,2026-01-01,10.00\nP2,,a,2026-01-01,20.00\nR1,P1,a,2026-01-02,-4.00\n';
    for (const rate of [1, 2, 3]) {
      const done = await importFile(gateway, head + rows, String(rate));
      expect(done).toMatchObject({ rowsPosted: 3, pointsIssued: String(30 * rate), pointsReturned: String(4 * rate) });
      expect(await has(gateway, 'a')).toBe(String(26 * rate));
      // What another import has in common with it is that one's.
      expect(
        await importFile(gateway, `${head}P1,,a,2026-01-01,10.00\nP${10 + rate},,z,2026-01-01,5.00\n`, String(rate)),
      ).toMatchObject({ rowsExisting: 1, rowsPosted: 1 });
      expect((await takeBack(gateway, done.importId)).reversal).toMatchObject({
        rowsReversed: 2,
        pointsReversed: String(26 * rate),
      });
    }
    expect([await has(gateway, 'a'), await has(gateway, 'z')]).toEqual(['0', '30']);
  });

  test('what was spent is a shortfall', async () => {
    const gateway = await open();
    const done = await importFile(gateway, 'customer_id,date,amount\na,2026-01-01,10.00\n');
    await post(gateway, 'harbor', redeem('spent', gateway.secrets.accountIdOf('a'), 7));
    expect((await takeBack(gateway, done.importId)).reversal).toMatchObject({
      rowsReversed: 1,
      pointsReversed: '3',
      shortfall: '7',
    });
  });

  test('killed midway and resumed: every row once', async () => {
    const first = await open();
    const rows = Array.from({ length: 2500 }, (_, n) => `m${n % 90},2026-01-01,3.00\n`);
    const { importId, pointsIssued } = await importFile(first, `customer_id,date,amount\n${rows.join('')}`);
    await first.imports.reverse(importId, caller('harbor'), claim());
    while ((await first.imports.get(importId)).reversal?.rowsReversed === 0) await pause(2);
    const copy = join(world.folder, 'copy.db');
    for (const suffix of ['-wal', ''])
      if (existsSync(join(world.folder, `harbor.db${suffix}`)))
        cpSync(join(world.folder, `harbor.db${suffix}`), copy + suffix);
    await first.close(0);
    world.gateways.delete(first);
    const gateway = await open({ databasePath: copy });
    const { reversal } = await ended(gateway, importId);
    expect(reversal).toMatchObject({
      state: 'completed',
      rowsReversed: 2500,
      pointsReversed: pointsIssued,
      shortfall: '0',
    });
    expect(supply(gateway)).toMatchObject({ issued: pointsIssued, reversed: pointsIssued });
  });
});

describe('through REST', () => {
  let app: StartedApp;
  beforeEach(async () => {
    ({ app } = await startWithMembers());
  });
  const read = async (importId: string) => (await app.operator('get', `/v1/imports/${importId}`).expect(200)).body;
  const send = async (text: string) =>
    (await app.operator('post', '/v1/imports?program=harbor').type('text/csv').send(text).expect(202)).body
      .importId as string;
  const reversal = (importId: string, key = keyOf('operator') + importId) =>
    app.operator('post', `/v1/imports/${importId}/reversal`).set('idempotency-key', key);

  it('counts what is refused, and tries it again when asked with another key', async () => {
    const importId = await send('customer_id,date,amount\ngone,2026-01-01,10.00\nfree,2026-01-01,5.00\n');
    await until(async () => (await read(importId)).state === 'completed');
    const accountId = app.gateway.secrets.accountIdOf('gone');
    await app.operator('post', '/v1/redemptions').send({ programId: 'harbor', accountId, amount: '10' }).expect(201);
    await app.operator('post', `/v1/accounts/${accountId}/close`).send({}).expect(200);
    await reversal(importId, 'first').expect(202);
    const ended = async () => (await read(importId)).reversal.state === 'completed';
    await until(ended);
    const refused = { rowsReversed: 1, rowsRefused: 1, pointsReversed: '5', refusals: { ACCOUNT_CLOSED: 1 } };
    expect((await read(importId)).reversal).toMatchObject(refused);
    const posted = app.posted().length;
    // The same key is the same request.
    expect((await reversal(importId, 'first').expect(202)).headers['idempotency-replayed']).toBe('true');
    const { headers, body } = await reversal(importId, 'second').expect(202);
    expect([headers['location'], body.reversal.state]).toEqual([`/v1/imports/${importId}`, 'running']);
    await until(ended);
    expect((await read(importId)).reversal).toMatchObject(refused);
    expect(app.posted().length).toBe(posted);
  });

  it('waits for the import, and needs one', async () => {
    app.holdCommits();
    const importId = await send('customer_id,date,amount\nc1,2026-01-01,10.00\n');
    expect((await reversal(importId).expect(409)).body).toMatchObject({ code: 'IMPORT_RUNNING', retryable: true });
    app.releaseCommits();
    await until(async () => (await read(importId)).state === 'completed');
    expect((await reversal('imp-none').expect(404)).body.code).toBe('IMPORT_UNKNOWN');
    await app.cashier('post', `/v1/imports/${importId}/reversal`).expect(403);
  });
});
