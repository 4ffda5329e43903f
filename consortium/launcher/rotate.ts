/**
 * Renews certificates that end soon or were taken back, with the keys they have, of which the channel's configuration says nothing, or with new ones: then members decide on
 * each orderer's. One node at a time is started again, and the next one only when it has what the others have.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { common } from '@hyperledger/fabric-protos';
import { awaitCaughtUp } from '@commonpoint/network/admin/await-caught-up';
import { type NetworkKind, readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { connectPeer, type PeerConnection } from '@commonpoint/network/admin/peer-connection';
import { readConfig } from '@commonpoint/network/config/carry-out';
import { consentersIn, groupAt, membershipIn } from '@commonpoint/network/config/channel-values';
import { newestBlock, orderersOf } from '@commonpoint/network/config/orderers';
import { OrganizationMsp } from '@commonpoint/network/embedded/msp/organization-msp';
import { keyIdOf } from '@commonpoint/network/embedded/msp/revocation-lists';
import { signingCertPath } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import { type Endpoint, type Organization, type Topology, withEachPeer } from '@commonpoint/network/topology';
import { holdIdle } from './data-folder.js';
import { decideAndApply } from './decide-and-apply.js';
import { processes, signalIf } from './foreign-process.js';
import { gatewayFolder, writeWallet } from './gateway-files.js';
import { type Holding, renewDue } from './renewal.js';
import { startAgain, startPath, until } from './start-again.js';

export interface Rotating {
  /** All of the consortium. */
  readonly topology: Topology;
  readonly dataDir: string;
  /** Whose certificates are looked at. */
  readonly of: readonly Organization[];
  readonly days: number;
  readonly newKeys: boolean;
  readonly say: (line: string) => void;
}

/** @throws Complaint */
export async function rotate(rotating: Rotating): Promise<void> {
  const { topology, dataDir, of, newKeys, say } = rotating;
  const idle = holdIdle(dataDir);
  const connections = withEachPeer(topology.organizations).map((each) => connectPeer(each, dataDir));
  try {
    const { kind } = readConnectionDescription(dataDir);
    const config = idle === undefined ? await readConfig(connections[0]!, topology.channel) : undefined;
    const round = { ...rotating, kind, config, connections };
    let count = 0;
    for (const organization of of) {
      count += await renewPeers(organization, round);
      count += await renewOrderer(organization, round);
      count += await renewUsers(organization, round);
    }
    const keys = newKeys ? ', with new keys' : '';
    say(count === 0 ? `no certificate ends within ${rotating.days} days` : `all that was due is renewed${keys}`);
  } finally {
    for (const connection of connections) connection.close();
    idle?.release();
  }
}

interface Round extends Rotating {
  readonly kind: NetworkKind;
  /** While a consortium runs. */
  readonly config: common.Config | undefined;
  readonly connections: readonly PeerConnection[];
}

function renewed(organization: Organization, round: Round, holding: Holding, usedSince: string): Promise<boolean> {
  const { dataDir, days, newKeys, config } = round;
  const isRevoked = (certificate: X509Certificate): boolean => isTakenBack(organization, config, certificate);
  return renewDue({ organization, dataDir, days, newKeys, isRevoked }, holding, usedSince);
}

function isTakenBack(
  { mspId }: Organization,
  config: common.Config | undefined,
  certificate: X509Certificate,
): boolean {
  const membership = config && membershipIn(groupAt(config, 'Application', mspId));
  if (membership === undefined || membership.getRevocationListList().length === 0) return false;
  const organization = new OrganizationMsp(membership);
  const number = BigInt(`0x${certificate.serialNumber}`);
  return organization.authorities.some(
    (each) => certificate.checkIssued(each) && organization.revoked.has(`${keyIdOf(each)} ${number}`),
  );
}

async function renewPeers(organization: Organization, round: Round): Promise<number> {
  const { topology, dataDir, config, connections, say } = round;
  let count = 0;
  for (const each of withEachPeer([organization])) {
    const { peerMspDir, peerTlsDir } = organizationPaths(dataDir, each);
    const holding = { signing: [signingCertPath(peerMspDir)], tls: [join(peerTlsDir, 'server.crt')] };
    if (!(await renewed(organization, round, holding, startPath(round, each.peer.hostname)))) continue;
    count += 1;
    if (config === undefined) sayLater(each.peer, round);
    else await startAgain(round, 'peer', each.peer, () => awaitCaughtUp(connections, topology.channel, say));
  }
  return count;
}

