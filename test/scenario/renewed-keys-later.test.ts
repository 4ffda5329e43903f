/** Where members' decisions wait for a time lock, an organisation's new keys keep nobody from ordering meanwhile: as the usual charter has it. */
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { eventually } from '../support/eventually.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

const STEP_TIMEOUT_MS = 300_000;

describeUnless(
  { docker: 'containers are those of docker-compose.yml' },
  'new keys that members decide on later',
  () => {
    let consortium: LaunchedConsortium;
    let client: GatewayClient;

    beforeAll(async () => {
      consortium = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded');
      await consortium.start();
      const { url, keys } = (await readCredentials(consortium.dataDir))['citypark']!;
      client = new GatewayClient(url, keys.operator, 2);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await client?.close();
      await consortium?.remove();
    }, START_TIMEOUT_MS);

    const renew = (slug: string): Promise<void> =>
      runNetworkCommand(['rotate', '--new-key', '--due', '99999d', '--by', slug], consortium.dataDir, () => undefined);
    const states = async (): Promise<string[]> => {
      const { orderers } = (await (await fetch(new URL('/readyz', client.url))).json()) as {
        orderers: { state: string }[];
      };
      return orderers.map(({ state }) => state);
    };
    const expectAllWell = (): Promise<string[]> =>
      eventually(states, (all) => all.length === 4 && all.every((state) => state === 'well'));
    const proposals = async (): Promise<string[]> =>
      (await client.get('/v1/proposals')).proposals.map(({ proposalId }) => proposalId);

    it(
      'an orderer goes on with the key that the channel knows until the decision can be executed',
      async () => {
        await expect(renew('harbor')).rejects.toThrow(/passed, and is executed from .* on: run this again then/);
        for (let n = 0; n < 5; n += 1) await client.post('/v1/accounts', { memberRef: `shopper-${n}` });
        await expectAllWell();
      },
      STEP_TIMEOUT_MS,
    );

    it(
      'neither do two of them stop ordering: nobody could decide on their keys any more',
      async () => {
        await expect(renew('citypark')).rejects.toThrow('run this again then');
        const before = await proposals();
        await expect(renew('harbor')).rejects.toThrow('run this again then');
        expect(await proposals()).toEqual(before);
        await client.post('/v1/accounts', { memberRef: 'shopper-6' });
        await expectAllWell();
      },
      STEP_TIMEOUT_MS,
    );
  },
);
