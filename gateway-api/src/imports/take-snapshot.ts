/** Makes a migration’s snapshot of a file of legacy balances as it comes in, with memory that does not grow with it. */
import { createHash, hash, randomBytes } from 'node:crypto';
import {
  expiryDay,
  LEAF_PREFIX,
  leafStatuses,
  leafSum,
  type LeafStatus,
  type MigrationLeaf,
  migrationLeafText,
  type Program,
  roundedUp,
  SUM_LIMIT,
} from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import { type NewLeaf, type Snapshot, type SnapshotFigures, type SnapshotStore } from '../store/snapshot-store.js';
import { rootOf, Tiles } from '../store/sum-proofs.js';
import type { PointsLedger } from '../writes/points-ledger.js';
import { CsvReader, csvRecords } from './csv-records.js';
import { LegacyBalances, type LegacyBalance } from './legacy-balances.js';
import { decoded } from './text-decoding.js';

/** So many flaws are told of. */
const FLAWS_TOLD_MAX = 100;
const SALT_DIGITS = 32;
const SALT_KEY_BYTES = 32;

export interface TakeSnapshotParts {
  readonly mspId: string;
  readonly snapshots: SnapshotStore;
  readonly accountIdOf: (memberRef: string) => string;
  readonly projection: Pick<PointsLedger, 'leadsTo'>;
}

interface Flaw {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * Reads all of it, or keeps nothing. @throws Failure CSV_INVALID, SNAPSHOT_EXISTS, SNAPSHOT_INVALID
 */
export async function takeSnapshot(
  parts: TakeSnapshotParts,
  body: AsyncIterable<Buffer>,
  migrationId: string,
  program: Program,
  today: string,
): Promise<Snapshot> {
  const { snapshots } = parts;
  const seq = snapshots.begin(migrationId);
  if (seq === undefined) return sameAgain(snapshots, body, migrationId, program);
  try {
    const reading = new Reading(parts, seq, migrationId, program, today);
    const file = createHash('sha256');
    const chunks = (async function* () {
      for await (const chunk of body) {
        file.update(chunk);
        yield chunk;
      }
    })();
    let balances: LegacyBalances | undefined;
    for await (const records of csvRecords(decoded(chunks, 'utf-8'), new CsvReader())) {
      const rows = records.slice(balances === undefined ? 1 : 0);
      if (balances === undefined && records.length > 0) balances = new LegacyBalances(records[0]!.fields, today);
      reading.add(rows.map((record) => ({ line: record.line, row: balances!.read(record) })));
    }
    if (balances === undefined) throw new Failure('CSV_INVALID', 'The file has no header.');
    reading.finish(file.digest('hex'));
    return snapshots.find(migrationId)!;
  } catch (error) {
    snapshots.remove(seq);
    throw error;
  }
}

/** The same file again changes nothing. */
async function sameAgain(
  snapshots: SnapshotStore,
  body: AsyncIterable<Buffer>,
  migrationId: string,
  { programId }: Program,
): Promise<Snapshot> {
  const file = createHash('sha256');
  for await (const chunk of body) file.update(chunk);
  const found = snapshots.find(migrationId);
  if (found?.figures.snapshotHash === file.digest('hex') && found.figures.programId === programId) return found;
  throw new Failure('SNAPSHOT_EXISTS', `Another snapshot was taken, or is being taken, as ${migrationId}.`);
}

class Reading {
  /** As long as a block of the hash, so that salts are keyed as by an HMAC's inner hash. */
  readonly #saltKey = randomBytes(SALT_KEY_BYTES).toString('hex');
  readonly #tiles = new Tiles();
  readonly #counts = new Map<LeafStatus, { count: number; amount: bigint }>();
  readonly #flaws: Flaw[] = [];
  #flawed = 0;
  #size = 0;

  constructor(
    private readonly parts: TakeSnapshotParts,
    private readonly seq: number,
    private readonly migrationId: string,
    private readonly program: Program,
    private readonly today: string,
  ) {}

