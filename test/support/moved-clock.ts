/** Has programs that are started from now on go by a clock that a test moves; Node's alone, so not those of real Fabric. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MovedClock {
  /** How far it is ahead from now on; programs see it within moments. */
  readonly ahead: (ms: number) => void;
  readonly restore: () => void;
}

export function moveClock(): MovedClock {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-clock-'));
  const path = join(folder, 'ahead');
  const ahead = (ms: number): void => writeFileSync(path, String(ms));
  ahead(0);
  const { NODE_OPTIONS = '' } = process.env;
  process.env['NODE_OPTIONS'] = `${NODE_OPTIONS} --require ${join(__dirname, 'clock-ahead.cjs')}`.trim();
  process.env['COMMONPOINT_CLOCK_AHEAD'] = path;
  return {
    ahead,
    restore: () => {
      process.env['NODE_OPTIONS'] = NODE_OPTIONS;
      delete process.env['COMMONPOINT_CLOCK_AHEAD'];
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
