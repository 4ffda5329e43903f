/**
 * What each organisation's gateway needs on disk: configuration, wallet, the keys behind pseudonyms and spending codes,
 * digests of its API keys. Keys are made once and kept, and revoked ones stay revoked; the configuration is written at every
 * start, but for what the organisation set there itself.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '@commonpoint/catalogue';
import { type LoadedIdentity, loadIdentity } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import {
  auditors,
  merchants,
  placeOf,
  regulators,
  type Organization,
  type Topology,
} from '@commonpoint/network/topology';
import { changeApiKeys, newApiKey, readApiKeys, roleKeyId, withRoleKeys } from './api-key-file.js';
import { readJsonFile } from './json-file.js';
import { rememberGateways, requireKnownGateways } from './known-gateways.js';
import { makeSecretOnce, makeTreeOnce } from './secret-file.js';
import { writePrivately } from './write-privately.js';

/** `DATA_DIR/credentials.json`: by slug, where the gateway is and the API keys by role. */
export type Credentials = Readonly<Record<string, OrganizationCredentials>>;

export interface OrganizationCredentials {
  readonly url: string;
  readonly mspId: string;
  readonly keys: Readonly<Partial<Record<Role, string>>>;
}

/** Where the gateways listen, and where their files are. */
export interface GatewayPlan {
  readonly organization: Organization;
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  readonly configPath: string;
  /** Given when the gateway runs in a container: where it sees its folder there. `port` is the container's then. */
  readonly container?: { readonly folder: string };
}

export const gatewayFolder = (dataDir: string, slug: string): string => join(dataDir, 'gateways', slug);

export function credentialsPath(dataDir: string): string {
  return join(dataDir, 'credentials.json');
}

/** Apart from the others: who has one of these keys speaks for its organisation where members decide together. */
export function delegatesPath(dataDir: string): string {
  return join(dataDir, 'delegates.json');
}

/** One gateway for each organisation whose peer has the chaincode, on ports in a row by their places. */
export function planGateways(topology: Topology, dataDir: string, firstPort: number): readonly GatewayPlan[] {
  return topology.organizations.flatMap((organization) => {
    const folder = gatewayFolder(dataDir, organization.slug);
    const port = firstPort + placeOf(organization);
    const plan = {
      organization,
      port,
      url: `http://127.0.0.1:${port}`,
      folder,
      configPath: join(folder, 'config.json'),
    };
    return organization.joinedLater?.gateway === false ? [] : [plan];
  });
}

/** Writes all gateways' files and `credentials.json`; the organisations' identities must exist. */
export async function writeGatewayFiles(
  topology: Topology,
  dataDir: string,
  gateways: readonly GatewayPlan[],
): Promise<Credentials> {
  const folders = gateways.map(({ organization: { slug }, folder }) => ({ slug, folder }));
  requireKnownGateways(dataDir, folders);
  // First, so that a start that is cut off here does not leave digests of keys that nobody knows.
  const credentials = await keepKeys(credentialsPath(dataDir), gateways, (role) => role !== 'delegate');
  const delegates = await keepKeys(delegatesPath(dataDir), gateways, (role) => role === 'delegate');
  await Promise.all(
    gateways.map((gateway) => {
      const { slug } = gateway.organization;
      return writeOneGateway(topology, dataDir, gateway, { ...credentials[slug]?.keys, ...delegates[slug]?.keys });
    }),
  );
  await rememberGateways(dataDir, folders);
  return credentials;
}

/** Makes the keys of some roles that are not in a file yet, and writes it. */
async function keepKeys(
  path: string,
  gateways: readonly GatewayPlan[],
  isOfThese: (role: string) => boolean,
): Promise<Credentials> {
  const before = await readKeys(path);
  const credentials: Record<string, OrganizationCredentials> = {};
  for (const { organization, url, folder } of gateways) {
    const { slug, mspId, roles } = organization;
    const kept = before[slug]?.keys ?? {};
    const revoked = readApiKeys(folder).filter(({ revokedAt }) => revokedAt !== undefined);
    const isRevoked = (role: string): boolean => revoked.some(({ id }) => id === roleKeyId(slug, role));
    const keys = roles
      .filter((role) => isOfThese(role) && !isRevoked(role))
      .map((role) => [role, kept[role as Role] ?? newApiKey(slug, role)]);
    credentials[slug] = { url, mspId, keys: Object.fromEntries(keys) as OrganizationCredentials['keys'] };
  }
  await writePrivately(path, `${JSON.stringify(credentials, null, 2)}\n`);
  return credentials;
}

/** What is in `credentials.json`; nothing before the first start. @throws Complaint when it is damaged */
export async function readCredentials(dataDir: string): Promise<Credentials> {
  return readKeys(credentialsPath(dataDir));
}

/** The same of `delegates.json`. @throws Complaint when it is damaged */
export async function readDelegates(dataDir: string): Promise<Credentials> {
  return readKeys(delegatesPath(dataDir));
}

/** The same keys at the addresses that others have: from inside a container gateways are reached by other names. */
export function reachedAs(keys: Credentials, at: Credentials): Credentials {
  return Object.fromEntries(
    Object.entries(keys).map(([slug, own]) => [slug, { ...own, url: at[slug]?.url ?? own.url }]),
  );
}

