/**
 * What programmes owe by the month of issue. Of the ledger as it is now, all receipts up to a place are worked through once, and what
 * they came to is kept in the gateway's file: so that an answer asks for no more than what came since. Of a block of the past it is
 * reckoned anew from all receipts, one after the other.
 */
import { daysGivenBackBy } from '@commonpoint/audit/days-given-back';
import type { OrderRow } from '@commonpoint/audit/ledger-rows';
import { liabilityReport, type LiabilityReport } from '@commonpoint/audit/liability-report';
import { PointCohorts } from '@commonpoint/audit/point-cohorts';
import { shuttingDown } from '../../channel/failures.js';
import { preparing } from '../../projection/projection.js';
import { receiptRows, type ReceiptRow } from '../../projection/receipt-rows.js';
import type { Database } from '../../store/database.js';
import { turns } from '../../turns.js';
import { KeptPlaces, keptRows } from './kept-places.js';
import { nothingKept, sumsOf, type KeptSums } from './kept-sums.js';
import { LiabilityStretch, type Lifted, type StretchParts } from './liability-stretch.js';
import { isAwaitedBy, PastReports, patient, type Asker } from './past-reports.js';
import { waitingWrites } from './waiting-writes.js';

/** Receipts taken at once: short enough not to be noticed. */
const RECEIPTS_AT_ONCE = 200;
/**
 * Of so many what came of them is written together: each account’s points lie on another page of the file, of which there are few, so that each page is
 * written once for many receipts.
 */
const RECEIPTS_HELD_MAX = 5_000;

interface Mark {
  readonly seq: number;
  readonly block: number;
  readonly alterations: number;
  readonly reckoned_for: number;
}

/**
 * @param heldMax so many receipts are worked through before what came of them is written
 * @param writtenAtOnce so much of it in one transaction
 */
