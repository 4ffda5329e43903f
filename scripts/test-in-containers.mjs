// Organisations on machines of their own, in containers, where Docker runs here and has the public images that theirs are made of: none is
// fetched for a test. Elsewhere it says what is missing, and ends well.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findCompose, findMissingImage } from './docker-compose.mjs';
import { root } from './prepare.mjs';

const { missing = findMissingImage(root) } = findCompose();
if (missing !== undefined) {
  process.stderr.write(`commonpoint: scenarios in containers not run: ${missing}\n`);
} else {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'scripts/test.mjs'), 'scenario', 'own-machines', ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit', env: { ...process.env, NETWORK: 'docker' } },
  );
  process.exitCode = status ?? 1;
}
