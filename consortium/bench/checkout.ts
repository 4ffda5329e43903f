/** A commit of this repository in a folder of its own, installed and built, that is gone afterwards. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../launcher/repository.js';
import { Complaint } from '../terminal/complaint.js';

export interface Checkout {
  readonly folder: string;
  remove(): void;
}

/** @throws Complaint when there is no such revision, or it cannot be built */
export function checkOut(revision: string): Checkout {
  const folder = join(mkdtempSync(join(tmpdir(), 'commonpoint-against-')), 'checkout');
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-C', repositoryRoot, 'worktree', ...args], { stdio: 'pipe' });
  const remove = (): void => {
    try {
      git('remove', '--force', folder);
    } finally {
      rmSync(join(folder, '..'), { recursive: true, force: true });
    }
  };
  try {
    git('add', '--detach', folder, revision);
  } catch {
    rmSync(join(folder, '..'), { recursive: true, force: true });
    throw new Complaint(`There is no revision ${revision} here that could be checked out.`, 2);
  }
  const npm = (...args: string[]): void =>
    void execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    if (!linkPackages(folder)) npm('ci', '--no-audit', '--no-fund', '--prefer-offline');
    npm('run', '--silent', 'build');
  } catch {
    remove();
    throw new Complaint(`Revision ${revision} cannot be installed and built.`, 1);
  }
  return { folder, remove };
}

/** Whether this clone has that commit: a shallow one lacks what came before it. */
export function hasRevision(revision: string): boolean {
  try {
    execFileSync('git', ['-C', repositoryRoot, 'cat-file', '-e', `${revision}^{commit}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Where it asks for the same packages they are those of this repository, by links: seconds, and no registry. @returns whether it could be done */
function linkPackages(folder: string): boolean {
  const [own, wanted] = [repositoryRoot, folder].map(readLock) as [Lock, Lock];
  if (JSON.stringify(foreign(own)) !== JSON.stringify(foreign(wanted))) return false;
  const workspaces = Object.keys(own).filter((path) => path !== '' && !path.includes('node_modules/'));
  const modules = ['', ...workspaces].map((path) => join(path, 'node_modules'));
  try {
    for (const path of modules.filter((each) => existsSync(join(repositoryRoot, each)))) {
      if (!existsSync(dirname(join(folder, path)))) continue;
      execFileSync('cp', ['-al', join(repositoryRoot, path), join(folder, path)], { stdio: 'ignore' });
    }
    // What is written there later must not be written to both.
    rmSync(join(folder, 'node_modules', '.cache'), { recursive: true, force: true });
    return true;
  } catch {
    for (const path of modules) rmSync(join(folder, path), { recursive: true, force: true });
    return false;
  }
}

type Lock = Readonly<Record<string, unknown>>;

function readLock(folder: string): Lock {
  return (JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;
}

/** What comes from elsewhere: versions of the repository's own packages are nothing that is installed. */
function foreign(lock: Lock): readonly unknown[] {
  return Object.entries(lock).filter(([path]) => path.includes('node_modules/') && !path.includes('@commonpoint/'));
}
