/** What the projection says of the log's keys and checkpoints. */
import type { Anchor, LogCheckpoint, LogKeys } from '@commonpoint/catalogue';
import { allParsed, parsed } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export function evidenceQueries({ sqlite }: Database) {
  const keys = sqlite.prepare('SELECT value FROM log_keys ORDER BY msp_id');
  const keysOf = sqlite.prepare('SELECT value FROM log_keys WHERE msp_id = ?');
  const newestOf = sqlite.prepare('SELECT value FROM log_checkpoints WHERE msp_id = ? ORDER BY size DESC LIMIT 1');
  const from = sqlite.prepare('SELECT value FROM log_checkpoints WHERE size >= ? ORDER BY size DESC, msp_id');
  const anchors = sqlite.prepare(
    'SELECT block, value FROM log_anchors WHERE msp_id = ? AND log = ? ORDER BY size DESC',
  );
  return {
    /** The newest first, as the ledger has them. */
    anchorsOf: (mspId: string, log: string) =>
      (anchors.all(mspId, log) as { block: number; value: string }[]).map(({ block, value }) => ({
        block,
        value,
        row: JSON.parse(value) as Anchor,
      })),
    keys: () => allParsed<LogKeys>(keys.all()),
    keysOf: (mspId: string) => parsed<LogKeys>(keysOf.get(mspId)),
    newestOf: (mspId: string) => parsed<LogCheckpoint>(newestOf.get(mspId)),
    /** The largest sizes first; of each the organisations in their order. */
    checkpointsFrom: (size: number) => allParsed<LogCheckpoint>(from.all(size)),
  };
}