async function renewOrderer(organization: Organization, round: Round): Promise<number> {
  const { topology, dataDir, config, connections } = round;
  const { ordererMspDir, ordererTlsDir } = organizationPaths(dataDir, organization);
  const { orderer } = organization;
  const holding = { signing: [signingCertPath(ordererMspDir)], tls: [join(ordererTlsDir, 'server.crt')] };
  // Its vote would count for nothing from the next start on, and there is nobody to decide now.
  const isLater = round.newKeys && config === undefined;
  const isRenewed = await renewed(
    organization,
    isLater ? { ...round, newKeys: false } : round,
    holding,
    startPath(round, orderer.hostname),
  );
  if (config === undefined) {
    if (isRenewed) sayLater(orderer, round);
    return Number(isRenewed);
  }
  // One that a run gave a new key which was cut off then.
  const wish = intentFor(organization, config, dataDir);
  const isBack = (): Promise<unknown> => awaitOrderer(connections[0]!, topology, `${orderer.host}:${orderer.port}`);
  if (isRenewed) await startAgain(round, 'orderer', orderer, wish === undefined ? isBack : undefined);
  if (wish !== undefined) {
    // Started first: if the new files are wrong, nothing has been decided yet, and three others order.
    await decideAndApply({ topology, dataDir, say: round.say, name: `renew-orderer-${organization.slug}` }, [wish]);
    await isBack();
    round.say(`${orderer.hostname} takes part in ordering with its new key`);
  }
  return Number(isRenewed || wish !== undefined);
}

/** What the configuration has to say of its orderer's key, if that is another one than it says. */
function intentFor(organization: Organization, config: common.Config, dataDir: string) {
  const { ordererMspDir, ordererTlsDir } = organizationPaths(dataDir, organization);
  const { host, port } = organization.orderer;
  const consenter = consentersIn(config).find(
    (each) => each.getMspId() === organization.mspId && each.getHost() === host && each.getPort() === port,
  );
  if (consenter === undefined) return undefined;
  const certPem = readFileSync(signingCertPath(ordererMspDir), 'utf8');
  const tlsCertPem = readFileSync(join(ordererTlsDir, 'server.crt'), 'utf8');
  const isSame = [
    [consenter.getIdentity_asU8(), certPem],
    [consenter.getServerTlsCert_asU8(), tlsCertPem],
  ].every(([known, now]) => keyOf(known!).equals(keyOf(now!)));
  if (isSame) return undefined;
  return { kind: 'renew-orderer' as const, consenterId: consenter.getId(), certPem, tlsCertPem };
}

const keyOf = (pem: string | Uint8Array): KeyObject => new X509Certificate(pem).publicKey;

async function renewUsers(organization: Organization, round: Round): Promise<number> {
  const { dataDir, say } = round;
  const paths = organizationPaths(dataDir, organization);
  const users = organization.roles.map((role) => signingCertPath(paths.userMspDir(role)));
  const people = {
    signing: [signingCertPath(paths.adminMspDir), ...users],
    tls: [join(paths.adminTlsDir, 'client.crt')],
  };
  const walletFile = join(gatewayFolder(dataDir, organization.slug), 'wallet', `${organization.roles[0]}.id`);
  if (!(await renewed(organization, round, people, walletFile))) return 0;
  await useWallet(organization, dataDir, say);
  return 1;
}

function sayLater({ hostname }: Endpoint, { say }: Round): void {
  say(`${hostname} is renewed, and uses it from the next start on`);
}

/** One that follows the others has what they have; one that stands still does not. */
export async function awaitOrderer(connection: PeerConnection, { channel }: Topology, own: string): Promise<void> {
  const orderers = orderersOf(await readConfig(connection, channel));
  const ask = (wanted: boolean): Promise<number[]> =>
    Promise.all(
      orderers
        .filter(({ endpoint }) => (endpoint === own) === wanted)
        .map((each) =>
          newestBlock(each, channel, connection.identity).then((block) => block.getHeader()?.getNumber() ?? 0),
        ),
    );
  const aim = Math.max(...(await ask(false)));
  await until(own, async () => Math.max(-1, ...(await ask(true).catch(() => []))) >= aim);
}

/** The gateway signs with it at once, if it runs. */
export async function useWallet(
  organization: Organization,
  dataDir: string,
  say: (line: string) => void,
): Promise<void> {
  const folder = gatewayFolder(dataDir, organization.slug);
  await writeWallet(join(folder, 'wallet'), organization, dataDir);
  const isGateway = (command: string): boolean => command.includes(`--config ${join(folder, 'config.json')}`);
  const running = processes().find(({ command }) => isGateway(command));
  const reads = running !== undefined && signalIf(running.pid, isGateway, 'SIGHUP');
  say(`users of ${organization.name} are renewed${reads ? ', and its gateway reads them' : ''}`);
}
