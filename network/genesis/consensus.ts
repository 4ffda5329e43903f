/** How orderers agree, and when they close a block. */
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import type { PolicyText } from './config-group.js';
import type { OrganizationMaterial } from './organization-material.js';
import { outOf } from './policy-language.js';

/** How the orderers agree: SmartBFT on Fabric 3, Raft on 2.5. */
export type Consensus = 'BFT' | 'etcdraft';

/** When the orderers close a block. */
export interface BlockCutting {
  readonly messagesMax: number;
  readonly preferredBytesMax: number;
  /** No transaction may be larger. */
  readonly absoluteBytesMax: number;
}

export const BLOCK_CUTTING: BlockCutting = {
  messagesMax: 500,
  preferredBytesMax: 4 * 1024 * 1024,
  absoluteBytesMax: 16 * 1024 * 1024,
};

/**
 * How long the first transaction of a block may wait for more on real orderers. Gateways put operations together before, and what comes while
 * orderers agree on a block stands in the next one: whoever waits here waits for little.
 */
const PACE_MS = 20;
/** SmartBFT does not look at BatchTimeout. The embedded orderer does, and closes a block without it once the one before is committed. */
const BFT_BATCH_TIMEOUT_MS = 200;

export function batchTimeout(consensus: Consensus): orderer.BatchTimeout {
  const timeout = new orderer.BatchTimeout();
  timeout.setTimeout(`${consensus === 'BFT' ? BFT_BATCH_TIMEOUT_MS : PACE_MS}ms`);
  return timeout;
}

/** Fabric's type `BFT` needs this capability of the channel; Fabric 2.5 does not know it. */
export function channelCapability(consensus: Consensus): string {
  return consensus === 'BFT' ? 'V3_0' : 'V2_0';
}

/** The ConsensusType value. */
export function consensusType(consensus: Consensus, members: readonly OrganizationMaterial[]): orderer.ConsensusType {
  const type = new orderer.ConsensusType();
  type.setType(consensus);
  type.setMetadata((consensus === 'BFT' ? bftOptions() : raftMetadata(members)).serializeBinary());
  return type;
}

/** The Orderers value: who takes part in SmartBFT, and by which certificates. */
export function bftOrderers(members: readonly OrganizationMaterial[]): common.Orderers {
  const orderers = new common.Orderers();
  orderers.setConsenterMappingList(members.map(consenterOf));
  return orderers;
}

/** One that takes part in SmartBFT. */
export function consenterOf({
  organization,
  ordererCertPem,
  ordererTlsCertPem,
}: OrganizationMaterial): common.Consenter {
  const consenter = new common.Consenter();
  consenter.setId(organization.orderer.consenterId);
  consenter.setHost(organization.orderer.host);
  consenter.setPort(organization.orderer.port);
  consenter.setMspId(organization.mspId);
  consenter.setIdentity(ordererCertPem);
  consenter.setClientTlsCert(ordererTlsCertPem);
  consenter.setServerTlsCert(ordererTlsCertPem);
  return consenter;
}

/**
 * Whose signatures make a block valid. Under Raft one orderer's will do. Under SmartBFT a quorum of the very orderers
 * must have signed: `ANY Writers` would also commit, and would let a single dishonest orderer forge blocks.
 */
export function blockValidationPolicy(consensus: Consensus, members: readonly OrganizationMaterial[]): PolicyText {
  return consensus === 'etcdraft' ? 'ANY Writers' : bftBlockValidation(bftOrderers(members).getConsenterMappingList());
}

/** What follows from the consenters; SmartBFT takes no configuration with another one. */
export function bftBlockValidation(consenters: readonly common.Consenter[]): common.SignaturePolicyEnvelope {
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setIdentitiesList(
    consenters.map((consenter) => {
      const identity = new msp.SerializedIdentity();
      identity.setMspid(consenter.getMspId());
      identity.setIdBytes(consenter.getIdentity_asU8());
      const principal = new msp.MSPPrincipal();
      principal.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY);
      principal.setPrincipal(identity.serializeBinary());
      return principal;
    }),
  );
  envelope.setRule(
    outOf(
      bftQuorum(consenters.length),
      consenters.map((_, index) => {
        const signedBy = new common.SignaturePolicy();
        signedBy.setSignedBy(index);
        return signedBy;
      }),
    ),
  );
  return envelope;
}

/** Smallest number of `nodes` such that any two quorums share an honest node. */
export function bftQuorum(nodes: number): number {
  const faulty = Math.floor((nodes - 1) / 3);
  return Math.ceil((nodes + faulty + 1) / 2);
}

/** With these a killed leader is replaced in about 4 s; with SmartBFT's own defaults it takes 25 s. */
function bftOptions(): orderer.smartbft.Options {
  const options = new orderer.smartbft.Options();
  options.setRequestBatchMaxCount(BLOCK_CUTTING.messagesMax);
  options.setRequestBatchMaxBytes(BLOCK_CUTTING.absoluteBytesMax);
  options.setRequestBatchMaxInterval(`${PACE_MS}ms`);
  options.setRequestMaxBytes(BLOCK_CUTTING.absoluteBytesMax);
  options.setRequestPoolSize(100_000);
  options.setIncomingMessageBufferSize(200);
  options.setRequestForwardTimeout('1s');
  options.setRequestComplainTimeout('3s');
  options.setRequestAutoRemoveTimeout('3m0s');
  options.setViewChangeResendInterval('1s');
  options.setViewChangeTimeout('5s');
  options.setLeaderHeartbeatTimeout('5s');
  options.setLeaderHeartbeatCount(10);
  options.setCollectTimeout('500ms');
  options.setSyncOnStart(false);
  options.setSpeedUpViewChange(false);
  options.setLeaderRotation(orderer.smartbft.Options.Rotation.ROTATION_OFF);
  options.setDecisionsPerLeader(0);
  return options;
}

function raftMetadata(members: readonly OrganizationMaterial[]): orderer.etcdraft.ConfigMetadata {
  const options = new orderer.etcdraft.Options();
  options.setTickInterval('200ms');
  options.setElectionTick(10);
  options.setHeartbeatTick(1);
  options.setMaxInflightBlocks(5);
  options.setSnapshotIntervalSize(64 * 1024 * 1024);
  const metadata = new orderer.etcdraft.ConfigMetadata();
  metadata.setOptions(options);
  metadata.setConsentersList(
    members.map(({ organization, ordererTlsCertPem }) => {
      const consenter = new orderer.etcdraft.Consenter();
      consenter.setHost(organization.orderer.host);
      consenter.setPort(organization.orderer.port);
      consenter.setClientTlsCert(ordererTlsCertPem);
      consenter.setServerTlsCert(ordererTlsCertPem);
      return consenter;
    }),
  );
  return metadata;
}
