/** `npm run audit`: audits the running network by what it wrote into its data folder; arguments go to the audit. */
import './require-node.js';
import { runAudit } from '@commonpoint/audit/command';
import { auditConnection } from './audit-connection.js';
import { readDataDir } from './settings.js';

void runAudit(process.argv.slice(2), () => auditConnection(readDataDir())).then((code) => {
  process.exitCode = code;
});
