/** A merchant's figures: what it keeps for itself, what everybody sees, and what the auditor is shown. */
import { createHash } from 'node:crypto';
import {
  canonicalJson,
  catalogue,
  disclosuresCollection,
  figuresCollection,
  type Figure,
  type FigureInput,
} from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { auditor, citypark, harbor, startConsortium } from './consortium.js';

const owner = 'HarborMSP';
const period = '2026-10';
const month = { owner, period };
const span = { owner, from: '2026-01', to: '2026-12' };
const salt = (digit: string) => digit.repeat(32);

const margin: FigureInput = { name: 'margin', value: '-40500', salt: salt('a') };
const cost: FigureInput = { name: 'pointsCost', value: '1250000', salt: salt('b') };
const line: FigureInput = { name: 'line-01', label: 'Members who came back', value: '62 %', salt: salt('c') };

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const record = (figures: FigureInput[] = [margin, cost, line], id = 'f-1', by: StubCaller = harbor('operator')) =>
  ledger.submit(by, catalogue.recordFigures, { id, ...month }, { figures });
const amend = (figures: FigureInput[], revision: number, id: string) =>
  ledger.submit(harbor(), catalogue.amendFigures, { id, ...month, revision }, { figures });
const purge = (id: string, names?: string[]) =>
  ledger.submit(harbor(), catalogue.purgeFigures, { id, ...month, ...(names === undefined ? {} : { names }) });
const get = () => ledger.submit(harbor('operator'), catalogue.getFigures, month);
const published = async (by: StubCaller = citypark('cashier')) =>
  (await ledger.submit(by, catalogue.publishedFigures, span)).figures;
const refusal = (code: string) => ({ body: expect.objectContaining({ code }) as object });

test('recorded, read by the owner, seen as hashes by everybody', async () => {
  expect(await record()).toEqual({ ...month, revision: 1, names: ['pointsCost', 'margin', 'line-01'] });
  const mine = await get();
  expect(mine.figures.map(({ name, value, label }) => [name, value, label])).toEqual([
    ['pointsCost', '1250000', undefined],
    ['margin', '-40500', undefined],
    ['line-01', '62 %', 'Members who came back'],
  ]);
  const seen = await published();
  expect(seen).toEqual(
    mine.figures.map((figure) => ({
      period,
      name: figure.name,
      hash: createHash('sha256').update(canonicalJson(figure)).digest('hex'),
    })),
  );
  expect(await published(auditor)).toEqual(seen);
});

test('nothing that is said goes into the public ledger, the reply or the argument', async () => {
  const request = JSON.stringify({ id: 'f-1', ...month });
  const privateInput = JSON.stringify({ figures: [margin] });
  const simulation = await ledger.simulate(harbor(), 'Figures:Record', [request], { privateInput });
  expect(simulation.status).toBe(200);
  expect([...simulation.writes.keys()]).toEqual([]);
  expect([...simulation.privateAccess.writes.keys()]).toEqual([figuresCollection(owner)]);
  expect(simulation.payload).not.toContain(margin.value);
  expect(simulation.payload).not.toContain(margin.salt);
});

test('amending changes what is named, and only the revision that was read', async () => {
  await record();
  const amended = await amend([{ ...margin, value: '7', salt: salt('d') }], 1, 'f-2');
  expect(amended).toMatchObject({ revision: 2, names: ['pointsCost', 'margin', 'line-01'] });
  expect((await get()).figures.map(({ name, value, revision }) => [name, value, revision])).toEqual([
    ['pointsCost', '1250000', 1],
    ['margin', '7', 2],
    ['line-01', '62 %', 1],
  ]);
  await expect(amend([margin], 1, 'f-3')).rejects.toMatchObject(refusal('REVISION_CONFLICT'));
});

test('purging leaves no value behind, and the month goes on counting', async () => {
  await record();
  expect(await purge('f-2', ['margin'])).toMatchObject({ revision: 2, names: ['pointsCost', 'line-01'] });
  expect(await purge('f-3')).toMatchObject({ revision: 3, names: [] });
  expect((await get()).figures).toEqual([]);
  expect(await published()).toEqual([]);
  expect(ledger.privateRows.values(figuresCollection(owner)).join()).not.toContain(margin.value);
  await expect(record([margin], 'f-4')).rejects.toMatchObject(refusal('FIGURES_EXIST'));
  expect(await amend([margin], 3, 'f-5')).toMatchObject({ revision: 4, names: ['margin'] });
});

test('months are listed within their span', async () => {
  await record();
  const { months } = await ledger.submit(harbor(), catalogue.listFigures, span);
  expect(months).toEqual([await get()]);
  const before = { owner, from: '2026-08', to: '2026-09' };
  expect((await ledger.submit(harbor(), catalogue.listFigures, before)).months).toEqual([]);
});

