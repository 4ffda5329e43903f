/** Proposals and votes by routes, and what members say of them: read by all, kept by none of the gateways. */
import { hash } from 'node:crypto';
import { canonicalJson, catalogue } from '@commonpoint/catalogue';
import { founding } from '../../contract/governed.js';
import { founded, standing, submitAs, type Slug } from '../route-world.js';
import { startApp, type StartedApp } from '../start-app.js';
import type { MemoryNetwork } from '../../support/memory-channel.js';

const governed = standing(async (network) => {
  await submitAs(network, 'harbor', catalogue.foundConsortium, founding);
}, founded);
const proposalId = 'HarborMSP:one';
const actions = [{ kind: 'suspend', mspId: 'GreenMartMSP' }];
const path = `/v1/proposals/${proposalId}`;

let network: MemoryNetwork;
const apps: Partial<Record<Slug, StartedApp>> = {};
beforeEach(async () => {
  network = await governed();
  for (const slug of ['harbor', 'citypark', 'greenmart'] as const)
    apps[slug] = await startApp({ network, organization: slug });
});
const by = (slug: Slug) => apps[slug]!.as('delegate');
const propose = (body: object = {}, key = 'k-1') =>
  by('harbor')('post', '/v1/proposals')
    .set('idempotency-key', key)
    .send({ proposalId, actions, ...body });
const reasons = async (slug: Slug) => (await by(slug)('get', `${path}/reasons`).expect(200)).body.reasonings;

test('every member reads what was said, with what its hash is made of; no gateway keeps or logs it', async () => {
  const reason = 'It took points and gave none.';
  const { body } = await propose({ reason }).expect(201);
  expect(body).toMatchObject({ proposalId, status: 'open', reasonHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await by('harbor')('post', `${path}/votes`).send({ vote: 'for' }).expect(200);
  const voted = await by('citypark')('post', `${path}/votes`)
    .send({ vote: 'for', reason: 'Seen here too.' })
    .expect(200);
  expect(voted.body).toMatchObject({ status: 'passed' });
  await by('citypark')('post', `${path}/objections`).send({ reason: 'Not before spring.' }).expect(200);
  const said = await reasons('greenmart');
  expect(said).toMatchObject([
    { mspId: 'HarborMSP', with: 'proposal', reason },
    { mspId: 'CityParkMSP', with: 'vote', reason: 'Seen here too.' },
    { mspId: 'CityParkMSP', with: 'objection', reason: 'Not before spring.' },
  ]);
  expect(hash('sha256', canonicalJson(said[0]))).toBe(body.reasonHash);
  const { votes, objections } = (await by('greenmart')('get', path).expect(200)).body;
  for (const each of [said[1], said[2]])
    expect([...votes, ...objections].map(({ reasonHash }) => reasonHash)).toContain(
      hash('sha256', canonicalJson(each)),
    );
  for (const app of Object.values(apps)) expect(JSON.stringify(app.lines)).not.toMatch(/gave none|Seen here|spring/);
});

test('also once a gateway has lost its file, whose repeats are repeats', async () => {
  await propose({ reason: 'as agreed' }).expect(201);
  for (const slug of ['harbor', 'greenmart'] as const) apps[slug] = await startApp({ network, organization: slug });
  expect(await reasons('greenmart')).toMatchObject([{ reason: 'as agreed' }]);
  await propose({ reason: 'as agreed' }).expect(201);
  expect((await propose({ reason: 'other words' }, 'k-2').expect(409)).body.code).toBe('PROPOSAL_EXISTS');
});

test('under one key other words are another request', async () => {
  const first = (await propose({ reason: 'as agreed' }).expect(201)).body;
  expect((await propose({ reason: 'as agreed' }).expect(201)).body).toEqual(first);
  expect((await propose({ reason: 'other words' }).expect(422)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await propose().expect(422)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test.each([
  ['empty', ''],
  ['too long', 'x'.repeat(2_001)],
  ['no text', 7],
])('words that are %s are refused with a pointer, and nothing is proposed', async (_what, reason) => {
  const { body } = await propose({ reason }).expect(400);
  expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ pointer: '/reason' }] });
  await by('harbor')('get', path).expect(404);
  await by('harbor')('get', `${path}/reasons`).expect(404);
});

test('a proposal, a vote and an objection need no words', async () => {
  expect((await propose().expect(201)).body).not.toHaveProperty('reasonHash');
  for (const slug of ['harbor', 'citypark'] as const)
    await by(slug)('post', `${path}/votes`).send({ vote: 'for' }).expect(200);
  await by('citypark')('post', `${path}/objections`).expect(200);
  expect(await reasons('harbor')).toEqual([]);
});
