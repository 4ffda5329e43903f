/**
 * Renews certificates that end soon or were taken back, with the keys they have, of which the channel's configuration says nothing, or with new ones: then members decide on
 * each orderer's. One node at a time is started again, and the next one only when it has what the others have.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { common } from '@hyperledger/fabric-protos';
import { awaitCaughtUp } from '@commonpoint/network/admin/await-caught-up';
import { connectPeer, type PeerConnection } from '@commonpoint/network/admin/peer-connection';
import { readConfig } from '@commonpoint/network/config/carry-out';
import { consentersIn, groupAt, membershipIn } from '@commonpoint/network/config/channel-values';
import { requireWellOrderers } from '@commonpoint/network/config/preflight';
import { OrganizationMsp } from '@commonpoint/network/embedded/msp/organization-msp';
import { keyIdOf } from '@commonpoint/network/embedded/msp/revocation-lists';
import { signingCertPath } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import { type Endpoint, type Organization, withEachPeer } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import type { Machine, Node } from './machine.js';
import { awaitOrderer, orderedHeight } from './ordered.js';
import { type Holding, renewDue } from './renewal.js';
import { ordererFolders, type OrdererFolders, prepareKeys, takeKeys, waitingKeys } from './waiting-keys.js';

export interface Rotating {
  readonly machine: Machine;
  /** Whose certificates are looked at. */
  readonly of: readonly Organization[];
  readonly days: number;
  readonly newKeys: boolean;
}