test('are of whole months: nothing is recorded where nobody who asks for months would see it', async () => {
  const part = { owner, period: '2026-11.02' };
  const attempt = ledger.submit(harbor(), catalogue.recordFigures, { id: 'f-1', ...part }, { figures: [margin] });
  await expect(attempt).rejects.toMatchObject(refusal('REQUEST_INVALID'));
});

describe('a repeated id', () => {
  test('with other salts says the same, and changes nothing', async () => {
    await record();
    const before = await get();
    expect(await record([margin, cost, line].map((each) => ({ ...each, salt: salt('9') })))).toEqual({
      ...month,
      revision: 1,
      names: ['pointsCost', 'margin', 'line-01'],
    });
    expect(await get()).toEqual(before);
  });

  test('is known after an amendment too', async () => {
    await record();
    await amend([{ ...margin, value: '7' }], 1, 'f-2');
    expect(await record()).toMatchObject({ revision: 2 });
    expect(await amend([{ ...margin, value: '7' }], 1, 'f-2')).toMatchObject({ revision: 2 });
  });

  test.each<[string, FigureInput[], string]>([
    ['another value', [margin, { ...cost, value: '1' }, line], '/figures/1'],
    ['another label', [margin, cost, { ...line, label: 'x' }], '/figures/2'],
    ['other figures', [margin, cost], '/figures'],
  ])('with %s is a conflict', async (_name, figures, field) => {
    await record();
    const failure = await record(figures).catch((error: unknown) => error);
    expect(failure).toMatchObject({ body: { code: 'ID_CONFLICT', field } });
    for (const { value } of [margin, cost, line]) expect(JSON.stringify(failure)).not.toContain(value);
  });
});

describe('what goes wrong with private input', () => {
  const attempt = async (argument: object, privateInput?: string) => {
    const request = JSON.stringify({ id: 'f-1', ...month, ...argument });
    const { status, message } = await ledger.simulate(harbor(), 'Figures:Record', [request], { privateInput });
    expect(status).toBe(500);
    expect(message).not.toContain('secret');
    return JSON.parse(message) as object;
  };
  const input = JSON.stringify({ figures: [margin] });

  test.each<[string, object, string | undefined, object]>([
    ['as an ordinary argument', { figures: [margin] }, input, { code: 'PRIVATE_INPUT_MISPLACED', pointer: '/figures' }],
    ['missing', {}, undefined, { code: 'PRIVATE_INPUT_INVALID' }],
    ['not JSON', {}, 'secret', { code: 'PRIVATE_INPUT_INVALID' }],
    [
      'a field that is not known',
      {},
      JSON.stringify({ figures: [margin], secretField: 1 }),
      { code: 'PRIVATE_INPUT_INVALID', pointer: '' },
    ],
    [
      'a value that is no amount',
      {},
      JSON.stringify({ figures: [{ ...margin, value: 'secret' }] }),
      { code: 'PRIVATE_INPUT_INVALID', pointer: '/figures/0' },
    ],
    [
      'too little salt',
      {},
      JSON.stringify({ figures: [{ ...margin, salt: 'secret' }] }),
      { code: 'PRIVATE_INPUT_INVALID', pointer: '/figures/0/salt' },
    ],
  ])('%s', async (_name, argument, privateInput, { code, pointer }: { code?: string; pointer?: string }) => {
    const body = await attempt(argument, privateInput);
    expect(body).toMatchObject({ code });
    if (pointer !== undefined) expect(body).toMatchObject({ errors: [{ pointer }] });
  });
});

describe('who may not', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['write to another one’s collection', () => record([margin], 'f-9', citypark())],
    ['purge there', () => ledger.submit(citypark(), catalogue.purgeFigures, { id: 'f-9', ...month })],
    ['read there', () => ledger.submit(citypark(), catalogue.getFigures, month)],
    ['list there', () => ledger.submit(citypark(), catalogue.listFigures, span)],
    [
      'disclose what is another one’s',
      () => {
        const figures = [{ ...margin, ...month, revision: 1 }];
        return ledger.submit(
          citypark(),
          catalogue.discloseFigures,
          { id: 'd', owner, auditor: auditor.mspId, source: 'history' },
          { figures },
        );
      },
    ],
  ])('%s', async (_what, work) => {
    await record();
    const before = ledger.privateRows.values(figuresCollection(owner));
    await expect(work()).rejects.toMatchObject(refusal('PRIVATE_DATA_NOT_ALLOWED'));
    expect(ledger.privateRows.values(figuresCollection(owner))).toEqual(before);
  });

  test('a cashier reads no values, and the auditor’s client none of a merchant’s', async () => {
    await record();
    const by = (caller: StubCaller) => ledger.submit(caller, catalogue.getFigures, month);
    await expect(by(harbor('cashier'))).rejects.toMatchObject(refusal('ROLE_NOT_ALLOWED'));
    await expect(by(auditor)).rejects.toMatchObject(refusal('ROLE_NOT_ALLOWED'));
  });

  test('even a client that the chaincode let through is refused by the peer', async () => {
    await record();
    const name = [...ledger.privateRows.of(figuresCollection(owner)).keys()][0]!;
    expect(() => ledger.privateRows.open('CityParkMSP', owner).get(figuresCollection(owner), name)).toThrow(
      'access permission on privatedata',
    );
  });
});

