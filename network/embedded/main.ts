/**
 * The embedded network as a process; how it is called stands in `network/process.ts`.
 *
 * Creates what is missing (identities, the channel's first block), starts, brings the channel up by the same code that
 * brings up real Fabric, and says so to its parent. It ends when its parent does. Files that were damaged are mended;
 * exit code 2 means that a person must do it, and the last line of what is written says how.
 */
import './thread-pool.js';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { bringUp } from '../admin/bring-up.js';
import { writeConnectionDescription } from '../admin/connection-description.js';
import { DamagedFiles } from '../damaged-files.js';
import { DescriptionInvalid } from '../description.js';
import { genesisBlockPath } from '../genesis/create-genesis-block.js';
import { requireWholeIdentities } from '../identities/require-whole-identities.js';
import { prepareChannel } from '../prepare-channel.js';
import { whole } from '../topology.js';
import { followMembers, onRestartOrderer, readNetworkSettings, START_AGAIN, tell, tellProgress } from '../process.js';
import { AddressInUseError } from './grpc-server.js';
import { LaterLook } from './recovery/later-look.js';
import { mendNetwork } from './recovery/mend-network.js';
import { networkPidPath } from './nodes-in-use.js';
import { startEmbeddedNetwork } from './start-embedded-network.js';

async function main(): Promise<void> {
  const startedAt = performance.now();
  const { topology, topologyNow, dataDir, collectionsPath, awaitChaincode } = readNetworkSettings();
  // Identities' keys and merchants' private rows are for the owner of this process alone.
  process.umask(0o077);
  let isReady = false;
  const log = (line: string) => {
    process.stderr.write(`embedded network: ${line}\n`);
    if (!isReady) tellProgress(line);
  };

  const later = new LaterLook({
    dataDir,
    log,
    damaged(path) {
      log(`${path} is damaged: this process ends, and the next one reads everything and mends what can be mended`);
      stop(START_AGAIN);
    },
  });
  await mendNetwork(topology, dataDir, log, later.looks);
  // The chain knows everybody by the certificates that were there when it began.
  if (existsSync(genesisBlockPath(topology, dataDir))) await requireWholeIdentities(topology, dataDir);
  await prepareChannel(topology, dataDir, { consensus: 'BFT', identitiesMade: () => tell('identities') });
  const start = () =>
    startEmbeddedNetwork({ topology, dataDir, log, looks: later.looks, startedAgain: () => void later.begin() });
  const network = await start().catch(async (error: unknown) => {
    if (error instanceof AddressInUseError || !later.readAll()) throw error;
    log(`${String(error)}; everything is read before it is opened once more`);
    await mendNetwork(topology, dataDir, log, later.looks);
    return start();
  });
  let isClosing = false;
  const stop = (code: number) => {
    if (isClosing) return;
    isClosing = true;
    Promise.all([network.close(), later.stop()]).then(
      () => process.exit(code),
      (error: unknown) => {
        log(`did not close cleanly: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  process.on('disconnect', () => stop(0));

  let renewing: Promise<void> = Promise.resolve();
  await writeFile(networkPidPath(dataDir), `${process.pid}\n`);
  process.on('SIGHUP', () => {
    const last = renewing.then(() => network.renew());
    renewing = last.catch((error: unknown) => log(`a node cannot be started again: ${String(error)}`));
  });

  const restartedAt = new Map<string, number>();
  onRestartOrderer((mspId, startedBefore) => {
    if (isClosing || startedBefore <= (restartedAt.get(mspId) ?? 0)) return;
    restartedAt.set(mspId, Date.now());
    log(`${mspId}'s orderer stands still: it is started again`);
    network.restartOrderer(mspId).catch((error: unknown) => log(`${mspId}'s orderer: ${String(error)}`));
  });

  const committed = () => {
    network.connectChaincodes();
    tell('committed');
  };
  const keepsDefinition = true;
  await bringUp({ topology, dataDir, collectionsPath, awaitChaincode, keepsDefinition, committed, log: tellProgress });
  await writeConnectionDescription(whole(topology), dataDir, 'embedded');
  followMembers(network, topologyNow, log);
  isReady = true;
  log(`ready after ${Math.round(performance.now() - startedAt)} ms`);
  tell('ready');
  void later.begin();
}

main().catch((error: unknown) => {
  const text =
    error instanceof AddressInUseError ? error.message : error instanceof Error ? error.stack : String(error);
  if (error instanceof DescriptionInvalid || error instanceof DamagedFiles) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  process.stderr.write(`embedded network: ${text}\n`);
  process.exit(1);
});
