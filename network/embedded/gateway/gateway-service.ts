/**
 * The gRPC face of the gateway: one file per call does the work, this one binds them.
 *
 * Fabric: `gateway.Gateway`, served by every peer. Reference: `internal/pkg/gateway/gateway.go`. Left out: limits on
 * concurrent calls.
 */
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { awaitDrain, type GrpcService } from '../grpc-server.js';
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
    definition: gateway.GatewayService,
    implementation: {
      evaluate: unary((call: Call<gateway.EvaluateRequest>) => evaluate(peers, call.request)),
      endorse: unary((call: Call<gateway.EndorseRequest>) => endorse(peers, call.request)),
      submit: unary((call: Call<gateway.SubmitRequest>) => submit(peers, call.request)),
      commitStatus: unary(async (call: Call<gateway.SignedCommitStatusRequest>) => {
        const gone = new AbortController();
        call.on('cancelled', () => gone.abort(GONE));
        const response = await commitStatus(peers, call.request, gone.signal);
        if (!response) throw new RpcError(status.CANCELLED, GONE);
        return response;
      }),
      chaincodeEvents: (
        stream: ServerWritableStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>,
      ) => void streamEvents(stream, peers),
    },
  };
}

type Call<Request> = ServerUnaryCall<Request, unknown>;

/** A reason of our own: the default one is an error with a stack, made anew each time. */
const GONE = 'the call was cancelled';

function unary<Request, Response>(run: (call: Call<Request>) => Promise<Response>) {
  return (call: Call<Request>, done: sendUnaryData<Response>): void => {
    run(call).then(
      (response) => done(null, response),
      (error: unknown) => done(toServiceError(error)),
    );
  };
}

async function streamEvents(
  stream: ServerWritableStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>,
  peers: GatewayPeers,
): Promise<void> {
  const gone = new AbortController();
  for (const event of ['cancelled', 'close', 'error'] as const) stream.on(event, () => gone.abort(GONE));
  try {
    for await (const response of chaincodeEvents(peers, stream.request, gone.signal)) {
      if (!stream.write(response)) await awaitDrain(stream, gone.signal);
    }
    stream.end();
  } catch (error) {
    stream.emit('error', toServiceError(error));
  }
}
