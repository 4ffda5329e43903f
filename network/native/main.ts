/** The native network’s process. */
import { bringUp } from '../admin/bring-up.js';
import { writeConnectionDescription } from '../admin/connection-description.js';
import { DescriptionInvalid } from '../description.js';
import { whole } from '../topology.js';
import { followMembers, onRestartOrderer, readNetworkSettings, tell, tellProgress } from '../process.js';
import { FabricProgramsMissing } from './fabric-programs.js';
import { isHeld } from './node-config.js';
import { NodeSupervision } from './node-supervision.js';
import { type NativeNetwork, startNativeNetwork } from './start-native-network.js';

/**
 * The native network as a process, called as the embedded one is (`network/process.ts`). Tells its parent how far it has
 * come; ends the programs and itself on SIGINT, SIGTERM or when the
 * parent goes away. A peer or orderer that ends by itself is started again. Exit code 2 means that Fabric's programs are
 * not installed.
 */
async function main(): Promise<void> {
  const startedAt = performance.now();
  const { topology, topologyNow, dataDir, collectionsPath, awaitChaincode } = readNetworkSettings();
  // Identities' keys and merchants' private rows are for the owner of this process alone.
  process.umask(0o077);
  const log = (line: string) => process.stderr.write(`native network: ${line}\n`);

  const running: { network?: NativeNetwork } = {};
  const supervision = new NodeSupervision({
    restart: async (hostname) => running.network?.restart(hostname),
    // While the first start is under way, what ends is its failure.
    isHeld: (hostname) => running.network === undefined || isHeld(dataDir, hostname),
    log,
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    supervision.stop();
    // Before the network stands, leaving is enough: the guard ends what has been started.
    stopping ??= (running.network?.stop() ?? Promise.resolve()).finally(() => process.exit());
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);

  const network = await startNativeNetwork({
    topology,
    dataDir,
    log,
    identitiesMade: () => tell('identities'),
    onUnexpectedEnd: ({ name }) => supervision.ended(name),
  });
  running.network = network;
  onRestartOrderer((mspId, startedBefore) => {
    const hostname = topologyNow().organizations.find((it) => it.mspId === mspId)?.orderer.hostname ?? '';
    const program = network.programs.get(hostname);
    if (program === undefined || program.startedAt >= startedBefore) return;
    log(`${hostname} stands still: it is started again`);
    // It may take no other signal; the supervision starts what has ended.
    network.kill(hostname);
  });
  try {
    const committed = () => tell('committed');
    const progress = (line: string) => {
      log(line);
      tellProgress(line);
    };
    const keepsDefinition = true;
    await bringUp({ topology, dataDir, collectionsPath, awaitChaincode, keepsDefinition, committed, log: progress });
  } catch (error) {
    supervision.stop();
    await network.stop();
    throw error;
  }
  await writeConnectionDescription(whole(topology), dataDir, 'native');
  followMembers(network, topologyNow, log);
  log(`ready after ${Math.round(performance.now() - startedAt)} ms`);
  tell('ready');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof FabricProgramsMissing || error instanceof DescriptionInvalid ? 2 : 1);
});
