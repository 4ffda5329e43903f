/** A consortium of which two merchants run a chaincode that was altered, and the third one the genuine one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDescription } from '../../consortium/description/read-description.js';
import { provision } from '../../consortium/launcher/provision.js';
import { readSettings } from '../../consortium/launcher/settings.js';
import { bringUp } from '../../network/admin/bring-up.js';
import { writeConnectionDescription } from '../../network/admin/connection-description.js';
import { packageChaincode } from '../../network/admin/package-chaincode.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { createTopology, defaultDescriptionPath, type Topology } from '../../network/topology.js';
import { orderingOf } from './installed-fabric.js';
import { startNodes } from './private-data-network.js';
import { freePorts, startTinyChaincode } from './start-tiny-chaincode.js';
import { standingIdentities } from './standing-identities.js';

/** Whose chaincode is altered. */
export const altering = ['CityParkMSP', 'GreenMartMSP'];

export interface AlteredConsortium {
  readonly dataDir: string;
  readonly topology: Topology;
  stop(): Promise<void>;
}

export async function startAlteredConsortium(): Promise<AlteredConsortium> {
  const ends: (() => unknown)[] = [];
  const dataDir = mkdtempSync(join(tmpdir(), 'altered-chaincode-'));
  const topology = await topologyWithTwoChaincodes();
  const { packageId } = packageChaincode(topology);
  const { network: kind } = readSettings({ NETWORK: process.env['NETWORK'] });
  await standingIdentities(topology, dataDir);
  const consensus = orderingOf(kind);
  await createGenesisBlock(topology, dataDir, { consensus });
  const [, ofCityPark] = topology.organizations;
  for (const [{ host, port }, which] of [
    [topology.chaincode.endpoint, 'genuine'],
    [ofCityPark!.chaincode!, 'altered'],
  ] as const) {
    const chaincode = await startTinyChaincode(packageId, `${host}:${port}`, 'chaincode-process.cjs', which);
    ends.unshift(() => chaincode.stop());
  }
  const nodes = await startNodes(kind, topology, dataDir);
  ends.unshift(() => nodes.close());
  await bringUp({ topology, dataDir });
  await writeConnectionDescription(topology, dataDir, kind);
  await provision(readDescription(defaultDescriptionPath()), topology, dataDir);
  return {
    dataDir,
    topology,
    async stop() {
      for (const end of ends) await end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** CityPark's and GreenMart's peers have a chaincode process of their own. */
async function topologyWithTwoChaincodes(): Promise<Topology> {
  const topology = createTopology({ basePort: await freePorts(100) });
  const { endpoint } = topology.chaincode;
  const chaincode = { ...endpoint, port: endpoint.port + 1 };
  return {
    ...topology,
    organizations: topology.organizations.map((organization) =>
      altering.includes(organization.mspId) ? { ...organization, chaincode } : organization,
    ),
  };
}
