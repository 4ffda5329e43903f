/** A commit of this repository in a folder of its own, installed and built, that is gone afterwards. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  try {
    for (const args of [
      ['ci', '--no-audit', '--no-fund', '--prefer-offline'],
      ['run', '--silent', 'build'],
    ])
      execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    remove();
    throw new Complaint(`Revision ${revision} cannot be installed and built.`, 1);
  }
  return { folder, remove };
}
