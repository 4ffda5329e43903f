// `node scripts/run.mjs FILE ARGUMENTS...`: prepares the clone and runs one of its built programs, on a Node that is new
// enough. Ends as the program ends; if this process is killed, the program notices the closed channel and stops.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findNode } from './node-runtime.mjs';
import { prepare, root } from './prepare.mjs';

const [file, ...args] = process.argv.slice(2);
try {
  prepare();
  const child = spawn(findNode(root), ['--disable-warning=ExperimentalWarning', join(root, file), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node-compile'), ...process.env },
  });
  // A terminal's Ctrl-C reaches the program directly as well; it copes with hearing it twice.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm may end without a word to what it started.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  if (process.env.npm_lifecycle_event === undefined) clearInterval(watch);
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    // As shells count; 1 is what an audit says that found something.
    process.exitCode = code ?? 128 + constants.signals[signal];
    if (child.connected) child.disconnect();
  });
} catch (error) {
  process.stderr.write(`commonpoint: ${error.message}\n`);
  process.exitCode = 1;
}
