/** Blocks of a network in memory as a peer would give them away: what is in them is signed by nobody. */
import { createHash } from 'node:crypto';
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { ChannelBlock, ChannelTransaction } from '../../gateway-api/src/channel/channel.js';

/** Who made a transaction, when, and of what. */
export interface Made {
  readonly mspId: string;
  readonly name: string;
  readonly request: string;
  readonly time: number;
}

/** A chain's blocks, serialised, each with the hash of the one before. */
export class EncodedChain {
  private readonly encoded: Uint8Array[] = [];
  private previousHash: Uint8Array = new Uint8Array();

  /** @param madeBy whose client signed a transaction, when, and what it called */
  constructor(private readonly madeBy: (txId: string) => Made) {}

  /** The block of this number; those before it are encoded too. */
  at(number: number, blocks: readonly ChannelBlock[]): Uint8Array {
    while (this.encoded.length <= number) this.encode(blocks[this.encoded.length]!);
    return Uint8Array.from(this.encoded[number]!);
  }

  private encode({ number, transactions }: ChannelBlock): void {
    const envelopes = transactions.map((each) => envelopeOf(each, this.madeBy(each.txId)));
    const header = new common.BlockHeader();
    header.setNumber(number);
    header.setPreviousHash(this.previousHash);
    header.setDataHash(sha256(...envelopes));
    const data = new common.BlockData();
    data.setDataList(envelopes);
    const metadata = new common.BlockMetadata();
    const codes = Uint8Array.from(transactions, ({ validationCode }) => validationCode);
    metadata.setMetadataList([new Uint8Array(), new Uint8Array(), codes, new Uint8Array(), new Uint8Array()]);
    const block = new common.Block();
    block.setHeader(header);
    block.setData(data);
    block.setMetadata(metadata);
    this.encoded.push(block.serializeBinary());
    this.previousHash = headerHash(header);
  }
}

/** What everybody sees of writes to private collections. */
function hashedSetsOf(hashedWrites: ChannelTransaction['hashedWrites']): ledger.rwset.CollectionHashedReadWriteSet[] {
  return [...Map.groupBy(hashedWrites, ({ collection }) => collection)].map(([name, all]) => {
    const rows = new ledger.rwset.kvrwset.HashedRWSet();
    rows.setHashedWritesList(
      all.map(({ keyHash, valueHash }) => {
        const write = new ledger.rwset.kvrwset.KVWriteHash();
        write.setKeyHash(Buffer.from(keyHash, 'hex'));
        if (valueHash === undefined) write.setIsDelete(true);
        else write.setValueHash(Buffer.from(valueHash, 'hex'));
        return write;
      }),
    );
    const set = new ledger.rwset.CollectionHashedReadWriteSet();
    set.setCollectionName(name);
    set.setHashedRwset(rows.serializeBinary());
    return set;
  });
}

function envelopeOf(
  { txId, writes, hashedWrites }: ChannelTransaction,
  { mspId, name, request, time }: Made,
): Uint8Array {
  const rows = new ledger.rwset.kvrwset.KVRWSet();
  rows.setWritesList(
    writes.map(({ key, value }) => {
      const write = new ledger.rwset.kvrwset.KVWrite();
      write.setKey(`\u0000${key.join('\u0000')}\u0000`);
      if (value === undefined) write.setIsDelete(true);
      else write.setValue(value);
      return write;
    }),
  );
  const namespace = new ledger.rwset.NsReadWriteSet();
  namespace.setNamespace('points');
  namespace.setRwset(rows.serializeBinary());
  namespace.setCollectionHashedRwsetList(hashedSetsOf(hashedWrites));
  const sets = new ledger.rwset.TxReadWriteSet();
  sets.setNsRwsetList([namespace]);
  const action = new peer.ChaincodeAction();
  action.setResults(sets.serializeBinary());
  const response = new peer.ProposalResponsePayload();
  response.setExtension$(action.serializeBinary());
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(response.serializeBinary());
  const payloadOfAction = new peer.ChaincodeActionPayload();
  payloadOfAction.setAction(endorsed);
  payloadOfAction.setChaincodeProposalPayload(proposalOf(name, request));
  const transactionAction = new peer.TransactionAction();
  transactionAction.setPayload(payloadOfAction.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([transactionAction]);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId('points');
  channelHeader.setTxId(txId);
  const timestamp = new Timestamp();
  timestamp.fromDate(new Date(time));
  channelHeader.setTimestamp(timestamp);
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(identity.serializeBinary());
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

function proposalOf(name: string, request: string): Uint8Array {
  const input = new peer.ChaincodeInput();
  input.setArgsList([Buffer.from(name), Buffer.from(request)]);
  const spec = new peer.ChaincodeSpec();
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  return payload.serializeBinary();
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 of DER SEQUENCE{INTEGER number, OCTET STRING previous hash, OCTET STRING data hash}. */
function headerHash(header: common.BlockHeader): Uint8Array {
  const hex = header.getNumber().toString(16);
  const digits = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const number = digits[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits;
  const element = (tag: number, content: Uint8Array) => Buffer.concat([Buffer.of(tag, content.length), content]);
  const fields = [
    element(0x02, number),
    element(0x04, header.getPreviousHash_asU8()),
    element(0x04, header.getDataHash_asU8()),
  ];
  return sha256(element(0x30, Buffer.concat(fields)));
}
