/**
 * Organisations whose nodes run on this machine and that joined the channel after it had begun, in `DATA_DIR/joined.json`: what
 * `consortium.json` says of the first ones. Who is a member stands on the ledger and in the channel's configuration, not here; and
 * an entry keeps its place for ever, as ports and consenter numbers follow from it.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DamagedFiles } from './damaged-files.js';
import { organizationEntry } from './description.js';

const joinedOrganization = organizationEntry.extend({
  /** Its peer has the chaincode, so that a gateway of its own has something to connect to. */
  gateway: z.boolean(),
});
export type JoinedOrganization = z.infer<typeof joinedOrganization>;

export function joinedPath(dataDir: string): string {
  return join(dataDir, 'joined.json');
}

/** None as long as nobody joined. @throws DamagedFiles */
export function readJoined(dataDir: string): readonly JoinedOrganization[] {
  const path = joinedPath(dataDir);
  if (!existsSync(path)) return [];
  try {
    return z.array(joinedOrganization).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new DamagedFiles(
      `${path} is damaged: it says which organisations joined later, and their ports. Put it back from a backup.`,
      { cause },
    );
  }
}

/** Puts an organisation at the end, or says more of one that is there. */
export function noteJoined(dataDir: string, organization: JoinedOrganization): void {
  const path = joinedPath(dataDir);
  const before = readJoined(dataDir);
  const isKnown = before.some(({ mspId }) => mspId === organization.mspId);
  const now = isKnown
    ? before.map((each) => (each.mspId === organization.mspId ? organization : each))
    : [...before, organization];
  if (JSON.stringify(now) === JSON.stringify(before)) return;
  writeFileSync(`${path}.partial`, `${JSON.stringify(now, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.partial`, path);
}
