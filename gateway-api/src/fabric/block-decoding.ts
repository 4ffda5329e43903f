/**
 * What a block did to the chaincode's rows.
 *
 * Only the path to the writes is decoded: the client's arguments, the endorsements and the reply, which are most of a
 * block's bytes, stay untouched.
 */
import { blockHash } from '@commonpoint/audit/block-proofs';
import { decoded, shapes } from '@commonpoint/audit/well-formed';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { decodeWriteSet, hasWrites } from './write-set.js';
import {
  ChannelFailure,
  type ChannelBlock,
  type ChannelTransaction,
  type HashedWrite,
  type RowWrite,
} from '../channel/channel.js';

const VALID = peer.TxValidationCode.VALID;

/** The block's transactions with their writes to `namespace`. */
export function decodeBlock(block: common.Block, namespace: string): ChannelBlock {
  const header = block.getHeader();
  const data = block.getData()?.getDataList_asU8();
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  if (!header || !data || (!codes && header.getNumber() > 0)) {
    throw new ChannelFailure('malformed', 'A block came without header, data or validation codes.');
  }
  const decodedTransactions = data.flatMap((bytes, index) =>
    decodeEnvelope(bytes, index, codes?.[index] ?? VALID, namespace),
  );
  const times = decodedTransactions.flatMap(({ validationCode, time }) => (validationCode === VALID ? time : []));
  return {
    number: header.getNumber(),
    hash: blockHash(header),
    ...(times.length > 0 && { time: Math.max(...times) }),
    transactions: decodedTransactions.map(({ time: _time, ...transaction }) => transaction),
  };
}

interface DatedTransaction extends ChannelTransaction {
  readonly time: number;
}

/**
 * Anybody who may write to the channel can have made what is not valid, so it is passed over where it cannot be read. The
 * generated classes go round for ever on some lengths, so what they read is walked through before.
 */
function decodeEnvelope(
  bytes: Uint8Array,
  index: number,
  validationCode: number,
  namespace: string,
): DatedTransaction[] {
  try {
    return decodeTransaction(bytes, index, validationCode, namespace);
  } catch (cause) {
    if (validationCode !== VALID) return [];
    const message = `Transaction ${index} of a block is valid, but cannot be read.`;
    throw new ChannelFailure('malformed', message, undefined, [], { cause });
  }
}

function decodeTransaction(
  bytes: Uint8Array,
  index: number,
  validationCode: number,
  namespace: string,
): DatedTransaction[] {
  const payload = decoded(
    common.Payload,
    decoded(common.Envelope, bytes, shapes.flat).getPayload_asU8(),
    shapes.payload,
  );
  const channelHeader = decoded(common.ChannelHeader, payload.getHeader()!.getChannelHeader_asU8(), shapes.flat);
  if (channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return [];
  const sets =
    validationCode === VALID
      ? decodeSets(payload.getData_asU8()).filter((set) => set.getNamespace() === namespace)
      : [];
  return [
    {
      txId: channelHeader.getTxId(),
      time: channelHeader.getTimestamp()?.toDate().getTime() ?? 0,
      index,
      validationCode,
      writes: sets.flatMap((set): RowWrite[] => decodeWriteSet(set.getRwset_asU8())),
      hashedWrites: sets.flatMap((set) => set.getCollectionHashedRwsetList().flatMap(decodeHashedWrites)),
    },
  ];
}

/** Whether an endorsed transaction would change anything. */
export function writesSomething(envelope: common.Envelope): boolean {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  return decodeSets(payload.getData_asU8()).some(
    (set) =>
      hasWrites(set.getRwset_asU8()) ||
      set.getCollectionHashedRwsetList().some((hashed) => {
        const rows = decoded(ledger.rwset.kvrwset.HashedRWSet, hashed.getHashedRwset_asU8(), shapes.hashedRows);
        return rows.getHashedWritesList().length + rows.getMetadataWritesList().length > 0;
      }),
  );
}

/** The read-write sets, by namespace. */
function decodeSets(transactionBytes: Uint8Array): ledger.rwset.NsReadWriteSet[] {
  return decoded(peer.Transaction, transactionBytes, shapes.transaction)
    .getActionsList()
    .flatMap((action) => {
      const endorsed = decoded(
        peer.ChaincodeActionPayload,
        action.getPayload_asU8(),
        shapes.chaincodeActionPayload,
      ).getAction();
      const response = decoded(peer.ProposalResponsePayload, endorsed!.getProposalResponsePayload_asU8(), shapes.flat);
      const results = decoded(
        peer.ChaincodeAction,
        response.getExtension_asU8(),
        shapes.chaincodeAction,
      ).getResults_asU8();
      return decoded(ledger.rwset.TxReadWriteSet, results, shapes.readWriteSets).getNsRwsetList();
    });
}

function decodeHashedWrites(set: ledger.rwset.CollectionHashedReadWriteSet): HashedWrite[] {
  const collection = set.getCollectionName();
  return decoded(ledger.rwset.kvrwset.HashedRWSet, set.getHashedRwset_asU8(), shapes.hashedRows)
    .getHashedWritesList()
    .map((write) => {
      const keyHash = hex(write.getKeyHash_asU8());
      if (write.getIsDelete() || write.getIsPurge()) return { collection, keyHash, purged: write.getIsPurge() };
      return { collection, keyHash, valueHash: hex(write.getValueHash_asU8()) };
    });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
