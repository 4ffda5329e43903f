/**
 * What is used of credits, change by change. What is drawn, and what comes back of holds and reversals, is summed by block; a limit,
 * a prepayment and a settled cycle stand for themselves.
 */
import type { CreditLimit, Program, Row } from '@commonpoint/catalogue';
import type { RowAppliers } from '../../projection/apply-block.js';
import { exactSum, readSum } from '../../projection/large-sums.js';
import { parsed } from '../../projection/projection.js';
import type { Database, TableVersion } from '../../store/database.js';

export const entryTables: readonly TableVersion[] = [
  {
    version: 17,
    sql: `
    CREATE TABLE credit_entries (
      seq        INTEGER PRIMARY KEY,
      program_id TEXT NOT NULL,
      msp_id     TEXT NOT NULL,
      block      INTEGER NOT NULL,
      used       TEXT NOT NULL,     -- after it
      value      TEXT NOT NULL
    );
    CREATE INDEX credit_entries_by_credit ON credit_entries (program_id, msp_id, seq);
    `,
  },
];

export const creditEntryKinds = [
  ...['granted', 'raised', 'narrowed', 'ended'],
  ...['drawn', 'returned', 'prepaid', 'settled'],
] as const satisfies readonly string[];

export interface CreditEntry {
  readonly kind: string;
  /** Of what is used, in points. */
  readonly change: string;
  readonly limit?: string;
  readonly prepaymentId?: string;
  readonly cycle?: string;
  /** Of a settled cycle what had come back before, since it was paid in advance. */
  readonly prepaid?: string;
  readonly at?: string;
  /** What a point is worth in the cycle, and what the change is, in millionths of the smallest unit; absent where it has no value. */
  readonly clearingValue?: string;
  readonly worth?: string;
}