describe('disclosure', () => {
  const disclose = (figures: Figure[], source: 'state' | 'history' = 'state', id = 'd-1') =>
    ledger.submit(
      harbor('operator'),
      catalogue.discloseFigures,
      { id, owner, auditor: auditor.mspId, source },
      { figures },
    );
  const list = async (of: object = {}) => (await ledger.submit(auditor, catalogue.listDisclosures, of)).disclosures;
  let figures: Figure[];
  beforeEach(async () => {
    await record();
    figures = (await get()).figures;
  });

  test('shows chosen figures to the auditor alone', async () => {
    const [, second] = figures as [Figure, Figure];
    expect(await disclose([second])).toEqual({ owner, auditor: auditor.mspId, count: 1, source: 'state' });
    expect(await list()).toMatchObject([{ id: 'd-1', figure: second, source: 'state' }]);
    expect(await list({ owner, period, name: 'pointsCost' })).toEqual([]);
    expect(await list({ owner, period, name: 'margin' })).toHaveLength(1);
    const values = ledger.privateRows.values(disclosuresCollection(auditor.mspId));
    expect(values.join()).not.toContain(figures[0]!.value);
  });

  test('is for nobody else to read, on the auditor’s peer neither', async () => {
    await disclose(figures);
    for (const caller of [citypark('operator'), { mspId: 'CityParkMSP', role: 'auditor' } as const]) {
      const { message } = await ledger.simulate(caller, 'Disclosures:List', ['{}'], { peerOf: auditor.mspId });
      expect(['ROLE_NOT_ALLOWED', 'PRIVATE_DATA_NOT_ALLOWED']).toContain(
        (JSON.parse(message) as { code: string }).code,
      );
    }
  });

  test.each<[string, Partial<Figure>]>([
    ['another value', { value: '1' }],
    ['another salt', { salt: salt('0') }],
    ['another month', { period: '2026-09' }],
    ['another revision', { revision: 2 }],
  ])('%s is refused', async (_name, change) => {
    const forged = disclose([figures[0]!, { ...figures[1]!, ...change }]);
    await expect(forged).rejects.toMatchObject({
      body: { code: 'DISCLOSURE_MISMATCH', errors: [{ pointer: '/figures/1' }] },
    });
    expect(await list()).toEqual([]);
  });

  test('of somebody else’s figure is refused, whatever it is checked against', async () => {
    await expect(disclose([{ ...figures[0]!, owner: 'CityParkMSP' }], 'history')).rejects.toMatchObject(
      refusal('DISCLOSURE_MISMATCH'),
    );
  });

  test('of what was purged comes from the owner’s records, and says that it was not checked here', async () => {
    await purge('f-2', ['margin']);
    const kept = figures.find(({ name }) => name === 'margin')!;
    await expect(disclose([kept])).rejects.toMatchObject(refusal('DISCLOSURE_MISMATCH'));
    await disclose([kept], 'history');
    expect(await list()).toMatchObject([{ figure: kept, source: 'history' }]);
  });

  test('shows several revisions of one figure in one request, each of them', async () => {
    await amend([{ ...margin, value: '7' }], 1, 'f-2');
    const [, before] = figures as [Figure, Figure];
    const [, after] = (await get()).figures as [Figure, Figure];
    expect(await disclose([before, after], 'history')).toMatchObject({ count: 2 });
    expect((await list({ owner, period, name: 'margin' })).map(({ figure }) => figure)).toEqual([before, after]);
  });

  test('of one revision that says two things is refused', async () => {
    const [, one] = figures as [Figure, Figure];
    await expect(disclose([one, { ...one, value: '1' }], 'history')).rejects.toMatchObject(
      refusal('PRIVATE_INPUT_INVALID'),
    );
  });

  test('repeated with the same id it is there once', async () => {
    await disclose(figures);
    const first = await list();
    ledger.now = '2026-11-24T08:00:00.000Z';
    await disclose(figures);
    expect(await list()).toEqual(first);
    await disclose(figures, 'state', 'd-2');
    expect(await list()).toHaveLength(2 * figures.length);
  });
});
