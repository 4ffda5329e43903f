/**
 * Waits for peers that lost their ledger, or were away for long, to have what the others have. Until then such a peer knows
 * less than was agreed on, and nothing is to be asked of it alone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { common } from '@hyperledger/fabric-protos';
import type { PeerConnection } from './peer-connection.js';
import { retry } from './retry.js';
import { callSystemChaincode } from './system-chaincode.js';

/** A peer waits some seconds at each block with private rows that nobody gives it; so long without any block is too long. */
const STANDSTILL_MS = 120_000;
const LOOKED_AT_EVERY_MS = 100;
const TOLD_EVERY_MS = 2_000;

/** Until each peer has as many blocks as the one that has most, and `heightMin` at the least. */
export async function awaitCaughtUp(
  connections: readonly PeerConnection[],
  channel: string,
  log: (line: string) => void,
  heightMin = 0,
): Promise<void> {
  const heights = await Promise.all(
    connections.map((connection) =>
      retry({ what: `ask the peer of ${connection.organization.name} how far it is` }, () =>
        heightOf(connection, channel),
      ),
    ),
  );
  const height = Math.max(heightMin, ...heights);
  await Promise.all(connections.map((connection) => followTo(connection, channel, height, log)));
}

/** Number of blocks that the peer has of the channel. */
export async function heightOf(connection: PeerConnection, channel: string): Promise<number> {
  const payload = await callSystemChaincode(connection, {
    channel,
    chaincode: 'qscc',
    args: ['GetChainInfo', channel],
  });
  return common.BlockchainInfo.deserializeBinary(payload).getHeight();
}

async function followTo(
  connection: PeerConnection,
  channel: string,
  height: number,
  log: (line: string) => void,
): Promise<void> {
  const { name } = connection.organization;
  let now = -1;
  let [movedAt, toldAt] = [performance.now(), performance.now()];
  for (;;) {
    const before = now;
    now = await heightOf(connection, channel).catch(() => before);
    if (now >= height) return;
    if (now !== before) movedAt = performance.now();
    if (performance.now() - movedAt > STANDSTILL_MS) {
      throw new Error(`The peer of ${name} has ${now} of ${height} blocks of channel ${channel}, and gets no more`);
    }
    if (performance.now() - toldAt > TOLD_EVERY_MS) {
      toldAt = performance.now();
      log(`the peer of ${name} fetches what it lacks: ${now} of ${height} blocks`);
    }
    await sleep(LOOKED_AT_EVERY_MS);
  }
}
