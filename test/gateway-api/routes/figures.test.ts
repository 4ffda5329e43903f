/** Figures and disclosures through HTTP: what goes where, and what is kept of it. */
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import { startApp, type StartedApp } from '../start-app.js';

let app: StartedApp;
beforeEach(async () => {
  app = await startApp();
});

const period = '2026-10';
const path = `/v1/figures/${period}`;
const figures = [
  { name: 'margin', value: '-713713' },
  { name: 'line-01', label: 'LABEL713', value: 'TEXT713' },
];
const record = (body: object = { period, figures }, key = `f-${Math.random()}`) =>
  app.operator('post', '/v1/figures').set('idempotency-key', key).send(body);
const secrets = /713713|LABEL713|TEXT713/;

describe('figures', () => {
  it('are recorded with a salt of 128 random bits each, and answered without what they say', async () => {
    const { body, headers } = await record().expect(201);
    expect(body).toMatchObject({ period, revision: 1, names: ['margin', 'line-01'], state: 'committed' });
    expect(JSON.stringify(body)).not.toMatch(secrets);
    expect(headers.location).toBe(path);
    const [input] = app.privateInputs() as [{ figures: { salt: string }[] }];
    expect(input.figures).toMatchObject(figures);
    const salts = input.figures.map(({ salt }) => salt);
    expect(new Set(salts).size).toBe(2);
    for (const salt of salts) expect(salt).toMatch(/^[0-9a-f]{32}$/);
  });

  it('are no part of the request that goes into a block, nor of the log', async () => {
    await record().expect(201);
    app.channel.endorseFailures.push(new ChannelFailure('unavailable', 'at 10.0.0.1:7051'));
    await record({ period: '2026-09', figures }).expect(503);
    await record({ period: '2026-09', figures: [{ ...figures[0], value: 'x-713713' }] }).expect(400);
    expect(app.submitted()).toEqual([
      { name: 'Figures:Record', request: { id: expect.stringMatching(/^op-/) as string, owner: 'HarborMSP', period } },
    ]);
    expect(JSON.stringify(app.submitted())).not.toMatch(secrets);
    expect(JSON.stringify(app.lines)).not.toMatch(secrets);
  });

  it('have the same id on the ledger when they are sent again, and another one under another key', async () => {
    const first = await record({ period, figures }, 'k').expect(201);
    const again = await record({ period, figures }, 'k').expect(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const other = { period, figures: [{ name: 'margin', value: '1' }] };
    expect((await record(other, 'k').expect(422)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await record({ period, figures }, 'l').expect(409)).body.code).toBe('FIGURES_EXIST');
  });

  it('are read by operators, not by cashiers, and seen as hashes by all', async () => {
    await record().expect(201);
    const { body: month } = await app.operator('get', path).expect(200);
    expect(month.figures).toMatchObject(figures);
    const { body: listed } = await app.admin('get', '/v1/figures?from=2026-10&to=2026-10').expect(200);
    expect(listed.months).toMatchObject([{ period, revision: 1 }]);
    expect((await app.operator('get', '/v1/figures/2026-01').expect(404)).body.code).toBe('FIGURES_UNKNOWN');
    for (const role of ['cashier', 'auditor'] as const) await app[role]('get', path).expect(403);
    const span = 'from=2026-10&to=2026-10';
    const { body: seen } = await app.cashier('get', `/v1/organizations/HarborMSP/figures?${span}`).expect(200);
    expect(seen.figures).toHaveLength(2);
    expect(JSON.stringify(seen)).not.toMatch(secrets);
    const { body: unknown } = await app.cashier('get', '/v1/organizations/NobodyMSP/figures').expect(404);
    expect(unknown.code).toBe('COLLECTION_UNKNOWN');
  });

  it('are amended and purged', async () => {
    await record().expect(201);
    const amendment = { revision: 1, figures: [{ name: 'margin', value: '2' }] };
    expect((await app.operator('post', `${path}/amend`).send(amendment).expect(200)).body).toMatchObject({
      revision: 2,
    });
    expect((await app.operator('post', `${path}/amend`).send(amendment).expect(409)).body.code).toBe(
      'REVISION_CONFLICT',
    );
    const named = await app
      .operator('post', `${path}/purge`)
      .send({ names: ['margin'] })
      .expect(200);
    expect(named.body).toMatchObject({ revision: 3, names: ['line-01'] });
    expect((await app.operator('post', `${path}/purge`).expect(200)).body).toMatchObject({ revision: 4, names: [] });
  });

  it.each<[string, object, string]>([
    ['no such name', { figures: [{ name: 'profit', value: '1' }] }, '/figures/0/name'],
    ['a fraction', { figures: [{ name: 'margin', value: '1.5' }] }, '/figures/0'],
    ['a line without label', { figures: [{ name: 'line-01', value: 'x' }] }, '/figures/0'],
    ['a figure twice', { figures: [figures[0], figures[0]] }, '/figures'],
    ['a salt of the client’s own', { figures: [{ ...figures[0], salt: '0'.repeat(32) }] }, '/figures/0/salt'],
    ['no month', { period: '2026-13' }, '/period'],
    ['a part of a month', { period: '2026-11.02' }, '/period'],
  ])('%s is refused', async (_name, change, pointer) => {
    const { body } = await record({ period, figures, ...change }).expect(400);
    expect(body.errors.map((each: { pointer: string }) => each.pointer)).toContain(pointer);
  });

  it.each(['/v1/figures', '/v1/organizations/HarborMSP/figures'])(
    'are listed at %s for the year up to a month, where nothing but its end is said',
    async (list) => {
      await record().expect(201);
      const listed = async (span: string): Promise<number> => {
        const { body } = await app.operator('get', `${list}?${span}`).expect(200);
        return (body.months ?? body.figures).length;
      };
      const each = list === '/v1/figures' ? 1 : figures.length;
      expect(await listed('to=2026-10')).toBe(each);
      expect(await listed('to=2027-09')).toBe(each);
      expect(await listed('to=2027-10')).toBe(0);
      expect(await listed('to=2026-09')).toBe(0);
    },
  );

  it.each([
    ['from=2026-12&to=2026-11', '/query/to'],
    ['from=2020-01&to=2026-01', '/query/to'],
    ['to=', '/query/to'],
    ['to=2026', '/query/to'],
    ['to=2026-13', '/query/to'],
    ['to=0000-00', '/query/to'],
    ['to=2026-10-31', '/query/to'],
    ['to=2026-10&to=2026-11', '/query/to'],
    ['from=', '/query/from'],
    ['from=2026-1&to=2026-10', '/query/from'],
    ['until=2026-10', '/query/until'],
  ])('the months %s are refused', async (span, pointer) => {
    for (const list of ['/v1/figures', '/v1/organizations/HarborMSP/figures']) {
      const { body } = await app.operator('get', `${list}?${span}`).expect(400);
      expect(body.code).toBe('REQUEST_INVALID');
      expect(body.errors.map((each: { pointer: string }) => each.pointer)).toEqual([pointer]);
    }
  });
});

describe('disclosures', () => {
  it('show what the own peer holds, by name', async () => {
    await record().expect(201);
    const { body } = await app
      .operator('post', '/v1/disclosures')
      .send({ period, names: ['margin'] })
      .expect(201);
    expect(body).toMatchObject({ period, names: ['margin'], source: 'state', count: 1 });
    expect(app.privateInputs().at(-1)).toMatchObject({ figures: [figures[0]] });
    expect(JSON.stringify([body, app.submitted(), app.lines])).not.toMatch(secrets);
    const missing = app.operator('post', '/v1/disclosures').send({ period, names: ['pointsCost'] });
    expect((await missing.expect(404)).body.code).toBe('FIGURES_UNKNOWN');
  });

  it.each(['CityParkMSP', 'HarborMSP', 'NobodyMSP'])('are sent to no peer of %s', async (auditor) => {
    await record().expect(201);
    const endorsed = app.channel.endorsed.length;
    const { body } = await app
      .operator('post', '/v1/disclosures')
      .send({ auditor, period, names: ['margin'] })
      .expect(404);
    expect(body.code).toBe('AUDITOR_UNKNOWN');
    expect(app.channel.endorsed).toHaveLength(endorsed);
  });

  it('name their auditor where there are several', async () => {
    const several = await startApp({ network: app.network, parts: { auditors: ['AuditorMSP', 'SecondMSP'] } });
    const { body } = await several
      .operator('post', '/v1/disclosures')
      .send({ period, names: ['margin'] })
      .expect(400);
    expect(body).toMatchObject({ code: 'AUDITOR_REQUIRED', errors: [{ pointer: '/auditor' }] });
    await record().expect(201);
    const named = several
      .operator('post', '/v1/disclosures')
      .send({ auditor: 'AuditorMSP', period, names: ['margin'] });
    expect((await named.expect(201)).body).toMatchObject({ auditor: 'AuditorMSP', count: 1 });
    expect(several.channel.endorsed.at(-1)!.endorsing.exactly).toEqual(['AuditorMSP']);
  });

  it('are shown to nobody where nobody audits', async () => {
    const alone = await startApp({ network: app.network, parts: { auditors: [] } });
    const refused = alone.operator('post', '/v1/disclosures').send({ period, names: ['margin'] });
    expect((await refused.expect(404)).body.code).toBe('AUDITOR_UNKNOWN');
  });

  it('are made again while the auditor’s peer is behind', async () => {
    await record().expect(201);
    const refusal = { code: 'DISCLOSURE_MISMATCH', detail: 'not what the state has' } as const;
    app.channel.endorseFailures.push(new ChannelFailure('refused', 'not endorsed', refusal));
    await app
      .operator('post', '/v1/disclosures')
      .send({ period, names: ['margin'] })
      .expect(201);
  });

  it('show what was kept of purged figures', async () => {
    await record().expect(201);
    const { body: month } = await app.operator('get', path).expect(200);
    await app.operator('post', `${path}/purge`).expect(200);
    const { body } = await app.operator('post', '/v1/disclosures').send({ figures: month.figures }).expect(201);
    expect(body).toMatchObject({ source: 'history', count: 2 });
  });

  it('are for the auditor', async () => {
    await record().expect(201);
    await app
      .operator('post', '/v1/disclosures')
      .send({ period, names: ['margin'] })
      .expect(201);
    const auditing = await startApp({ organization: 'auditor', network: app.network });
    const { body } = await auditing.auditor('get', '/v1/disclosures?owner=HarborMSP').expect(200);
    expect(body.disclosures).toMatchObject([{ figure: figures[0], verdict: 'current' }]);
    const one = '/v1/disclosures/HarborMSP/2026-10';
    await auditing.auditor('get', `${one}/margin`).expect(200);
    expect((await auditing.auditor('get', `${one}/pointsCost`).expect(404)).body.code).toBe('DISCLOSURE_UNKNOWN');
    for (const role of ['admin', 'operator', 'cashier'] as const) await app[role]('get', '/v1/disclosures').expect(403);
    await app
      .auditor('post', '/v1/disclosures')
      .send({ period, names: ['margin'] })
      .expect(403);
  });
});
