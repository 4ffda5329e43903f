/**
 * The machine that runs nodes and gateways, as far as commands on them have to know it: the one that plays all organisations, or, for a
 * member, its own. What is done is the same on both; how a node is started again, and how members decide, is not.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { awaitCaughtUp } from '@commonpoint/network/admin/await-caught-up';
import { type GatewayConfig, loadConfig } from '@commonpoint/gateway-api/config';
import { type NetworkKind, readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { connectPeer } from '@commonpoint/network/admin/peer-connection';
import type { Intent } from '@commonpoint/network/config/intents';
import { nodeFolders } from '@commonpoint/network/native/node-config';
import { type Organization, type Topology, withEachPeer } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import { holdIdle } from './data-folder.js';
import { decideAndApply } from './decide-and-apply.js';
import { networkTimeLock } from './decide-at-once.js';
import { processes, signalIf } from './foreign-process.js';
import { gatewayFolder, writeWallet } from './gateway-files.js';
import { whileHeld } from './hold-node.js';
import { awaitOrderer } from './ordered.js';
import { startAgain, startPath, wasStartedSince } from './start-again.js';

export type Node = 'peer' | 'orderer';

export interface Machine {
  readonly topology: Topology;
  readonly dataDir: string;
  readonly say: (line: string) => void;
  /** Whose administrators' keys are here. */
  readonly keysOf: readonly Organization[];
  /** Whether a node's two certificates are renewed together, where one of them is due. */
  readonly renewsTogether: boolean;
  /** Whether all who decide are here: else a decision takes as long as it takes. */
  readonly decidesAtOnce: boolean;
  /** Whether what they decide is executed later by their rules, so that an orderer's new keys wait until then. */
  keysWait(): Promise<boolean>;
  /** Keeps it from being started meanwhile; undefined where it runs. */
  holdIdle(): { release(): void } | undefined;
  /** A file that is written whenever the node is started; there need be none. */
  startPath(hostname: string): string;
  /** Whether the node runs, and with other certificates than it has now. */
  isBehind(node: Node, of: Organization): Promise<boolean>;
  /** Resolves when it runs with the files that it has now, and `isBack` did. @throws Complaint */
  startAgain(node: Node, of: Organization, isBack?: () => Promise<unknown>): Promise<void>;
  /** Has its orderer begin with what `renew` makes, and nothing of what it had. @throws Complaint */
  beginOrdererAnew(of: Organization, renew: () => Promise<unknown>): Promise<void>;
  /** Has each other one's orderer started again that was not since this time, in milliseconds: it believes what the channel believed then. @throws Complaint */
  startOthersAgain(of: Organization, since: number): Promise<void>;
  /** Of which kind its nodes are. */
  kind(): NetworkKind;
  /** Where a peer keeps what it has. */
  peerFolder(of: Organization): string;
  /** Whether an organisation's only peer may stand still for a while: else it could not endorse. */
  readonly maySpareOnlyPeer: boolean;
  /** Does something while a peer stands still, and waits until it is back. @throws Complaint */
  whilePeerHeld<T>(of: Organization, work: () => Promise<T>, isBack: () => Promise<unknown>): Promise<T>;
  /** Keeps nodes and gateways from being started meanwhile. @throws Complaint where some run */
  requireIdle(): Promise<{ release(): void }>;
  /** The configuration of its gateway in a file, with paths as they are here, and where it belongs. */
  gatewayConfig(of: Organization, path?: string): GatewayConfig & { readonly configPath: string };
  /** Where its gateway has the keys that it signs by. */
  walletFolder(of: Organization): string;
  /** Puts the organisation's users into its gateway's wallet, and has it read them. */
  renewWallet(of: Organization): Promise<void>;
  /** Has members decide on changes of the channel, and carries them out, one after the other. @throws Complaint */
  decide(name: string, wishes: readonly Intent[]): Promise<void>;
}

