/** A program that is killed again and again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Runs a program that is killed once it has said a line, begun again and killed once it has said two, and so on until it ends by itself:
 * so it is cut off between all of its steps.
 *
 * @returns how often it was killed, and what it said last
 */
export async function cutOff(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ kills: number; last: string }> {
  for (let kills = 0; ; kills += 1) {
    const child = spawn(process.execPath, [file, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [said, errors]: [string[], string[]] = [[], []];
    createInterface(child.stderr).on('line', (line) => errors.push(line));
    createInterface(child.stdout).on('line', (line) => {
      said.push(line);
      if (said.length > kills) child.kill('SIGKILL');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code === 0) return { kills, last: said.at(-1) ?? '' };
    if (code !== null) throw new Error(errors.join('\n'));
  }
}

/**
 * Runs a program that is killed as soon as it says such a line.
 *
 * @throws Error when it ends without
 */
export async function cutOffAt(
  line: RegExp,
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const output of [child.stdout, child.stderr]) createInterface(output).on('line', (each) => said.push(each));
  createInterface(child.stdout).on('line', (each) => {
    if (line.test(each)) child.kill('SIGKILL');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== null) throw new Error(`it ended by itself: ${said.join('\n')}`);
}
