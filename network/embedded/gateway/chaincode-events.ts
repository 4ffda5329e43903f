/**
 * ChaincodeEvents: the events of a chaincode, block by block, from a position on and without end.
 *
 * Fabric: only of valid transactions; one message per block that has any, in the order of its transactions. Resuming
 * after a transaction begins in its block, behind it. Reference: `internal/pkg/gateway/{chaincodeevents.go,event/}`.
 * Left out: nothing.
 */
import { status } from '@grpc/grpc-js';
import { gateway, orderer, peer } from '@hyperledger/fabric-protos';
import type { PeerChannel } from '../peer/peer-channel.js';
import { parseBlock, validationCodes } from '../wire/block.js';
import { isEndorserTransaction, parseTransaction } from '../wire/transaction.js';
import { authorisedChannel, decodeRequest } from './commit-status.js';
import type { GatewayPeers } from './gateway-peers.js';
import { RpcError } from './rpc-error.js';

/** Responses until `signal` aborts. Throws RpcError. */
export async function* chaincodeEvents(
  peers: GatewayPeers,
  signed: gateway.SignedChaincodeEventsRequest,
  signal: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
  const request = decodeRequest(signed.getRequest_asU8(), 'a chaincode events request is required', (bytes) =>
    gateway.ChaincodeEventsRequest.deserializeBinary(bytes),
  );
  const channel = await authorisedChannel(peers, request.getChannelId(), signed, request.getIdentity_asU8());
  const chaincode = request.getChaincodeId();
  let after = request.getAfterTransactionId();
  for (let next = await startBlock(channel, request); ; next += 1) {
    await channel.blocks.awaitBlock(next, signal);
    if (signal.aborted) return;
    let events = eventsOf(await channel.blocks.read(next));
    if (after !== '') {
      const position = events.findIndex((event) => event.getTxId() === after);
      // Events before the one named are passed over, in whatever block it is.
      events = position < 0 ? [] : events.slice(position + 1);
      if (position >= 0) after = '';
    }
    const matching = events.filter((event) => event.getChaincodeId() === chaincode);
    if (matching.length === 0) continue;
    const response = new gateway.ChaincodeEventsResponse();
    response.setBlockNumber(next);
    response.setEventsList(matching);
    yield response;
  }
}

async function startBlock(channel: PeerChannel, request: gateway.ChaincodeEventsRequest): Promise<number> {
  const after = request.getAfterTransactionId();
  const transaction = after === '' ? undefined : await channel.ledger.getTransaction(after);
  if (transaction) return transaction.block;
  const position = request.getStartPosition();
  const { NEXT_COMMIT, SPECIFIED, TYPE_NOT_SET } = orderer.SeekPosition.TypeCase;
  switch (position?.getTypeCase() ?? TYPE_NOT_SET) {
    case TYPE_NOT_SET:
    case NEXT_COMMIT:
      return channel.ledger.height;
    case SPECIFIED:
      return position?.getSpecified()?.getNumber() ?? 0;
    default:
      throw new RpcError(status.INVALID_ARGUMENT, 'invalid start position type');
  }
}

function eventsOf(blockBytes: Uint8Array): peer.ChaincodeEvent[] {
  const block = parseBlock(blockBytes);
  const codes = validationCodes(block);
  return block.data.flatMap((envelope, index) => {
    if (codes[index] !== peer.TxValidationCode.VALID || !isEndorserTransaction(envelope)) return [];
    const { events } = parseTransaction(envelope);
    return events.length === 0 ? [] : [peer.ChaincodeEvent.deserializeBinary(events)];
  });
}
