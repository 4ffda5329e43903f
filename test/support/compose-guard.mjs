// `compose-guard.mjs PROJECT COMMAND...`: runs COMMAND, which removes the project's containers, when it is told to, or
// when the process that started it is gone. It has a process group of its own, which a terminal's Ctrl-C does not reach.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const [project, command, ...args] = process.argv.slice(2);

process.on('message', () => {
  process.removeAllListeners('disconnect');
  process.exit(remove());
});

process.on('disconnect', async () => {
  remove();
  // The process may have left a start behind that goes on for a moment.
  for (let second = 0; second < 10; second += 1) {
    await sleep(1_000);
    if (isLeft()) remove();
  }
});

function remove() {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) process.stderr.write(`${stderr}\n`);
  return status ?? 1;
}

function isLeft() {
  const filter = `label=com.docker.compose.project=${project}`;
  return spawnSync('docker', ['ps', '--all', '--quiet', '--filter', filter], { encoding: 'utf8' }).stdout.trim() !== '';
}
