/** Rates, and the lanes of their quota. */
import type { PrepareRows } from '../../projection/apply-block.js';
import type { TableVersion } from '../../store/database.js';

export const tables: readonly TableVersion[] = [
  {
    version: 2,
    sql: `
    CREATE TABLE rates (
      source  TEXT NOT NULL,
      target  TEXT NOT NULL,
      version INTEGER NOT NULL,
      value   TEXT NOT NULL,
      PRIMARY KEY (source, target, version)
    ) WITHOUT ROWID;
    CREATE TABLE rate_lanes (
      source  TEXT NOT NULL,
      target  TEXT NOT NULL,
      version INTEGER NOT NULL,
      lane    INTEGER NOT NULL,
      granted INTEGER NOT NULL,
      used    INTEGER NOT NULL,
      PRIMARY KEY (source, target, version, lane)
    ) WITHOUT ROWID;
    `,
  },
];

export const rows: PrepareRows = ({ sqlite }) => {
  const putRate = sqlite.prepare('INSERT OR REPLACE INTO rates (source, target, version, value) VALUES (?, ?, ?, ?)');
  const putLane = sqlite.prepare(
    'INSERT OR REPLACE INTO rate_lanes (source, target, version, lane, granted, used) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return {
    rate: ([, source, target, version], json) => void putRate.run(source!, target!, Number(version), json),
    'rate-quota': ([, source, target, version, lane], json) => {
      const { granted, used } = JSON.parse(json) as { granted: string; used: string };
      putLane.run(source!, target!, Number(version), Number(lane), BigInt(granted), BigInt(used));
    },
  };
};
