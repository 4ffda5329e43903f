/**
 * What integrators do: a client is made of a running gateway's description, and a small program written against it is
 * checked and run. The programs are those of examples/clients; packages are fetched into a folder of the test's own.
 */
import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const FETCH_TIMEOUT_MS = 300_000;

describe('a client made of the description', () => {
  let running: RunningConsortium;
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'commonpoint-clients-'));
    await cp(join(__dirname, '..', '..', 'examples', 'clients'), folder, { recursive: true });
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await running.stopAndRemove();
    await rm(folder, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const run = async (language: string, program: string, ...args: string[]): Promise<string> => {
    const { url, keys } = running.credentials['harbor']!;
    const env = { ...process.env, GATEWAY: url, KEY: keys['operator'] };
    const { stdout } = await promisify(execFile)(program, args, { cwd: join(folder, language), env });
    return stdout;
  };

  it(
    'by openapi-typescript compiles and works',
    async () => {
      await run('typescript', 'npm', 'ci', '--no-audit', '--no-fund');
      await run('typescript', 'npm', 'run', '--silent', 'generate');
      await run('typescript', 'npm', 'run', '--silent', 'build');
      const said = await run('typescript', 'npm', '--silent', 'start');
      expect(said.trim().split('\n')).toEqual([
        'issued committed',
        'refused INSUFFICIENT_POINTS',
        'available 100',
        expect.stringMatching(/^import (running|completed)$/),
        'programmes 2',
      ]);
    },
    FETCH_TIMEOUT_MS,
  );

  // Debian's python3 alone makes no environments.
  const python = spawnSync('python3', ['-c', 'import ensurepip, venv']).status === 0 ? it : it.skip;
  python(
    'by openapi-python-client works, and nothing is left out of it',
    async () => {
      await run('python', 'python3', '-m', 'venv', '.venv');
      await run('python', '.venv/bin/pip', 'install', '--quiet', '--requirement', 'requirements.txt');
      const { url } = running.credentials['harbor']!;
      const made = await run(
        'python',
        '.venv/bin/openapi-python-client',
        ...['generate', '--url', `${url}/openapi.json`, '--config', 'openapi-python-client.yml', '--overwrite'],
        ...['--meta', 'none', '--output-path', 'commonpoint_gateway_client', '--fail-on-warning'],
      );
      expect(made).not.toContain('Unsupported');
      const said = await run('python', '.venv/bin/python', 'first_session.py');
      expect(said.trim().split('\n')).toEqual([
        'issued committed',
        'refused INSUFFICIENT_POINTS',
        'available 100',
        expect.stringMatching(/^import (running|completed)$/),
        'programmes 2',
      ]);
    },
    FETCH_TIMEOUT_MS,
  );
});
