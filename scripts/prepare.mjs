// Brings a clone to the point where its programs can run: installs what is missing, builds what is older than its
// sources. Runs on plain Node 20 without any package. Quick when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findNode } from './node-runtime.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs and builds; tells on stderr what takes time. */
export function prepare() {
  const release = lock();
  try {
    // npm's own settings of an outer `npm run` would be inherited; they are the same ones, so they do no harm.
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    if (!isInstalled()) {
      say('installing packages (npm ci)');
      run('npm', ['ci', ...quiet], 'npm ci failed');
    } else if (!isLinked()) {
      say('linking workspaces (npm install)');
      run('npm', ['install', '--no-save', ...quiet], 'npm install failed');
    }
    run(findNode(root), [join(root, 'node_modules', 'typescript-7', 'bin', 'tsc'), '-b'], 'the build failed');
    run(findNode(root), [join(root, 'console', 'build.mjs')], 'the console could not be built');
  } finally {
    release();
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes `.package-lock.json` there when it is done;
 * an interrupted install has none.
 */
function isInstalled() {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer, link }]) => {
    if (!path.startsWith('node_modules/') || link) return true;
    if (installed[path] === undefined) return Boolean(optional || devOptional || peer);
    return installed[path].version === version;
  });
}

/** Whether every workspace stands in node_modules: a clone that was installed before one came in lacks it. */
function isLinked() {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { link }]) => !link || existsSync(join(root, path)));
}

function run(command, args, complaint) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(error === undefined ? complaint : `${complaint}: ${error.message}`);
}

function say(text) {
  process.stderr.write(`commonpoint: ${text} ...\n`);
}

/** Two commands at once (a start and a demo, say) must not install or build into each other. */
function lock() {
  const name = `commonpoint-prepare-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  const folder = join(tmpdir(), name);
  const owner = join(folder, 'pid');
  for (let told = false; ;) {
    try {
      mkdirSync(folder);
      writeFileSync(owner, String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isAlive(readOwner(owner))) {
      rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!told) say('waiting for another command that installs or builds');
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function readOwner(path) {
  // Between the other's two steps there is no pid yet.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      const pid = Number(readFileSync(path, 'utf8'));
      if (pid > 0) return pid;
    } catch {
      // Not written yet, or gone already.
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  return 0;
}

function isAlive(pid) {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    prepare();
  } catch (error) {
    process.stderr.write(`commonpoint: ${error.message}\n`);
    process.exitCode = 1;
  }
}