/** The one that `npm start` runs everybody on. */
export function consortiumMachine(given: {
  readonly topology: Topology;
  readonly dataDir: string;
  readonly say: (line: string) => void;
}): Machine {
  const { topology, dataDir, say } = given;
  const nodes = () => ({ kind: readConnectionDescription(dataDir).kind, dataDir, say });
  const walletFolder = ({ slug }: Organization): string => join(gatewayFolder(dataDir, slug), 'wallet');
  return {
    ...given,
    keysOf: topology.organizations,
    renewsTogether: false,
    decidesAtOnce: true,
    keysWait: async () => (await networkTimeLock(dataDir)) > 0,
    holdIdle: () => holdIdle(dataDir),
    startPath: (hostname) => startPath(nodes(), hostname),
    isBehind: () => Promise.resolve(false),
    startAgain: (node, of, isBack) => startAgain(nodes(), node, of[node], isBack),
    async beginOrdererAnew({ orderer }, renew) {
      const { kind } = nodes();
      if (kind === 'docker')
        throw new Complaint('its disk is a volume of Docker: remove that, and use member network.');
      if (kind === 'embedded') {
        await renew();
        return startAgain(nodes(), 'orderer', orderer);
      }
      await whileHeld(nodes(), 'orderer', orderer, async () => {
        await renew();
        rmSync(nodeFolders(dataDir, orderer.hostname).state, { recursive: true, force: true });
      });
    },
    async startOthersAgain(of, since) {
      const due = topology.organizations.filter(
        ({ mspId, orderer }) => mspId !== of.mspId && !wasStartedSince(nodes(), orderer, since),
      );
      if (due.length === 0) return;
      const connections = withEachPeer(topology.organizations).map((each) => connectPeer(each, dataDir));
      try {
        for (const { orderer } of due) {
          await startAgain(nodes(), 'orderer', orderer, async () => {
            await awaitOrderer(connections[0]!, topology, `${orderer.host}:${orderer.port}`);
            await awaitCaughtUp(connections, topology.channel, say);
          });
        }
      } finally {
        for (const connection of connections) connection.close();
      }
    },
    kind: () => nodes().kind,
    peerFolder: (of) => peerFolder(dataDir, nodes().kind, of),
    maySpareOnlyPeer: false,
    whilePeerHeld: ({ peer }, work, isBack) => whileHeld(nodes(), 'peer', peer, work, isBack),
    requireIdle() {
      const idle = holdIdle(dataDir);
      if (idle === undefined) throw new Complaint(`A consortium runs on ${dataDir}: stop it first.`);
      return Promise.resolve(idle);
    },
    gatewayConfig({ slug }, path) {
      const configPath = join(gatewayFolder(dataDir, slug), 'config.json');
      return { ...loadConfig(path ?? configPath), configPath };
    },
    walletFolder,
    async renewWallet(of) {
      await writeWallet(walletFolder(of), of, dataDir);
      const configPath = join(gatewayFolder(dataDir, of.slug), 'config.json');
      const isGateway = (command: string): boolean => command.includes(`--config ${configPath}`);
      const running = processes().find(({ command }) => isGateway(command));
      const reads = running !== undefined && signalIf(running.pid, isGateway, 'SIGHUP');
      say(`users of ${of.name} are renewed${reads ? ', and its gateway reads them' : ''}`);
    },
    decide: (name, wishes) => decideAndApply({ topology, dataDir, say, name }, wishes),
  };
}

/** @throws Complaint where it is a volume of Docker */
function peerFolder(dataDir: string, kind: NetworkKind, { slug, peer, peers }: Organization): string {
  if (kind === 'docker') throw new Complaint('what containers keep is in volumes: copy those.');
  if (kind === 'native') return nodeFolders(dataDir, peer.hostname).state;
  const number = peers.findIndex(({ hostname }) => hostname === peer.hostname);
  return join(dataDir, 'embedded', 'peers', number === 0 ? slug : `${slug}.peer${number}`);
}
