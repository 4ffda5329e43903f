/** Gateways in containers: where their files are, and where they are reached. */
import { join } from 'node:path';
import { CONTAINER_PORTS, FIRST_PUBLISHED_PORT } from '@commonpoint/network/docker/topology';
import type { Organization, Topology } from '@commonpoint/network/topology';
import type { GatewayPlan } from '../launcher/gateway-files.js';

/** Where a gateway's container has its folder. */
export const GATEWAY_FOLDER = '/var/lib/commonpoint';

/** A gateway in a container; its files are written to `folder`, and `url` is where clients reach it. */
export function planContainerGateway(organization: Organization, folder: string, url: string): GatewayPlan {
  return {
    organization,
    port: CONTAINER_PORTS.gateway,
    url,
    folder,
    configPath: join(folder, 'config.json'),
    container: { folder: GATEWAY_FOLDER },
  };
}

/** One gateway per organisation on one machine, each with a volume of its own, which is below `volumesDir` here. */
export function planContainerGateways(
  topology: Topology,
  volumesDir: string,
  environment: NodeJS.ProcessEnv = {},
): readonly GatewayPlan[] {
  return topology.organizations.map((organization, index) => {
    const port = environment[publishedPortVariable(organization)] ?? FIRST_PUBLISHED_PORT + index;
    const folder = join(volumesDir, `gateway-${organization.slug}`);
    return planContainerGateway(organization, folder, `http://127.0.0.1:${port}`);
  });
}

/** Where an organisation's gateway is for other containers: a service is named by what it is and whose it is. */
export function containerGatewayUrl({ slug }: Organization): string {
  return `http://gateway-${slug}:${CONTAINER_PORTS.gateway}`;
}

/** The variable that says on which port of the machine an organisation's gateway is published: `HARBOR_PORT`. */
export function publishedPortVariable({ slug }: Organization): string {
  return `${slug.toUpperCase().replaceAll('-', '_')}_PORT`;
}
