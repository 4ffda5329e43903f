/** Where members' decisions wait for a time lock, an organisation's new keys keep nobody from ordering meanwhile: as the usual charter has it. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { signingCertPath } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { eventually } from '../support/eventually.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { moveClock } from '../support/moved-clock.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

const STEP_TIMEOUT_MS = 300_000;
const run = promisify(execFile);
const publicKey = (pem: Uint8Array): string =>
  new X509Certificate(pem).publicKey.export({ format: 'pem', type: 'spki' }).toString();

describeUnless(
  { docker: 'containers are those of docker-compose.yml' },
  'new keys that members decide on later',
  () => {
    let consortium: LaunchedConsortium;
    let client: GatewayClient;

    const clock = moveClock();

    beforeAll(async () => {
      consortium = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded');
      await consortium.start();
      const { url, keys } = (await readCredentials(consortium.dataDir))['citypark']!;
      client = new GatewayClient(url, keys.operator, 2);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await client?.close();
      await consortium?.remove();
      clock.restore();
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

    /** Fabric's own programs go by the clock of the machine. */
    (networkKind === 'native' ? it.skip : it)(
      'takes them when the decision is executed, and orders with them',
      async () => {
        const { dataDir } = consortium;
        const [harbor] = knownTopology(dataDir).organizations;
        const { ordererMspDir } = organizationPaths(dataDir, harbor!);
        const keyIn = (folder: string): string => publicKey(readFileSync(signingCertPath(folder)));
        const [present, waiting] = [keyIn(ordererMspDir), keyIn(`${ordererMspDir}.next`)];
        expect(waiting).not.toBe(present);
        // What the members decided waits for a day, and as long as their clocks may differ.
        await clock.ahead(25 * 60 * 60 * 1000);
        const args = [builtProgram('consortium', 'launcher/network.js'), 'rotate', '--due', '1d', '--by', 'harbor'];
        const { stdout } = await run(process.execPath, args, { env: { ...process.env, DATA_DIR: dataDir } });
        expect(stdout).toContain(`${harbor!.orderer.hostname} takes part in ordering with its new key`);
        expect(keyIn(ordererMspDir)).toBe(waiting);
        expect(existsSync(`${ordererMspDir}.next`)).toBe(false);
        await expectAllWell();
        for (let n = 0; n < 5; n += 1) await client.post('/v1/accounts', { memberRef: `later-${n}` });
      },
      STEP_TIMEOUT_MS,
    );
  },
);
