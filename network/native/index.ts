export {
  consensusOf,
  majorVersion,
  type FabricPrograms,
  FabricProgramsMissing,
  findFabricPrograms,
} from './fabric-programs.js';
export { type NativeNetwork, type NativeNetworkOptions, startNativeNetwork } from './start-native-network.js';
