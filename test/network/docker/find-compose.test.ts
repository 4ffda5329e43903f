/** What is said, and by which code a test command ends, where containers cannot be started. */
import { execFile, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../support/eventually.js';
import { repositoryRoot } from '../../support/repository-files.js';

const run = promisify(execFile);
const finder = join(repositoryRoot, 'scripts/docker-compose.mjs');
let bin = '';

beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), 'commonpoint-docker-'));
});
afterEach(() => rm(bin, { recursive: true, force: true }));

const install = async (name: string, script: string) => {
  await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, name), 0o755);
};

/** With no programs but those that were installed. */
async function find(environment: NodeJS.ProcessEnv = {}): Promise<{ command?: string; missing?: string }> {
  const script = `import(${JSON.stringify(finder)}).then((m) => console.log(JSON.stringify(m.findCompose())))`;
  const { stdout } = await run(process.execPath, ['-e', script], { env: { PATH: bin, ...environment } });
  return JSON.parse(stdout) as { command?: string; missing?: string };
}

const withPlugin = 'exit 0';
const withoutPlugin = '[ "$1" = version ]';

it.each([
  ['docker compose', { docker: withPlugin }],
  ['docker compose', { docker: withPlugin, 'docker-compose': 'exit 0' }],
  ['docker-compose', { docker: withoutPlugin, 'docker-compose': 'exit 0' }],
])('finds %s', async (command, programs) => {
  for (const [name, script] of Object.entries(programs)) await install(name, script);
  expect(await find()).toEqual({ command });
});

it('takes the command that was named, if it works', async () => {
  await install('docker', withPlugin);
  await install('my-compose', 'exit 0');
  expect(await find({ COMPOSE_COMMAND: 'my-compose' })).toEqual({ command: 'my-compose' });
  expect(await find({ COMPOSE_COMMAND: 'no-compose' })).toEqual({ command: 'docker compose' });
});

it.each([
  ['no Docker', {}, {}, 'not on PATH'],
  ['an engine that does not run', { docker: 'echo Cannot connect. >&2; exit 1' }, {}, '(Cannot connect)'],
  ['no Compose', { docker: withoutPlugin }, {}, 'neither'],
  ['an engine on another machine', { docker: withPlugin }, { DOCKER_HOST: 'ssh://elsewhere' }, 'another one'],
])('says in one sentence what is missing: %s', async (_case, programs, environment, words) => {
  for (const [name, script] of Object.entries(programs)) await install(name, script);
  const { missing = '' } = await find(environment);
  expect(missing).toMatch(/^NETWORK=docker needs Docker with Compose[^\n]*\.$/);
  expect(missing).toContain(words);
});

it.each(['scenario', 'fault'])('the test command for %ss ends with 2 and that sentence', async (half) => {
  const tests = run(process.execPath, [join(repositoryRoot, 'scripts/test.mjs'), half], {
    env: { PATH: `${bin}:${dirname(process.execPath)}`, NETWORK: 'docker' },
  });
  await expect(tests).rejects.toMatchObject({
    code: 2,
    stderr: 'commonpoint: NETWORK=docker needs Docker with Compose: `docker` is not on PATH.\n',
  });
});

it.each([
  ['no Docker', {}, 'NETWORK=docker needs Docker with Compose: `docker` is not on PATH.'],
  [
    'none of the images',
    { docker: '[ "$1" != image ]' },
    'there is no image node:24.21.0-bookworm-slim here (docker pull node:24.21.0-bookworm-slim).',
  ],
  [
    'an image too few',
    { docker: '[ "$1" != image ] || [ "$3" != hyperledger/fabric-orderer:3.1.5 ]' },
    'there is no image hyperledger/fabric-orderer:3.1.5 here (docker pull hyperledger/fabric-orderer:3.1.5).',
  ],
])('the network’s test command leaves containers out, and says why: %s', async (_case, programs, why) => {
  for (const [name, script] of Object.entries(programs)) await install(name, script);
  const { stderr } = await run(process.execPath, [join(repositoryRoot, 'scripts/test-in-containers.mjs')], {
    env: { PATH: `${bin}:${dirname(process.execPath)}` },
  });
  expect(stderr).toBe(`commonpoint: scenarios in containers not run: ${why}\n`);
});

it('containers are removed when the process that started them is gone, and again what a late start brought', async () => {
  const log = join(bin, 'log');
  // Asked what is left, it names a container until it has removed twice.
  const docker = `case "$*" in ps*) [ $(grep -c down ${log}) -gt 1 ] || echo left;; *) echo "$*" >> ${log};; esac`;
  await install('docker', docker);
  const guard = fork(join(repositoryRoot, 'test/support/compose-guard.mjs'), ['mine', 'docker', 'compose', 'down'], {
    execArgv: [],
    env: { PATH: `${bin}:/bin:/usr/bin` },
  });
  guard.disconnect();
  await eventually(
    () => Promise.resolve(existsSync(log) ? readFileSync(log, 'utf8') : ''),
    (said) => said === 'compose down\ncompose down\n',
    { timeoutMs: 15_000 },
  );
  guard.kill();
});
