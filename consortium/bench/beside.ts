/**
 * The benchmark of two checkouts, or of this one without and with its watch, in turn: machines like these are slower or
 * faster from one minute to the next, so that only what was measured beside each other can be compared.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { besideLines, type Beside } from './beside-report.js';
import type { Run } from './report.js';
import { machine } from './results.js';

export interface BesideSettings {
  /** Each begins every second round, so that neither always comes first. */
  readonly rounds: number;
  /** What the others are compared with first. */
  readonly sides: readonly [Side, Side];
}

export interface Side {
  readonly name: string;
  /** The checkout, which is installed and built. */
  readonly folder: string;
  readonly args: readonly string[];
}

export async function benchBeside({ rounds, sides }: BesideSettings): Promise<void> {
  const results: [Run[], Run[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const index of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { name } = sides[index];
      console.log(`Round ${round + 1} of ${rounds}: ${name}`);
      results[index].push(...(await runsOf(sides[index])));
    }
  }
  const beside: Beside = { names: [sides[0].name, sides[1].name], runs: results };
  console.log(`\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}; medians of ${rounds} rounds\n`);
  for (const line of besideLines(beside)) console.log(line);
}

/** Runs a checkout's own benchmark. @throws Error when it fails */
async function runsOf({ name, folder, args }: Side): Promise<readonly Run[]> {
  const child = spawn('npm', ['run', '--silent', 'bench', '--', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (bytes: Buffer) => (printed += String(bytes)));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  const file = /^All figures are in (.+\.json)$/m.exec(printed)?.[1];
  if (code !== 0 || file === undefined) throw new Error(`the benchmark of ${name} failed: ${printed.slice(-2_000)}`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { runs: Run[] }).runs;
}
