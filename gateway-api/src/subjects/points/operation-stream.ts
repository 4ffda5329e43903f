/**
 * The organisation's operations, newest first: what this gateway recorded, and what the ledger has of them beside that
 * (imports, jobs, other gateways, what was forgotten here).
 *
 * Two streams, each in an order that never changes, are merged by time. A place is a place in both, so that a page that
 * follows another one has all that was there and nothing twice, whatever comes meanwhile.
 */
import type { Operation, Receipt } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';
import { receiptRows } from '../../projection/receipt-rows.js';
import { SEQ_PER_MS, type OperationRow } from '../../writes/operation-rows.js';

/** Where a list goes on: below these in the two streams. */
export interface OperationPlace {
  readonly recorded: number;
  readonly receipted: number;
}
export const newestPlace: OperationPlace = {
  recorded: Number.MAX_SAFE_INTEGER,
  receipted: Number.MAX_SAFE_INTEGER,
};

/** What can be asked of it without looking into every row. */
export interface StreamFilter {
  /** Milliseconds since 1970; from the first one on, before the other one. */
  readonly fromMs?: number | undefined;
  readonly untilMs?: number | undefined;
  readonly reference?: string | undefined;
  /** What crossed this bridge, or `any`. */
  readonly bridge?: { readonly id: string } | 'any' | undefined;
}

interface Passed {
  readonly atMs: number;
  readonly place: OperationPlace;
}
/** A row of this gateway, a receipt that has none, or something that is passed over. */
export type StreamedOperation = Passed & {
  readonly row?: OperationRow | undefined;
  readonly receipt?: Receipt | undefined;
  readonly block?: number;
};

const ROWS_AT_ONCE = 250;
/**
 * A receipt's time is that of its proposal, and blocks need not have these in order: a transaction that was signed during
 * an outage comes later. No outage that ends by itself is longer than this.
 */
const OUT_OF_ORDER_MS = 7 * 24 * 60 * 60 * 1000;

interface ReceiptRow {
  readonly seq: number;
  readonly block: number;
  readonly at: string;
  /** Absent where it is another organisation's, or has a row. */
  readonly receipt: Receipt | undefined;
}

export function operationStream(database: Database) {
  const { sqlite } = database;
  const recorded = sqlite.prepare(
    'SELECT * FROM operations WHERE seq < $below AND seq >= $from ORDER BY seq DESC LIMIT $limit',
  );
  const referenced = sqlite.prepare(
    `SELECT * FROM operations WHERE reference = $reference AND seq < $below AND seq >= $from
     ORDER BY seq DESC LIMIT $limit`,
  );
  const crossing = sqlite.prepare(
    `SELECT * FROM operations WHERE bridge_id = $bridgeId AND seq < $below AND seq >= $from ORDER BY seq DESC LIMIT $limit`,
  );
  const crossingAny = sqlite.prepare(
    `SELECT * FROM operations WHERE bridge_id IS NOT NULL AND seq < $below AND seq >= $from ORDER BY seq DESC LIMIT $limit`,
  );
  const isRecorded = sqlite.prepare('SELECT 1 FROM operations WHERE id = ?');
  const ledgers = receiptRows(database);

  /** Below this are all receipts that were made before a time: found by halves, as they are nearly in order. */
  function receiptsBefore(untilMs: number): number {
    let [low, high] = [0, ledgers.lastSeq() + 1];
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      const [found] = ledgers.after(middle - 1, 1);
      if (found !== undefined && Date.parse(found.receipt.txTime) < untilMs + OUT_OF_ORDER_MS) low = found.seq + 1;
      else high = middle;
    }
    return low;
  }

  function* rowsBelow(start: number, filter: StreamFilter): Generator<OperationRow> {
    const { fromMs = 0, untilMs, reference, bridge } = filter;
    let below = Math.min(start, untilMs === undefined ? start : untilMs * SEQ_PER_MS);
    const fixed = { from: fromMs * SEQ_PER_MS, limit: ROWS_AT_ONCE };
    const rows = (below: number) => {
      if (reference !== undefined) return referenced.all({ ...fixed, below, reference });
      if (bridge === 'any') return crossingAny.all({ ...fixed, below });
      return bridge === undefined
        ? recorded.all({ ...fixed, below })
        : crossing.all({ ...fixed, below, bridgeId: bridge.id });
    };
    for (;;) {
      const found = rows(below) as unknown as OperationRow[];
      yield* found;
      if (found.length < ROWS_AT_ONCE) return;
      below = found.at(-1)!.seq;
    }
  }

  function* receiptsBelow(mspId: string, start: number, filter: StreamFilter): Generator<ReceiptRow> {
    const { fromMs = 0, untilMs, bridge } = filter;
    const rows = (below: number) =>
      bridge === undefined
        ? ledgers.below(below, ROWS_AT_ONCE)
        : ledgers.crossingBelow(bridge === 'any' ? undefined : bridge.id, below, ROWS_AT_ONCE);
    let below = untilMs === undefined ? start : Math.min(start, receiptsBefore(untilMs));
    for (;;) {
      const found = rows(below);
      for (const { seq, block, receipt } of found) {
        const isOwn = receipt.mspId === mspId && isRecorded.get(receipt.id) === undefined;
        yield { seq, block, at: receipt.txTime, receipt: isOwn ? receipt : undefined };
      }
      const last = found.at(-1);
      if (found.length < ROWS_AT_ONCE || Date.parse(last!.receipt.txTime) < fromMs - OUT_OF_ORDER_MS) return;
      below = last!.seq;
    }
  }

  /** Lazily, so that whoever has enough stops; the ledger may go on between two of them. */
  return function* newestFirst(
    mspId: string,
    from: OperationPlace,
    filter: StreamFilter,
  ): Generator<StreamedOperation> {
    const { fromMs = 0, untilMs = Infinity, reference } = filter;
    const rows = rowsBelow(from.recorded, filter);
    // What is on the ledger alone has no reference.
    const receipts = receiptsBelow(mspId, reference === undefined ? from.receipted : 0, filter);
    let place = from;
    let [row, receipt] = [rows.next(), receipts.next()];
    for (;;) {
      const rowMs = row.done === true ? -Infinity : Math.floor(row.value.seq / SEQ_PER_MS);
      const receiptMs = receipt.done === true ? -Infinity : Date.parse(receipt.value.at);
      if (row.done !== true && rowMs >= receiptMs) {
        place = { ...place, recorded: row.value.seq };
        yield { atMs: rowMs, place, row: row.value };
        row = rows.next();
      } else if (receipt.done !== true) {
        const { seq, block, receipt: own } = receipt.value;
        place = { ...place, receipted: seq };
        const isWithin = own !== undefined && receiptMs >= fromMs && receiptMs < untilMs;
        yield { atMs: receiptMs, place, ...(isWithin && { block, receipt: own }) };
        receipt = receipts.next();
      } else return;
    }
  };
}

/** What an operation's row was asked to do. */
export const contentOf = ({ content }: OperationRow): Operation => JSON.parse(content) as Operation;
