import { createServer } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rowErrors } from '../../../gateway-api/src/imports/purchase-rows.js';
import { keyOf, startWithMembers, until, type StartedApp, type Surroundings } from '../start-app.js';

const csv = 'customer_id,date,quantity,amount\nc1,2026-01-01,1,12.50\n';

describe('imports', () => {
  let app: StartedApp;
  beforeEach(async () => {
    ({ app } = await startWithMembers());
  });
  const path = '/v1/imports?program=harbor&pointsPerUnit=1&rounding=floor';
  const start = (text = csv, at = path) => app.operator('post', at).type('text/csv').send(text);

  it('are taken with 202 and can be looked at', async () => {
    app.holdCommits();
    const { body, headers } = await start().expect(202);
    expect(body).toMatchObject({
      state: 'running',
      programId: 'harbor',
      pointsPerUnit: '1',
      rounding: 'floor',
      bytes: csv.length,
    });
    expect(headers.location).toBe(`/v1/imports/${body.importId}`);
    const read = async () => (await app.operator('get', headers.location!).expect(200)).body;
    expect(await read()).toEqual(body);
    app.releaseCommits();
    await until(async () => (await read()).state === 'completed');
    const done = await read();
    expect(done).toMatchObject({ ...body, state: 'completed', rowsTotal: 1, rowsPosted: 1, pointsIssued: '12' });
    const list = await app.operator('get', '/v1/imports').expect(200);
    expect(list.body.imports).toEqual([done]);
  });

  it('fill in what was left out', async () => {
    const { body } = await start(csv, '/v1/imports?program=harbor').expect(202);
    expect(body).toMatchObject({ pointsPerUnit: '1', rounding: 'floor' });
  });

  it('replay by key, parameters and file', async () => {
    // What is answered is how far it is.
    app.holdCommits();
    const first = await start().set('idempotency-key', 'k').expect(202);
    const again = await start().set('idempotency-key', 'k').expect(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const other = await start(`${csv}c2,2026-01-01,1,1\n`).set('idempotency-key', 'k').expect(422);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it.each([
    ['the program is missing', '/v1/imports', '/query/program'],
    ['the program is spelt wrongly', '/v1/imports?program=Harbor!', '/query/program'],
    ['a rate of nothing', '/v1/imports?program=harbor&pointsPerUnit=0', '/query/pointsPerUnit'],
    ['a negative rate', '/v1/imports?program=harbor&pointsPerUnit=-1', '/query/pointsPerUnit'],
    ['a rate with an exponent', '/v1/imports?program=harbor&pointsPerUnit=1e3', '/query/pointsPerUnit'],
    ['an unknown rounding', '/v1/imports?program=harbor&rounding=up', '/query/rounding'],
    ['an unknown parameter', '/v1/imports?program=harbor&dryRun=1', '/query/dryRun'],
    ['a parameter twice', '/v1/imports?program=harbor&program=harbor', '/query/program'],
  ])('are refused when %s', async (_name, at, pointer) => {
    const { body } = await start(csv, at).expect(400);
    expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer }] });
  });

  it('are refused without the columns', async () => {
    const { body } = await start('a,b\n1,2\n').expect(400);
    expect(body.code).toBe('CSV_INVALID');
  });

  it('are refused as another content type', async () => {
    const { body } = await app.operator('post', path).send({ a: 1 }).expect(415);
    expect(body.code).toBe('CONTENT_TYPE_UNSUPPORTED');
  });

  it('are refused when too large', async () => {
    ({ app } = await startWithMembers({ limits: { importBytesMax: 2048 } }));
    const { body } = await start(csv + 'x'.repeat(4096)).expect(413);
    expect(body.code).toBe('BODY_TOO_LARGE');
  });

  it('give the rejected rows as CSV, with what is wrong behind them', async () => {
    const accountId = app.gateway.secrets.accountIdOf('frozen');
    await app.operator('post', '/v1/accounts').send({ memberRef: 'frozen' }).expect(201);
    await app.operator('post', `/v1/accounts/${accountId}/freeze`).send({}).expect(200);
    const rows = ['c1,2026-01-01,1,1e3', 'frozen,2026-01-01,1,5', 'c2,2026-01-01,1,5'];
    const { body } = await start(`customer_id,date,quantity,amount\n${rows.join('\n')}\n`).expect(202);
    const path = `/v1/imports/${body.importId}`;
    await until(async () => (await app.operator('get', path).expect(200)).body.state === 'completed');
    const { text, headers } = await app.operator('get', `${path}/rejected-rows`).expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toContain('attachment');
    const reason = `"${rowErrors.AMOUNT_INVALID}"`;
    const [header, ...rejected] = text.split('\r\n');
    expect(header).toBe('\ufeffcustomer_id,date,quantity,amount,rejected_line,rejected_code,rejected_reason');
    expect(rejected).toEqual([
      `${rows[0]},2,AMOUNT_INVALID,${reason}`,
      `${rows[1]},3,ACCOUNT_FROZEN,${accountId} is frozen`,
      '',
    ]);
  });

  it.each(['', '/rejected-rows'])('answer 404 for an unknown one at %s', async (part) => {
    const { body } = await app.operator('get', `/v1/imports/imp-none${part}`).expect(404);
    expect(body.code).toBe('IMPORT_UNKNOWN');
  });

  describe('over a real connection', () => {
    const listen = async (limits: Surroundings['limits']) => {
      ({ app } = await startWithMembers({ limits }));
      const server = createServer(app.app);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    };
    const send = (port: number) =>
      request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path,
        headers: { authorization: `Bearer ${keyOf('operator')}`, 'content-type': 'text/csv', 'idempotency-key': 'k' },
      });

    it('are given up when the file stops arriving', async () => {
      const server = await listen({ requestMs: 150 });
      const upload = send((server.address() as AddressInfo).port);
      upload.on('error', () => undefined).write(csv);
      const status = await new Promise((resolve) => upload.on('response', (response) => resolve(response.statusCode)));
      expect(status).toBe(408);
      upload.destroy();
      server.close();
    });

    it('record nothing when the client goes away midway', async () => {
      const server = await listen({});
      const upload = send((server.address() as AddressInfo).port);
      upload.on('error', () => undefined).write(csv);
      await new Promise((resolve) => setTimeout(resolve, 100));
      upload.destroy();
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { body } = await app.operator('get', '/v1/imports').expect(200);
      expect(body.imports).toEqual([]);
      server.close();
    });
  });
});
