import { join } from 'node:path';
import { CONTAINER_PORTS, FIRST_PUBLISHED_PORT } from '@commonpoint/network/docker/topology';
import type { Topology } from '@commonpoint/network/topology';
import type { GatewayPlan } from '../gateway-files.js';

/** Where a gateway's container has its volume. */
export const GATEWAY_FOLDER = '/var/lib/commonpoint';

/** One gateway per organisation, each in a container with a volume of its own, which is below `volumesDir` here. */
export function planContainerGateways(topology: Topology, volumesDir: string): readonly GatewayPlan[] {
  return topology.organizations.map((organization, index) => {
    const folder = join(volumesDir, `gateway-${organization.slug}`);
    const port = FIRST_PUBLISHED_PORT + index;
    return {
      organization,
      port,
      url: `http://127.0.0.1:${port}`,
      folder,
      configPath: join(folder, 'config.json'),
      container: { port: CONTAINER_PORTS.gateway, folder: GATEWAY_FOLDER },
    };
  });
}
