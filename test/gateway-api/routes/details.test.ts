/** Details that stay with their organisation, anchored on the ledger, and the evidence of them. */
import { rmSync } from 'node:fs';
import { readPolicy, Unverified, verifyEvidence, type UnverifiedCode } from '@commonpoint/verify';
import { DetailStore, detailsPathBeside } from '../../../gateway-api/src/store/detail-store.js';
import { databaseAt, startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

const parts = { jobsEveryMs: { signCheckpoints: 5, anchorDetails: 5 } };
const basket = (price: string) => ({ lines: [{ article: '4006381333931', price }] });

let harbor: StartedApp;
let accountId: string;
beforeEach(async () => {
  ({ app: harbor, accountId } = await startWithMembers({ parts }));
  await startApp({ organization: 'citypark', network: harbor.network, parts });
});

async function issue(app = harbor): Promise<string> {
  const asked = { programId: 'harbor', accountId, amount: '7' };
  return (await app.operator('post', '/v1/issuances').send(asked).expect(201)).body.operationId;
}
const keep = (operationId: string, detail: object = basket('3.98'), app = harbor) =>
  app.operator('post', '/v1/details').send({ details: [{ operationId, schema: 'basket/1', detail }] });
const evidence = (operationId: string, app = harbor) => app.operator('get', `/v1/operations/${operationId}/evidence`);
/** Once it is anchored, and the anchor signed by both. */
async function evidenceOf(operationId: string, app = harbor) {
  await until(async () => {
    jest.setSystemTime(Date.now() + 1_000);
    const { status, body } = await evidence(operationId, app);
    return (
      status === 200 && String(body.anchor).includes('— CityParkMSP') && String(body.anchor).includes('— HarborMSP')
    );
  });
  return (await evidence(operationId, app).expect(200)).body;
}
const policy = async () => readPolicy(JSON.stringify((await harbor.auditor('get', '/v1/log').expect(200)).body));

it('is shown with a proof that nobody can make for another detail', async () => {
  const [first, second] = [await issue(), await issue()];
  await keep(first).expect(200);
  await keep(second, basket('9.99')).expect(200);
  const trusted = await policy();
  const shown = await evidenceOf(first);
  expect(await verifyEvidence(JSON.stringify(shown), trusted)).toMatchObject({
    mspId: 'HarborMSP',
    operationId: first,
    schema: 'basket/1',
    detail: basket('3.98'),
    anchor: { key: ['anchor', 'HarborMSP', harbor.gateway.details.log] },
  });
  const code = async (altered: object, given = trusted): Promise<UnverifiedCode | undefined> => {
    try {
      await verifyEvidence(JSON.stringify({ ...shown, ...altered }), given);
      return undefined;
    } catch (error) {
      if (error instanceof Unverified) return error.code;
      throw error;
    }
  };
  expect(await code({})).toBeUndefined();
  expect(await code({ leaf: shown.leaf.replace('3.98', '2.98') })).toBe('LEAF_NOT_IN_LOG');
  expect(await code({ index: Number(shown.index) + 1 })).toBe('LEAF_NOT_IN_LOG');
  expect(await code({ path: ['A'] })).toBe('FILE_INVALID');
  expect(await code({ format: 'x' })).toBe('FILE_INVALID');
  expect(await code({ leaf: undefined })).toBe('FILE_INVALID');
  const { text: receipt } = await harbor.cashier('get', `/v1/operations/${first}/proof`).expect(200);
  expect(await code({ anchor: receipt })).toBe('ENTRY_INVALID');
  expect(await code({}, { ...trusted, origin: `commonpoint/${'0'.repeat(64)}` })).toBe('LOG_OTHER');
});

it('is nowhere on the ledger, and neither is its salt', async () => {
  const id = await issue();
  await keep(id, basket('31.41592')).expect(200);
  const { leaf } = await evidenceOf(id);
  const { salt } = JSON.parse(leaf) as { salt: string };
  expect(salt).toMatch(/^[0-9a-f]{32}$/);
  const all = harbor.network.blocks.flatMap(({ transactions }) => transactions.flatMap(({ writes }) => writes));
  const rows = all.map(({ value }) => (value === undefined ? '' : Buffer.from(value).toString())).join('\n');
  expect(rows).toContain(harbor.gateway.details.log);
  expect(rows).not.toContain('31.41592');
  expect(rows).not.toContain(salt);
});

it('one operation has one: the same again changes nothing, another one is refused, and with it all that came along', async () => {
  const [first, second] = [await issue(), await issue()];
  await keep(first).expect(200);
  await keep(first).expect(200);
  const both = [second, first].map((operationId) => ({ operationId, schema: 'basket/1', detail: basket('1') }));
  const { body } = await harbor.operator('post', '/v1/details').send({ details: both }).expect(409);
  expect(body.code).toBe('DETAIL_EXISTS');
  expect((await evidence(second).expect(404)).body.code).toBe('DETAIL_UNKNOWN');
  const { index } = await evidenceOf(first);
  expect([index, harbor.gateway.details.tree.size]).toEqual([0, 1]);
});

it('of an operation that is not on the ledger becomes no leaf', async () => {
  await keep('never-posted').expect(200);
  const id = await issue();
  await keep(id).expect(200);
  await evidenceOf(id);
  expect(harbor.gateway.details.tree.size).toBe(1);
  expect((await evidence('never-posted').expect(404)).body.code).toBe('CHECKPOINT_AWAITED');
});

describe('of a till', () => {
  const given = (operationId: string) => ({ details: [{ operationId, schema: 'basket/1', detail: basket('1.00') }] });
  const issuance = (more: object = {}) => ({ programId: 'harbor', accountId, amount: '7', ...more });
  const own = async (): Promise<string> =>
    (await harbor.cashier('post', '/v1/issuances').send(issuance()).expect(201)).body.operationId;

  it('are given of what it posted itself, or with it, and shown', async () => {
    const id = await own();
    await harbor.cashier('post', '/v1/details').send(given(id)).expect(200);
    await evidenceOf(id);
    await harbor.cashier('get', `/v1/operations/${id}/evidence`).expect(200);
    const { schema, detail: content } = given('x').details[0]!;
    const asked = issuance({ operationId: 'with-its-basket', detail: { schema, content } });
    await harbor.cashier('post', '/v1/issuances').send(asked).expect(201);
    await evidenceOf('with-its-basket');
    await harbor.cashier('get', '/v1/operations/with-its-basket/evidence').expect(200);
  });

  it('are not given of others’, nor of what nobody posted, so that none is in another one’s way', async () => {
    const [mine, others] = [await own(), 'of-the-office'];
    await harbor
      .operator('post', '/v1/issuances')
      .send(issuance({ operationId: others }))
      .expect(201);
    for (const id of [others, 'not-posted-yet']) {
      const details = [...given(mine).details, ...given(id).details];
      const { body } = await harbor.cashier('post', '/v1/details').send({ details }).expect(403);
      expect(body).toMatchObject({ code: 'ROLE_NOT_ALLOWED', errors: [{ pointer: '/details/1/operationId' }] });
    }
    expect((await evidence(mine).expect(404)).body.code).toBe('DETAIL_UNKNOWN');
    const { schema, detail: content } = given('x').details[0]!;
    const asked = issuance({ operationId: others, detail: { schema, content } });
    await harbor.cashier('post', '/v1/issuances').send(asked).expect(403);
    await harbor
      .cashier('post', '/v1/batches')
      .send({ operations: [{ kind: 'issue', id: others, ...asked, operationId: undefined }] })
      .expect(403);
    await keep(others).expect(200);
    await keep('not-posted-yet').expect(200);
  });

  it('are not shown of others’', async () => {
    const others = await issue();
    await keep(others).expect(200);
    await evidenceOf(others);
    const { body } = await harbor.cashier('get', `/v1/operations/${others}/evidence`).expect(403);
    expect(body.code).toBe('ROLE_NOT_ALLOWED');
    const { body: nothing } = await harbor.cashier('get', '/v1/operations/unknown/evidence').expect(404);
    expect(nothing.code).toBe('DETAIL_UNKNOWN');
  });
});

it('that is too large is refused', async () => {
  await keep(await issue(), { text: 'x'.repeat(9_000) }).expect(400);
});

it('erased is gone for good, and all others are proved as before', async () => {
  const [first, second] = [await issue(), await issue()];
  await keep(first, basket('31.41592')).expect(200);
  await keep(second).expect(200);
  const before = await evidenceOf(second);
  const erase = () => harbor.operator('post', `/v1/operations/${first}/detail/erase`);
  await erase().expect(200);
  await erase().expect(200);
  expect((await evidence(first).expect(410)).body.code).toBe('DETAIL_ERASED');
  expect((await keep(first).expect(410)).body.code).toBe('DETAIL_ERASED');
  expect((await harbor.operator('post', '/v1/operations/none/detail/erase').expect(404)).body.code).toBe(
    'DETAIL_UNKNOWN',
  );
  const third = await issue();
  await keep(third).expect(200);
  for (const id of [second, third]) await verifyEvidence(JSON.stringify(await evidenceOf(id)), await policy());
  expect((await evidence(second)).body.leaf).toBe(before.leaf);
});

it('a file from an old backup is not gone on with, and one that begins anew is another log', async () => {
  const databasePath = databaseAt('backup');
  const path = detailsPathBeside(databasePath);
  const app = await startApp({ network: harbor.network, parts: { ...parts, databasePath } });
  const id = await issue(app);
  await keep(id, basket('1'), app).expect(200);
  const { log } = app.gateway.details;
  await evidenceOf(id, app);
  await app.gateway.close(0);
  const store = new DetailStore(path, 'HarborMSP');
  expect([store.log, store.tree.size]).toEqual([log, 1]);
  store.close();
  // As a backup from before: the same log, without its leaf.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const file = new DatabaseSync(path);
  file.exec('DELETE FROM details; DELETE FROM detail_tree');
  file.close();
  const old = await startApp({ network: harbor.network, parts: { ...parts, databasePath } });
  expect((await keep(await issue(old), basket('2'), old).expect(503)).body.code).toBe('DETAILS_BEHIND');
  await until(() => old.lines.some(({ message }) => message.startsWith('The ledger has more details anchored')));
  await old.gateway.close(0);
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  const anew = await startApp({ network: harbor.network, parts: { ...parts, databasePath } });
  expect(anew.gateway.details.log).not.toBe(log);
  const next = await issue(anew);
  await keep(next, basket('3'), anew).expect(200);
  expect((await evidenceOf(next, anew)).index).toBe(0);
});
