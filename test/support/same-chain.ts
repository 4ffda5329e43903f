/** All peers, and where they tell it all orderers, have the same chain. */
import { common } from '@hyperledger/fabric-protos';
import { connectAs } from '../../consortium/launcher/connect-as.js';
import { readConnectionDescription } from '../../network/admin/connection-description.js';
import { eventually, type RunningConsortium } from './running-consortium.js';

interface PeerChain {
  readonly mspId: string;
  readonly height: number;
  readonly blockHash: string;
  /** Covers the validation codes and the state changes of all blocks until then. */
  readonly commitHash: string;
}

/** Waits until all peers have the same height, and expects the same last block and the same commit hash of all. */
export async function expectSameChain(running: RunningConsortium, timeoutMs: number): Promise<void> {
  const { organizations } = readConnectionDescription(running.dataDir);
  const chains = await eventually(
    () => Promise.all(Object.keys(organizations).map((mspId) => readChain(running.dataDir, mspId))),
    (all) => new Set(all.map(({ height }) => height)).size === 1,
    { timeoutMs },
  );
  const [{ mspId: _first, ...expected } = { mspId: '' }] = chains;
  for (const { mspId, ...chain } of chains) expect({ mspId, ...chain }).toEqual({ mspId, ...expected });
  expect(chains[0]?.commitHash).not.toBe('');
}

/** Waits until every orderer of real Fabric has as many blocks as the peers. Throws with the names of the others. */
export async function expectOrderersCaughtUp(running: RunningConsortium, timeoutMs: number): Promise<void> {
  await eventually(
    () => orderersBehind(running),
    (behind) => behind.length === 0,
    { timeoutMs },
  );
}

/** Host names of the orderers of real Fabric that do not have as many blocks as the peers. */
export async function orderersBehind(running: RunningConsortium): Promise<string[]> {
  const { height } = await readChain(running.dataDir, 'AuditorMSP');
  const hostnames = running.topology.organizations.map(({ orderer }) => orderer.hostname);
  const heights = await Promise.all(hostnames.map((hostname) => ordererHeight(running, hostname)));
  return hostnames.filter((_hostname, index) => heights[index] !== height);
}

/** How many blocks an organisation's peer has. */
export async function heightOf(running: RunningConsortium, mspId: string): Promise<number> {
  return (await readChain(running.dataDir, mspId)).height;
}

/** How many blocks an orderer of real Fabric has. */
export async function ordererHeight(running: RunningConsortium, hostname: string): Promise<number> {
  const metrics = await running.ordererMetrics(hostname);
  return Number(/^ledger_blockchain_height\{channel="points"\} (\S+)$/m.exec(metrics)?.[1] ?? 'NaN');
}

async function readChain(dataDir: string, mspId: string): Promise<PeerChain> {
  const description = readConnectionDescription(dataDir);
  const role = mspId === 'AuditorMSP' ? 'auditor' : 'operator';
  const { network, close } = connectAs({ dataDir, description, mspId, role });
  try {
    const qscc = network.getContract('qscc');
    const options = { endorsingOrganizations: [mspId] };
    const info = common.BlockchainInfo.deserializeBinary(
      await qscc.evaluate('GetChainInfo', { ...options, arguments: [description.channel] }),
    );
    const height = info.getHeight();
    const block = common.Block.deserializeBinary(
      await qscc.evaluate('GetBlockByNumber', { ...options, arguments: [description.channel, String(height - 1)] }),
    );
    const metadata = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.COMMIT_HASH];
    const commitHash = common.Metadata.deserializeBinary(metadata ?? new Uint8Array()).getValue_asB64();
    return { mspId, height, blockHash: info.getCurrentblockhash_asB64(), commitHash };
  } finally {
    close();
  }
}
