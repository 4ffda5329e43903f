/** A row of a ledger in memory as the audit reads it out of a block. */
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { presentRow } from '../../audit/src/present-row.js';

export function writtenRow(key: string, value: Buffer | undefined): RowWrite {
  const parts = key.split('\u0000').slice(1, -1);
  return value === undefined ? { key: parts } : { key: parts, value: presentRow(parts, JSON.parse(value.toString())) };
}
