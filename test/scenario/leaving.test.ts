/**
 * Merchants leave a consortium that works: one with its debts settled, one that is gone for good. Nobody else notices. On the embedded
 * network and on Fabric's own programs alike.
 */
import { connect } from 'node:net';
import { castVote, listOrganizations } from '@commonpoint/catalogue';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { connectPeer } from '../../network/admin/peer-connection.js';
import { loadIdentity } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { ChangingConsortium, conditionsOf } from '../support/changing-consortium.js';
import { eventually } from '../support/eventually.js';
import { knownAt } from '../support/known-at.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { steadyLoad } from '../support/steady-load.js';

/** Of a machine that is as busy as can be. */
const STEP_TIMEOUT_MS = 600_000;
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

  const merchants = ['harbor', 'citypark', 'greenmart', 'fresh'];
  const beside = async (slugs: readonly string[], what: string, action: () => Promise<unknown>): Promise<void> => {
    load = steadyLoad(await consortium.tills(slugs));
    const startedAt = performance.now();
    await action();
    const tookMs = Math.round(performance.now() - startedAt);
    const { done, repeated, longestPauseMs, failures } = await load.end();
    console.log(
      `${what} in ${tookMs} ms beside ${done} writes, ${repeated} of them repeated, pause ${longestPauseMs} ms`,
    );
    expect(failures).toEqual([]);
  };
  const refusedAsTo = (why: RegExp) =>
    eventually(
      () => consortium.network('remove-org', 'fresh').then(String, (error: unknown) => (error as Error).message),
      (said) => why.test(said),
    );
  const isListening = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });

  it(
    'takes one in by a command that is killed between all of its steps',
    async () => {
      await beside(['harbor', 'citypark', 'greenmart'], 'joined', async () => {
        const { kills, last } = await consortium.cutOff('add-org', consortium.described(fresh));
        expect(last).toMatch(/^Fresh is a member: its gateway is at http/);
        expect(kills).toBeGreaterThan(3);
      });
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'lets nobody go that owes something, and says what',
    async () => {
      await (await consortium.as('fresh', 'admin')).post('/v1/programs', conditionsOf('fresh'));
      const ofFresh = await consortium.as('fresh');
      const { accountId } = await ofFresh.post('/v1/accounts', { memberRef: 'm-1' });
      await ofFresh.post('/v1/issuances', { programId: 'fresh', accountId, amount: '100' });
      await consortium.takenAt('harbor', 'fresh', ofFresh);
      await expect(consortium.network('remove-org', 'fresh')).rejects.toThrow(
        /Fresh cannot leave yet:\n- fresh: 100 points are outstanding and 0 held, and nobody winds it down/,
      );
      await ofFresh.post('/v1/redemptions', { programId: 'fresh', accountId, amount: '100', acceptor: 'HarborMSP' });
      await refusedAsTo(/^Fresh cannot leave yet:\n- the cycle \S+ is not closed, and it takes part in it\n/);
      await expect(consortium.network('remove-org', 'nobody')).rejects.toThrow(/There is no organisation "nobody"/);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'lets one go whose debts are settled, while no write of the others fails',
    async () => {
      const harbor = await consortium.as('harbor', 'admin');
      const ofFresh = await consortium.as('fresh', 'admin');
      const { cycles } = await eventually(
        () => harbor.get('/v1/clearing/cycles'),
        (page) => page.cycles.length > 0,
      );
      const { cycle } = cycles[0]!;
      for (const slug of merchants)
        await (await consortium.as(slug, 'admin')).post(`/v1/clearing/cycles/${cycle}/cut-off`);
      await knownAt<{ next?: string }>(harbor, `/v1/clearing/cycles/${cycle}`, ({ next }) => next !== undefined);
      await harbor.post(`/v1/clearing/cycles/${cycle}/close`);
      const party = `/v1/settlements/${cycle}/FreshMSP/HarborMSP` as const;
      await knownAt(ofFresh, party);
      await ofFresh.post(`${party}/instruct`, { reference: 'paid' });
      // The command asks one peer, which hears of it in its own time.
      await refusedAsTo(/what FreshMSP owes HarborMSP for the cycle \S+ is instructed/);
      await knownAt<{ status: string }>(harbor, party, ({ status }) => status === 'instructed');
      await harbor.post(`${party}/confirm`);
      await refusedAsTo(/are to be served by somebody/);
      const topology = knownTopology(consortium.launched.dataDir);
      const { peer, orderer } = topology.organizations.find(({ slug }) => slug === 'fresh')!;
      await beside(['harbor', 'citypark', 'greenmart'], 'left', async () => {
        const lines = await consortium.network('remove-org', 'fresh', '--successor', 'harbor');
        expect(lines.at(-1)).toBe('Fresh has left: nothing of it runs here any more');
      });
      await eventually(
        async () => Promise.all([peer.port, orderer.port].map(isListening)),
        (open) => !open.includes(true),
      );
      await eventually(
        () => harbor.get('/v1/members'),
        ({ members }) => members.find(({ mspId }) => mspId === 'FreshMSP')?.status === 'left',
      );
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'is asked nothing by one that has left, whatever keys that kept',
    async () => {
      const { dataDir } = consortium.launched;
      const topology = knownTopology(dataDir);
      const gone = topology.left!.find(({ slug }) => slug === 'fresh')!;
      for (const role of ['admin', 'delegate'] as const) {
        const identity = loadIdentity(gone.mspId, organizationPaths(dataDir, gone).userMspDir(role));
        const connection = connectPeer(topology.organizations[0]!, dataDir, identity);
        const contract = connection.gateway.getNetwork(topology.channel).getContract(topology.chaincode.name);
        const vote = JSON.stringify({ proposalId: 'HarborMSP:any', vote: 'for' });
        try {
          await expect(contract.submitTransaction(castVote.name, vote)).rejects.toThrow();
          await expect(contract.evaluateTransaction(listOrganizations.name, '{}')).rejects.toThrow();
        } finally {
          connection.close();
        }
      }
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'does it no second time, and takes it back under no number that it had',
    async () => {
      expect((await consortium.network('remove-org', 'fresh')).at(-1)).toMatch(/^Fresh has left/);
      await expect(consortium.network('add-org', consortium.described(fresh))).rejects.toThrow(
        /FreshMSP has left, and numbers are not used again: it comes back under another MSP id/,
      );
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'removes one that is gone for good by a vote, with what it owes',
    async () => {
      const { accountId } = (await consortium.tills(['greenmart']))[0]!;
      await (
        await consortium.as('greenmart')
      ).post('/v1/issuances', {
        programId: 'greenmart',
        accountId,
        amount: '10',
      });
      await consortium.launched.holdDown('gateway-greenmart');
      if (networkKind === 'native') {
        const { peer, orderer } = knownTopology(consortium.launched.dataDir).organizations[2]!;
        for (const { hostname } of [peer, orderer]) await consortium.launched.holdDown(hostname);
      }
      await expect(consortium.network('remove-org', 'greenmart', '--successor', 'citypark')).rejects.toThrow(
        /GreenMart cannot leave yet:\n- greenmart: \d+ points are outstanding and 0 held, and nobody winds it down/,
      );
      await beside(['harbor', 'citypark'], 'removed', async () => {
        const { kills, last } = await consortium.cutOff('remove-org', 'greenmart', '--gone', '--successor', 'citypark');
        expect(last).toBe('GreenMart has left: nothing of it runs here any more');
        expect(kills).toBeGreaterThan(3);
      });
      // Its points are spent for the time of notice, its accounts served by the other one.
      await (
        await consortium.as('citypark')
      ).post('/v1/redemptions', {
        programId: 'greenmart',
        accountId,
        amount: '10',
        acceptor: 'CityParkMSP',
      });
      await expect(consortium.network('remove-org', 'citypark')).rejects.toThrow(
        /CityPark cannot leave: 1 merchants and 2 organisations would be left/,
      );
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'goes on without them after all programs were killed, at the addresses that it had',
    async () => {
      const before = await readCredentials(consortium.launched.dataDir);
      await consortium.launched.kill();
      await consortium.launched.start();
      const after = await readCredentials(consortium.launched.dataDir);
      expect(Object.keys(after).sort()).toEqual(['auditor', 'citypark', 'harbor']);
      for (const [slug, { url }] of Object.entries(after)) expect(url).toBe(before[slug]!.url);
      await beside(['harbor', 'citypark'], 'went on', async () => undefined);
      expect(await consortium.found()).toEqual([]);
    },
    START_TIMEOUT_MS * 2,
  );
});
