/** What a gateway takes in as files, and posts by itself: imports of purchases, and programmes that come from elsewhere. */
import type { GatewayParts } from '../gateway-parts.js';
import { createImportRows } from '../imports/import-rows.js';
import { PurchaseImports } from '../imports/imports.js';
import { Migrations } from '../imports/migrations.js';
import { createReversalRows } from '../imports/reversal-rows.js';
import { Spool } from '../imports/spool.js';
import type { Secrets } from '../secrets.js';
import { DetailStore, detailsPathBeside } from '../store/detail-store.js';
import { isBehind as areDetailsBehind } from '../subjects/evidence/anchor-job.js';
import type { Reading } from './reading.js';
import type { Writing } from './writing.js';

export function openFiles(
  parts: GatewayParts,
  { database, projection, freshness, follower }: Reading,
  { shared, snapshots }: Writing,
  { accountIdOf, purchaseDigest }: Secrets,
) {
  const { mspId } = parts;
  const importRows = createImportRows(database);
  const reversals = createReversalRows(database);
  const details = new DetailStore(detailsPathBeside(parts.databasePath), mspId);
  const imports = new PurchaseImports({
    ...shared,
    details,
    areDetailsBehind: () => areDetailsBehind({ mspId, details, projection }),
    rows: importRows,
    spool: new Spool(parts.spoolFolder),
    reversals,
    identity: { accountIdOf, purchaseDigest, timesTakenBack: reversals.timesTakenBack },
    ledgerBlock: () => freshness.catchUp().then(() => follower.lastBlock),
  });
  return { importRows, details, imports, migrations: new Migrations({ ...shared, snapshots, accountIdOf }) };
}