export function liabilityQueries(database: Database, heldMax = RECEIPTS_HELD_MAX, writtenAtOnce?: number) {
  const { prepare } = preparing(database);
  const checkpoint = prepare('SELECT block FROM checkpoint');
  const lastBlock = (): number => checkpoint.get()!['block'] as number;
  const getMark = prepare('SELECT seq, block, alterations, reckoned_for FROM liability_mark');
  const mark = (): Mark => getMark.get() as unknown as Mark;
  const setMark = prepare('UPDATE liability_mark SET seq = ?, block = ?');
  const lifted = prepare('SELECT value, lifted FROM orders WHERE lifted > ? AND lifted <= ? ORDER BY lifted, order_id');
  const sumsRow = prepare('SELECT value FROM liability_sums WHERE program_id = ?');
  const putSums = prepare('INSERT OR REPLACE INTO liability_sums (program_id, value) VALUES (?, ?)');
  const receipts = receiptRows(database);
  const rows = keptRows(database);
  const waiting = waitingWrites(database, rows, writtenAtOnce);

  /** What orders gave back of days after a block until another one, the first ones at the front. */
  const daysGivenBack = (after: number, until: number): Lifted[] =>
    lifted.all(after, until).flatMap((row) => {
      const given = daysGivenBackBy(JSON.parse(row['value'] as string) as OrderRow);
      return given === undefined ? [] : [{ block: row['lifted'] as number, given }];
    });
  /** Of blocks that are here as a whole. */
  const receiptsAfter = (seq: number, limit: number, until: number): ReceiptRow[] =>
    receipts.after(seq, limit).filter(({ block }) => block <= until);

  /** What is kept of a programme; undefined if nothing can be. */
  const keptOf = (programId: string): KeptSums | undefined => {
    const row = sumsRow.get(programId);
    if (row === undefined) return nothingKept();
    return row['value'] === null ? undefined : sumsOf(row['value'] as string);
  };

  const beginAnew = (): void =>
    database.transaction('rebuildable', () => {
      for (const table of ['waiting', 'points', 'holds', 'spent', 'sums'])
        database.sqlite.exec(`DELETE FROM liability_${table}`);
      database.sqlite.exec('UPDATE liability_mark SET seq = -1, block = -1, reckoned_for = alterations');
    });

  const parts: StretchParts = { receipts, rows, keptOf, daysGivenBack };
  /** What was worked through and is not written yet: if it is lost, it is worked through once more. */
  let stretch: LiabilityStretch | undefined;
  /** False if there is nothing to be written. */
  const write = (): boolean => {
    const done = stretch;
    if (done === undefined) return false;
    database.transaction('rebuildable', () => {
      done.write((programId, sums, writes) => {
        putSums.run(programId, sums);
        waiting.put(programId, writes);
      });
      setMark.run(done.until.seq, done.until.block);
    });
    stretch = undefined;
    return true;
  };

  /** Works through some more of what came since, or writes what came of it; false if there was neither. */
  const advance = (): boolean => {
    const last = lastBlock();
    const written = mark();
    if (written.alterations !== written.reckoned_for) {
      stretch = undefined;
      beginAnew();
      return true;
    }
    if (waiting.advance()) return true;
    // Somebody else may have gone on from where it began.
    if (stretch?.beganAt(written) === false) stretch = undefined;
    if (stretch !== undefined && stretch.receipts >= heldMax) return write();
    const from = stretch?.until ?? written;
    for (let limit = RECEIPTS_AT_ONCE; ; limit *= 2) {
      const found = receiptsAfter(from.seq, limit, last);
      const isAll = found.length < limit;
      if (found.length === 0 && daysGivenBack(from.block, last).length === 0) return write();
      const whole = isAll ? found : found.slice(0, lastBeginning(found));
      if (!isAll && whole.length === 0) continue;
      const working = stretch ?? new LiabilityStretch(parts, written);
      // What was done by half is forgotten.
      stretch = undefined;
      working.take(whole, isAll ? last : undefined);
      stretch = working;
      return true;
    }
  };

  let advancing: Promise<void> | undefined;
  let forWhom: Asker[] = [];
  /** However many wait for it, it is done once. @throws Failure SHUTTING_DOWN when nobody waits any more */
  const completed = (asker: Asker): Promise<void> => {
    const complete = async (): Promise<void> => {
      const turn = turns();
      while (advance()) {
        await turn();
        if (!isAwaitedBy(forWhom)) throw shuttingDown();
      }
    };
    forWhom.push(asker);
    return (advancing ??= complete().finally(() => {
      advancing = undefined;
      forWhom = [];
    }));
  };

  const reckonAnew = async (programId: string, block: number, askers: readonly Asker[]): Promise<LiabilityReport> => {
    const turn = turns();
    const cohorts = new PointCohorts(programId);
    const waited = daysGivenBack(-1, block);
    const giveBackUntil = (until: number): void => {
      while (waited[0] !== undefined && waited[0].block <= until) cohorts.giveBack(waited.shift()!.given);
    };
    for (let after = -1; ; await turn()) {
      if (!isAwaitedBy(askers)) throw shuttingDown();
      const found = receiptsAfter(after, RECEIPTS_AT_ONCE, block);
      for (const { receipt, block: ofReceipt } of found) {
        giveBackUntil(ofReceipt);
        cohorts.add(receipt);
      }
      if (found.length < RECEIPTS_AT_ONCE) break;
      after = found.at(-1)!.seq;
    }
    giveBackUntil(block);
    return liabilityReport(programId, cohorts, block);
  };
  const pastReports = new PastReports();
  const anew = (programId: string, block: number, asker: Asker): Promise<LiabilityReport> =>
    pastReports.of(`${programId} ${block} ${mark().alterations}`, asker, (askers) =>
      reckonAnew(programId, block, askers),
    );
  /** Whether what is kept knows of more than there was as of a block. */
  const isBeyond = (block: number): boolean => {
    const { seq, block: ordersUntil } = mark();
    return (receipts.at(seq)?.block ?? -1) > block || daysGivenBack(block, ordersUntil).length > 0;
  };
  /** When all is worked through. */
  const fromKept = (programId: string, block: number): LiabilityReport | undefined => {
    const kept = isBeyond(block) ? undefined : keptOf(programId);
    if (kept === undefined) return undefined;
    const find = (): undefined => undefined;
    const places = new KeptPlaces(programId, rows, kept, find, () => true);
    return liabilityReport(programId, new PointCohorts(programId, places, kept.sums), block);
  };

  return {
    advance,
    /** Whether so many receipts or more wait to be worked through. */
    isBehind: (count: number): boolean => receipts.areMoreAfter((stretch?.until ?? mark()).seq, count),
    /** As of a block that is here; of the last one if none is said. @throws Failure QUEUE_FULL */
    async report(programId: string, block?: number, asker: Asker = patient): Promise<LiabilityReport> {
      if (block !== undefined && isBeyond(block)) return anew(programId, block, asker);
      // Blocks may have come when it is complete.
      do await completed(asker);
      while (advance());
      const asOf = block ?? lastBlock();
      return fromKept(programId, asOf) ?? anew(programId, asOf, asker);
    },
  };
}

/** Where the receipts of the last transaction begin. */
function lastBeginning(found: readonly ReceiptRow[]): number {
  const last = found.at(-1)!.receipt.txId;
  return found.findLastIndex(({ receipt }) => receipt.txId !== last) + 1;
}
