/**
 * Peers and orderers end a connection ("too many pings") that asks whether they live more often than their `minInterval`, twice
 * in a row. On every kind of network the gateway leaves them a margin.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEEPALIVE_MS } from '../../../gateway-api/src/fabric/connection.js';
import { peerConfig } from '../../../network/native/node-config.js';
import { createTopology } from '../../../network/topology.js';

const root = join(__dirname, '../../..');
/** What a peer takes that is told nothing else: `sampleconfig/core.yaml` of hyperledger/fabric. */
const FABRICS_OWN_S = 60;
const MARGIN = 1.2;

const seconds = (text: string | undefined): number => Number(/^(\d+)s$/.exec(text ?? `${FABRICS_OWN_S}s`)?.[1]);

/** What the containers' description sets for peers, if anything. */
function ofContainers(path: string): number {
  const text = readFileSync(join(root, path), 'utf8');
  return seconds(/CORE_PEER_KEEPALIVE_MININTERVAL: *"?(\d+s)/.exec(text)?.[1]);
}

const [organization] = createTopology().organizations;
const { peer } = peerConfig(organization!, '/data', { builderDir: '/builder', major: 3 }) as {
  readonly peer: { readonly keepalive: { readonly minInterval: string } };
};

it.each([
  ['Fabric as it comes', FABRICS_OWN_S],
  ['native', seconds(peer.keepalive.minInterval)],
  ['containers of one machine', ofContainers('docker-compose.yml')],
  ['containers of one organisation', ofContainers('network/docker/organization/docker-compose.yml')],
])('on %s a peer that takes a question every %p s is asked with a margin', (_kind, minIntervalS) => {
  expect(minIntervalS).toBeGreaterThan(0);
  expect(KEEPALIVE_MS).toBeGreaterThanOrEqual(minIntervalS * 1000 * MARGIN);
});
