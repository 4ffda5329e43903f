/**
 * Has every node started again, orderers first and one at a time, the next one only when it has what the others have: so Fabric's programs are exchanged under a
 * consortium that works. What is started is what stands at the same place by then.
 */
import { awaitCaughtUp } from '@commonpoint/network/admin/await-caught-up';
import { connectPeer } from '@commonpoint/network/admin/peer-connection';
import { type Organization, withEachPeer } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import type { Machine } from './machine.js';
import { awaitOrderer, orderedHeight } from './ordered.js';

/** @param of whose nodes. @throws Complaint */
export async function restartNodes(machine: Machine, of: readonly Organization[]): Promise<void> {
  const { topology, dataDir, say } = machine;
  if (machine.kind() !== 'native') {
    throw new Complaint('its nodes are no programs of Fabric’s own: start what runs them again.', 2);
  }
  const connections = withEachPeer(machine.keysOf).map((each) => connectPeer(each, dataDir));
  const [first] = connections;
  try {
    for (const organization of of) {
      const { host, port } = organization.orderer;
      await machine.startAgain('orderer', organization, () => awaitOrderer(first!, topology, `${host}:${port}`));
    }
    for (const each of withEachPeer(of)) {
      const height = await orderedHeight(first!, topology);
      await machine.startAgain('peer', each, () => awaitCaughtUp(connections, topology.channel, say, height));
    }
    say('all nodes were started again');
  } finally {
    for (const connection of connections) connection.close();
  }
}
