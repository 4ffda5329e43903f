/** What a network writes down of itself for those who connect to it. */
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { signingMspFiles } from '../identities/load-identity.js';
import { organizationPaths } from '../identities/organization-paths.js';
import type { Kind } from '../description.js';
import type { Organization, Topology } from '../topology.js';

export type NetworkKind = 'embedded' | 'native' | 'docker';

/** `DATA_DIR/network.json`: all that is needed to connect to the network. Paths are relative to the data folder. */
export interface ConnectionDescription {
  readonly kind: NetworkKind;
  readonly channel: string;
  readonly chaincode: string;
  /** By MSP id. */
  readonly organizations: Readonly<Record<string, OrganizationConnection>>;
}

export interface OrganizationConnection {
  readonly slug: string;
  readonly name: string;
  readonly mspId: string;
  readonly kind: Kind;
  readonly peerEndpoint: string;
  readonly peerHostname: string;
  readonly tlsRootCertPath: string;
  /** The organisation's users by role. */
  readonly users: Readonly<Record<string, { readonly certPath: string; readonly keyPath: string }>>;
}

/** Where {@link writeConnectionDescription} writes. */
export function connectionDescriptionPath(dataDir: string): string {
  return join(dataDir, 'network.json');
}

/** No network was ever ready on the data folder. */
export class NetworkUnknown extends Error {}

/** Reads what {@link writeConnectionDescription} has written. @throws NetworkUnknown */
export function readConnectionDescription(dataDir: string): ConnectionDescription {
  const path = connectionDescriptionPath(dataDir);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ConnectionDescription;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new NetworkUnknown(`no consortium has been started on ${dataDir}: it has no network.json`, { cause });
  }
}

/** Writes the description; call it when the network is ready, since its presence says so. */
export async function writeConnectionDescription(
  topology: Topology,
  dataDir: string,
  kind: NetworkKind,
): Promise<ConnectionDescription> {
  const description: ConnectionDescription = {
    kind,
    channel: topology.channel,
    chaincode: topology.chaincode.name,
    organizations: Object.fromEntries(
      topology.organizations.map((organization) => [organization.mspId, describe(organization, dataDir)]),
    ),
  };
  const path = connectionDescriptionPath(dataDir);
  await writeFile(`${path}.partial`, `${JSON.stringify(description, null, 2)}\n`);
  await rename(`${path}.partial`, path);
  return description;
}

function describe(organization: Organization, dataDir: string): OrganizationConnection {
  const { slug, name, mspId, kind, peer, roles } = organization;
  const paths = organizationPaths(dataDir, organization);
  const inDataDir = (path: string) => relative(dataDir, path);
  return {
    slug,
    name,
    mspId,
    kind,
    peerEndpoint: `${peer.host}:${peer.port}`,
    peerHostname: peer.hostname,
    tlsRootCertPath: inDataDir(paths.tlsCaCertPath),
    users: Object.fromEntries(
      roles.map((role) => {
        const { certPath, keyPath } = signingMspFiles(paths.userMspDir(role));
        return [role, { certPath: inDataDir(certPath), keyPath: inDataDir(keyPath) }];
      }),
    ),
  };
}
