/**
 * An organisation that joins a consortium that runs, as it introduces itself to the members: one file with its addresses, its
 * certificates and nothing secret. All of them make the same topology of it, and so the same plans.
 */
import { displayName } from '@commonpoint/catalogue';
import { z } from 'zod';
import { createDockerTopology } from '@commonpoint/network/docker/topology';
import { introduction, introductionOf, type Introduction } from '@commonpoint/network/config/introduction';
import { introductionProblems } from '@commonpoint/network/config/introduction-problems';
import {
  domain,
  kinds,
  organizationEntry,
  organizationProblems,
  PEERS_MAX,
  slug,
} from '@commonpoint/network/description';
import { asDialled, hostName } from '@commonpoint/network/names';
import {
  type ConfiguredOrganization,
  loadOrganizationMaterial,
} from '@commonpoint/network/genesis/organization-material';
import { everybody, type Organization, type Topology } from '@commonpoint/network/topology';
import type { AgreedTopology } from '../description/founding.js';
import { jsonIn } from '../steward/intent-argument.js';
import { Complaint } from '../terminal/complaint.js';

const port = z.int().min(1).max(65_535);
const endpoint = { hostname: hostName, host: hostName, port };
const peer = z.strictObject({ ...endpoint, chaincodePort: port, operationsPort: port });
const { mspId } = organizationEntry.shape;
/** It goes on the ledger. */
const name = displayName.pipe(organizationEntry.shape.name);

const organization = z.strictObject({
  slug,
  name,
  mspId,
  domain,
  kind: z.enum(kinds),
  joinedLater: z.strictObject({ gateway: z.boolean() }),
  roles: z.array(z.string()).min(1),
  peer,
  peers: z.array(peer).min(1).max(PEERS_MAX),
  orderer: z.strictObject({ ...endpoint, adminPort: port, operationsPort: port, consenterId: z.int().min(1) }),
});

const newcomerFile = z.strictObject({ organization, introduction });
/** What is in the file. */
export interface Newcomer {
  readonly organization: Organization;
  readonly introduction: Introduction;
}

/** What `consortium.json` would say of it, with the domain that its nodes have names in. */
const newcomerEntry = organizationEntry.required({ domain: true });

/** What an organisation tells the members of itself; its identities exist. */
export async function introduceNewcomer(of: Organization, dataDir: string): Promise<Newcomer> {
  const { chaincode: _own, ...organization } = of;
  return { organization, introduction: introductionOf(await loadOrganizationMaterial(of, dataDir)) };
}

/** @throws Complaint where a file is none that a newcomer made, or says one thing here and another one there */
export function newcomerIn(path: string): Newcomer {
  const parsed = newcomerFile.safeParse(jsonIn(path));
  if (!parsed.success) throw new Complaint(`${path} introduces nobody: ${firstOf(parsed.error)}`, 2);
  const { organization, introduction: said } = parsed.data;
  const addresses = ({ mspId: id, peer: at, orderer }: ConfiguredOrganization): string =>
    [id, at.host, at.port, orderer.host, orderer.port, orderer.consenterId].join(' ');
  if (addresses(organization) !== addresses(said)) {
    throw new Complaint(`${path} introduces ${addresses(said)}, and describes ${addresses(organization)}.`, 2);
  }
  if (JSON.stringify(organization.peers[0]) !== JSON.stringify(organization.peer)) {
    throw new Complaint(`${path} describes another peer than the first of its peers.`, 2);
  }
  const problems = introductionProblems(said);
  if (problems.length > 0)
    throw new Complaint(`${path} introduces nobody who could take part: ${problems.join('; ')}.`, 2);
  return parsed.data;
}

/** What a newcomer's nodes are reached at, of which nobody else has one. */
export function addressesOf({ peers, orderer }: Pick<Organization, 'peers' | 'orderer'>): string[] {
  const of = (host: string, ports: readonly number[]): string[] => ports.map((each) => `${host}:${each}`);
  return [
    ...peers.flatMap(({ host, port: own, operationsPort }) => of(host, [own, operationsPort])),
    ...of(orderer.host, [orderer.port, orderer.adminPort, orderer.operationsPort]),
  ];
}

const hostnamesOf = ({ peers, orderer }: Organization): string[] => [...peers, orderer].map(({ hostname }) => hostname);

