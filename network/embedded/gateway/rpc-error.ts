/**
 * Errors as the gateway's clients get them.
 *
 * Fabric: a gRPC status whose details (`grpc-status-details-bin`: google.rpc.Status with gateway.ErrorDetail) say what
 * each node answered. Reference: `internal/pkg/gateway/apiutils.go`. Left out: nothing.
 */
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import { Any } from 'google-protobuf/google/protobuf/any_pb.js';

/** What one node answered. */
export interface NodeFailure {
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

export class RpcError extends Error {
  override readonly name = 'RpcError';

  constructor(
    readonly code: status,
    message: string,
    readonly failures: readonly NodeFailure[] = [],
  ) {
    super(message);
  }
}

/** For grpc-js; what is no RpcError becomes INTERNAL. */
export function toServiceError(error: unknown): Partial<ServiceError> {
  if (!(error instanceof RpcError)) {
    return { code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) };
  }
  const metadata = new Metadata();
  if (error.failures.length > 0) {
    const rpcStatus = new google.rpc.Status();
    rpcStatus.setCode(error.code);
    rpcStatus.setMessage(error.message);
    rpcStatus.setDetailsList(error.failures.map(encodeFailure));
    metadata.set('grpc-status-details-bin', Buffer.from(rpcStatus.serializeBinary()));
  }
  return { code: error.code, details: error.message, metadata };
}

function encodeFailure({ address, mspId, message }: NodeFailure): Any {
  const detail = new gateway.ErrorDetail();
  detail.setAddress(address);
  detail.setMspId(mspId);
  detail.setMessage(message);
  const any = new Any();
  any.setTypeUrl('type.googleapis.com/gateway.ErrorDetail');
  any.setValue(detail.serializeBinary());
  return any;
}
