import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createTopology, DEFAULT_BASE_PORT } from '../topology.js';
import { FabricProgramsMissing } from './fabric-programs.js';
import { type NativeNetwork, startNativeNetwork } from './start-native-network.js';

/**
 * The native network as a process: `node main.js --data-dir DIR [--base-port N]`. Tells its parent `{type: 'ready'}`
 * when all programs are healthy; ends them and itself on SIGINT, SIGTERM or when the parent goes away. Exit code 2
 * means that Fabric's programs are not installed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'data-dir': { type: 'string' }, 'base-port': { type: 'string' } } });
  const dataDir = resolve(values['data-dir'] ?? process.env['DATA_DIR'] ?? './data');
  const topology = createTopology({ basePort: Number(values['base-port'] ?? DEFAULT_BASE_PORT) });

  let network: NativeNetwork | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    // Before the network stands, leaving is enough: the guard ends what has been started.
    stopping ??= (network?.stop() ?? Promise.resolve()).finally(() => process.exit());
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);

  network = await startNativeNetwork({ topology, dataDir, log: (line) => console.log(line) });
  process.send?.({ type: 'ready' });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof FabricProgramsMissing ? 2 : 1);
});