/** What of a newcomer's nodes a standing member has already, or it has itself twice. */
function takenBy(standing: readonly Organization[], newcomer: Organization): string | undefined {
  const placesOf = (of: Organization): string[] => [...addressesOf(of), ...hostnamesOf(of)];
  const own = placesOf(newcomer);
  for (const each of standing) {
    const theirs = new Set(placesOf(each).map(asPlace));
    const taken = own.find((place) => theirs.has(asPlace(place)));
    if (taken !== undefined) return `${taken} is ${each.name}’s`;
  }
  const twice = own.find((place, index) => own.findIndex((each) => asPlace(each) === asPlace(place)) < index);
  return twice === undefined ? undefined : `two of its nodes are at ${twice}`;
}

/** Of two that are dialled alike, the same. */
function asPlace(place: string): string {
  const [, host = place, at = ''] = /^(.*)(:\d+)$/.exec(place) ?? [];
  return asDialled(host) + at;
}

/**
 * The topology with an organisation more: one that a newcomer's file introduces, or, for the newcomer itself, one that is described as
 * in `consortium.json`, with a domain; it gets the addresses that containers have, and the next number.
 * @throws Complaint
 */
export function topologyWithFile(topology: AgreedTopology, path: string): AgreedTopology {
  const found = jsonIn(path);
  if (typeof found === 'object' && found !== null && 'introduction' in found)
    return withNewcomer(topology, newcomerIn(path).organization);
  const parsed = newcomerEntry.safeParse(found);
  if (parsed.success) return withNewcomer(topology, describedBy(topology, parsed.data));
  throw new Complaint(`${path} describes no organisation: ${firstOf(parsed.error)}`, 2);
}

function describedBy(topology: Topology, entry: z.infer<typeof newcomerEntry>): Organization {
  const organizations = [...everybody(topology).map(entryOf), entry];
  const described = createDockerTopology({ domain: entry.domain, organizations }).organizations.at(-1)!;
  const consenterId = nextNumber(topology);
  return { ...described, joinedLater: { gateway: true }, orderer: { ...described.orderer, consenterId } };
}

/** Unchanged where it has it already. @throws Complaint where it cannot be one more of these */
export function withNewcomer(topology: AgreedTopology, newcomer: Organization): AgreedTopology {
  const known = everybody(topology);
  const same = topology.organizations.find((each) => each.mspId === newcomer.mspId);
  if (same !== undefined) {
    if (JSON.stringify(comparable(same)) === JSON.stringify(comparable(newcomer))) return topology;
    throw new Complaint(`The topology has another ${newcomer.mspId} than the one that introduces itself.`, 2);
  }
  if (known.some((each) => each.mspId === newcomer.mspId)) {
    throw new Complaint(
      `${newcomer.mspId} has left, and numbers are not used again: it comes back under another one.`,
      2,
    );
  }
  const organizations = [...known, newcomer].map(entryOf);
  const [problem] = organizationProblems({ domain: newcomer.domain, organizations }).filter(
    ({ code }) => code !== 'ORGANIZATIONS_TOO_MANY',
  );
  if (problem !== undefined)
    throw new Complaint(`${newcomer.name} cannot join: ${problem.pointer} ${problem.detail}`, 2);
  const taken = takenBy(topology.organizations, newcomer);
  if (taken !== undefined) throw new Complaint(`${newcomer.name} cannot join: ${taken}.`, 2);
  const next = nextNumber(topology);
  if (newcomer.orderer.consenterId !== next) {
    throw new Complaint(
      `${newcomer.name} cannot join: its orderer has the number ${newcomer.orderer.consenterId}, and the next one is ${next} ` +
        'by the topology (`member topology FILE` adds to it who joined since).',
      2,
    );
  }
  return { ...topology, organizations: [...topology.organizations, newcomer] };
}

/** Places go by it, and nobody takes one of somebody that left. */
function nextNumber(topology: Topology): number {
  return Math.max(...everybody(topology).map(({ orderer }) => orderer.consenterId)) + 1;
}

function entryOf({ slug: own, name: called, mspId: id, kind, domain, peers }: Organization) {
  return { slug: own, name: called, mspId: id, kind, domain, peers: peers.length };
}

/** What members have to have in common of it, in one order. */
function comparable({ slug: own, name: called, mspId: id, kind, domain, peers, orderer }: Organization): unknown[] {
  const addresses = [...peers, orderer].map((each) => `${each.hostname} ${each.host}:${each.port}`);
  return [own, called, id, kind, domain, orderer.consenterId, addresses];
}

function firstOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  return `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`;
}