export function creditEntryQueries({ sqlite }: Database) {
  const before = sqlite.prepare(
    `SELECT seq, block, used, value FROM credit_entries
     WHERE program_id = ? AND msp_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  return {
    /** The newest first. */
    creditEntries: ({ programId, mspId }: { programId: string; mspId: string }, position: number, limit: number) =>
      before.all(programId, mspId, position, limit).map((row) => ({
        position: Number(row['seq']),
        entry: {
          ...(JSON.parse(String(row['value'])) as CreditEntry),
          used: String(row['used']),
          blockNumber: Number(row['block']),
        },
      })),
  };
}

/** What a block did to one credit. */
interface Touched {
  readonly programId: string;
  readonly mspId: string;
  block: number;
  /** What it was used before. */
  used: bigint;
  /** What its lanes say more, and what was given back that is in no lane yet. */
  lanes: bigint;
  back: bigint;
  readonly entries: CreditEntry[];
}

/** What a limit became, where it changed. */
export function limitEntry(before: CreditLimit | undefined, after: CreditLimit): CreditEntry | undefined {
  const { limit, endedAt } = after;
  if (endedAt !== undefined)
    return before?.endedAt === undefined ? { kind: 'ended', change: '0', at: endedAt } : undefined;
  if (before === undefined || before.endedAt !== undefined)
    return { kind: 'granted', change: '0', limit, at: after.grantedAt };
  if (before.limit === limit) return undefined;
  return { kind: BigInt(limit) > BigInt(before.limit) ? 'raised' : 'narrowed', change: '0', limit };
}

/** To be told of each row before it is in the tables of credits. */
export function entryRows({ sqlite }: Database): {
  readonly begin: () => void;
  readonly end: () => void;
  readonly limitSet: (
    pair: readonly [string, string],
    before: CreditLimit | undefined,
    after: CreditLimit,
    block: number,
  ) => void;
  readonly laneSet: (pair: readonly [string, string], lane: number, used: bigint, block: number) => void;
  readonly given: (pair: readonly [string, string], amount: bigint, block: number) => void;
  readonly putBack: (pair: readonly [string, string], txId: string) => void;
  readonly rows: RowAppliers;
} {
  const put = sqlite.prepare(
    'INSERT INTO credit_entries (program_id, msp_id, block, used, value) VALUES (?, ?, ?, ?, ?)',
  );
  const laneOf = sqlite.prepare('SELECT used FROM credit_lanes WHERE program_id = ? AND msp_id = ? AND lane = ?');
  const backOf = sqlite.prepare('SELECT amount FROM credit_backs WHERE program_id = ? AND msp_id = ? AND tx_id = ?');
  const usedOf = sqlite.prepare(
    `SELECT (SELECT ${exactSum('used')} FROM credit_lanes WHERE program_id = $p AND msp_id = $m) AS lanes,
       (SELECT ${exactSum('amount')} FROM credit_backs WHERE program_id = $p AND msp_id = $m) AS backs`,
  );
  for (const statement of [laneOf, backOf]) statement.setReadBigInts(true);
  const valueOf = valuesOf(sqlite);
  const touched = new Map<string, Touched>();
  let block = 0;
  let lastTime: string | undefined;
  const touch = ([programId, mspId]: readonly [string, string], number = block): Touched => {
    block = number;
    const name = `${programId} ${mspId}`;
    const known = touched.get(name);
    if (known !== undefined) return known;
    const { lanes, backs } = usedOf.get({ p: programId, m: mspId }) as { lanes: string; backs: string };
    const used = readSum(lanes) - readSum(backs);
    const fresh: Touched = { programId, mspId, block, used, lanes: 0n, back: 0n, entries: [] };
    touched.set(name, fresh);
    return fresh;
  };
  const worthOf = (programId: string, { change, cycle, at }: CreditEntry): Partial<CreditEntry> => {
    const clearingValue = change === '0' ? undefined : valueOf(programId, cycle, at);
    return clearingValue === undefined ? {} : { clearingValue, worth: String(BigInt(change) * BigInt(clearingValue)) };
  };
  const flush = ({ programId, mspId, used, lanes, back, entries, block: number }: Touched): void => {
    let now = used;
    const add = (entry: CreditEntry): void => {
      now += BigInt(entry.change);
      put.run(programId, mspId, number, String(now), JSON.stringify({ ...entry, ...worthOf(programId, entry) }));
    };
    const said = entries.reduce((sum, { change }) => sum + BigInt(change), 0n);
    const at = lastTime === undefined ? {} : { at: lastTime };
    if (lanes !== 0n) add({ kind: lanes > 0n ? 'drawn' : 'returned', change: String(lanes), ...at });
    const returned = -back - said;
    if (returned !== 0n) add({ kind: 'returned', change: String(returned), ...at });
    for (const entry of entries) add(entry);
  };
  return {
    begin: () => {
      touched.clear();
      lastTime = undefined;
    },
    end: () => {
      for (const each of touched.values()) flush(each);
      touched.clear();
      lastTime = undefined;
    },
    limitSet: (pair, before, after, number) => {
      const entry = limitEntry(before, after);
      if (entry !== undefined) touch(pair, number).entries.push(entry);
    },
    laneSet: (pair, lane, used, number) => {
      const before = (laneOf.get(...pair, lane) as { used: bigint } | undefined)?.used ?? 0n;
      touch(pair, number).lanes += used - before;
    },
    given: (pair, amount, number) => {
      touch(pair, number).back += amount;
    },
    // Out of one row into a lane: what is used stays what it was.
    putBack: (pair, txId) => {
      const amount = (backOf.get(...pair, txId) as { amount: bigint } | undefined)?.amount ?? 0n;
      touch(pair).lanes += amount;
    },
    rows: {
      'credit-release': ([, programId, mspId, cycle], _json, number, row) => {
        const { amount, prepaid } = row as Row<'credit-release'>;
        const change = String(BigInt(prepaid) - BigInt(amount));
        touch([programId!, mspId!], number).entries.push({ kind: 'settled', change, cycle: cycle!, prepaid });
      },
      prepayment: ([, programId, mspId, prepaymentId], _json, number, row) => {
        const { amount, left, at } = row as Row<'prepayment'>;
        // Written again, it is used up by a cycle.
        if (left !== amount) return;
        const entry = { kind: 'prepaid', change: `-${amount}`, prepaymentId: prepaymentId!, at };
        touch([programId!, mspId!], number).entries.push(entry);
      },
      op: (_key, _json, _number, row) => {
        lastTime = (row as { txTime?: string }).txTime;
      },
    },
  };
}

/** What a point is worth in a cycle, or in the one that a moment was in, as far as the tables have blocks. */
function valuesOf(sqlite: Database['sqlite']) {
  const programOf = sqlite.prepare('SELECT value FROM programs WHERE program_id = ?');
  const partOf = sqlite.prepare('SELECT max(cut_to) AS part FROM cycles WHERE substr(cycle, 1, 7) = ?');
  return (programId: string, named: string | undefined, at: string | undefined): string | undefined => {
    if (named === undefined && at === undefined) return undefined;
    const cycle = named ?? (partOf.get(at!.slice(0, 7))?.['part'] as string | null) ?? at!.slice(0, 7);
    const { clearingValues = [] } = parsed<Program>(programOf.get(programId)) ?? {};
    return clearingValues.findLast(({ fromCycle }) => fromCycle <= cycle)?.clearingValue;
  };
}
