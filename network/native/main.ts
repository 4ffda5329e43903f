import { createTopology, DEFAULT_BASE_PORT } from '../topology.js';
import { FabricProgramsMissing } from './fabric-programs.js';
import { startNativeNetwork } from './start-native-network.js';

/**
 * The native network as a process: `node main.js --data-dir DIR [--base-port N]`. Tells its parent `{type: 'ready'}`
 * when all programs are healthy; ends them and itself on SIGINT, SIGTERM or when the parent goes away. Exit code 2
 * means that Fabric's programs are not installed.
 */
async function main(): Promise<void> {
  const option = (name: string) => {
    const index = process.argv.indexOf(`--${name}`);
    return index === -1 ? undefined : process.argv[index + 1];
  };
  const dataDir = option('data-dir') ?? process.env['DATA_DIR'] ?? './data';
  const topology = createTopology({ basePort: Number(option('base-port') ?? DEFAULT_BASE_PORT) });

  const network = await startNativeNetwork({ topology, dataDir, log: (line) => console.log(line) });
  let stopping = false;
  const stop = () => {
    if (!stopping) {
      stopping = true;
      void network.stop().then(() => process.exit(0));
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.send?.({ type: 'ready' });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof FabricProgramsMissing ? 2 : 1;
  process.disconnect?.();
});
