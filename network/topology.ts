/**
 * The consortium on one machine: organisations, names, addresses, policies. Everything that starts, configures or
 * connects to a network reads it here and nowhere else.
 */

export interface Endpoint {
  /** Host name, also the name in the TLS certificate. */
  readonly hostname: string;
  /** Address to listen on and to dial; loopback unless a deployment says otherwise. */
  readonly host: string;
  readonly port: number;
}

export interface Organization {
  /** Lower-case slug: `harbor`. */
  readonly slug: string;
  readonly name: string;
  readonly mspId: string;
  /** `harbor.commonpoint.example`: the name of its folder and certificates. */
  readonly domain: string;
  /** Merchants issue points and endorse; the auditor reads. */
  readonly merchant: boolean;
  /** The `role` attributes of the identities its gateway uses. */
  readonly roles: readonly string[];
  /** Where its peer finds its chaincode process, if that is not the one that all share. */
  readonly chaincode?: Endpoint;
  readonly peer: Endpoint & { readonly chaincodePort: number; readonly operationsPort: number };
  readonly orderer: Endpoint & {
    readonly adminPort: number;
    readonly operationsPort: number;
    /** SmartBFT consenter id, from 1. */
    readonly consenterId: number;
  };
}

export interface Topology {
  readonly channel: string;
  readonly chaincode: {
    readonly name: string;
    readonly version: string;
    readonly label: string;
    /** Where the chaincode process listens (chaincode as a service). */
    readonly endpoint: Endpoint;
  };
  readonly organizations: readonly Organization[];
}

export interface TopologyOptions {
  /** First of a range of 100 ports for peers, orderers and the chaincode. */
  readonly basePort?: number;
  readonly host?: string;
}

export const DEFAULT_BASE_PORT = 17050;

const members = [
  { slug: 'harbor', name: 'Harbor', mspId: 'HarborMSP', merchant: true },
  { slug: 'citypark', name: 'CityPark', mspId: 'CityParkMSP', merchant: true },
  { slug: 'greenmart', name: 'GreenMart', mspId: 'GreenMartMSP', merchant: true },
  { slug: 'auditor', name: 'Auditor', mspId: 'AuditorMSP', merchant: false },
] as const;

/** Ports of one organisation: ten from `basePort + 10 * index`; the chaincode has `basePort + 90`. */
export function createTopology({ basePort = DEFAULT_BASE_PORT, host = '127.0.0.1' }: TopologyOptions = {}): Topology {
  const organizations = members.map((member, index): Organization => {
    const first = basePort + index * 10;
    const domain = `${member.slug}.commonpoint.example`;
    return {
      ...member,
      domain,
      roles: member.merchant ? ['admin', 'operator', 'cashier'] : ['auditor'],
      peer: { hostname: `peer0.${domain}`, host, port: first, chaincodePort: first + 1, operationsPort: first + 2 },
      orderer: {
        hostname: `orderer0.${domain}`,
        host,
        port: first + 3,
        adminPort: first + 4,
        operationsPort: first + 5,
        consenterId: index + 1,
      },
    };
  });
  return {
    channel: 'points',
    chaincode: {
      name: 'points',
      version: '1.0',
      label: 'points_1.0',
      endpoint: { hostname: 'localhost', host, port: basePort + 90 },
    },
    organizations,
  };
}

/** The organisations whose endorsement counts. */
export function merchants(topology: Topology): readonly Organization[] {
  return topology.organizations.filter((organization) => organization.merchant);
}

/** Where an organisation's peer finds the chaincode. */
export function chaincodeEndpointOf({ chaincode }: Topology, organization: Organization): Endpoint {
  return organization.chaincode ?? chaincode.endpoint;
}
