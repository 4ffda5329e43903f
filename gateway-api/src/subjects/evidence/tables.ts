/** What organisations say of the log: their keys, and their checkpoints of the last sizes. */
import type { Anchor, LogCheckpoint } from '@commonpoint/catalogue';
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

/**
 * Of so many sizes an organisation's checkpoints are kept: the newest ones are asked for, and each of them has all leaves of those before. Of
 * each by itself, so that nobody drives out what others signed by sizes that the log does not have.
 */
const SIZES_KEPT = 100;

export const tables: readonly TableVersion[] = [
  {
    version: 10,
    sql: `
    CREATE TABLE log_keys (msp_id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE log_checkpoints (
      size   INTEGER NOT NULL,
      msp_id TEXT NOT NULL,
      value  TEXT NOT NULL,
      PRIMARY KEY (size, msp_id)
    ) WITHOUT ROWID;
    CREATE TABLE log_anchors (
      msp_id TEXT NOT NULL,
      log    TEXT NOT NULL,
      size   INTEGER NOT NULL,
      block  INTEGER NOT NULL,
      value  TEXT NOT NULL,
      PRIMARY KEY (msp_id, log, size)
    ) WITHOUT ROWID;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const putKeys = sqlite.prepare('INSERT OR REPLACE INTO log_keys (msp_id, value) VALUES (?, ?)');
  const put = sqlite.prepare('INSERT OR REPLACE INTO log_checkpoints (size, msp_id, value) VALUES (?, ?, ?)');
  const forget = sqlite.prepare(
    `DELETE FROM log_checkpoints WHERE msp_id = $mspId AND size <=
     (SELECT size FROM log_checkpoints WHERE msp_id = $mspId ORDER BY size DESC LIMIT 1 OFFSET ${SIZES_KEPT})`,
  );
  const putAnchor = sqlite.prepare(
    'INSERT OR REPLACE INTO log_anchors (msp_id, log, size, block, value) VALUES (?, ?, ?, ?, ?)',
  );
  const forgetAnchors = sqlite.prepare(
    `DELETE FROM log_anchors WHERE msp_id = $mspId AND log = $log AND size <=
     (SELECT size FROM log_anchors WHERE msp_id = $mspId AND log = $log ORDER BY size DESC LIMIT 1 OFFSET ${SIZES_KEPT})`,
  );
  return {
    anchor([, mspId, log], json, block, row) {
      putAnchor.run(mspId!, log!, (row as Anchor).size, block, json);
      forgetAnchors.run({ mspId: mspId!, log: log! });
    },
    'log-key': ([, mspId], json) => void putKeys.run(mspId!, json),
    checkpoint([, mspId], json, _block, row) {
      put.run((row as LogCheckpoint).size, mspId!, json);
      forget.run({ mspId: mspId! });
    },
  };
};
