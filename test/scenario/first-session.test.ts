/** What a newcomer does: start, paste the printed lines, stop, start again. The launcher is a process of its own here. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { describeUnless } from '../support/network-kind.js';
import { eventually, START_TIMEOUT_MS } from '../support/running-consortium.js';

interface Launcher {
  readonly child: ChildProcess;
  /** Everything it has said so far. */
  output(): string;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
}

describeUnless({ docker: 'npm start starts no containers' }, 'a first session', () => {
  let dataDir = '';
  let environment: NodeJS.ProcessEnv = {};
  const launchers: Launcher[] = [];

  beforeAll(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'commonpoint-scenario-')), `Öl & "Ruß", d'été $HOME`);
    const networkPort = await findFreePorts(104);
    environment = {
      ...process.env,
      DATA_DIR: dataDir,
      NETWORK_PORT: String(networkPort),
      PORT: String(networkPort + 100),
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
    };
  });
  afterAll(async () => {
    for (const { child } of launchers) child.kill('SIGTERM');
    await Promise.all(launchers.map(({ ended }) => ended));
    await rm(dirname(dataDir), { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const launch = (changes: NodeJS.ProcessEnv = {}): Launcher => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', builtProgram('consortium', 'launcher/main.js')],
      {
        env: { ...environment, ...changes },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const launcher = { child, output: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) };
    launchers.push(launcher);
    return launcher;
  };

  const started = async (launcher: Launcher): Promise<void> => {
    const ready = once(launcher.child, 'message').then(() => 'ready');
    const outcome = await Promise.race([ready, launcher.ended.then((code) => `ended with ${code}`)]);
    expect([outcome, launcher.output()]).toEqual(['ready', expect.any(String)]);
  };

  const supply = async (): Promise<{ issued: string }> => {
    const credentials = readCredentials();
    const response = await fetch(`${credentials['harbor']?.url}/v1/programs/harbor/supply`, {
      headers: { authorization: `Bearer ${credentials['harbor']?.keys['operator']}` },
    });
    return (await response.json()) as { issued: string };
  };
  const readCredentials = () =>
    JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as Record<
      string,
      { url: string; mspId: string; keys: Record<string, string> }
    >;

  it(
    'starts, and the printed lines work when pasted',
    async () => {
      const launcher = launch();
      await started(launcher);
      const lines = launcher
        .output()
        .split('\n')
        .filter((line) => line.startsWith('curl '));
      expect(lines).toHaveLength(3);
      const answers: unknown[] = [];
      for (const line of lines)
        answers.push(JSON.parse((await promisify(execFile)('sh', ['-c', line], { env: environment })).stdout));
      const [account, issuance, balances] = answers;
      expect(account).toMatchObject({ accountId: expect.stringMatching(/^HarborMSP:[0-9a-f]{32}$/) });
      expect(issuance).toMatchObject({ state: 'committed', amount: '100' });
      expect(balances).toMatchObject({ balances: [{ programId: 'harbor', available: '100' }] });
    },
    START_TIMEOUT_MS,
  );

  it('keeps keys in a file for its owner only, and nowhere else', () => {
    const path = join(dataDir, 'credentials.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    // Keys, members' rows and merchants' private rows: of all files, none is for anybody else on the machine.
    const open = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => {
      const found = lstatSync(join(dataDir, name), { throwIfNoEntry: false });
      return found !== undefined && !found.isSymbolicLink() && (found.mode & 0o077) !== 0;
    });
    expect(open).toEqual([]);
    const credentials = readCredentials();
    expect(
      Object.entries(credentials).map(([slug, { mspId, keys }]) => [slug, mspId, Object.keys(keys).sort()]),
    ).toEqual([
      ['harbor', 'HarborMSP', ['admin', 'bridge', 'cashier', 'operator']],
      ['citypark', 'CityParkMSP', ['admin', 'bridge', 'cashier', 'operator']],
      ['greenmart', 'GreenMartMSP', ['admin', 'bridge', 'cashier', 'operator']],
      ['auditor', 'AuditorMSP', ['auditor']],
    ]);
    const { operator = '' } = credentials['harbor']?.keys ?? {};
    expect(launchers[0]?.output()).not.toContain(operator);
    expect(readFileSync(join(dataDir, 'gateways', 'harbor', 'api-keys.json'), 'utf8')).not.toContain(operator);
  });

  it('a second start on the same folder, or on ports that are taken, says so in a sentence', async () => {
    const second = launch();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('runs on');
    const other = await mkdtemp(join(tmpdir(), 'commonpoint-scenario-'));
    const third = launch({ DATA_DIR: other });
    expect(await third.ended).toBe(1);
    expect(third.output()).toMatch(/Port \d+ is in use/);
    await rm(other, { recursive: true });
  });

  it(
    'Ctrl-C stops everything, and a second start goes on with the same ledger and keys',
    async () => {
      const before = readCredentials();
      launchers[0]?.child.kill('SIGINT');
      expect(await launchers[0]?.ended).toBe(0);
      await expect(fetch(`${before['harbor']?.url}/livez`)).rejects.toThrow();
      const again = launch({ NETWORK_PORT: '' });
      await started(again);
      expect(readCredentials()).toEqual(before);
      expect(await supply()).toMatchObject({ issued: '100' });
    },
    START_TIMEOUT_MS,
  );

  it(
    'kill -9 of the launcher ends what it started, and the next start goes on',
    async () => {
      const running = launchers.at(-1);
      running?.child.kill('SIGKILL');
      await running?.ended;
      const url = readCredentials()['harbor']?.url;
      await eventually(
        () =>
          fetch(`${url}/livez`).then(
            () => 'answers',
            () => 'gone',
          ),
        (state) => state === 'gone',
      );
      const again = launch({ NETWORK_PORT: '' });
      await started(again);
      expect(await supply()).toMatchObject({ issued: '100' });
    },
    START_TIMEOUT_MS,
  );

  it('settings that make no sense are refused in a sentence', async () => {
    for (const [changes, sentence] of [
      [{ PORT: 'x' }, 'PORT must be'],
      [{ NETWORK: 'cardboard' }, 'NETWORK must be'],
    ] as const) {
      const launcher = launch(changes);
      expect(await launcher.ended).toBe(2);
      expect(launcher.output()).toContain(sentence);
    }
  });
});
