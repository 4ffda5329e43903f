/**
 * Another code takes the chaincode's place while tills work, and the one before takes it back: no write fails. On the embedded network and on
 * Fabric's own programs alike.
 */
import { appendFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { readChaincodes } from '../../network/chaincodes.js';
import { makeDataDir } from '../support/data-dir.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { repositoryRoot } from '../support/repository-files.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { steadyLoad, type Till } from '../support/steady-load.js';
import { describeUndelayed } from '../support/undelayed-charter.js';

const STEP_TIMEOUT_MS = 240_000;
/** Where packages are found that the chaincode asks for. */
const releases = join(repositoryRoot, 'node_modules', '.cache', `releases-${process.pid}`);

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'the chaincode', () => {
  let consortium: LaunchedConsortium;
  let folder: string;
  let load: ReturnType<typeof steadyLoad> | undefined;
  const clients: GatewayClient[] = [];

  beforeAll(async () => {
    folder = await makeDataDir();
    const path = describeUndelayed(folder);
    process.env['CONSORTIUM'] = path;
    consortium = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded', path);
    await consortium.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    delete process.env['CONSORTIUM'];
    await load?.end();
    await Promise.all(clients.map((client) => client.close()));
    await consortium?.remove();
    await rm(folder, { recursive: true, force: true });
    rmSync(releases, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const network = async (...args: string[]): Promise<string[]> => {
    const lines: string[] = [];
    await runNetworkCommand(args, consortium.dataDir, (line) => lines.push(line));
    return lines;
  };
  const release = (name: string, line: string): string => {
    const path = join(releases, name);
    mkdirSync(path, { recursive: true });
    for (const each of ['dist', 'package.json']) {
      cpSync(join(repositoryRoot, 'chaincode', each), join(path, each), { recursive: true });
    }
    appendFileSync(join(path, 'dist', 'index.js'), line);
    return path;
  };
  const tills = async (): Promise<Till[]> =>
    Promise.all(
      Object.entries(await readCredentials(consortium.dataDir))
        .filter(([slug]) => slug !== 'auditor')
        .map(async ([slug, { url, keys }]) => {
          const client = new GatewayClient(url, keys.operator, 2);
          clients.push(client);
          const { accountId } = await client.post('/v1/accounts', { memberRef: `till-of-${slug}` });
          return { url, key: keys.operator!, programId: slug, accountId };
        }),
    );
  const upgraded = async (path: string): Promise<string[]> => {
    load = steadyLoad(await tills());
    const lines = await network('upgrade', path);
    const report = await load.end();
    load = undefined;
    console.log(
      `upgraded beside ${report.done} writes, ${report.repeated} repeated, pause ${report.longestPauseMs} ms\n${lines.join('\n')}`,
    );
    expect(report.failures).toEqual([]);
    expect(report.done).toBeGreaterThan(0);
    return lines;
  };
  const found = async (): Promise<string[]> => {
    const audited = await auditLedger({ dataDir: consortium.dataDir, mspId: 'AuditorMSP', role: 'auditor' });
    return audited.findings.map(String);
  };

  it(
    'is another one, and again the one before, while no write fails',
    async () => {
      const green = release('green', '\n// Another make.\n');
      expect((await upgraded(green)).at(-1)).toMatch(
        /^peers run 1\.0\+rows9\.[0-9a-f]{32}; what ran before has ended$/,
      );
      expect(readChaincodes(consortium.dataDir)).toMatchObject([{ folder: green, isCurrent: true }]);
      // Cut off at the very end, it is run again.
      expect((await network('upgrade', green)).at(-1)).toMatch(/^peers run /);
      const blue = join(repositoryRoot, 'chaincode');
      expect((await upgraded(blue)).at(-1)).toMatch(/^peers run /);
      expect(readChaincodes(consortium.dataDir)).toMatchObject([{ folder: blue, isCurrent: true }]);
      expect(await found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'goes on with it after all programs were killed; and what members did not decide on is never started',
    async () => {
      const third = release('third', '\n// A third one.\n');
      await network('upgrade', third);
      await consortium.kill();
      appendFileSync(join(third, 'dist', 'index.js'), '\n// Changed afterwards.\n');
      await expect(consortium.start()).rejects.toThrow(
        /has the digest [0-9a-f]{64}, and members decided on [0-9a-f]{64}/,
      );
      release('third', '\n// A third one.\n');
      await consortium.start();
      const once = steadyLoad(await tills());
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const { done, failures } = await once.end();
      expect(failures).toEqual([]);
      expect(done).toBeGreaterThan(0);
      await expect(network('upgrade', folder)).rejects.toThrow(/is no chaincode that was built/);
      expect(await found()).toEqual([]);
    },
    START_TIMEOUT_MS * 2 + STEP_TIMEOUT_MS,
  );
});
