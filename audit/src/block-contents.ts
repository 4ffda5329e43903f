/** What an auditor reads out of a block: who signed what, and which rows each transaction wrote. */
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import { keyParts, type RowWrite } from './ledger-rows.js';

/** Bytes somebody signed, with the certificate they say is theirs. */
export interface Signed {
  readonly mspId: string;
  readonly certPem: string;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export interface AuditedTransaction {
  readonly txId: string;
  readonly validationCode: number;
  readonly creator: Signed;
  readonly endorsements: readonly Signed[];
  /** Writes to the audited chaincode's namespace, whether or not the transaction is valid. */
  readonly writes: readonly RowWrite[];
  /** Private collections that it wrote to; what it wrote there is not in the block. */
  readonly privateCollections: readonly string[];
}

/** The entry of a block's metadata that holds one validation code per transaction. */
const TRANSACTION_FLAGS = 2;

/** The endorser transactions of a block; configuration has none. */
export function transactionsOf(block: common.Block, namespace: string): AuditedTransaction[] {
  const flags = block.getMetadata()?.getMetadataList_asU8()[TRANSACTION_FLAGS] ?? new Uint8Array();
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  return envelopes.flatMap((bytes, index) => decodeEnvelope(bytes, flags[index] ?? 255, namespace));
}

function decodeEnvelope(bytes: Uint8Array, validationCode: number, namespace: string): AuditedTransaction[] {
  const envelope = common.Envelope.deserializeBinary(bytes);
  const payloadBytes = envelope.getPayload_asU8();
  const payload = common.Payload.deserializeBinary(payloadBytes);
  const header = payload.getHeader();
  const channelHeader = common.ChannelHeader.deserializeBinary(header?.getChannelHeader_asU8() ?? new Uint8Array());
  if (channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return [];
  const signatureHeader = common.SignatureHeader.deserializeBinary(
    header?.getSignatureHeader_asU8() ?? new Uint8Array(),
  );
  const creator = signedBy(signatureHeader.getCreator_asU8(), payloadBytes, envelope.getSignature_asU8());
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(),
  ).getAction();
  const response = endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array();
  return [
    {
      txId: channelHeader.getTxId(),
      validationCode,
      creator,
      endorsements: (endorsed?.getEndorsementsList() ?? []).map((endorsement) => {
        const endorser = endorsement.getEndorser_asU8();
        return signedBy(endorser, Buffer.concat([response, endorser]), endorsement.getSignature_asU8());
      }),
      writes: writesOf(response, namespace),
      privateCollections: privateCollectionsOf(response, namespace),
    },
  ];
}

function signedBy(identity: Uint8Array, message: Uint8Array, signature: Uint8Array): Signed {
  const { mspid, idBytes } = msp.SerializedIdentity.deserializeBinary(identity).toObject();
  const certPem = Buffer.from(idBytes as string, 'base64').toString('utf8');
  return { mspId: mspid, certPem, message, signature };
}

function setsOf(response: Uint8Array, namespace: string): ledger.rwset.NsReadWriteSet[] {
  const extension = peer.ProposalResponsePayload.deserializeBinary(response).getExtension_asU8();
  const results = peer.ChaincodeAction.deserializeBinary(extension).getResults_asU8();
  const sets = ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList();
  return sets.filter((set) => set.getNamespace() === namespace);
}

function privateCollectionsOf(response: Uint8Array, namespace: string): string[] {
  return setsOf(response, namespace)
    .flatMap((set) => set.getCollectionHashedRwsetList())
    .filter((set) => {
      const hashed = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(set.getHashedRwset_asU8());
      return hashed.getHashedWritesList().length + hashed.getMetadataWritesList().length > 0;
    })
    .map((set) => set.getCollectionName());
}

function writesOf(response: Uint8Array, namespace: string): RowWrite[] {
  return setsOf(response, namespace)
    .flatMap((set) => ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList())
    .map((write) => {
      const key = keyParts(write.getKey());
      return write.getIsDelete()
        ? { key }
        : { key, value: JSON.parse(Buffer.from(write.getValue_asU8()).toString('utf8')) as unknown };
    });
}
