/**
 * The consortium on one machine: organisations, names, addresses. It follows from `consortium.json`, and everything that
 * starts, configures or connects to a network reads it here and nowhere else.
 */
import { domainOf, type Kind, type NetworkDescription, readNetworkDescription } from './description.js';
import { repositoryFile } from './repository-file.js';

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
  readonly kind: Kind;
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
  /** The repository's `consortium.json` unless given. */
  readonly description?: NetworkDescription;
  /** First of a range of 100 ports for peers, orderers and the chaincode. */
  readonly basePort?: number;
  readonly host?: string;
}

export const DEFAULT_BASE_PORT = 17050;

/** The `role` attributes of the identities that each kind of organisation has. */
const rolesOf: Readonly<Record<Kind, readonly string[]>> = {
  merchant: ['admin', 'operator', 'cashier', 'delegate'],
  auditor: ['auditor', 'delegate'],
  regulator: ['regulator', 'delegate'],
};

/** Where the description of the consortium lies that is started unless another one is asked for. */
export function defaultDescriptionPath(): string {
  return repositoryFile('consortium.json');
}

/** Ports of one organisation: ten from `basePort + 10 * index`; the chaincode has `basePort + 90`. */
export function createTopology({
  description = readNetworkDescription(defaultDescriptionPath()),
  basePort = DEFAULT_BASE_PORT,
  host = '127.0.0.1',
}: TopologyOptions = {}): Topology {
  const organizations = description.organizations.map((entry, index): Organization => {
    const first = basePort + index * 10;
    const domain = domainOf(entry, description.domain);
    return {
      ...entry,
      domain,
      roles: rolesOf[entry.kind],
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
  return topology.organizations.filter(({ kind }) => kind === 'merchant');
}

/** The organisations that merchants disclose figures to. */
export function auditors(topology: Topology): readonly Organization[] {
  return topology.organizations.filter(({ kind }) => kind === 'auditor');
}

/** The organisations that issue orders by their own powers. */
export function regulators(topology: Topology): readonly Organization[] {
  return topology.organizations.filter(({ kind }) => kind === 'regulator');
}

/** Where an organisation's peer finds the chaincode. */
export function chaincodeEndpointOf({ chaincode }: Topology, organization: Organization): Endpoint {
  return organization.chaincode ?? chaincode.endpoint;
}
