import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChildProcesses, lastLogLines } from '../../../network/native/child-processes.js';

let directory: string;
const unexpected: string[] = [];
let children: ChildProcesses;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'children-'));
  unexpected.length = 0;
  children = new ChildProcesses((program, how) => unexpected.push(`${program.name} ${how}`));
});

afterEach(async () => {
  await children.stop();
  rmSync(directory, { recursive: true, force: true });
});

const start = (name: string, script: string) =>
  children.start({
    name,
    command: 'sh',
    args: ['-c', script],
    env: process.env,
    logPath: join(directory, 'logs', name),
  });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, timeoutMs = 8_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !condition(); await sleep(20)) {
    if (Date.now() > deadline) throw new Error('it did not happen');
  }
}

test('output goes to the log', async () => {
  const program = start('talker', 'echo one; echo two >&2');
  await program.ended;
  expect(readFileSync(program.logPath, 'utf8')).toBe('one\ntwo\n');
  expect(lastLogLines(program.logPath, 1)).toBe('two');
});

test('a program that ends by itself is reported, one that is stopped is not', async () => {
  await start('short', 'exit 3').ended;
  start('long', 'exec sleep 60');
  await children.stop();
  expect(unexpected).toEqual(['short exit code 3']);
});

test('stopping ends all programs, also one that is suspended', async () => {
  const programs = [start('a', 'exec sleep 60'), start('b', 'exec sleep 60')];
  process.kill(programs[1]!.pid, 'SIGSTOP');
  await children.stop();
  expect(programs.map(({ pid }) => isAlive(pid))).toEqual([false, false]);
  expect(children.programs).toEqual([]);
});

test('a command that does not exist is an error that names the program', () => {
  expect(() =>
    children.start({ name: 'peer', command: '/nowhere/peer', args: [], env: {}, logPath: join(directory, 'log') }),
  ).toThrow('Cannot start peer');
});

test.each([
  ['all of them run', () => undefined],
  ['one of them is suspended', (pid: number) => process.kill(pid, 'SIGSTOP')],
])('programs do not outlive a launcher that is killed: %s', async (_, prepare) => {
  const launcherPath = join(directory, 'launcher.cjs');
  const built = join(__dirname, '../../../network/dist/native/child-processes.js');
  writeFileSync(
    launcherPath,
    `const { ChildProcesses } = require(${JSON.stringify(built)});
     const children = new ChildProcesses(() => {});
     const pids = ['first', 'second'].map((name) =>
       children.start({ name, command: 'sleep', args: ['60'], env: process.env, logPath: ${JSON.stringify(join(directory, 'log'))} }).pid);
     process.send(pids);`,
  );
  const launcher = fork(launcherPath, { execArgv: [] });
  const [pids] = (await once(launcher, 'message')) as [number[]];
  expect(pids.map(isAlive)).toEqual([true, true]);
  prepare(pids[1]!);
  launcher.kill('SIGKILL');
  try {
    await until(() => !pids.some(isAlive));
  } finally {
    for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
  }
});
