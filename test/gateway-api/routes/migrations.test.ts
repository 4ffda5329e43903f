/** A legacy programme's balances, from a file to points: snapshot, approval by the others, claims, the cut-over, proofs. */
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { judge, readPolicy, Unverified, verifyLegacyBalance } from '@commonpoint/verify';
import type { MemoryChannel } from '../../support/memory-channel.js';
import { databaseAt, startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

// Three gateways and some hundred accounts for each, on cores that others share.
jest.setTimeout(120_000);

const parts = { jobsEveryMs: { signCheckpoints: 5, giveBackAborted: 5 } };
const own = '/v1/migrations/HarborMSP/legacy';
const rows = [
  ...Array.from({ length: 600 }, (_, n) => `card ${n},${n + 1},,2028-06-30`),
  'card 7,5,,2028-12-31',
  'card 0001,77,active,',
  'card 1,-40,,',
  'card 2,0,,',
  'card 3,12,,2026-01-31',
  'card 4,9,expired,2028-12-31',
];
const csvOf = (lines: readonly string[]) => `customer_id,points,status,expires_on\n${lines.join('\n')}\n`;
/** The sum of the first, and two more. */
const total = (600 * 601) / 2 + 5 + 77;

let harbor: StartedApp, citypark: StartedApp, greenmart: StartedApp;
beforeEach(async () => {
  ({ app: harbor } = await startWithMembers({ parts }));
});
/** Whoever has to approve, or to sign. */
async function startOthers(): Promise<void> {
  const { network } = harbor;
  citypark = await startApp({ organization: 'citypark', network, parts });
  greenmart = await startApp({ organization: 'greenmart', network, parts });
}

const take = (lines: readonly string[] = rows, id = 'legacy') =>
  harbor.admin('post', `/v1/migrations?program=harbor&migrationId=${id}`).type('text/csv').send(csvOf(lines));
const propose = () => harbor.admin('post', `${own}/propose`).expect(200);
async function approve(app: StartedApp) {
  await until(async () => (await app.admin('get', own)).status === 200);
  const { root, total: owed } = (await app.admin('get', own).expect(200)).body;
  return app.admin('post', `${own}/approve`).send({ root, total: owed });
}
async function approved(lines = rows): Promise<void> {
  await startOthers();
  await take(lines).expect(201);
  await propose();
  await approve(citypark);
  await approve(greenmart);
  await until(async () => (await harbor.admin('get', own)).body.status === 'approved');
}
const read = async () => (await harbor.admin('get', own).expect(200)).body;
async function claimed(): Promise<void> {
  await harbor.operator('post', `${own}/claim`).expect(202);
  await until(async () => (await read()).snapshot.state === 'claimed');
}
const pointsOf = async (memberRef: string): Promise<string> => {
  const accountId = harbor.gateway.secrets.accountIdOf(memberRef);
  const { body } = await harbor.admin('get', `/v1/accounts/${accountId}/balances`);
  return body.balances?.find(({ programId }: { programId: string }) => programId === 'harbor')?.available ?? '0';
};

test('all that is owed is claimed, with its expiry, and the end adds up', async () => {
  await startOthers();
  const taken = (await take().expect(201)).body;
  expect(taken).toMatchObject({ size: 606, total: String(total), state: 'read' });
  expect(taken.byStatus).toEqual([
    { status: 'active', count: 602, amount: String(total) },
    { status: 'expired', count: 2, amount: '21' },
    { status: 'negative', count: 1, amount: '40' },
    { status: 'empty', count: 1, amount: '0' },
  ]);
  await propose();
  expect((await harbor.operator('post', `${own}/claim`)).body.code).toBe('MIGRATION_STATE');
  expect((await approve(citypark)).body.status).toBe('proposed');
  expect((await approve(greenmart)).body.status).toBe('approved');
  await until(async () => (await read()).status === 'approved');
  await claimed();
  expect(await read()).toMatchObject({
    claimedSoFar: { count: 602, amount: String(total) },
    snapshot: { state: 'claimed', refused: 0 },
  });
  expect([await pointsOf('card 7'), await pointsOf('card 0001'), await pointsOf('card 2')]).toEqual(['13', '77', '3']);
  const done = await harbor.admin('post', `${own}/complete`).send({ unclaimed: { count: 0, amount: '0' } });
  expect([done.status, done.body.status]).toEqual([200, 'complete']);
});

test('a member has a file that proves what was owed, and nothing else', async () => {
  await approved();
  const accountId = harbor.gateway.secrets.accountIdOf('card 7');
  const { balances } = (await harbor.operator('get', `${own}/balances?accountId=${accountId}`).expect(200)).body;
  expect(balances).toEqual([
    { index: 7, accountId, amount: '8', status: 'active', expiresOn: '2028-06-30', reference: 'card 7' },
    { index: 600, accountId, amount: '5', status: 'active', expiresOn: '2028-12-31', reference: 'card 7' },
  ]);
  const at = `${own}/balances/600/proof`;
  await until(async () => {
    jest.setSystemTime(Date.now() + 1_000);
    const { status, body } = await harbor.operator('get', at);
    return status === 200 && ['City', 'Green', 'Harbor'].every((name) => String(body.migration).includes(`— ${name}`));
  });
  const proof = (await harbor.operator('get', at).expect(200)).body;
  const policy = readPolicy(JSON.stringify((await harbor.auditor('get', '/v1/log').expect(200)).body));
  const said = await verifyLegacyBalance(JSON.stringify(proof), policy);
  expect(said).toMatchObject({ accountId, amount: '5', index: 600, migrationId: 'legacy' });
  expect((await judge(JSON.stringify(proof), policy))[0]).toContain('a balance of 5 (active)');
  const code = async (altered: object): Promise<string> =>
    verifyLegacyBalance(JSON.stringify({ ...proof, ...altered }), policy).then(
      () => 'proved',
      (error: unknown) => (error as Unverified).code,
    );
  const [first, ...others] = proof.path as { hash: string; sum: string }[];
  expect(await code({ leaf: proof.leaf.replace('"amount":"5"', '"amount":"6"') })).toBe('LEAF_NOT_IN_LOG');
  expect(await code({ leaf: proof.leaf.replace('"index":600', '"index":601') })).toBe('LEAF_NOT_IN_LOG');
  expect(await code({ leaf: proof.leaf.replace('"legacy"', '"other"') })).toBe('ENTRY_INVALID');
  expect(await code({ path: [{ ...first, sum: String(BigInt(first!.sum) + 1n) }, ...others] })).toBe('LEAF_NOT_IN_LOG');
  expect(await code({ path: others })).toBe('LEAF_NOT_IN_LOG');
  expect(await code({ path: [{ ...first, sum: '-1' }, ...others] })).toBe('FILE_INVALID');
  expect(await code({ path: [{ ...first, sum: '1000000000000000000' }, ...others] })).toBe('FILE_INVALID');
});

test('a frozen balance comes to its account once that is frozen, and points that ended meanwhile are told of', async () => {
  await approved(['card 1,5,frozen,2028-12-31', 'card 2,6,,2026-11-23', 'card 3,7,,2028-12-31']);
  jest.setSystemTime(Date.parse('2026-11-24T09:30:00.000Z'));
  await claimed();
  expect(await read()).toMatchObject({ claimedSoFar: { count: 2, amount: '12' }, snapshot: { refused: 1 } });
  const account = await harbor.admin('get', `/v1/accounts/${harbor.gateway.secrets.accountIdOf('card 1')}`);
  expect([account.body.status, await pointsOf('card 1')]).toEqual(['frozen', '5']);
  const { refused } = (await harbor.operator('get', `${own}/refused-claims`).expect(200)).body;
  expect(refused).toMatchObject([{ index: 1, code: 'EXPIRY_OUT_OF_BOUNDS' }]);
  const complete = (body: object) => harbor.admin('post', `${own}/complete`).send(body);
  expect((await complete({ unclaimed: { count: 0, amount: '0' } })).body.code).toBe('MIGRATION_UNEQUAL');
  await complete({ unclaimed: { count: 1, amount: '6' }, owedUntil: '2027-12-31' }).expect(200);
});

test('one that is given up leaves nothing of it', async () => {
  await approved();
  await claimed();
  await harbor.admin('post', `${own}/abort`).expect(200);
  await until(async () => (await read()).snapshot.state === 'returned');
  expect((await read()).claimedSoFar).toEqual({ count: 0, amount: '0' });
  expect(await pointsOf('card 7')).toBe('0');
});

test.each<[string, readonly string[], RegExp]>([
  ['a member twice with one expiry', ['a-1,5,,2028-12-31', 'a-1,6,,2028-12-31'], /merge the two/],
  ['a reference that is another one as a spreadsheet has it', ['4.12E+15,5,,'], /spreadsheet/],
  ['a reference that stands for nobody', ['N/A,5,,'], /nobody/],
  ['19 digits', ['a-1,1234567890123456789,,'], /18 digits/],
  ['cents', ['a-1,1.50,,'], /whole number/],
  ['no points', ['a-1,,,'], /whole number/],
  ['a day that is none', ['a-1,5,,2028-02-30'], /no day/],
  ['a status that nobody knows', ['a-1,5,locked,'], /status/],
  ['a column too few', ['a-1,5,'], /columns/],
])('a snapshot with %s is refused whole, by its line', async (_what, lines, detail) => {
  const { status, body } = await take(['b-1,7,,2028-12-31', ...lines]);
  expect([status, body.code]).toEqual([422, 'SNAPSHOT_INVALID']);
  expect(body.errors[0]).toEqual({ pointer: `/lines/${lines.length + 2}`, detail: expect.stringMatching(detail) });
  // Nothing was kept: a mended file is taken under the same id.
  await take(['b-1,7,,2028-12-31']).expect(201);
});

test('sums beyond 18 digits are refused', async () => {
  const { body } = await take(['a-1,999999999999999999,,', 'a-2,1,,']);
  expect([body.code, body.detail]).toEqual(['SNAPSHOT_INVALID', expect.stringContaining('18 digits')]);
});

test('a file with columns that nobody reads, or without balances, is refused', async () => {
  const send = (text: string) =>
    harbor.admin('post', '/v1/migrations?program=harbor&migrationId=x').type('text/csv').send(text);
  expect((await send('customer_id,points,locked\na-1,5,yes\n')).body.code).toBe('CSV_INVALID');
  expect((await send('customer_id,amount\na-1,5\n')).body.code).toBe('CSV_INVALID');
  expect((await send('customer_id,points\n')).body.code).toBe('SNAPSHOT_INVALID');
});

test('the same file again changes nothing, another one under the same id is refused', async () => {
  const first = (await take().expect(201)).body;
  expect((await take().expect(201)).body).toEqual(first);
  expect((await take(rows.slice(1))).body.code).toBe('SNAPSHOT_EXISTS');
  await startOthers();
  expect((await citypark.admin('get', own)).body.code).toBe('MIGRATION_UNKNOWN');
  expect((await citypark.admin('post', `${own}/propose`)).body.code).toBe('SNAPSHOT_UNKNOWN');
});

test('what a member was called is gone from the snapshot once the member is erased', async () => {
  await take(['m-1,5,,2028-12-31', 'm-2,6,,2028-12-31']).expect(201);
  const accountId = harbor.gateway.secrets.accountIdOf('m-1');
  await harbor
    .operator('post', `/v1/accounts/${accountId}/erasure`)
    .send({ memberRefs: ['m-1'] })
    .expect(200);
  const balance = async (index: number) => (await harbor.operator('get', `${own}/balances/${index}`).expect(200)).body;
  expect(await balance(0)).toEqual({ index: 0, accountId, amount: '5', status: 'active', expiresOn: '2028-12-31' });
  expect((await balance(1)).reference).toBe('m-2');
});

test('a gateway that is started again goes on claiming, and nothing is claimed twice', async () => {
  const databasePath = databaseAt('claims');
  const first = await startApp({ network: harbor.network, parts: { ...parts, databasePath } });
  await harbor.gateway.close(0);
  harbor = first;
  await approved();
  await harbor.operator('post', `${own}/claim`).expect(202);
  await harbor.gateway.close(0);
  harbor = await startApp({ network: citypark.network, parts: { ...parts, databasePath } });
  await until(async () => (await read()).snapshot.state === 'claimed');
  expect((await read()).claimedSoFar).toEqual({ count: 602, amount: String(total) });
});

test('one that is given up leaves nothing of it either when the gateway’s file is lost while points go back', async () => {
  const databasePath = databaseAt('given-up');
  const slow = { ...parts, jobsEveryMs: { ...parts.jobsEveryMs, giveBackAborted: 3_600_000 } };
  const first = await startApp({ network: harbor.network, parts: { ...slow, databasePath } });
  await harbor.gateway.close(0);
  harbor = first;
  await approved();
  await claimed();
  await harbor.admin('post', `${own}/abort`).expect(200);
  const { snapshots } = harbor.gateway.migrations;
  snapshots.setState(snapshots.find('legacy')!.seq, 'returning');
  await harbor.gateway.close(0);
  for (const ending of ['', '-wal', '-shm']) rmSync(`${databasePath}${ending}`, { force: true });
  // Its peer's blocks come one after the other, as they do after such a loss.
  const channel = (own: MemoryChannel) => void (own.blocksVisible = 1);
  harbor = await startApp({ network: citypark.network, parts: { ...parts, databasePath }, channel });
  for (const blocks = citypark.network.blocks.length; harbor.channel.blocksVisible! < blocks;) {
    harbor.channel.blocksVisible! += 1;
    await pause(2);
  }
  harbor.channel.blocksVisible = undefined;
  await until(async () => (await harbor.admin('get', own)).body.snapshot?.state === 'returned');
  expect((await read()).claimedSoFar).toEqual({ count: 0, amount: '0' });
  expect(await pointsOf('card 7')).toBe('0');
});
