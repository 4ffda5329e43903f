/**
 * Submit: hands the signed transaction to the orderers.
 *
 * Fabric: success means that the orderers have it (a quorum of them under BFT), not that it is committed. Reference:
 * `internal/pkg/gateway/submit.go`. Different here: the orderers answer when the block is on the disk.
 */
import { status } from '@grpc/grpc-js';
import { common, gateway } from '@hyperledger/fabric-protos';
import type { GatewayPeers } from './gateway-peers.js';
import { RpcError } from './rpc-error.js';

const statusNames = new Map(Object.entries(common.Status).map(([name, code]) => [code as number, name]));

/** Throws RpcError. */
export async function submit(peers: GatewayPeers, request: gateway.SubmitRequest): Promise<gateway.SubmitResponse> {
  const envelope = request.getPreparedTransaction();
  if (!envelope) throw new RpcError(status.INVALID_ARGUMENT, 'a prepared transaction is required');
  if (envelope.getSignature_asU8().length === 0) {
    throw new RpcError(status.INVALID_ARGUMENT, 'prepared transaction must be signed');
  }
  const channel = peers.local.channel(request.getChannelId());
  if (!channel) {
    throw new RpcError(status.FAILED_PRECONDITION, `failed to get config for channel [${request.getChannelId()}]`);
  }
  const answer = await peers.broadcast(envelope.serializeBinary());
  if (answer.status === common.Status.SUCCESS) return new gateway.SubmitResponse();
  const name = statusNames.get(answer.status) ?? String(answer.status);
  const message = `received unsuccessful response from orderer: status=${name}, info=${answer.info}`;
  if (!channel.config.isBft && answer.status >= 400 && answer.status < 500) {
    throw new RpcError(status.ABORTED, message);
  }
  throw new RpcError(
    status.UNAVAILABLE,
    channel.config.isBft
      ? 'insufficient number of orderers could successfully process transaction to satisfy quorum requirement'
      : 'no orderers could successfully process transaction',
    peers.orderers.map(({ address, mspId }) => ({ address, mspId, message })),
  );
}
