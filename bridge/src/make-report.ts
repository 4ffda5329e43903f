/** Reads all sides for a report. It takes no lease, and may be made while the bridge is at work. */
import { readFileSync } from 'node:fs';
import { ConfigError, type BridgeConfig } from './config.js';
import type { OperationOnLedger } from './ledger.js';
import { openStore } from './open-store.js';
import type { OutboxRow } from './outbox-row.js';
import { type AuditedBridge, reconcile, type Reconciliation } from './reconcile.js';
import { openLedger } from './run.js';
import { createSeals } from './seal.js';

const PAGE_ROWS = 1_000;

/** @param auditFile what `npm run audit -- --json` wrote */
export async function makeReport(config: BridgeConfig, auditFile?: string): Promise<Reconciliation> {
  const audit = auditFile === undefined ? undefined : auditedBridge(config, auditFile);
  const store = await openStore(config, false);
  try {
    const ledger = openLedger(config);
    const rows: OutboxRow[] = [];
    for (let after: string | undefined; ; after = rows.at(-1)!.id) {
      const page = await store.page(after, PAGE_ROWS);
      rows.push(...page);
      if (page.length < PAGE_ROWS) break;
    }
    const operations: OperationOnLedger[] = [];
    for await (const each of ledger.operations()) operations.push(each);
    const bridge = await ledger.bridge();
    const seals = createSeals(config.sealKey, config.bridgeId);
    return reconcile({ bridge, rows, operations, audit, seals, at: new Date() });
  } finally {
    await store.close();
  }
}

function auditedBridge({ programId, bridgeId }: BridgeConfig, file: string): AuditedBridge | undefined {
  try {
    const { bridges = [] } = JSON.parse(readFileSync(file, 'utf8')) as { bridges?: AuditedBridge[] };
    return bridges.find((each) => each.programId === programId && each.bridgeId === bridgeId);
  } catch (error) {
    throw new ConfigError(`cannot read the audit's report ${file}: ${(error as Error).message}`);
  }
}
