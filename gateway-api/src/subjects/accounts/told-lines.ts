/**
 * What a statement tells of imported lines, beside the lines themselves. A hundred of them stand in one row of six kilobytes, and those of an
 * account in nearly as many rows: for a page of a hundred entries as many would be read, two pages of the file each. So a line has what is its own, in
 * some seven bytes, and each hundred a head of 280 with what its lines have in common.
 */
import type { Receipt } from '@commonpoint/catalogue';
import type { ReceiptRow } from '../../projection/receipt-rows.js';
import type { Database, TableVersion } from '../../store/database.js';
import type { AccountLine } from './account-line.js';

export const toldLineTables: TableVersion = {
  version: 21,
  sql: `
  -- Of an imported line its number in the file, and how much it issued; nothing of others, and of those that were written before.
  ALTER TABLE statement_lines ADD COLUMN line INTEGER;
  ALTER TABLE statement_lines ADD COLUMN amount INTEGER;
  CREATE TABLE imported_heads (
    seq   INTEGER PRIMARY KEY,           -- where its hundred begins
    block INTEGER NOT NULL,
    value TEXT NOT NULL
  ) STRICT;
  `,
};

/** Of `statement_lines AS lines`; an imported one of which something was taken back stands apart. */
export const toldColumns = `lines.seq, line, CAST(amount AS TEXT) AS amount, heads.block, heads.value AS head,
  receipts.block AS apart_block, receipts.value AS apart`;
export const toldJoins = `LEFT JOIN receipts ON receipts.seq = lines.seq
  LEFT JOIN imported_heads AS heads ON receipts.seq IS NULL AND line IS NOT NULL
    AND heads.seq = (SELECT seq FROM imported_heads WHERE seq <= lines.seq ORDER BY seq DESC LIMIT 1)`;

/** With those columns. */
export type ToldRow = { readonly seq: number } & (
  | { readonly apart: string; readonly apart_block: number }
  | { readonly apart: null; readonly head: null }
  | {
      readonly apart: null;
      readonly head: string;
      readonly block: number;
      readonly line: number;
      readonly amount: string;
    }
);

type Common = Pick<Receipt, 'mspId' | 'programId' | 'campaign' | 'txId' | 'txTime'>;
interface Head {
  readonly file: string;
  readonly common: Common;
}

/** Undefined of a line that has to be read where it stands. Of an imported one the receipt has no lots, of which no entry tells. */
export function toldLine(accountId: string, row: ToldRow): AccountLine | undefined {
  const { seq } = row;
  if (row.apart !== null) return { seq, block: row.apart_block, receipt: JSON.parse(row.apart) as Receipt };
  if (row.head === null) return undefined;
  const { file, common } = JSON.parse(row.head) as Head;
  const { block, line, amount } = row;
  return { seq, block, receipt: { ...common, id: `${file}-${line}`, kind: 'issue', accountId, amount } };
}

type Told = readonly [line: number | null, amount: string | null];

export function toldLines({ sqlite }: Database) {
  const putHead = sqlite.prepare('INSERT OR IGNORE INTO imported_heads (seq, block, value) VALUES (?, ?, ?)');
  return {
    /** For the lines of one transaction: those of a hundred come one after the other. */
    begin() {
      let last: number | undefined;
      return ({ hundred, block, receipt }: ReceiptRow): Told => {
        if (hundred === undefined) return [null, null];
        const { id, amount, mspId, programId, campaign, txId, txTime } = receipt;
        // Two peers may have endorsed a hundred with any lines, of a file of any name.
        const dash = id.lastIndexOf('-');
        if (hundred !== last) {
          const head: Head = { file: id.slice(0, dash), common: { mspId, programId, campaign, txId, txTime } };
          putHead.run(hundred, block, JSON.stringify(head));
          last = hundred;
        }
        return [Number(id.slice(dash + 1)), amount];
      };
    },
  };
}
