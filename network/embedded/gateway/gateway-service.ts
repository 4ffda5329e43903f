/**
 * The gRPC face of the gateway: one file per call does the work, this one binds them.
 *
 * Fabric: `gateway.Gateway`, served by every peer. Reference: `internal/pkg/gateway/gateway.go`. Left out: limits on
 * concurrent calls.
 */
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import type { GrpcService } from '../grpc-server.js';
import { chaincodeEvents } from './chaincode-events.js';
import { commitStatus } from './commit-status.js';
import { endorse } from './endorse.js';
import { evaluate } from './evaluate.js';
import type { GatewayPeers } from './gateway-peers.js';
import { RpcError, toServiceError } from './rpc-error.js';
import { submit } from './submit.js';

/** The Gateway service of one peer. */
export function gatewayService(peers: GatewayPeers): GrpcService {
  return {
    definition: gateway.GatewayService as never,
    implementation: {
      evaluate: unary((request: gateway.EvaluateRequest) => evaluate(peers, request)),
      endorse: unary((request: gateway.EndorseRequest) => endorse(peers, request)),
      submit: unary((request: gateway.SubmitRequest) => submit(peers, request)),
      commitStatus: unary((request: gateway.SignedCommitStatusRequest, signal) =>
        commitStatus(peers, request, signal),
      ),
      chaincodeEvents: (
        stream: ServerWritableStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>,
      ) => void streamEvents(stream, peers),
    },
  };
}

function unary<Request, Response>(run: (request: Request, signal: AbortSignal) => Promise<Response | undefined>) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): void => {
    const gone = new AbortController();
    call.on('cancelled', () => gone.abort());
    run(call.request, gone.signal).then(
      (response) =>
        response === undefined
          ? done(toServiceError(new RpcError(status.CANCELLED, 'the call was cancelled')))
          : done(null, response),
      (error: unknown) => done(toServiceError(error)),
    );
  };
}

async function streamEvents(
  stream: ServerWritableStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>,
  peers: GatewayPeers,
): Promise<void> {
  const gone = new AbortController();
  for (const event of ['cancelled', 'close', 'error'] as const) stream.on(event, () => gone.abort());
  try {
    for await (const response of chaincodeEvents(peers, stream.request, gone.signal)) {
      if (stream.write(response) || gone.signal.aborted) continue;
      await new Promise<void>((resolve) => {
        stream.once('drain', resolve);
        gone.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    stream.end();
  } catch (error) {
    stream.emit('error', toServiceError(error));
  }
}
