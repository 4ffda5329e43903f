/**
 * What is owed on credit lines, change by change: what each row of a line says other than the one before, and what rows of the
 * same transaction say of why.
 */
import { type CreditLine, feeOf, type LinePayment, type Receipt, type Settlement } from '@commonpoint/catalogue';
import type { RowAppliers } from '../../projection/apply-block.js';
import type { Database, TableVersion } from '../../store/database.js';

export const entryTables: readonly TableVersion[] = [
  {
    version: 17,
    sql: `
    CREATE TABLE line_entries (
      seq     INTEGER PRIMARY KEY,
      msp_id  TEXT NOT NULL,
      line_id TEXT NOT NULL,
      block   INTEGER NOT NULL,
      value   TEXT NOT NULL
    );
    CREATE INDEX line_entries_by_line ON line_entries (msp_id, line_id, seq);
    `,
  },
];

export const lineEntryKinds = ['draw', 'claim', 'repayment', 'withdrawn', 'fee', 'taken', 'let-go'] as const;

export interface LineEntry {
  readonly kind: (typeof lineEntryKinds)[number];
  /** Of debt and fee together, in millionths of the smallest unit. */
  readonly change: string;
  readonly owed: string;
  readonly paymentId?: string;
  readonly reference?: string | undefined;
  readonly cycle?: string;
  readonly points?: string;
  readonly operationId?: string;
  readonly at?: string | undefined;
}

const owedOn = ({ drawn, fee = '0' }: CreditLine): bigint => BigInt(drawn) + BigInt(fee);
const pledgedOn = ({ pledges }: CreditLine): bigint => pledges.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

function kindOf(before: CreditLine, after: CreditLine): LineEntry['kind'] {
  if (after.status === 'closed' && before.status !== 'closed') return 'let-go';
  if (after.status === 'liquidated' && pledgedOn(after) < pledgedOn(before)) return 'taken';
  if (owedOn(after) < owedOn(before)) return 'repayment';
  return after.secures === undefined ? 'draw' : 'claim';
}

/** What a line's row changed of what is owed on it; the fee comes with the first pledge that is taken, and is an entry of its own. */
export function entriesOf(before: CreditLine, after: CreditLine): LineEntry[] {
  const owed = owedOn(before);
  const kind = kindOf(before, after);
  const fee = kind === 'taken' && before.fee === undefined ? feeOf(BigInt(before.drawn), before.feePpm) : 0n;
  const entries: LineEntry[] = [];
  if (fee > 0n) entries.push({ kind: 'fee', change: String(fee), owed: String(owed + fee) });
  const change = owedOn(after) - owed - fee;
  if (change !== 0n) entries.push({ kind, change: String(change), owed: String(owedOn(after)) });
  return entries;
}

export function lineEntryQueries({ sqlite }: Database) {
  const before = sqlite.prepare(
    'SELECT seq, block, value FROM line_entries WHERE msp_id = ? AND line_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  return {
    /** The newest first. */
    lineEntries: (
      { mspId, lineId }: Pick<CreditLine, 'mspId' | 'lineId'>,
      position: number,
      limit: number,
    ): { readonly position: number; readonly entry: LineEntry & { readonly blockNumber: number } }[] =>
      before.all(mspId, lineId, position, limit).map((row) => ({
        position: Number(row['seq']),
        entry: { ...(JSON.parse(String(row['value'])) as LineEntry), blockNumber: Number(row['block']) },
      })),
  };
}

interface Pending {
  readonly seq: number;
  readonly entry: LineEntry;
}
/** As many lines as one transaction changes, and more. */
const PENDING_MAX = 1_000;

/** Rows stand in a transaction by the order of their keys: the line's comes before what says why. */
export function entryRows({ sqlite }: Database): {
  readonly lineChanged: (before: CreditLine | undefined, after: CreditLine, block: number) => void;
  readonly rows: RowAppliers;
} {
  const put = sqlite.prepare('INSERT INTO line_entries (msp_id, line_id, block, value) VALUES (?, ?, ?, ?)');
  const change = sqlite.prepare('UPDATE line_entries SET value = ? WHERE seq = ?');
  const pending = new Map<string, Pending>();
  const explain = (line: string, kinds: readonly LineEntry['kind'][], more: Partial<LineEntry>): void => {
    const last = pending.get(line);
    if (last === undefined || !kinds.includes(last.entry.kind)) return;
    const entry = { ...last.entry, ...more };
    change.run(JSON.stringify(entry), last.seq);
    pending.set(line, { ...last, entry });
  };
  return {
    lineChanged: (before, after, block) => {
      const { mspId, lineId } = after;
      const name = `${mspId} ${lineId}`;
      pending.delete(name);
      if (before === undefined) return;
      for (const entry of entriesOf(before, after)) {
        const { lastInsertRowid } = put.run(mspId, lineId, block, JSON.stringify(entry));
        pending.set(name, { seq: Number(lastInsertRowid), entry });
      }
      if (pending.size > PENDING_MAX) pending.clear();
    },
    rows: {
      'line-payment': ([, mspId, lineId], _json, _block, row) => {
        const { kind, status, paymentId, reference, confirmedAt } = row as LinePayment;
        const isBack = kind === 'draw' && status === 'withdrawn';
        if (status !== 'confirmed' && !isBack) return;
        const about = { paymentId, reference, ...(!isBack && { at: confirmedAt }) };
        explain(`${mspId} ${lineId}`, ['draw', 'repayment'], {
          ...about,
          ...(isBack && { kind: 'withdrawn' as const }),
        });
      },
      op: (_key, _json, _block, row) => {
        const { kind, acceptor, lineId, id, amount, txTime } = row as Receipt;
        if (kind !== 'capture' || lineId === undefined) return;
        const name = `${acceptor} ${lineId}`;
        // Several may be taken in one transaction.
        const points = String(BigInt(amount) + BigInt(pending.get(name)?.entry.points ?? '0'));
        explain(name, ['taken'], { points, operationId: id, at: txTime });
      },
      settlement: (_key, _json, _block, row) => {
        const { claim, creditor, cycle } = row as Settlement;
        if (claim === undefined) return;
        const name = `${creditor} ${claim.lineId}`;
        explain(name, ['claim'], { cycle, at: claim.at });
        pending.delete(name);
      },
    },
  };
}
