export { bringUp, type BringUpOptions, type Log } from './bring-up.js';
export { type ChaincodeDefinition, chaincodeDefinition } from './chaincode-definition.js';
export {
  type ConnectionDescription,
  connectionDescriptionPath,
  type NetworkKind,
  NetworkUnknown,
  type OrganizationConnection,
  readConnectionDescription,
  writeConnectionDescription,
} from './connection-description.js';
export { type ChannelParticipation, joinOrderers, ordererParticipation } from './join-orderers.js';
export { channelsOf, joinPeers } from './join-peers.js';
export {
  approveDefinition,
  commitDefinition,
  commitReadiness,
  committedDefinition,
  installChaincode,
  installedPackageIds,
} from './lifecycle.js';
export { CHAINCODE_ADDRESS_VARIABLE, type ChaincodePackage, packageChaincode } from './package-chaincode.js';
export { connectPeer, type PeerConnection } from './peer-connection.js';
export { callSystemChaincode, signedProposal } from './system-chaincode.js';
