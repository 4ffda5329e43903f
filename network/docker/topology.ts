/** The topology of a consortium in containers. */
import type { NetworkDescription } from '../description.js';
import { createTopology, type Peer, type Topology } from '../topology.js';

/**
 * The consortium in containers: every node has a name and a machine of its own, so all peers use the same ports, and so
 * do all orderers. `docker-compose.yml` gives the containers these names; a test holds the two together.
 */

export const CONTAINER_PORTS = {
  peer: 7051,
  peerChaincode: 7052,
  peerOperations: 9443,
  orderer: 7050,
  ordererAdmin: 9443,
  ordererOperations: 8443,
  chaincode: 9999,
  gateway: 8080,
} as const;

/**
 * Name of an organisation's chaincode. It is the same in every organisation, because each has it in a network of its
 * own, which the others cannot see.
 */
export const CHAINCODE_HOST = 'chaincode';

/** Port of the first gateway on the machine that runs the containers; the others follow. */
export const FIRST_PUBLISHED_PORT = 8081;

/** As {@link createTopology}, with container names for addresses. */
export function createDockerTopology(description?: NetworkDescription): Topology {
  const topology = createTopology(description && { description });
  return {
    ...topology,
    chaincode: {
      ...topology.chaincode,
      endpoint: { hostname: CHAINCODE_HOST, host: CHAINCODE_HOST, port: CONTAINER_PORTS.chaincode },
    },
    organizations: topology.organizations.map((organization) => ({
      ...organization,
      peer: inContainer(organization.peer),
      peers: organization.peers.map(inContainer),
      orderer: {
        hostname: organization.orderer.hostname,
        host: organization.orderer.hostname,
        port: CONTAINER_PORTS.orderer,
        adminPort: CONTAINER_PORTS.ordererAdmin,
        operationsPort: CONTAINER_PORTS.ordererOperations,
        consenterId: organization.orderer.consenterId,
      },
    })),
  };
}

/** Each container has its ports for itself. */
function inContainer({ hostname }: Peer): Peer {
  return {
    hostname,
    host: hostname,
    port: CONTAINER_PORTS.peer,
    chaincodePort: CONTAINER_PORTS.peerChaincode,
    operationsPort: CONTAINER_PORTS.peerOperations,
  };
}
