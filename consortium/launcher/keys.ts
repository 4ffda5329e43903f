/** `npm run keys -- ORGANIZATION create | list | revoke …`: the API keys of a gateway that `npm start` runs. */
import './require-node.js';
import { endWithError } from '../terminal/end-with-error.js';
import { forgetRoleKey } from './gateway-files.js';
import { runKeys } from './keys-command.js';
import { planOfGateway } from './plan-of-gateway.js';
import { readDataDir } from './settings.js';

async function main([slug = '', ...args]: readonly string[]): Promise<void> {
  const dataDir = readDataDir();
  const usage = 'npm run keys -- ORGANIZATION create | list | revoke …';
  const { organization, folder } = planOfGateway(slug, dataDir, usage);
  const forget = (role: string): Promise<void> => forgetRoleKey(dataDir, slug, role);
  for (const line of await runKeys(args, { slug, roles: organization.roles, folder, forget })) console.log(line);
}

main(process.argv.slice(2)).catch(endWithError);
