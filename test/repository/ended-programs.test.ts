/** How a program's end is told by what started it for npm: 1 would say of an audit that something is wrong. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { repositoryRoot } from '../support/repository-files.js';

const folder = mkdtempSync(join(tmpdir(), 'ended-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['by itself', 'process.exitCode = 2', 2],
  ['by Ctrl-C', "process.kill(process.pid, 'SIGINT')", 130],
  ['for lack of memory', 'process.abort()', 134],
  ['by the system', "process.kill(process.pid, 'SIGKILL')", 137],
])('a program that ended %s', (_how, code, status) => {
  const program = join(folder, 'program.js');
  writeFileSync(program, `${code}; setTimeout(() => undefined, 1_000);`);
  const run = join(repositoryRoot, 'scripts', 'run.mjs');
  const ended = spawnSync(process.execPath, [run, relative(repositoryRoot, program)], { stdio: 'ignore' });
  expect(ended.status).toBe(status);
});