/** @throws Complaint */
export async function rotate(rotating: Rotating): Promise<void> {
  const { machine, of, newKeys } = rotating;
  const { topology, dataDir, say } = machine;
  const idle = machine.holdIdle();
  const connections = withEachPeer(machine.keysOf).map((each) => connectPeer(each, dataDir));
  try {
    const config = idle === undefined ? await readConfig(connections[0]!, topology.channel) : undefined;
    const round = { ...rotating, config, connections };
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
  /** While a consortium runs. */
  readonly config: common.Config | undefined;
  readonly connections: readonly PeerConnection[];
}

function renewed(organization: Organization, round: Round, holding: Holding, usedSince: string): Promise<boolean> {
  const { machine, days, newKeys, config } = round;
  const isRevoked = (certificate: X509Certificate): boolean => isTakenBack(organization, config, certificate);
  return renewDue({ organization, dataDir: machine.dataDir, days, newKeys, isRevoked }, holding, usedSince);
}

/** Of a node: also what a run that was cut off renewed, and nobody uses yet. */
async function nodeRenewed(node: Node, organization: Organization, round: Round): Promise<boolean> {
  const { machine } = round;
  const { peerMspDir, peerTlsDir, ordererMspDir, ordererTlsDir } = organizationPaths(machine.dataDir, organization);
  const [mspDir, tlsDir] = node === 'peer' ? [peerMspDir, peerTlsDir] : [ordererMspDir, ordererTlsDir];
  const holding = {
    signing: [signingCertPath(mspDir)],
    tls: [join(tlsDir, 'server.crt')],
    together: machine.renewsTogether,
  };
  const isRenewed = await renewed(organization, round, holding, machine.startPath(organization[node].hostname));
  return isRenewed || (await machine.isBehind(node, organization));
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
  const { machine, config, connections } = round;
  const { topology, say } = machine;
  let count = 0;
  for (const each of withEachPeer([organization])) {
    if (!(await nodeRenewed('peer', each, round))) continue;
    count += 1;
    if (config === undefined) {
      sayLater(each.peer, round);
      continue;
    }
    const height = await orderedHeight(connections[0]!, topology);
    await machine.startAgain('peer', each, () => awaitCaughtUp(connections, topology.channel, say, height));
  }
  return count;
}

async function renewOrderer(organization: Organization, round: Round): Promise<number> {
  const { machine, config, connections } = round;
  const { topology, dataDir, say } = machine;
  const { orderer } = organization;
  const isWaiting = waitingKeys(dataDir, organization) !== undefined;
  if (config !== undefined && (isWaiting || (round.newKeys && (await machine.keysWait())))) {
    return takeDecidedKeys(organization, round, config);
  }
  // Else whoever waits for the members' decision and this one would be two that do not order.
  if (config !== undefined && round.newKeys) await requireOthers(organization, round);
  // Its vote would count for nothing from the next start on, and there is nobody to decide now.
  const isLater = round.newKeys && config === undefined;
  const isRenewed = await nodeRenewed('orderer', organization, isLater ? { ...round, newKeys: false } : round);
  if (config === undefined) {
    if (isRenewed) sayLater(orderer, round);
    return Number(isRenewed);
  }
  // One that a run gave a new key which was cut off then.
  const wish = intentFor(organization, config, ordererFolders(dataDir, organization));
  const isBack = (): Promise<unknown> => awaitOrderer(connections[0]!, topology, `${orderer.host}:${orderer.port}`);
  const startIt = (then?: () => Promise<unknown>): Promise<void> => machine.startAgain('orderer', organization, then);
  // Started first: if the new files are wrong, nothing has been decided yet, and three others order. Not where the decision may take days.
  const isFirst = machine.decidesAtOnce || wish === undefined;
  if (isRenewed && isFirst && wish !== undefined) await requireOthers(organization, round);
  if (isRenewed && isFirst) await startIt(wish === undefined ? isBack : undefined);
  if (wish !== undefined) {
    await machine.decide(`renew-orderer-${organization.slug}`, [wish]);
    if (isRenewed && !isFirst) await startIt();
    await isBack();
    say(`${orderer.hostname} takes part in ordering with its new key`);
  }
  return Number(isRenewed || wish !== undefined);
}

/** Where what is decided waits: it goes on with the keys that it has until then. @throws Complaint until the decision can be executed */
async function takeDecidedKeys(organization: Organization, round: Round, config: common.Config): Promise<number> {
  const { machine, days, newKeys, connections } = round;
  const { topology, dataDir, say } = machine;
  const { orderer } = organization;
  const isRevoked = (certificate: X509Certificate): boolean => isTakenBack(organization, config, certificate);
  const waiting = await prepareKeys({ organization, dataDir, days, newKeys, isRevoked });
  if (waiting === undefined) return 0;
  const wish = intentFor(organization, config, waiting);
  if (wish !== undefined) await machine.decide(`renew-orderer-${organization.slug}`, [wish]);
  takeKeys(dataDir, organization, waiting);
  const isBack = (): Promise<unknown> => awaitOrderer(connections[0]!, topology, `${orderer.host}:${orderer.port}`);
  await machine.startAgain('orderer', organization, isBack);
  say(`${orderer.hostname} takes part in ordering with its new key`);
  return 1;
}

/**
 * While an orderer has another key than the configuration says it does not order: were another one away too, nothing would be decided
 * any more, and no key would ever be the one that counts.
 *
 * @throws Complaint @throws OrderersUnwell
 */
async function requireOthers(organization: Organization, { machine, connections }: Round): Promise<void> {
  const { topology, dataDir, keysOf } = machine;
  // As it is after the organisation before this one.
  const config = await readConfig(connections[0]!, topology.channel);
  const own = consenterOf(organization, config);
  if (own === undefined) return;
  const waiting = keysOf.find(
    (each) => each.mspId !== organization.mspId && intentFor(each, config, ordererFolders(dataDir, each)) !== undefined,
  );
  if (waiting !== undefined) {
    throw new Complaint(
      `${waiting.orderer.hostname} has a new key that the channel does not know yet: that comes first, by rotate --by ${waiting.slug}.`,
    );
  }
  await requireWellOrderers(connections[0]!, topology.channel, config, { except: own.getId(), byHeight: true });
}

/** What the configuration has to say of its orderer's key, if that is another one than it says. */
function intentFor(organization: Organization, config: common.Config, { mspDir, tlsDir }: OrdererFolders) {
  const consenter = consenterOf(organization, config);
  if (consenter === undefined) return undefined;
  const certPem = readFileSync(signingCertPath(mspDir), 'utf8');
  const tlsCertPem = readFileSync(join(tlsDir, 'server.crt'), 'utf8');
  const isSame = [
    [consenter.getIdentity_asU8(), certPem],
    [consenter.getServerTlsCert_asU8(), tlsCertPem],
  ].every(([known, now]) => keyOf(known!).equals(keyOf(now!)));
  if (isSame) return undefined;
  return { kind: 'renew-orderer' as const, consenterId: consenter.getId(), certPem, tlsCertPem };
}

function consenterOf({ mspId, orderer }: Organization, config: common.Config): common.Consenter | undefined {
  return consentersIn(config).find(
    (each) => each.getMspId() === mspId && each.getHost() === orderer.host && each.getPort() === orderer.port,
  );
}

const keyOf = (pem: string | Uint8Array): KeyObject => new X509Certificate(pem).publicKey;

async function renewUsers(organization: Organization, round: Round): Promise<number> {
  const { machine } = round;
  const paths = organizationPaths(machine.dataDir, organization);
  const users = organization.roles.map((role) => signingCertPath(paths.userMspDir(role)));
  const people = {
    signing: [signingCertPath(paths.adminMspDir), ...users],
    tls: [join(paths.adminTlsDir, 'client.crt')],
  };
  const walletFile = join(machine.walletFolder(organization), `${organization.roles[0]}.id`);
  if (!(await renewed(organization, round, people, walletFile))) return 0;
  await machine.renewWallet(organization);
  return 1;
}

function sayLater({ hostname }: Endpoint, { machine }: Round): void {
  machine.say(`${hostname} is renewed, and uses it from the next start on`);
}
