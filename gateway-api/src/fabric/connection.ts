/** The one gRPC connection to the organisation's own peer. */
import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';

export interface PeerAddress {
  /** `host:port`. */
  readonly endpoint: string;
  /** The name in the peer's TLS certificate. */
  readonly hostname: string;
  /** PEM file of the authority that signed it. */
  readonly tlsRootCertPath: string;
}

/** A block of full transactions is far above gRPC's 4 MB; Fabric's own limit is 100 MB. */
const MESSAGE_BYTES_MAX = 100 * 1024 * 1024;

/** Peers end a connection that asks more often than once a minute; whether one is silent is found out sooner otherwise. */
export const KEEPALIVE_MS = 75_000;

/** Deadlines of the single calls, in milliseconds. */
export const deadlines = { heightMs: 4_000, evaluateMs: 5_000, endorseMs: 15_000, submitMs: 5_000 } as const;

export function connectPeer(peer: PeerAddress): Client {
  return new Client(peer.endpoint, credentials.createSsl(readFileSync(peer.tlsRootCertPath)), {
    'grpc.ssl_target_name_override': peer.hostname,
    'grpc.default_authority': peer.hostname,
    'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
    // A peer that restarts is back in seconds; gRPC's own pauses grow to two minutes.
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.min_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': 20_000,
    // No peer announces how to be called by DNS.
    'grpc.service_config_disable_resolution': 1,
  });
}
