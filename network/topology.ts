/**
 * The consortium on one machine: organisations, names, addresses. It follows from `consortium.json`, and everything that
 * starts, configures or connects to a network reads it here and nowhere else.
 */
import {
  domainOf,
  type Kind,
  type NetworkDescription,
  type OrganizationEntry,
  readNetworkDescription,
} from './description.js';
import { repositoryFile } from './repository-file.js';

export interface Endpoint {
  /** Host name, also the name in the TLS certificate. */
  readonly hostname: string;
  /** Address to listen on and to dial; loopback unless a deployment says otherwise. */
  readonly host: string;
  readonly port: number;
}

export interface Peer extends Endpoint {
  readonly chaincodePort: number;
  readonly operationsPort: number;
}

export interface Organization {
  /** Lower-case slug: `harbor`. */
  readonly slug: string;
  readonly name: string;
  readonly mspId: string;
  /** `harbor.commonpoint.example`: the name of its folder and certificates. */
  readonly domain: string;
  readonly kind: Kind;
  /** Of one that joined the channel after it had begun: whether its peer has the chaincode, so that a gateway can work with it. */
  readonly joinedLater?: { readonly gateway: boolean };
  /** The `role` attributes of the identities its gateway uses. */
  readonly roles: readonly string[];
  /** Where its peer finds its chaincode process, if that is not the one that all share. */
  readonly chaincode?: Endpoint;
  /** The first of {@link peers}. */
  readonly peer: Peer;
  readonly peers: readonly Peer[];
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
    /** Whether the package says so itself, so that two of them run beside each other; else each peer's builder does. */
    readonly hasOwnAddress?: boolean;
  };
  readonly organizations: readonly Organization[];
  /** Those that left: nothing of them runs, and what is called after them keeps its name. */
  readonly left?: readonly Organization[];
}

export interface TopologyOptions {
  /** The repository's `consortium.json` unless given. */
  readonly description?: NetworkDescription;
  /** Those that joined a channel that had begun, in the order in which they did. */
  readonly joined?: readonly (OrganizationEntry & { readonly gateway: boolean })[];
  /** MSP ids of those that left; the others keep their places. */
  readonly left?: readonly string[];
  /** What peers run, if that is another one than the ledger was begun with. */
  readonly chaincode?: { readonly digest: string; readonly number: number; readonly rows?: number | undefined };
  /** First of a range of 100 ports for peers, orderers and the chaincode. */
  readonly basePort?: number;
  readonly host?: string;
}

export const DEFAULT_BASE_PORT = 17050;

/** The `role` attributes of the identities that each kind of organisation has. */
const rolesOf: Readonly<Record<Kind, readonly string[]>> = {
  merchant: ['admin', 'operator', 'cashier', 'delegate', 'bridge'],
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
  joined = [],
  left = [],
  chaincode = { digest: '', number: 0 },
  basePort = DEFAULT_BASE_PORT,
  host = '127.0.0.1',
}: TopologyOptions = {}): Topology {
  const known: readonly (OrganizationEntry & { readonly gateway?: boolean })[] = [
    ...description.organizations,
    ...joined,
  ];
  const organizations = known.map((entry, index): Organization => {
    const first = basePort + index * 10;
    const domain = domainOf(entry, description.domain);
    const peers = Array.from({ length: entry.peers ?? 1 }, (_, number): Peer => {
      // The orderer's three ports are between.
      const port = first + 6 * number;
      return { hostname: `peer${number}.${domain}`, host, port, chaincodePort: port + 1, operationsPort: port + 2 };
    });
    return {
      slug: entry.slug,
      name: entry.name,
      mspId: entry.mspId,
      kind: entry.kind,
      ...(entry.gateway !== undefined && { joinedLater: { gateway: entry.gateway } }),
      domain,
      roles: rolesOf[entry.kind],
      peer: peers[0]!,
      peers,
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
  return left.reduce<Topology>(withoutOrganization, {
    channel: 'points',
    chaincode: {
      name: 'points',
      ...chaincodeNames(chaincode),
      endpoint: { hostname: 'localhost', host, port: basePort + 90 + chaincode.number },
    },
    organizations,
  });
}

/** A version of its own for each code: what members decide on names it and the rows that it writes, and a package is of one code. */
function chaincodeNames({
  digest,
  rows,
}: NonNullable<TopologyOptions['chaincode']>): Omit<Topology['chaincode'], 'name' | 'endpoint'> {
  if (digest === '') return { version: '1.0', label: 'points_1.0' };
  const short = digest.slice(0, 32);
  const version = `1.0+${rows === undefined ? '' : `rows${rows}.`}${short}`;
  return { version, label: `points_1.0_${short}`, hasOwnAddress: true };
}

/** As it is once one of them has left. */
export function withoutOrganization<T extends Topology>(topology: T, mspId: string): T {
  const leaver = topology.organizations.find((each) => each.mspId === mspId);
  if (leaver === undefined) return topology;
  const organizations = topology.organizations.filter((each) => each !== leaver);
  return { ...topology, organizations, left: [...(topology.left ?? []), leaver] };
}

/** From 0, in the order in which they came; nobody takes the place of one that left. */
export function placeOf({ orderer }: Organization): number {
  return orderer.consenterId - 1;
}

/** With those that left, in their order. */
export function everybody({ organizations, left = [] }: Topology): readonly Organization[] {
  return [...organizations, ...left].toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Each organisation as often as it has peers, each time with another one of them as its peer. */
export function withEachPeer(organizations: readonly Organization[]): Organization[] {
  return organizations.flatMap((organization) => organization.peers.map((peer) => ({ ...organization, peer })));
}

/** Those that the channel's first block names and that have not left. */
export function founders(topology: Pick<Topology, 'organizations'>): readonly Organization[] {
  return topology.organizations.filter(({ joinedLater }) => joinedLater === undefined);
}

/** Those whose peers have the chaincode. */
export function whole(topology: Topology): Topology {
  return {
    ...topology,
    organizations: topology.organizations.filter(({ joinedLater }) => joinedLater?.gateway !== false),
  };
}

/** The organisations whose endorsement counts. */
export function merchants(topology: Pick<Topology, 'organizations'>): readonly Organization[] {
  return topology.organizations.filter(({ kind }) => kind === 'merchant');
}

/** The organisations that merchants disclose figures to. */
export function auditors(topology: Pick<Topology, 'organizations'>): readonly Organization[] {
  return topology.organizations.filter(({ kind }) => kind === 'auditor');
}

/** The organisations that issue orders by their own powers. */
export function regulators(topology: Pick<Topology, 'organizations'>): readonly Organization[] {
  return topology.organizations.filter(({ kind }) => kind === 'regulator');
}

/** Where an organisation's peer finds the chaincode. */
export function chaincodeEndpointOf({ chaincode }: Topology, organization: Organization): Endpoint {
  return organization.chaincode ?? chaincode.endpoint;
}
