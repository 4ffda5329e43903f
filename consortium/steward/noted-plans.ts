/**
 * What was planned on this machine, by the hash of each plan: `DATA_DIR/plans`. A decision names the hash alone; who planned it posts the
 * intent once it is decided on, and the others take it from there. Nothing follows from such a file by itself.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { intent, type Intent } from '@commonpoint/network/config/intents';

/** The file of a plan; the others may be given it. */
export function planPath(dataDir: string, planHash: string): string {
  return join(dataDir, 'plans', `${planHash}.json`);
}

export function notePlan(dataDir: string, planHash: string, wish: Intent): void {
  const path = planPath(dataDir, planHash);
  mkdirSync(join(dataDir, 'plans'), { recursive: true });
  writeFileSync(`${path}.partial`, `${JSON.stringify(wish)}\n`);
  renameSync(`${path}.partial`, path);
}

/** Undefined where nobody planned it here, or the file says nothing that makes sense. */
export function notedPlan(dataDir: string, planHash: string): Intent | undefined {
  const path = planPath(dataDir, planHash);
  if (!existsSync(path)) return undefined;
  try {
    return intent.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
