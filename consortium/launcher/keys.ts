/** `npm run keys -- ORGANIZATION create | list | revoke …`: the API keys of a gateway that `npm start` runs. */
import './require-node.js';
import { createTopology } from '@commonpoint/network/topology';
import { descriptionPath } from '../description/read-description.js';
import { Complaint } from '../terminal/complaint.js';
import { endWithError } from '../terminal/end-with-error.js';
import { forgetRoleKey, planGateways } from './gateway-files.js';
import { runKeys } from './keys-command.js';
import { DEFAULT_GATEWAY_PORT, readDataDir } from './settings.js';
import { readMembers } from './start-consortium.js';

async function main([slug = '', ...args]: readonly string[]): Promise<void> {
  const dataDir = readDataDir();
  const topology = createTopology({ description: readMembers(descriptionPath()) });
  const plan = planGateways(topology, dataDir, DEFAULT_GATEWAY_PORT).find((each) => each.organization.slug === slug);
  if (plan === undefined) {
    const known = topology.organizations.map((each) => each.slug).join(', ');
    throw new Complaint(
      `Usage: npm run keys -- ORGANIZATION create | list | revoke …, where ORGANIZATION is one of ${known}.`,
      2,
    );
  }
  const { organization, folder } = plan;
  const forget = (role: string): Promise<void> => forgetRoleKey(dataDir, slug, role);
  for (const line of await runKeys(args, { slug, roles: organization.roles, folder, forget })) console.log(line);
}

main(process.argv.slice(2)).catch(endWithError);
