/** `node gateway-api/dist/backup/main.js --config FILE make | verify | restore FOLDER`: a gateway's backups, where it runs. */
import { requireNode } from '../node-version.js';

requireNode();

// Only after the check: what is below needs the newer Node.
void import('./command.js').then(async ({ backupCommand }) => {
  const [option, configPath = '', ...args] = process.argv.slice(2);
  process.exitCode = await backupCommand(option === '--config' ? args : [], configPath);
});