  add(rows: readonly { readonly line: number; readonly row: LegacyBalance | string }[]): void {
    const leaves: NewLeaf[] = [];
    const lines: number[] = [];
    const first = this.#size;
    for (const { line, row } of rows) {
      const leaf = typeof row === 'string' ? row : this.#leafOf(row);
      if (typeof leaf === 'string') {
        this.#flaw(line, leaf);
        continue;
      }
      this.#size += 1;
      lines.push(line);
      const sum = leafSum(leaf);
      const input = Buffer.from(migrationLeafText(leaf));
      const digest = hash('sha256', Buffer.concat([Buffer.of(LEAF_PREFIX), input]), 'buffer');
      leaves.push({ leaf, reference: (row as LegacyBalance).reference, hash: digest, sum });
    }
    if (leaves.length === 0) return;
    for (const index of this.parts.snapshots.append(this.seq, leaves))
      this.#flaw(
        lines[index - first]!,
        'this member has a balance with the same expiry in an earlier row: merge the two',
      );
    // What is refused anyway needs no tree.
    if (this.#flawed > 0) return;
    for (const { leaf, hash: digest, sum } of leaves) {
      this.#tiles.add({ hash: digest, sum });
      const counted = this.#counts.get(leaf.status) ?? { count: 0, amount: 0n };
      this.#counts.set(leaf.status, { count: counted.count + 1, amount: counted.amount + BigInt(leaf.amount) });
      if (counted.amount + BigInt(leaf.amount) >= SUM_LIMIT)
        throw new Failure('SNAPSHOT_INVALID', `The ${leaf.status} balances come to more than 18 digits.`);
    }
  }

  /** @throws Failure SNAPSHOT_INVALID */
  finish(snapshotHash: string): void {
    if (this.#flawed > 0)
      throw new Failure('SNAPSHOT_INVALID', `${this.#flawed} rows are no balances.`, { errors: this.#flaws });
    if (this.#size === 0) throw new Failure('SNAPSHOT_INVALID', 'The file has no balances.');
    const tiles = this.#tiles.end();
    const root = rootOf(tiles);
    const figures: SnapshotFigures = {
      programId: this.program.programId,
      size: this.#size,
      root: Buffer.from(root.hash).toString('base64'),
      total: String(root.sum),
      byStatus: leafStatuses.flatMap((status) => {
        const of = this.#counts.get(status);
        return of === undefined ? [] : [{ status, count: of.count, amount: String(of.amount) }];
      }),
      snapshotHash,
    };
    this.parts.snapshots.finish(this.seq, figures, tiles);
  }

  #leafOf({ reference, points, status, expiresOn, maturesOn, earnedOn }: LegacyBalance): MigrationLeaf | string {
    const { mspId, accountIdOf, projection } = this.parts;
    const named = accountIdOf(reference);
    const led = projection.leadsTo(named);
    if (led?.removed === true) return 'customer_id was taken off its account, and leads to none';
    const { programId, expiryMonths, rules } = this.program;
    const usual = expiryDay(earnedOn ?? this.today, expiryMonths);
    const index = this.#size;
    return {
      mspId,
      migrationId: this.migrationId,
      index,
      programId,
      accountId: led?.accountId ?? named,
      amount: String(points),
      status,
      expiresOn: expiresOn ?? (expiryMonths === 0 ? usual : roundedUp(usual, rules.expiryRounding ?? 'day')),
      ...(maturesOn !== undefined && { maturesOn }),
      ...(earnedOn !== undefined && { earnedOn }),
      salt: hash('sha256', `${this.#saltKey}${index}`).slice(0, SALT_DIGITS),
    };
  }

  #flaw(line: number, detail: string): void {
    this.#flawed += 1;
    if (this.#flaws.length < FLAWS_TOLD_MAX) this.#flaws.push({ pointer: `/lines/${line}`, detail });
  }
}
