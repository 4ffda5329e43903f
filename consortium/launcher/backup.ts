/** `npm run backup -- ORGANIZATION make | verify | restore …`: backups of a gateway that `npm start` runs. */
import './require-node.js';
import { backupCommand } from '@commonpoint/gateway-api/backup/command';
import { endWithError } from '../terminal/end-with-error.js';
import { readDataDir } from './settings.js';
import { planOfGateway } from './plan-of-gateway.js';

async function main([slug = '', ...args]: readonly string[]): Promise<void> {
  const { configPath } = planOfGateway(slug, readDataDir(), 'npm run backup -- ORGANIZATION make | verify | restore …');
  process.exitCode = await backupCommand(args, configPath);
}

main(process.argv.slice(2)).catch(endWithError);
