/** The gateway on Fabric: the one place that knows the adapter. */
import { dirname, join } from 'node:path';
import type { Registry } from 'prom-client';
import type { GatewayConfig } from './config.js';
import { openFabricChannel } from './fabric/fabric-channel.js';
import { countTransactions } from './fabric/metrics.js';
import type { Gateway } from './gateway.js';
import type { Log } from './log.js';
import { openGateway } from './open-gateway.js';
import { readSecrets } from './require-origin.js';
import { lockDatabase } from './store/database-lock.js';
import { startMover } from './store/move-log.js';
import type { LedgerTraces } from './tracing/ledger-traces.js';
import { startThread } from './watch/start-thread.js';

/** A transaction of the file costs a gateway that only follows as much as the rows in it. */
const GATHERED_MS = 50;

/**
 * Over the organisation's own peer. Resolves without waiting for it (readiness says when it is there), so that the port can
 * listen at once.
 */
export async function createGateway(
  config: GatewayConfig,
  {
    log,
    registry,
    traces,
    apiKeys,
  }: {
    readonly log: Log;
    readonly registry: Registry;
    readonly traces?: LedgerTraces | undefined;
    readonly apiKeys: Gateway['apiKeys'];
  },
): Promise<Gateway & { renew(): Promise<void> }> {
  const lock = lockDatabase(config.databasePath);
  const beside = (name: string): string => join(dirname(config.databasePath), name);
  const access = await openFabricChannel(config);
  const counted = countTransactions(access, registry, access.ordererName);
  const channel = traces?.channel(counted) ?? counted;
  const startJudge = startThread({ statePath: beside('watch.db'), chaincode: config.chaincode });
  const gateway = openGateway({
    mspId: config.mspId,
    auditors: config.auditors,
    channel,
    databasePath: config.databasePath,
    gatheredMs: GATHERED_MS,
    startMover: startMover(),
    spoolFolder: beside('imports'),
    ...readSecrets(config),
    log,
    registry,
    traces,
    operationsKeptDays: config.operationsKeptDays,
    webhooks: config.webhooks,
    cashierReversals: config.cashierReversals,
    signIn: config.signIn,
    ordererName: access.ordererName,
    apiKeys,
    certificates: access.certificates,
    orderers: access.orderers,
    reconnect: () => access.renew('next'),
    ...(config.explorer.enabled && { explorer: { path: beside('explorer.db'), chaincode: config.chaincode } }),
    ...(config.watch.enabled && { watch: { suspendOnForgery: config.watch.suspendOnForgery, startJudge } }),
  });
  access.follow(gateway.countedMembers.now);
  return {
    ...gateway,
    renew: () => access.renew(),
    async close(graceMs) {
      await gateway.close(graceMs);
      lock.release();
    },
  };
}
