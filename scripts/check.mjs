// `npm run check:static`: everything that is checked without running the programs. Ends with how many checks passed.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { findNode } from './node-runtime.mjs';
import { prepare, root } from './prepare.mjs';

const checks = [
  ['format:check', 'every file is formatted'],
  ['typecheck', 'the tests have types'],
  ['dependencies:check', 'files know only whom they may'],
  ['lint', 'the linter has nothing to say'],
];

let failed = 0;
prepare();
// Some of the tools want a newer Node than the machine may have; npm 10 does not put the one that came along first.
const env = { ...process.env, PATH: [dirname(findNode(root)), process.env.PATH].join(delimiter) };
for (const [script, claim] of checks) {
  const startedAt = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: root, env, stdio: ['ignore', 2, 2] });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stderr.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${claim} (${script}, ${seconds} s)\n`);
  if (status !== 0) failed += 1;
}
process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
