/**
 * CommitStatus: what became of a transaction, as soon as the gateway's peer has committed it.
 *
 * Fabric: `internal/pkg/gateway/commitstatus.go`, `internal/pkg/gateway/commit/`. The signature covers the inner,
 * serialised request. Left out: nothing.
 */
import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { CHANNEL_READERS, checkChannelPolicy } from '../peer/access-control.js';
import type { PeerChannel } from '../peer/peer-channel.js';
import { plainBytes } from '../wire/bytes.js';
import type { GatewayPeers } from './gateway-peers.js';
import { RpcError } from './rpc-error.js';

/** Throws RpcError; undefined when `signal` aborts. */
export async function commitStatus(
  peers: GatewayPeers,
  signed: gateway.SignedCommitStatusRequest,
  signal: AbortSignal,
): Promise<gateway.CommitStatusResponse | undefined> {
  const request = decodeRequest(signed.getRequest_asU8(), 'a commit status request is required', (bytes) =>
    gateway.CommitStatusRequest.deserializeBinary(bytes),
  );
  if (request.getChannelId() === '') throw new RpcError(status.INVALID_ARGUMENT, 'no channel ID provided');
  const txId = request.getTransactionId();
  if (txId === '') throw new RpcError(status.INVALID_ARGUMENT, 'transaction ID should not be empty');
  const channel = await authorisedChannel(peers, request.getChannelId(), signed, request.getIdentity_asU8());
  const transaction = await channel.transactionStatus(txId, signal);
  if (!transaction) return undefined;
  const response = new gateway.CommitStatusResponse();
  response.setResult(transaction.validationCode as never);
  response.setBlockNumber(transaction.block);
  return response;
}

/** Reads the inner request of a signed one. Throws RpcError. */
export function decodeRequest<T>(bytes: Uint8Array, missing: string, decode: (bytes: Uint8Array) => T): T {
  if (bytes.length === 0) throw new RpcError(status.INVALID_ARGUMENT, missing);
  try {
    return decode(plainBytes(bytes));
  } catch (error) {
    throw new RpcError(status.INVALID_ARGUMENT, `invalid request: ${(error as Error).message}`);
  }
}

/** The channel, if the one who signed the request may read it. Throws RpcError. */
export async function authorisedChannel(
  { local }: GatewayPeers,
  channelId: string,
  signed: { getRequest_asU8(): Uint8Array; getSignature_asU8(): Uint8Array },
  identity: Uint8Array,
): Promise<PeerChannel> {
  const channel = local.channel(channelId);
  if (!channel) throw new RpcError(status.PERMISSION_DENIED, `failed to find channel ${channelId}`);
  try {
    await checkChannelPolicy(channel.config, CHANNEL_READERS, {
      data: plainBytes(signed.getRequest_asU8()),
      identity: plainBytes(identity),
      signature: plainBytes(signed.getSignature_asU8()),
    });
  } catch (error) {
    throw new RpcError(status.PERMISSION_DENIED, (error as Error).message);
  }
  return channel;
}
