/** The legacy database that a configuration names. */
import type { BridgeConfig } from './config.js';
import type { LegacyStore } from './legacy-store.js';
import { PostgresStore } from './postgres-store.js';
import { SqliteStore } from './sqlite-store.js';

export type PreparedStore = LegacyStore & { readonly prepare: () => Promise<void> };

/** @throws LeaseTaken, LegacyTrouble */
export async function openStore({ legacy, legacyUrl }: BridgeConfig, lease: boolean): Promise<PreparedStore> {
  const { outbox: table, debit, credit } = legacy;
  if (legacy.kind === 'sqlite') return new SqliteStore({ path: legacyUrl, table, debit, credit, lease });
  const { statementTimeoutMs } = legacy;
  return PostgresStore.open({ url: legacyUrl, table, debit, credit, statementTimeoutMs, lease });
}
