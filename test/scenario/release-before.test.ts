/**
 * From the release before to this one, on its data folder: gateway by gateway, then the network's programs, then the chaincode, while tills work; and all at once.
 * The release before is built from the repository's history. On the embedded network and on Fabric's own programs alike.
 */
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Checkout, checkOut, hasRevision } from '../../consortium/bench/checkout.js';
import { startCheckout, type StartedCheckout } from '../../consortium/bench/started-checkout.js';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { rowsOnLedger } from '../../consortium/launcher/data-folder.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { type Consortium, startConsortium } from '../../consortium/launcher/start-consortium.js';
import { readChaincodes } from '../../network/chaincodes.js';
import { makeDataDir } from '../support/data-dir.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { PiecedConsortium } from '../support/pieced-consortium.js';
import { repositoryRoot } from '../support/repository-files.js';
import { type As, someOfEverything, toldAt } from '../support/some-of-everything.js';
import { type LoadReport, steadyLoad, type Till } from '../support/steady-load.js';
import { describeUndelayed } from '../support/undelayed-charter.js';

const BUILD_TIMEOUT_MS = 900_000;
const STEP_TIMEOUT_MS = 600_000;
const slugs = ['harbor', 'citypark', 'greenmart'] as const;
const kind = networkKind === 'native' ? 'native' : 'embedded';
const before = JSON.parse(readFileSync(join(__dirname, '..', 'release-before.json'), 'utf8')) as {
  readonly version: string;
  readonly revision: string;
  readonly rows: number;
};
/** Where it stands installed and built, if somebody has it. */
const given = process.env['RELEASE_BEFORE'] || undefined;
/** Where packages are found that the chaincode asks for. */
const releases = join(repositoryRoot, 'node_modules', '.cache', `releases-${process.pid}`);

const reasons = {
  docker: 'programs of another release are no images',
  ...(given === undefined &&
    !hasRevision(before.revision) && {
      [networkKind]: `not run: this clone’s history has no ${before.revision.slice(0, 8)}, which is ${before.version}, and RELEASE_BEFORE names no folder of it`,
    }),
};

