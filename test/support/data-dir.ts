import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own, for its owner only. */
export function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'commonpoint-scenario-'));
}
