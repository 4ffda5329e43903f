/** All that the gateway keeps in its file. */
import { eventTables } from './events/event-log.js';
import { importTables } from './imports/import-rows.js';
import { reversalTables } from './imports/reversal-rows.js';
import { projectionTables } from './projection/apply-block.js';
import { receiptLogTables } from './projection/receipt-log.js';
import { clockTables } from './projection/ledger-clock.js';
import { identityTables } from './projection/ledger-identity.js';
import type { TableVersion } from './store/database.js';
import { idempotencyTables } from './store/idempotency.js';
import { originTables } from './store/origin.js';
import { subjects } from './subjects/index.js';
import { operationTables } from './writes/operation-rows.js';

export const tables: readonly TableVersion[] = [
  ...idempotencyTables,
  ...operationTables,
  ...projectionTables,
  ...originTables,
  ...identityTables,
  ...clockTables,
  ...receiptLogTables,
  ...eventTables,
  ...importTables,
  ...reversalTables,
  ...subjects.flatMap((subject) => subject.tables ?? []),
];
