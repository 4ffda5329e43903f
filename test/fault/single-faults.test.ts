/**
 * Each program of a consortium is killed, and each is frozen for some seconds, while clients work at three gateways. On
 * the embedded network, where one process is all peers and orderers, that process is frozen; its end is a scenario.
 */
import { createTopology } from '../../network/topology.js';
import { FaultDrill } from '../support/fault-drill.js';
import { merchantSlugs } from '../support/mixed-load.js';
import { networkKind } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

const FREEZE_MS = 4_000;
const FAULT_TIMEOUT_MS = 240_000;

const { organizations } = createTopology();
const nodes =
  networkKind === 'embedded' ? [] : organizations.flatMap(({ peer, orderer }) => [peer.hostname, orderer.hostname]);
const restarted = [...nodes, 'chaincode', 'gateway-harbor'];

describe(`faults of single programs on the ${networkKind} network`, () => {
  let drill: FaultDrill;

  beforeAll(async () => {
    drill = await FaultDrill.start();
  }, START_TIMEOUT_MS);
  afterAll(() => drill.end(), START_TIMEOUT_MS);

  it.each(restarted)(
    'kill -9 of %s',
    (name) => drill.endure(`kill -9 of ${name}`, () => drill.running.killAndAwaitRestart(name), 'start'),
    FAULT_TIMEOUT_MS,
  );

  it.each(networkKind === 'embedded' ? [...restarted, 'network'] : restarted)(
    `SIGSTOP of %s for ${FREEZE_MS / 1000} s`,
    async (name) => {
      const silences = await drill.endure(`SIGSTOP of ${name}`, () => drill.running.freeze(name, FREEZE_MS));
      // The other organisations ask somebody else to endorse.
      const others = merchantSlugs.filter((slug) => name.startsWith('peer') && !name.includes(slug));
      for (const slug of others) expect([slug, silences[slug] < FREEZE_MS - 1_000]).toEqual([slug, true]);
    },
    FAULT_TIMEOUT_MS,
  );
});
