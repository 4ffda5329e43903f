/**
 * Fabric's messages, of those that are read here. By its own index their package is loaded with every service that Fabric has,
 * and all of gRPC: each thread that judges blocks would begin with twice as much to load as it needs.
 */
export * as common from '@hyperledger/fabric-protos/lib/common/index.js';
export * as msp from '@hyperledger/fabric-protos/lib/msp/index.js';
export * as orderer from '@hyperledger/fabric-protos/lib/orderer/configuration_pb.js';
export * as peer from './peer-messages.js';
