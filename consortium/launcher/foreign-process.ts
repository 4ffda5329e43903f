/** Processes that this one did not start: a number that is known of one may be another one's by now. */
import { spawnSync } from 'node:child_process';

export interface ForeignProcess {
  readonly pid: number;
  /** What it was started with. */
  readonly command: string;
}

/** All that run, or those of one number. */
export function processes(pid?: number): ForeignProcess[] {
  const which = pid === undefined ? ['-A'] : ['-p', String(pid)];
  const { stdout } = spawnSync('ps', [...which, '-o', 'pid=,args='], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').flatMap((line) => {
    const [, number, command] = /^\s*(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
    return number === undefined ? [] : [{ pid: Number(number), command: command! }];
  });
}

/** Whether there was such a process to take the signal. */
export function signalIf(pid: number, isIt: (command: string) => boolean, signal: NodeJS.Signals): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !processes(pid).some(({ command }) => isIt(command))) return false;
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    // It has ended since.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
