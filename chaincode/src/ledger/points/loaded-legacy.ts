/** Of legacy programmes: the migrations of which a batch claims balances, and the bridges that its points cross. */
import type { Bridge, BridgeUse, Migration } from '@commonpoint/catalogue';
import { bridgeName } from '../../domain/points/row-names.js';
import type { PostRows } from '../../domain/points/post-rows.js';
import { bridgeKey, bridgeUseKey } from '../bridges/keys.js';
import { migrationKey } from '../migration/keys.js';
import type { PendingReads } from '../core/pending-reads.js';

export class LoadedLegacy {
  readonly #migrations = new Map<string, Migration>();
  readonly #bridges = new Map<string, Bridge>();
  readonly #bridgeUses = new Map<string, BridgeUse>();

  constructor(
    private readonly reads: PendingReads,
    private readonly mspId: string,
  ) {}

  wantMigration(migrationId: string | undefined): void {
    if (migrationId === undefined) return;
    this.reads.want(migrationKey(this.mspId, migrationId), (row) => this.#migrations.set(migrationId, row));
  }

  /** Also for a hold, which counts nothing itself: its capture may come in the same batch. */
  wantBridge(programId: string, bridgeId: string | undefined): void {
    if (bridgeId === undefined) return;
    const name = bridgeName(programId, bridgeId);
    this.reads.want(bridgeKey(programId, bridgeId), (row) => this.#bridges.set(name, row));
    this.reads.want(bridgeUseKey(programId, bridgeId), (row) => this.#bridgeUses.set(name, row));
  }

  rows(): Pick<PostRows, 'migrations' | 'bridges' | 'bridgeUses'> {
    return { migrations: this.#migrations, bridges: this.#bridges, bridgeUses: this.#bridgeUses };
  }
}
