/**
 * The peer's Deliver service: committed blocks, whole or filtered.
 *
 * Fabric: `protos.Deliver`; a filtered block has of each transaction its id, type, code and events without payload.
 * Reference: `core/peer/deliverevents.go`. With private data come the write sets of
 * those collections that the client may read, as far as this peer has them: all, but where only members may read and it
 * is none. So an implicit collection's go to whoever asks. Left out: nothing.
 */
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { common, peer } from '@hyperledger/fabric-protos';
import { type DeliverOptions, serveDeliver } from '../deliver.js';
import { type GrpcService, withRawResponses } from '../grpc-server.js';
import { isMember } from '../ledger/collections.js';
import type { PrivateWriteSet } from '../ledger/private-data-types.js';
import { parseBlock, validationCodes } from '../wire/block.js';
import { parseEnvelope } from '../wire/envelope.js';
import { FieldWriter } from '../wire/protobuf.js';
import { parseTransaction } from '../wire/transaction.js';
import { CHANNEL_READERS } from './access-control.js';
import type { PeerChannel } from './peer-channel.js';
import { collectionOf } from './private-data-exchange.js';

type DeliverStream = ServerDuplexStream<common.Envelope, Uint8Array>;

/** Deliver, DeliverFiltered and DeliverWithPrivateData. */
export function peerDeliverService(findChannel: (id: string) => PeerChannel | undefined): GrpcService {
  const serve = (encodeBlock: DeliverOptions['encodeBlock']) => (stream: DeliverStream) =>
    serveDeliver(stream, {
      channel: (id) => {
        const channel = findChannel(id);
        return channel && { config: channel.config, blocks: channel.blocks, readersPolicy: CHANNEL_READERS };
      },
      encodeBlock,
    });
  return {
    definition: withRawResponses(peer.DeliverService),
    implementation: {
      deliver: serve((bytes) => response(2, bytes)),
      deliverFiltered: serve((bytes, channelId) => response(3, filterBlock(bytes, channelId))),
      deliverWithPrivateData: serve(async (bytes, channelId, creator) =>
        response(4, await withPrivateData(bytes, findChannel(channelId), creator)),
      ),
    },
  };
}

/** DeliverResponse with one field. */
function response(field: number, bytes: Uint8Array): Uint8Array {
  return new FieldWriter(bytes.length + 16).element(field, bytes).finish();
}

/** Serialised BlockAndPrivateData. */
async function withPrivateData(
  bytes: Uint8Array,
  channel: PeerChannel | undefined,
  creator: Uint8Array,
): Promise<Uint8Array> {
  const writer = new FieldWriter(bytes.length + 256).element(1, bytes);
  const client = channel?.config.msps.findMember(creator);
  const byPosition = await channel?.ledger.privateDataOfBlock(parseBlock(bytes).header.number);
  for (const [position, sets] of byPosition ?? []) {
    const visible: PrivateWriteSet[] = [];
    for (const set of sets) {
      const collection = channel && (await collectionOf(channel, set));
      if (collection && (!collection.memberOnlyRead || isMember(collection, client))) visible.push(set);
    }
    if (visible.length === 0) continue;
    writer.message(2, (entry) => entry.varint(1, position).bytes(2, encodePrivateSets(visible)));
  }
  return writer.finish();
}

/** Serialised TxPvtReadWriteSet. */
function encodePrivateSets(sets: readonly PrivateWriteSet[]): Uint8Array {
  const writer = new FieldWriter(512);
  for (const [namespace, ofNamespace] of Map.groupBy(sets, (set) => set.namespace)) {
    writer.message(2, (inner) => {
      inner.string(1, namespace);
      for (const { collection, bytes } of ofNamespace) {
        inner.message(2, (fields) => fields.string(1, collection).bytes(2, bytes));
      }
    });
  }
  return writer.finish();
}

/** Serialised FilteredBlock. */
function filterBlock(bytes: Uint8Array, channelId: string): Uint8Array {
  const block = parseBlock(bytes);
  const codes = validationCodes(block);
  const filtered = new peer.FilteredBlock();
  filtered.setChannelId(channelId);
  filtered.setNumber(block.header.number);
  filtered.setFilteredTransactionsList(block.data.map((envelope, index) => filterTransaction(envelope, codes[index])));
  return filtered.serializeBinary();
}

function filterTransaction(envelopeBytes: Uint8Array, code: number | undefined): peer.FilteredTransaction {
  const filtered = new peer.FilteredTransaction();
  filtered.setTxValidationCode((code ?? peer.TxValidationCode.NOT_VALIDATED) as never);
  try {
    const { header } = parseEnvelope(envelopeBytes);
    filtered.setTxid(header.txId);
    filtered.setType(header.type as never);
    if (header.type !== common.HeaderType.ENDORSER_TRANSACTION) return filtered;
    // Present also when there is no event.
    const actions = new peer.FilteredTransactionActions();
    filtered.setTransactionActions(actions);
    const { events } = parseTransaction(envelopeBytes);
    if (events.length === 0) return filtered;
    const event = peer.ChaincodeEvent.deserializeBinary(events);
    event.setPayload('');
    const action = new peer.FilteredChaincodeAction();
    action.setChaincodeEvent(event);
    actions.setChaincodeActionsList([action]);
  } catch {
    // An envelope that cannot be read is in the block all the same; its code says so.
  }
  return filtered;
}
