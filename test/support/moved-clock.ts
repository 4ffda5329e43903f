/** Has programs that are started from now on go by a clock that a test moves; Node's alone, so not those of real Fabric. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface MovedClock {
  /** How far it is ahead from now on; done as soon as every program has seen it. */
  readonly ahead: (ms: number) => Promise<void>;
  readonly restore: () => void;
}

/** Twice as long as a program goes by what it read. */
const SEEN_WITHIN_MS = 100;

export function moveClock(): MovedClock {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-clock-'));
  const path = join(folder, 'ahead');
  const write = (ms: number): void => writeFileSync(path, String(ms));
  write(0);
  const { NODE_OPTIONS = '' } = process.env;
  process.env['NODE_OPTIONS'] = `${NODE_OPTIONS} --require ${join(__dirname, 'clock-ahead.cjs')}`.trim();
  process.env['COMMONPOINT_CLOCK_AHEAD'] = path;
  return {
    ahead: async (ms) => {
      write(ms);
      await setTimeout(SEEN_WITHIN_MS);
    },
    restore: () => {
      process.env['NODE_OPTIONS'] = NODE_OPTIONS;
      delete process.env['COMMONPOINT_CLOCK_AHEAD'];
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
