/** A `member` command that runs, and what it says. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface MemberRun {
  readonly said: string[];
  /** What it said, when it ended well. */
  readonly ended: Promise<string[]>;
  /** Kills it. */
  end(): void;
}

/** @param whose says whose it is where it fails @param hear is given each line */
export function listenedTo(child: ChildProcess, whose: string, hear: (line: string) => void): MemberRun {
  const [said, errors]: [string[], string[]] = [[], []];
  createInterface(child.stdout!).on('line', (line) => {
    said.push(line);
    hear(line);
  });
  createInterface(child.stderr!).on('line', (line) => errors.push(line));
  const ended = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`${whose}: ${[...said, ...errors].join('\n')}`);
    return said;
  });
  // Whoever waits for it is told; until then it is nobody's unhandled failure.
  ended.catch(() => undefined);
  return { said, ended, end: () => child.kill('SIGKILL') };
}