async function readKeys(path: string): Promise<Credentials> {
  if (!existsSync(path)) return {};
  return readJsonFile(path, areCredentials, 'it holds everybody’s API keys; without the file, new ones are made');
}

function areCredentials(found: unknown): found is Credentials {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return false;
  return Object.values(found).every(
    (each: Partial<OrganizationCredentials> | null) =>
      typeof each?.url === 'string' &&
      typeof each.keys === 'object' &&
      Object.values(each.keys ?? {}).every((key) => typeof key === 'string' && key !== ''),
  );
}

async function writeOneGateway(
  topology: Topology,
  dataDir: string,
  { organization, port, folder, configPath, container }: GatewayPlan,
  keys: Readonly<Record<string, string>>,
): Promise<void> {
  const { slug, mspId, peers } = organization;
  const paths = organizationPaths(dataDir, organization);
  const inFolder = (name: string) => join(folder, name);
  // A container reaches nothing but its own folder, and is reached only through what is published of it.
  const seen = (name: string) => join(container?.folder ?? folder, name);
  const tlsRootCertPath = container === undefined ? paths.tlsCaCertPath : seen('peer-tls-root.pem');
  const [peer, ...otherPeers] = peers.map(({ host, port: at, hostname }) => ({
    endpoint: `${host}:${at}`,
    hostname,
    tlsRootCertPath,
  }));
  await mkdir(inFolder('wallet'), { recursive: true, mode: 0o700 });
  const config = {
    organization: slug,
    mspId,
    host: container === undefined ? '127.0.0.1' : '0.0.0.0',
    port,
    channel: topology.channel,
    chaincode: topology.chaincode.name,
    peer,
    ...(otherPeers.length > 0 && { otherPeers }),
    walletPath: seen('wallet'),
    databasePath: seen('gateway.db'),
    apiKeysPath: seen('api-keys.json'),
    pseudonymKeyPath: seen('pseudonym.key'),
    pseudonymTreePath: seen('pseudonym.tree'),
    spendingCodeKeyPath: seen('spending-code.key'),
    endorsers: merchants(topology).map((each) => each.mspId),
    auditors: auditors(topology).map((each) => each.mspId),
    regulators: regulators(topology).map((each) => each.mspId),
    ...(await ownSettingsIn(configPath)),
    logLevel: process.env['LOG_LEVEL'] ?? 'info',
  };
  await makeTreeOnce(inFolder('pseudonym.tree'), inFolder('pseudonym.key'));
  await Promise.all([
    writePrivately(configPath, `${JSON.stringify(config, null, 2)}\n`),
    changeApiKeys(folder, (entries) => ({ entries: withRoleKeys(entries, slug, keys), result: undefined })),
    makeSecretOnce(inFolder('pseudonym.key'), 'members’ references would lead to other accounts'),
    makeSecretOnce(
      inFolder('spending-code.key'),
      'a repeated request for a spending code would be answered another code',
    ),
    writeWallet(inFolder('wallet'), organization, dataDir),
    container === undefined || copyFile(paths.tlsCaCertPath, inFolder('peer-tls-root.pem')),
  ]);
}

/** What an organisation decides for itself in its gateway's configuration. */
const ownSettings = [
  'watch',
  'explorer',
  'operationsKeptDays',
  'accessLog',
  'limits',
  'cashierReversals',
  'webhooks',
  'tracing',
  'tokens',
  'signIn',
] as const;

/** It stays as it is, if it can be read: the file is written anew. */
async function ownSettingsIn(configPath: string): Promise<object> {
  const otherwise = { watch: { enabled: true, suspendOnForgery: false } };
  try {
    const found = JSON.parse(await readFile(configPath, 'utf8')) as Record<string, unknown>;
    const set = ownSettings.flatMap((name) => (found[name] === undefined ? [] : [[name, found[name]] as const]));
    return { ...otherwise, ...Object.fromEntries(set) };
  } catch {
    return otherwise;
  }
}

/** Takes a role's key out of a file of credentials, where it stands there. */
export async function forgetRoleKey(dataDir: string, slug: string, role: string): Promise<void> {
  for (const path of [credentialsPath(dataDir), delegatesPath(dataDir)]) {
    const credentials = await readKeys(path);
    const found = credentials[slug];
    if (found?.keys[role as Role] === undefined) continue;
    const { [role as Role]: _gone, ...keys } = found.keys;
    await writePrivately(path, `${JSON.stringify({ ...credentials, [slug]: { ...found, keys } }, null, 2)}\n`);
  }
}

/** Of fabric-network only the store is loaded: its `Wallet` brings a second Fabric client along, and seconds of processor. */
export async function writeWallet(walletPath: string, organization: Organization, dataDir: string): Promise<void> {
  const { FileSystemWalletStore } = await import('fabric-network/lib/impl/wallet/filesystemwalletstore.js');
  const store = await FileSystemWalletStore.newInstance(walletPath);
  const paths = organizationPaths(dataDir, organization);
  for (const role of organization.roles) {
    const { certPem, keyPem, mspId }: LoadedIdentity = loadIdentity(organization.mspId, paths.userMspDir(role));
    const credentials = { certificate: certPem, privateKey: keyPem };
    await store.put(role, Buffer.from(JSON.stringify({ credentials, mspId, type: 'X.509', version: 1 })));
  }
}
