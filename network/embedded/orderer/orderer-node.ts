/**
 * One organisation's orderer: its gRPC port and its administration port over the shared ordering service.
 *
 * Fabric: `orderer/common/server/main.go`. Left out: cluster communication, operations and metrics ports.
 */
import { type RunningServer, startGrpcServer } from '../grpc-server.js';
import { atomicBroadcastService } from './atomic-broadcast.js';
import type { OrderingService } from './ordering-service.js';
import { startParticipationApi } from './participation-api.js';

export interface OrdererNodeOptions {
  readonly slug: string;
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly tlsDir: string;
  readonly ordering: OrderingService;
}

/** Starts both servers. */
export async function startOrdererNode(options: OrdererNodeOptions): Promise<RunningServer> {
  const { slug, host, port, adminPort, tlsDir, ordering } = options;
  const servers = await Promise.all([
    startGrpcServer({ host, port, tlsDir, services: [atomicBroadcastService(ordering, slug)] }),
    startParticipationApi({ host, port: adminPort, tlsDir, slug, ordering }),
  ]);
  return {
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
