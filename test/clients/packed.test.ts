/** The client and the command as whoever is given the packages has them: installed into an empty folder, at a running gateway. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { delegatesPath } from '../../consortium/launcher/gateway-files.js';
import { repositoryRoot } from '../support/repository-files.js';
import { knownAt } from '../support/known-at.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const FETCH_TIMEOUT_MS = 300_000;

/** What somebody writes who has the package and its types. */
const session = `
import { Client, ProblemError, type Event } from '@commonpoint/client';

const gateway = new Client({ url: process.env['GATEWAY']!, apiKey: process.env['KEY']! });
const { accountId }: { accountId: string } = await gateway.post('/v1/accounts', { memberRef: 'packed' });
await gateway.post('/v1/issuances', { programId: 'harbor', accountId, amount: '12' });
const { balances } = await gateway.get(\`/v1/accounts/\${accountId}/balances\`, { consistency: 'ledger' });
console.log('available', balances[0]?.available);
const ending = new AbortController();
for await (const event of gateway.events({ from: 0, types: 'points.issued' }, { signal: ending.signal })) {
  const { type, accountId: whose }: Event = event;
  if (whose !== accountId) continue;
  console.log(type);
  ending.abort();
}
// @ts-expect-error no route has this path
await gateway.get('/v1/nothing').catch((error: unknown) => console.log(error instanceof ProblemError && error.code));
`;

describe('packages', () => {
  let running: RunningConsortium;
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'commonpoint-packed-'));
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await running.stopAndRemove();
    await rm(folder, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const run = async (program: string, args: readonly string[], env: Record<string, string> = {}, cwd = folder) => {
    const { stdout } = await promisify(execFile)(program, [...args], { cwd, env: { ...process.env, ...env } });
    return stdout;
  };

  it(
    'have what they need and nothing else',
    async () => {
      for (const name of ['client', 'command']) {
        const packed = await run(
          'npm',
          ['pack', '--json', '--ignore-scripts=false', '--pack-destination', folder],
          {},
          join(repositoryRoot, 'sdk', name),
        );
        const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
        const others = files.map(({ path }) => path).filter((path) => !/^dist\/[\w-]+(\.d\.ts|\.js)$/.test(path));
        expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
      }
      await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
      const tarballs = ['client', 'command'].map((name) => `./commonpoint-${name}-0.1.0.tgz`);
      const typescript = JSON.parse(await readFile(join(repositoryRoot, 'package.json'), 'utf8')) as {
        devDependencies: Record<string, string>;
      };
      const compilers = ['typescript', '@types/node'].map((name) => `${name}@${typescript.devDependencies[name]!}`);
      await run('npm', ['install', '--no-audit', '--no-fund', ...tarballs, ...compilers]);
    },
    FETCH_TIMEOUT_MS,
  );

  it(
    'the client’s types and code go together, without a build of the own',
    async () => {
      await writeFile(join(folder, 'session.ts'), session);
      const { url, keys } = running.credentials['harbor']!;
      await run('npx', [
        'tsc',
        '--strict',
        '--target',
        'es2022',
        '--module',
        'nodenext',
        '--types',
        'node',
        'session.ts',
      ]);
      const said = await run(process.execPath, ['session.js'], { GATEWAY: url, KEY: keys['operator']! });
      expect(said.trim().split('\n')).toEqual(['available 12', 'points.issued', 'ROUTE_UNKNOWN']);
    },
    FETCH_TIMEOUT_MS,
  );

  it(
    'the command imports, and members decide with it',
    async () => {
      const as = (who: string, file = join(running.dataDir, 'credentials.json')) => ({
        COMMONPOINT_CREDENTIALS: file,
        COMMONPOINT_AS: who,
      });
      const command = (args: readonly string[], env: Record<string, string>) =>
        run('npx', ['--no-install', 'commonpoint', ...args], env);
      await writeFile(join(folder, 'day.csv'), 'customer_id,date,amount\nm-1,2026-11-01,10.50\n');
      expect(await command(['import', 'day.csv', '--program', 'harbor'], as('harbor/operator'))).toContain(
        '10 points issued',
      );
      const proposalId = 'HarborMSP:more';
      const actions = [{ kind: 'raise-cap', programId: 'harbor', cap: '2000000000' }];
      await writeFile(join(folder, 'proposal.json'), JSON.stringify({ proposalId, actions }));
      const delegate = (slug: string) => as(`${slug}/delegate`, delegatesPath(running.dataDir));
      const preview = await command(['proposals', 'propose', 'proposal.json', '--preview'], delegate('harbor'));
      expect(preview).toMatch(/^the cap of harbor is \d+, and will be 2000000000\n$/);
      expect(await command(['proposals'], as('harbor/operator'))).not.toContain(proposalId);
      await expect(command(['proposals', 'propose', 'proposal.json'], as('harbor/operator'))).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('ROLE_NOT_ALLOWED'),
      });
      await command(['proposals', 'propose', 'proposal.json'], delegate('harbor'));
      for (const slug of ['harbor', 'citypark'])
        await command(['proposals', 'vote', proposalId, 'for'], delegate(slug));
      await knownAt<{ status: string }>(
        running.as('auditor'),
        `/v1/proposals/${proposalId}`,
        ({ status }) => status === 'passed',
      );
      const shown = await command(['proposals', 'show', proposalId], as('auditor/auditor'));
      expect(shown).toContain('CityParkMSP: for');
      expect(shown).toMatch(/: passed\n/);
    },
    FETCH_TIMEOUT_MS,
  );
});
