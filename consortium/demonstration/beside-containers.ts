/**
 * The demonstration beside the containers of one machine: `docker compose run --rm demo`. It reaches the gateways by their
 * containers' names, since what is published of them is published to the machine only.
 */
import { createDockerTopology } from '@commonpoint/network/docker/topology';
import { descriptionPath, readDescription } from '../description/read-description.js';
import { Complaint } from '../terminal/complaint.js';
import { showWeek } from './week.js';
import { endWithError } from '../terminal/end-with-error.js';
import { type Credentials, readCredentials } from '../launcher/gateway-files.js';
import { containerGatewayUrl } from '../member/plan-gateways.js';
import { requiredVariable } from '../member/required-variable.js';

async function main(): Promise<void> {
  if (process.argv.length > 2) throw new Complaint('Usage: docker compose run --rm demo', 2);
  const dataDir = requiredVariable('DATA_DIR');
  await showWeek(dataDir, seenFromContainers(await readCredentials(dataDir)));
}

function seenFromContainers(credentials: Credentials): Credentials {
  return Object.fromEntries(
    createDockerTopology(readDescription(descriptionPath())).organizations.flatMap((organization) => {
      const own = credentials[organization.slug];
      return own === undefined ? [] : [[organization.slug, { ...own, url: containerGatewayUrl(organization) }]];
    }),
  );
}

main().catch(endWithError);