describeUnless(reasons, `the release before, ${before.version}`, () => {
  let old: Checkout;
  let folder: string;
  /** With an older ledger each: for one program after the other, and for all at once. */
  let [slowly, atOnce]: string[] = [];
  let description: string;
  let paths: Awaited<ReturnType<typeof someOfEverything>>;
  let told: object;
  let started: StartedCheckout | undefined;
  let consortium: PiecedConsortium | undefined;
  let load: ReturnType<typeof steadyLoad> | undefined;
  const clients: GatewayClient[] = [];

  const run = async (program: readonly string[], dataDir: string): Promise<string> => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', ...program], {
      cwd: old.folder,
      env: { ...process.env, DATA_DIR: dataDir, CONSORTIUM: description },
    });
    return stdout;
  };
  const by = async (dataDir: string): Promise<As> => {
    const credentials = await readCredentials(dataDir);
    const known = new Map<string, GatewayClient>();
    return (slug, role = slug === 'auditor' ? 'auditor' : 'operator') => {
      const name = `${slug} ${role}`;
      const { url, keys } = credentials[slug]!;
      const client = known.get(name) ?? new GatewayClient(url, keys[role], 4);
      if (!known.has(name)) clients.push(client);
      known.set(name, client);
      return client;
    };
  };
  const tillsOf = async (as: As, dataDir: string): Promise<Till[]> => {
    const credentials = await readCredentials(dataDir);
    return Promise.all(
      slugs.map(async (slug) => {
        const { accountId } = await as(slug).post('/v1/accounts', { memberRef: `till-of-${slug}` });
        const { url, keys } = credentials[slug]!;
        return { url, key: keys.operator!, programId: slug, accountId };
      }),
    );
  };
  let loads = 0;
  const begin = (tills: readonly Till[]): void => {
    loads += 1;
    const nth = loads;
    const work = ['issuances', 'issuances', 'redemptions', 'holds', 'accounts'] as const;
    load = steadyLoad(tills, {
      gatewaysEnd: true,
      askOf({ programId, accountId }, n) {
        const kindOfWork = work[n % work.length]!;
        const body = { programId, accountId, amount: '1' };
        if (kindOfWork === 'accounts') return { path: '/v1/accounts', body: { memberRef: `${accountId} ${nth} ${n}` } };
        if (kindOfWork === 'holds') return { path: '/v1/holds', body: { ...body, ttlSeconds: 86_400 } };
        return { path: `/v1/${kindOfWork}`, body };
      },
    });
  };
  /** Nothing failed, nothing was lost and nothing done twice. */
  const expectDone = async (
    tills: readonly Till[],
    what: string,
    as: As,
    earlier: object = {},
  ): Promise<LoadReport> => {
    const report = await load!.end();
    load = undefined;
    console.log(
      `${what}: ${report.done} writes, ${report.repeated} asked again, longest pause ${report.longestPauseMs} ms`,
    );
    expect(report.failures).toEqual([]);
    const all = { ...report.doneOf };
    for (const [name, count] of Object.entries(earlier)) all[name] = (all[name] ?? 0) + Number(count);
    for (const [at, { accountId, programId }] of tills.entries()) {
      const done = (path: string): number => all[`${accountId} /v1/${path}`] ?? 0;
      expect(done('issuances')).toBeGreaterThan(0);
      const { body } = await as(slugs[at]!).attempts.get<{ balances: { available: string; held: string }[] }>(
        `/v1/accounts/${accountId}/balances`,
        { headers: { consistency: 'ledger' } },
      );
      const [expected, held] = [done('issuances') - done('redemptions') - done('holds'), done('holds')].map(String);
      expect([programId, body.balances[0]]).toEqual([
        programId,
        expect.objectContaining({ available: expected, held }),
      ]);
    }
    return report;
  };
  const found = async (dataDir: string): Promise<string[]> =>
    (await auditLedger({ dataDir, mspId: 'AuditorMSP', role: 'auditor' })).findings.map(String);
  const upgrade = async (code: string, dataDir: string): Promise<string> => {
    const lines: string[] = [];
    await runNetworkCommand(['upgrade', code], dataDir, (line) => lines.push(line));
    return lines.at(-1)!;
  };

  beforeAll(async () => {
    old = given === undefined ? checkOut(before.revision) : { folder: given, remove: () => undefined };
    folder = await makeDataDir();
    [slowly, atOnce] = ['slowly', 'at-once'].map((name) => join(folder, name));
    mkdirSync(folder, { recursive: true });
    description = describeUndelayed(folder, { charter: { notes: true, credit: true, collateral: true } });
    process.env['CONSORTIUM'] = description;
    started = await startCheckout(old.folder, slowly!, kind);
    const as = await by(slowly!);
    paths = await someOfEverything(as);
    told = await toldAt(as, paths);
    await started.stop();
    started = undefined;
    // What is kept of a start is no part of it.
    await cp(slowly!, atOnce!, { recursive: true });
  }, BUILD_TIMEOUT_MS);
  afterEach(async () => {
    await load?.end();
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await consortium?.stop();
    await started?.stop();
    load = consortium = started = undefined;
  }, STEP_TIMEOUT_MS);
  afterAll(async () => {
    delete process.env['CONSORTIUM'];
    await started?.stop();
    old?.remove();
    rmSync(releases, { recursive: true, force: true });
    if (process.env['KEEP_DATA'] === undefined) await rm(folder, { recursive: true, force: true });
  }, STEP_TIMEOUT_MS);

  it(
    'is exchanged one program after the other and its chaincode last, while no write fails; and back until newer rows are written',
    async () => {
      const dataDir = slowly!;
      const { networkBasePort, ledgerRows } = JSON.parse(readFileSync(join(dataDir, 'foundation.json'), 'utf8')) as {
        networkBasePort: number;
        ledgerRows: number;
      };
      expect(ledgerRows).toBe(before.rows);
      // The definition names the code from here on, by the older programs.
      const oldCode = join(old.folder, 'chaincode');
      const env = { PORT: String(networkBasePort + 100), NETWORK_PORT: String(networkBasePort) };
      started = await startCheckout(old.folder, dataDir, kind, env);
      await run(['network', '--', 'upgrade', oldCode], dataDir);
      await started.stop();
      started = undefined;
      expect(readChaincodes(dataDir)).toMatchObject([{ folder: oldCode, isCurrent: true }]);

      consortium = new PiecedConsortium({
        ...{ dataDir, network: kind, descriptionPath: description },
        firstGatewayPort: networkBasePort + 100,
      });
      await consortium.start(old.folder);
      const as = await by(dataDir);
      const tills = await tillsOf(as, dataDir);
      begin(tills);
      for (const slug of [...slugs, 'auditor']) {
        const read = await toldAt(as, paths);
        expect(read).toEqual(told);
        await consortium.exchangeGateway(slug, repositoryRoot);
      }
      await consortium.exchangeNetwork(repositoryRoot);
      const programs = await expectDone(tills, 'gateways and network exchanged', as);
      expect(await toldAt(as, paths)).toEqual(told);
      expect(await found(dataDir)).toEqual([]);
      expect(await run(['audit'], dataDir)).toContain('Nothing is wrong.');

      // The newer code, which writes the older rows: the way back is open.
      const cautious = join(releases, 'cautious');
      mkdirSync(cautious, { recursive: true });
      for (const each of ['dist', 'package.json']) {
        cpSync(join(repositoryRoot, 'chaincode', each), join(cautious, each), { recursive: true });
      }
      const said = JSON.parse(readFileSync(join(cautious, 'package.json'), 'utf8')) as { rows: { written: number } };
      said.rows.written = before.rows;
      writeFileSync(join(cautious, 'package.json'), JSON.stringify(said));
      begin(tills);
      expect(await upgrade(cautious, dataDir)).toMatch(/^peers run 1\.0\+[0-9a-f]{32};/);
      expect(await upgrade(oldCode, dataDir)).toMatch(/^peers run 1\.0\+[0-9a-f]{32};/);
      expect(rowsOnLedger(dataDir).newest).toBe(before.rows);
      expect(await run(['audit'], dataDir)).toContain('Nothing is wrong.');
      const newCode = join(repositoryRoot, 'chaincode');
      expect(await upgrade(newCode, dataDir)).toMatch(/^peers run 1\.0\+rows\d+\.[0-9a-f]{32};/);
      await expect(upgrade(oldCode, dataDir)).rejects.toThrow('no way back');
      await expect(upgrade(cautious, dataDir)).rejects.toThrow('no way back');
      await expectDone(tills, 'chaincode upgraded, taken back and upgraded again', as, programs.doneOf);
      expect(await toldAt(as, paths)).toEqual(told);
      expect(await found(dataDir)).toEqual([]);
      expect(rowsOnLedger(dataDir)).toEqual({ oldest: before.rows, newest: 9 });
      expect(consortium.ended).toEqual([]);
      await consortium.stop();
      consortium = undefined;
      const refused = spawnSync('npm', ['start'], {
        cwd: old.folder,
        env: { ...process.env, DATA_DIR: dataDir, NETWORK: kind, ...env },
        encoding: 'utf8',
      });
      expect([refused.status, refused.stderr]).toEqual([
        2,
        expect.stringContaining('of a later version of Commonpoint'),
      ]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'is exchanged all at once, while tills ask again until they are answered',
    async () => {
      const dataDir = atOnce!;
      const { networkBasePort } = JSON.parse(readFileSync(join(dataDir, 'foundation.json'), 'utf8')) as {
        networkBasePort: number;
      };
      const firstGatewayPort = networkBasePort + 100;
      const env = { PORT: String(firstGatewayPort), NETWORK_PORT: String(networkBasePort) };
      started = await startCheckout(old.folder, dataDir, kind, env);
      const as = await by(dataDir);
      const tills = await tillsOf(as, dataDir);
      begin(tills);
      await started.stop();
      started = undefined;
      const all: Consortium = await startConsortium({
        ...{ dataDir, network: kind, firstGatewayPort, networkBasePort, descriptionPath: description },
      });
      try {
        await expectDone(tills, 'all exchanged at once', as);
        expect(await toldAt(as, paths)).toEqual(told);
        expect(await found(dataDir)).toEqual([]);
        expect(rowsOnLedger(dataDir)).toEqual({ oldest: before.rows, newest: 9 });
      } finally {
        await all.stop();
      }
    },
    STEP_TIMEOUT_MS,
  );
});
