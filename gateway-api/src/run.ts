/** Puts the gateway together, listens, and stops when told to. */
import { readFileSync, watchFile } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { createApp } from './app.js';
import { ConfigError, loadConfig, type GatewayConfig } from './config.js';
import { openLog } from './open-log.js';
import { createGateway } from './create-gateway.js';
import { tables } from './gateway-tables.js';
import { createMetrics } from './http/metrics.js';
import { createHttpServer, drain } from './http/server.js';
import { watchBusiness } from './subjects/business-metrics.js';
import { Sessions } from './sign-in/sessions.js';
import { openSignIn } from './sign-in/sign-in.js';
import { openTokens } from './sign-in/tokens.js';
import { AccessLog } from './store/access-log.js';
import { KeyUses } from './store/key-uses.js';
import { loadApiKeys } from './store/api-keys.js';
import { exportSpans } from './tracing/export-spans.js';
import { LedgerTraces } from './tracing/ledger-traces.js';
import { requestSpan } from './tracing/request-span.js';
import { checkFile, isCheckedAtOnce } from './store/check-file.js';
import { DatabaseDamaged } from './store/database.js';
import { rearrangingMayTakeMs } from './store/rearranging.js';
import { Misassembled } from './store/origin.js';

/** Resolves when the gateway listens; ends the process when it cannot. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'string' } }, strict: true });
    if (values.config === undefined) throw new ConfigError('usage: node gateway-api/dist/main.js --config FILE');
    // What the gateway keeps is for the owner of its process alone.
    process.umask(0o077);
    await start(loadConfig(values.config));
  } catch (error) {
    endIfWrong(error);
    const expected = error instanceof ConfigError || (error as NodeJS.ErrnoException).code !== undefined;
    process.stderr.write(`${expected ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
    process.exit(1);
  }
}

/** What people have to put right is said in one sentence, with an exit code of its own. */
function endIfWrong(error: unknown): void {
  if (!(error instanceof DatabaseDamaged || error instanceof Misassembled)) return;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}

/** How long a key that was revoked is still taken at the most. */
const KEYS_LOOKED_AT_MS = 1_000;
/** So long is waited for the peer before the gateway counts as started; its ledger is compared whenever it comes. */
const COMPARISON_MS = 2_000;

async function start(config: GatewayConfig): Promise<void> {
  const log = openLog(config);
  let apiKeys = loadApiKeys(config.apiKeysPath);
  let renew = (): Promise<void> => Promise.resolve();
  const readKeys = (): void => {
    try {
      apiKeys = loadApiKeys(config.apiKeysPath);
      log.info({}, 'API keys read again');
    } catch (error) {
      log.error({ err: error }, 'API keys not read, the old ones stay');
    }
  };
  watchFile(config.apiKeysPath, { interval: KEYS_LOOKED_AT_MS, persistent: false }, readKeys);
  process.on('SIGHUP', () => {
    readKeys();
    renew().then(
      () => log.info({}, 'Certificates read again'),
      (error: unknown) => log.error({ err: error }, 'Certificates not read, the old ones stay'),
    );
  });
  const beside = (name: string): string => join(dirname(config.databasePath), name);
  const tokens = config.tokens === undefined ? undefined : await openTokens(config.tokens);
  const sessions = config.signIn === undefined ? undefined : new Sessions(beside('sessions.db'));
  const signIn = sessions && openSignIn(config.signIn!, sessions);
  const metrics = createMetrics();
  const accessLog = config.accessLog.enabled ? new AccessLog(beside('access.log'), config.accessLog, log) : undefined;
  const keyUses = new KeyUses(beside('key-uses.json'), log);
  const version = packageVersion();
  const spans =
    config.tracing && (await exportSpans(config.tracing, { mspId: config.mspId, version }, log, metrics.registry));
  const traces = spans && new LedgerTraces(spans.take);
  const mayTakeMs = rearrangingMayTakeMs(config.databasePath, tables);
  if (mayTakeMs !== undefined) {
    log.info({ databasePath: config.databasePath }, 'Rearranging the file of an earlier version');
    process.send?.({ type: 'rearranging', mayTakeMs });
  }
  const gateway = await createGateway(config, {
    log,
    registry: metrics.registry,
    traces,
    apiKeys: () => apiKeys.all.map((key) => ({ ...key, lastUsedAt: keyUses.lastUse(key.id) })),
  });
  metrics.watch(gateway.health);
  watchBusiness(metrics.registry, gateway, beside('last-backup'));
  renew = () => gateway.renew();

  let stopping = false;
  const { app } = createApp({
    config,
    gateway,
    log,
    metrics,
    record(entry) {
      accessLog?.write(entry);
      if (entry.key !== undefined) keyUses.used(entry.key, entry.time);
    },
    apiKeys: () => apiKeys,
    tokens,
    signIn,
    isStopping: () => stopping,
    ...(spans && { traced: (request) => spans.take(requestSpan(request)) }),
    version,
  });
  const server = createHttpServer(app, config.limits);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.port, config.host, resolve);
  });
  log.info({ host: config.host, port: (server.address() as { port: number }).port }, 'listening');
  const compared = gateway.ledgerConfirmed.catch(endIfWrong);
  void Promise.race([compared, pause(COMPARISON_MS)]).then(async () => {
    process.send?.({ type: 'ready' });
    // Of a large file it reads as much as is in it: whoever waits for the start does not wait for that.
    if (isCheckedAtOnce(config.databasePath) || (await checkFile(config.databasePath))) return;
    endIfWrong(new DatabaseDamaged(config.databasePath));
  });

  stopOnRequest(log, async () => {
    stopping = true;
    gateway.events.stop();
    await drain(server, config.limits.drainMs);
    await gateway.close(config.limits.drainMs);
    sessions?.close();
    await Promise.all([accessLog?.close(), keyUses.close(), spans?.close()]);
  });
}

function packageVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** SIGTERM, Ctrl-C, or the launcher that started this is gone. */
function stopOnRequest(log: Logger, stop: () => Promise<void>): void {
  let asked = false;
  const onRequest = (reason: string): void => {
    if (asked) return;
    asked = true;
    log.info({ reason }, 'stopping');
    stop().then(
      () => {
        log.info({}, 'stopped');
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const reason of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(reason, () => onRequest(reason));
}
