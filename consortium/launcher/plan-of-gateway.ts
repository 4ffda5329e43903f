/** The gateway of one organisation, for commands about it. */
import { createTopology } from '@commonpoint/network/topology';
import { descriptionPath } from '../description/read-description.js';
import { Complaint } from '../terminal/complaint.js';
import { planGateways, type GatewayPlan } from './gateway-files.js';
import { DEFAULT_GATEWAY_PORT } from './settings.js';
import { readMembers } from './start-consortium.js';

/** @throws Complaint with the usage where no organisation is called so */
export function planOfGateway(slug: string, dataDir: string, usage: string): GatewayPlan {
  const topology = createTopology({ description: readMembers(descriptionPath()) });
  const plan = planGateways(topology, dataDir, DEFAULT_GATEWAY_PORT).find((each) => each.organization.slug === slug);
  if (plan !== undefined) return plan;
  const known = topology.organizations.map((each) => each.slug).join(', ');
  throw new Complaint(`Usage: ${usage}, where ORGANIZATION is one of ${known}.`, 2);
}
