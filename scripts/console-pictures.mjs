// `npm run console:pictures`: makes the pictures of the console in docs/images anew, in the Chromium that CHROMIUM names or that is
// on PATH, of a consortium that is filled for it; `-- --all FOLDER` every screen at both sizes, to be looked at.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findNode } from './node-runtime.mjs';
import { prepare, root } from './prepare.mjs';

try {
  prepare();
  // The tests' own consortium and pages, which are TypeScript.
  const outfile = join(root, 'console', 'dist', 'make-pictures.cjs');
  await build({
    entryPoints: [join(root, 'test', 'browser', 'make-pictures.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  const { status } = spawnSync(findNode(root), [outfile, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  process.stderr.write(`commonpoint: ${error.message}\n`);
  process.exitCode = 1;
}
