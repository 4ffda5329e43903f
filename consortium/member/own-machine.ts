/**
 * An organisation's own machine, for commands that renew what its nodes work with. Its containers are started again by its people, who are told when;
 * that they were is seen by the certificate that a node shows. Other organisations decide by their own keys, and are waited for.
 */
import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { loadConfig } from '@commonpoint/gateway-api/config';
import type { Intent } from '@commonpoint/network/config/intents';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import type { Organization } from '@commonpoint/network/topology';
import { writeWallet } from '../launcher/gateway-files.js';
import type { Machine, Node } from '../launcher/machine.js';
import { Steward } from '../steward/steward.js';
import { awaitOthers, Waiting } from '../terminal/await-others.js';
import { Complaint } from '../terminal/complaint.js';
import { agree } from './agree.js';
import type { Member } from './member-steps.js';
import { GATEWAY_FOLDER } from './plan-gateways.js';
import { servedCertificate } from './served-certificate.js';

export interface OwnMachineOptions {
  readonly say: (line: string) => void;
  /** Whether the others say that they started their orderers again. */
  readonly haveOthersStarted?: boolean;
}

export function ownMachine(member: Member, { say, haveOthersStarted = false }: OwnMachineOptions): Machine {
  const { topology, organization, dataDir } = member;
  const walletFolder = (): string => join(dataDir, 'gateway', 'wallet');

  const startAgain = async (
    node: Node,
    of: Organization,
    how: string,
    isBack?: () => Promise<unknown>,
  ): Promise<void> => {
    const { hostname } = of[node];
    say(`${hostname} is renewed: ${how}`);
    await awaitOthers(
      async () => {
        const served = await servedCertificate(of[node]);
        if (served?.fingerprint256 === certificateOf(node, of).fingerprint256) return true;
        return new Waiting(`${hostname} ${served === undefined ? 'does not run' : 'still works with what it had'}`);
      },
      { say },
    );
    await isBack?.();
    say(`${hostname} works with it`);
  };
  const certificateOf = (node: Node, of: Organization): X509Certificate => {
    const { peerTlsDir, ordererTlsDir } = organizationPaths(dataDir, of);
    return new X509Certificate(readFileSync(join(node === 'peer' ? peerTlsDir : ordererTlsDir, 'server.crt')));
  };

  return {
    topology,
    dataDir,
    say,
    keysOf: [organization],
    renewsTogether: true,
    decidesAtOnce: false,
    // Whoever starts its orderer is told when.
    keysWait: () => Promise.resolve(false),
    holdIdle: () => undefined,
    startPath: () => '',
    async isBehind(node, of) {
      const served = await servedCertificate(of[node]);
      return served !== undefined && served.fingerprint256 !== certificateOf(node, of).fingerprint256;
    },
    startAgain: (node, of, isBack) => startAgain(node, of, `docker compose restart ${node}`, isBack),
    async beginOrdererAnew(of, renew) {
      await renew();
      await startAgain(
        'orderer',
        of,
        'docker compose stop orderer, empty data/ledgers/orderer, docker compose start orderer',
      );
    },
    startOthersAgain({ name }) {
      if (haveOthersStarted) return Promise.resolve();
      throw new Complaint(
        `Now each other member starts its orderer again, one after the other (docker compose restart orderer): they keep what they ` +
          `believed of ${name} when they first called it, and nobody sees of another one's orderer whether it was started since. When all ` +
          'have, run this again with --others-started.',
      );
    },
    kind: () => 'docker',
    // Of several that an organisation has, each has a container with a folder of its own.
    peerFolder: ({ peer, peers }) => join(dataDir, 'ledgers', peer.hostname === peers[0]?.hostname ? 'peer' : 'peer1'),
    maySpareOnlyPeer: true,
    async whilePeerHeld({ peer }, work, isBack) {
      const answers = async (isWanted: boolean, why: string): Promise<boolean | Waiting> =>
        ((await servedCertificate(peer)) !== undefined) === isWanted || new Waiting(why);
      say(`${peer.hostname} is to be copied: docker compose stop peer`);
      await awaitOthers(() => answers(false, `${peer.hostname} runs`), { say });
      const result = await work();
      say(`${peer.hostname} is copied: docker compose start peer`);
      await awaitOthers(() => answers(true, `${peer.hostname} does not run`), { say });
      await isBack();
      return result;
    },
    async requireIdle() {
      for (const each of [...organization.peers, organization.orderer]) {
        if ((await servedCertificate(each)) === undefined) continue;
        throw new Complaint(`${each.hostname} runs: docker compose down first.`);
      }
      return { release: () => undefined };
    },
    gatewayConfig(_of, path) {
      const folder = join(dataDir, 'gateway');
      const configPath = join(folder, 'config.json');
      const seen = (value: unknown): unknown =>
        typeof value === 'string' && value.startsWith(`${GATEWAY_FOLDER}/`)
          ? join(folder, value.slice(GATEWAY_FOLDER.length))
          : value;
      const config = loadConfig(path ?? configPath);
      const here = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, seen(value)]));
      return { ...config, ...here, configPath };
    },
    walletFolder,
    async renewWallet(of) {
      await writeWallet(walletFolder(), of, dataDir);
      say(`users of ${of.name} are renewed: docker compose kill -s HUP gateway has its gateway read them`);
    },
    async decide(name, wishes) {
      for (const wish of wishes) await decideOne(name, wish);
    },
  };

  async function decideOne(name: string, wish: Intent): Promise<void> {
    const steward = new Steward(topology, organization, dataDir, say);
    try {
      await agree(wish, { steward, organization, dataDir, name, say });
    } finally {
      steward.close();
    }
  }
}
