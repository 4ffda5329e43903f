/** Those of Fabric's peers, without their services. */
export { ChaincodeInvocationSpec } from '@hyperledger/fabric-protos/lib/peer/chaincode_pb.js';
export { CollectionConfigPackage, StaticCollectionConfig } from '@hyperledger/fabric-protos/lib/peer/collection_pb.js';
export { ApplicationPolicy } from '@hyperledger/fabric-protos/lib/peer/policy_pb.js';
export { ChaincodeAction, ChaincodeProposalPayload } from '@hyperledger/fabric-protos/lib/peer/proposal_pb.js';
export { ProposalResponsePayload } from '@hyperledger/fabric-protos/lib/peer/proposal_response_pb.js';
export {
  ChaincodeActionPayload,
  Transaction,
  TxValidationCode,
} from '@hyperledger/fabric-protos/lib/peer/transaction_pb.js';
export * as lifecycle from '@hyperledger/fabric-protos/lib/peer/lifecycle/index.js';
