/**
 * The embedded network as a process: `node main.js [--data-dir DIR] [--base-port PORT]`.
 *
 * Creates what is missing (identities, the channel's first block), starts, brings the channel up by the same code that
 * brings up real Fabric, and says so to its parent. It ends when its parent does. Files that were damaged are mended;
 * exit code 2 means that a person must do it, and the last line of what is written says how.
 */
import './thread-pool.js';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bringUp } from '../admin/bring-up.js';
import { writeConnectionDescription } from '../admin/connection-description.js';
import { createGenesisBlock } from '../genesis/create-genesis-block.js';
import { createIdentities } from '../identities/create-identities.js';
import { createTopology, DEFAULT_BASE_PORT } from '../topology.js';
import { DamagedFiles } from '../damaged-files.js';
import { AddressInUseError } from './grpc-server.js';
import { mendNetwork } from './recovery/mend-network.js';
import { startEmbeddedNetwork } from './start-embedded-network.js';

async function main(): Promise<void> {
  const startedAt = performance.now();
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string', default: process.env['DATA_DIR'] ?? 'data' },
      'base-port': { type: 'string', default: process.env['FABRIC_BASE_PORT'] ?? String(DEFAULT_BASE_PORT) },
    },
  });
  const dataDir = resolve(values['data-dir']);
  // Identities' keys and merchants' private rows are for the owner of this process alone.
  process.umask(0o077);
  const topology = createTopology({ basePort: Number(values['base-port']) });
  const log = (line: string) => process.stderr.write(`embedded network: ${line}\n`);

  await createIdentities(topology, dataDir);
  await mendNetwork(topology, dataDir, log);
  await createGenesisBlock(topology, dataDir, { consensus: 'BFT' });
  const network = await startEmbeddedNetwork({ topology, dataDir, log });
  let isClosing = false;
  const stop = (code: number) => {
    if (isClosing) return;
    isClosing = true;
    network.close().then(
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

  // The chaincode process may start at the same time or later; nothing here waits for it.
  await bringUp({ topology, dataDir, consensus: 'BFT', awaitChaincode: false });
  network.connectChaincodes();
  await writeConnectionDescription(topology, dataDir, 'embedded');
  log(`ready after ${Math.round(performance.now() - startedAt)} ms`);
  process.send?.({ type: 'ready' });
}

main().catch((error: unknown) => {
  if (error instanceof DamagedFiles) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const text =
    error instanceof AddressInUseError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`embedded network: ${text}\n`);
  process.exit(1);
});
