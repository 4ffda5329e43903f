/** Migrations, as HTTP sees them: snapshots that were taken here, and the jobs that claim them or take them back. */
import type { Program } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { Snapshot, SnapshotState, SnapshotStore } from '../store/snapshot-store.js';
import { claimBalances, type ClaimParts, returnBalances } from './claim-balances.js';
import { takeSnapshot, type TakeSnapshotParts } from './take-snapshot.js';

export { proveClaims } from './claim-balances.js';

/** After a fault that is neither the snapshot's nor the ledger's. */
const RETRY_MS = 5_000;

export interface MigrationsParts extends ClaimParts, Omit<TakeSnapshotParts, 'projection'> {
  readonly isClosing: () => boolean;
}

export class Migrations {
  readonly #stopping = new AbortController();
  readonly #atWork = new Map<number, Promise<void>>();

  constructor(private readonly parts: MigrationsParts) {}

  /** What of legacy programmes is here, of which claims and proofs are made. */
  get snapshots(): SnapshotStore {
    return this.parts.snapshots;
  }

  /** @throws Failure CSV_INVALID, SNAPSHOT_EXISTS, SNAPSHOT_INVALID, SHUTTING_DOWN */
  take(body: AsyncIterable<Buffer>, migrationId: string, program: Program): Promise<Snapshot> {
    if (this.parts.isClosing()) throw new Failure('SHUTTING_DOWN', undefined, { retryAfterS: 5 });
    return takeSnapshot(this.parts, body, migrationId, program, new Date().toISOString().slice(0, 10));
  }

  /** @throws Failure SNAPSHOT_UNKNOWN */
  require(migrationId: string): Snapshot {
    const snapshot = this.parts.snapshots.find(migrationId);
    if (snapshot === undefined || snapshot.state === 'reading')
      throw new Failure('SNAPSHOT_UNKNOWN', `This gateway has no snapshot ${migrationId}.`);
    return snapshot;
  }

  find(migrationId: string): Snapshot | undefined {
    return this.parts.snapshots.find(migrationId);
  }

  /** Claims what is not claimed yet; what was refused is tried again. */
  claim(migrationId: string): void {
    this.#begin(this.require(migrationId), 'claiming');
  }

  /** Takes back what was claimed. The projection has the block in which it was given up, and with it every claim. */
  giveBack(migrationId: string): void {
    this.#begin(this.require(migrationId), 'returning');
  }

  /** Goes on with claims that an earlier run did not finish; what goes back waits until the projection knows all claims. */
  start(): void {
    for (const snapshot of this.parts.snapshots.all()) if (snapshot.state === 'claiming') this.#run(snapshot);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#atWork.values());
  }

  #begin(snapshot: Snapshot, state: SnapshotState): void {
    if (this.parts.isClosing()) throw new Failure('SHUTTING_DOWN', undefined, { retryAfterS: 5 });
    if (this.#atWork.has(snapshot.seq) && snapshot.state === state) return;
    this.parts.snapshots.setState(snapshot.seq, state);
    this.#run({ ...snapshot, state });
  }

  /** One after the other of one snapshot: what is given up is still being claimed for a moment. */
  #run(snapshot: Snapshot): void {
    const { seq } = snapshot;
    const before = this.#atWork.get(seq) ?? Promise.resolve();
    const work: Promise<void> = before
      .then(() => this.#work(snapshot))
      .finally(() => {
        if (this.#atWork.get(seq) === work) this.#atWork.delete(seq);
      });
    this.#atWork.set(seq, work);
  }

  async #work(snapshot: Snapshot): Promise<void> {
    const { seq, state, migrationId } = snapshot;
    const { snapshots, log } = this.parts;
    const { signal } = this.#stopping;
    try {
      if (snapshots.find(migrationId)?.state !== state) return;
      if (state === 'claiming') await claimBalances(this.parts, snapshot, signal);
      else await returnBalances(this.parts, snapshot, signal);
      if (signal.aborted || snapshots.find(migrationId)?.state !== state) return;
      snapshots.setState(seq, state === 'claiming' ? 'claimed' : 'returned');
      log.info({ migrationId, state }, 'A migration is through');
    } catch (error) {
      if (signal.aborted) return;
      log.error({ err: error, migrationId }, 'A migration broke off and is tried again');
      setTimeout(() => this.#run(snapshot), RETRY_MS).unref();
    }
  }
}
