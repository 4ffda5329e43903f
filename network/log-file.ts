/**
 * Logs that programs write by themselves, as their standard output: the last run's is kept beside this one's, and one that grows
 * too large is carried over while its program goes on writing.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log and the one before it together are twice as large at the most. */
export const LOG_BYTES_MAX = 64 * 1024 * 1024;
const LOOKED_AT_EVERY_MS = 10_000;

export const previousLog = (path: string): string => path.replace(/(\.log)?$/, '.previous.log');

/** Before a program is started. */
export function beginLog(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path)) renameSync(path, previousLog(path));
}

/**
 * What was written so far becomes the previous log, if it is too much. The program has the file open for appending, so it goes
 * on at the new end. Where the copy has no room, the older log is given up, and then what was written: a log is never what
 * fills a disk.
 */
export function limitLog(path: string, bytesMax = LOG_BYTES_MAX): void {
  if (!existsSync(path) || statSync(path).size <= bytesMax) return;
  rmSync(previousLog(path), { force: true });
  try {
    copyFileSync(path, previousLog(path));
  } catch {
    rmSync(previousLog(path), { force: true });
  }
  truncateSync(path);
}

/** Looks after a log until it is told to stop. */
export function keepLogSmall(path: string): { stop(): void } {
  const timer = setInterval(() => {
    try {
      limitLog(path);
    } catch {
      // A disk that does not even take that: looked at again.
    }
  }, LOOKED_AT_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
