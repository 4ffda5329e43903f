// `npm run lint`: the linter over every file, some at a time in a process of their own. It keeps the types of all that
// it has seen, and for the whole repository in one process these are more than Node gives a program.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { root } from './prepare.mjs';

const EXTENSIONS = ['.ts', '.tsx', '.mjs', '.cjs', '.js'];
const FILES_AT_ONCE = 220;

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
const files = listed
  .toString()
  .split('\0')
  .filter((path) => EXTENSIONS.includes(extname(path)) && existsSync(join(root, path)));

const byProject = new Map();
for (const path of files) byProject.set(projectOf(path), [...(byProject.get(projectOf(path)) ?? []), path]);
const waiting = [...byProject].flatMap(([project, all]) =>
  Array.from({ length: Math.ceil(all.length / FILES_AT_ONCE) }, (_, index) => ({
    name: `${project.replaceAll('/', '-')}-${index}`,
    files: all.slice(index * FILES_AT_ONCE, (index + 1) * FILES_AT_ONCE),
  })),
);
let failed = false;
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (!(await lint(next))) failed = true;
    }
  }),
);
process.exitCode = failed ? 1 : 0;

/** The folder of the tsconfig.json that a file's types come from. */
function projectOf(path) {
  let folder = dirname(path);
  while (folder !== '.' && !existsSync(join(root, folder, 'tsconfig.json'))) folder = dirname(folder);
  return folder;
}

/** Whether the linter has nothing to say of these files; what it says goes to stderr. */
function lint({ name, files }) {
  const eslint = join(root, 'node_modules', 'eslint', 'bin', 'eslint.js');
  const cache = join('node_modules', '.cache', 'eslint', name);
  const options = ['--cache', '--cache-location', cache, '--max-warnings', '0', '--no-warn-ignored'];
  return new Promise((resolve, reject) => {
    const program = spawn(process.execPath, [eslint, ...options, ...files], { cwd: root, stdio: ['ignore', 2, 2] });
    program.on('error', reject).on('exit', (code) => resolve(code === 0));
  });
}
