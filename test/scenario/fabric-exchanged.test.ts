/**
 * Fabric's own programs are exchanged for newer ones while tills work, node by node. The newer ones are in FABRIC_BIN, older ones in the folders of
 * FABRIC_BIN_BEFORE, with colons between them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { withEachPeer } from '../../network/topology.js';
import { makeDataDir } from '../support/data-dir.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { networkKind } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { steadyLoad, type Till } from '../support/steady-load.js';

const EXCHANGE_TIMEOUT_MS = 600_000;
/** Before and after, so that there is something to compare with. */
const BESIDES_MS = 3_000;
const newer = process.env['FABRIC_BIN'] ?? '';
const older = (process.env['FABRIC_BIN_BEFORE'] ?? '').split(':').filter((folder) => existsSync(join(folder, 'peer')));

const versionIn = (folder: string): string =>
  /Version:\s*(\S+)/.exec(execFileSync(join(folder, 'peer'), ['version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';

const missing =
  networkKind !== 'native'
    ? `not on ${networkKind}: its nodes are no programs of Fabric`
    : older.length === 0 || !existsSync(join(newer, 'peer'))
      ? 'not run: FABRIC_BIN and FABRIC_BIN_BEFORE do not both name folders with Fabric’s programs'
      : undefined;

if (missing !== undefined) {
  // The test has a name and no life.
  describe.skip(`Fabric's programs (${missing})`, () => it('are exchanged under load', () => undefined));
} else {
  describe.each(older.map((folder) => [versionIn(folder), folder] as const))('Fabric %s', (version, folder) => {
    let consortium: LaunchedConsortium;
    let root: string;
    let load: ReturnType<typeof steadyLoad> | undefined;
    const clients: GatewayClient[] = [];
    const present = (): string => join(root, 'bin');
    const leadTo = (bin: string): void => {
      symlinkSync(bin, join(root, 'next'));
      renameSync(join(root, 'next'), present());
    };

    beforeAll(async () => {
      root = await makeDataDir();
      leadTo(folder);
      process.env['FABRIC_BIN'] = present();
      consortium = await LaunchedConsortium.create('native');
      await consortium.start();
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      process.env['FABRIC_BIN'] = newer;
      await load?.end();
      await Promise.all(clients.map((client) => client.close()));
      await consortium?.remove();
      await rm(root, { recursive: true, force: true });
    }, START_TIMEOUT_MS);

    const tills = (): Promise<Till[]> =>
      Promise.all(
        Object.entries(consortium.credentials)
          .filter(([slug]) => slug !== 'auditor')
          .map(async ([slug, { url, keys }]) => {
            const client = new GatewayClient(url, keys.operator, 2);
            clients.push(client);
            const { accountId } = await client.post('/v1/accounts', { memberRef: `till-of-${slug}` });
            return { url, key: keys.operator!, programId: slug, accountId };
          }),
      );
    const running = (): Promise<string[]> => {
      const nodes = consortium.topology.organizations.flatMap((each) => [
        each.orderer,
        ...withEachPeer([each]).map(({ peer }) => peer),
      ]);
      return Promise.all(
        nodes.map(async ({ host, operationsPort }) => {
          const response = await fetch(`http://${host}:${operationsPort}/version`);
          return ((await response.json()) as { Version: string }).Version;
        }),
      );
    };

    it(
      `is exchanged for ${versionIn(newer)} while tills work, and no write fails`,
      async () => {
        expect(new Set(await running())).toEqual(new Set([version]));
        load = steadyLoad(await tills());
        await sleep(BESIDES_MS);
        leadTo(newer);
        const lines: string[] = [];
        await runNetworkCommand(['restart-nodes'], consortium.dataDir, (line) => lines.push(line));
        await sleep(BESIDES_MS);
        const report = await load.end();
        load = undefined;
        const { done, repeated, longestPauseMs } = report;
        console.log(`${done} writes, ${repeated} asked again, longest pause ${longestPauseMs} ms\n${lines.join('\n')}`);
        expect(report.failures).toEqual([]);
        expect(done).toBeGreaterThan(0);
        expect(new Set(await running())).toEqual(new Set([versionIn(newer)]));
        const { findings } = await auditLedger({ dataDir: consortium.dataDir, mspId: 'AuditorMSP', role: 'auditor' });
        expect(findings.map(String)).toEqual([]);
      },
      EXCHANGE_TIMEOUT_MS,
    );
  });
}
