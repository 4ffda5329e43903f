/**
 * A fourth merchant joins a consortium that works: nobody else notices, and it issues its first points. On the embedded network and on
 * Fabric's own programs alike.
 */
import { ChangingConsortium, conditionsOf } from '../support/changing-consortium.js';
import { eventually } from '../support/eventually.js';
import { describeUnless } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { steadyLoad } from '../support/steady-load.js';

/** From the command to the newcomer's first points. */
const FIRST_POINTS_WITHIN_MS = 300_000;
const slugs = ['harbor', 'citypark', 'greenmart'];
const fresh = { slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant' };

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'a consortium that works', () => {
  let consortium: ChangingConsortium;
  let load: ReturnType<typeof steadyLoad> | undefined;

  beforeAll(async () => {
    consortium = await ChangingConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await load?.end();
    await consortium?.remove();
  }, START_TIMEOUT_MS);

  it('refuses an organisation that is another one already', async () => {
    const adding = (entry: object) => consortium.network('add-org', consortium.described(entry));
    await expect(adding({ ...fresh, slug: 'harbor' })).rejects.toThrow(
      /Fresh cannot join: \/organizations\/4\/slug is that of organizations\/0 too/,
    );
    await expect(adding({ ...fresh, kind: 'bank' })).rejects.toThrow(/describes no organisation: \/kind/);
  });

  it(
    'takes a fourth merchant in, which issues its first points, while no write of the others fails',
    async () => {
      load = steadyLoad(await consortium.tills(slugs));
      const startedAt = performance.now();
      const lines = await consortium.network('add-org', consortium.described(fresh));
      expect(lines.at(-1)).toMatch(/^Fresh is a member: its gateway is at http/);
      await (await consortium.as('fresh', 'admin')).post('/v1/programs', conditionsOf('fresh'));
      const ofFresh = await consortium.as('fresh');
      const { accountId } = await ofFresh.post('/v1/accounts', { memberRef: 'm-1' });
      await ofFresh.post('/v1/issuances', { programId: 'fresh', accountId, amount: '100' });
      const tookMs = performance.now() - startedAt;
      // Others see it, take its points, and ask its peer to endorse once rows count it.
      await consortium.takenAt('harbor', 'fresh', ofFresh);
      const spent = { programId: 'fresh', accountId, amount: '10', acceptor: 'HarborMSP' };
      await ofFresh.post('/v1/redemptions', spent);
      const report = await load.end();
      console.log(
        `joined in ${Math.round(tookMs)} ms beside ${report.done} writes, ${report.repeated} of them repeated, pause ${report.longestPauseMs} ms`,
      );
      expect(report.failures).toEqual([]);
      expect(tookMs).toBeLessThan(FIRST_POINTS_WITHIN_MS);
    },
    FIRST_POINTS_WITHIN_MS * 2,
  );

  it('does it no second time', async () => {
    const lines = await consortium.network('add-org', consortium.described(fresh));
    expect(lines.at(-1)).toMatch(/^Fresh is a member/);
    expect(await consortium.found()).toEqual([]);
  });

  it(
    'takes a fifth in after the fourth had its orderer replaced',
    async () => {
      await consortium.replaceOrderer('fresh');
      load = steadyLoad(await consortium.tills([...slugs, 'fresh']));
      const bakery = { slug: 'bakery', name: 'Bakery', mspId: 'BakeryMSP', kind: 'merchant' };
      const startedAt = performance.now();
      const lines = await consortium.network('add-org', consortium.described(bakery));
      const tookMs = Math.round(performance.now() - startedAt);
      expect(lines.at(-1)).toMatch(/^Bakery is a member: its gateway is at http/);
      const report = await load.end();
      console.log(`joined in ${tookMs} ms beside ${report.done} writes, pause ${report.longestPauseMs} ms`);
      expect(report.failures).toEqual([]);
      await (await consortium.as('bakery', 'admin')).post('/v1/programs', conditionsOf('bakery'));
      const ofBakery = await consortium.as('bakery');
      const { accountId } = await ofBakery.post('/v1/accounts', { memberRef: 'm-1' });
      await ofBakery.post('/v1/issuances', { programId: 'bakery', accountId, amount: '3' });
      const [freshs = 0, bakerys = 0] = await consortium.consenterNumbers('FreshMSP', 'BakeryMSP');
      expect(freshs).toBeGreaterThan(6);
      expect(bakerys).toBe(freshs + 1);
      expect(await consortium.found()).toEqual([]);
    },
    FIRST_POINTS_WITHIN_MS * 2,
  );

  it(
    'goes on with all after all programs were killed',
    async () => {
      await consortium.launched.kill();
      await consortium.launched.start();
      const ofFresh = await consortium.as('fresh');
      const { accountId } = await ofFresh.post('/v1/accounts', { memberRef: 'm-2' });
      await ofFresh.post('/v1/issuances', { programId: 'fresh', accountId, amount: '5' });
      const cityPark = await consortium.as('citypark');
      await eventually(
        () => cityPark.get(`/v1/accounts/${accountId}/balances`),
        ({ balances }) => balances[0]?.available === '5',
      );
      expect(await consortium.found()).toEqual([]);
    },
    START_TIMEOUT_MS * 2,
  );
});
