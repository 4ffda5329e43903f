/** What a bridge does, for Prometheus. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Counter, Gauge, Registry } from 'prom-client';

export interface Metrics {
  crossed(direction: string, state: string, points: number): void;
  round(of: { readonly open: number; readonly waiting: number; readonly troubled: number }): void;
  /** A round that could not be made. */
  trouble(): void;
  close(): Promise<void>;
}

export async function createMetrics(
  at: { readonly host: string; readonly port: number } | undefined,
): Promise<Metrics> {
  const registers = [new Registry()];
  const labelNames = ['direction', 'state'] as const;
  const rows = new Counter({
    name: 'commonpoint_bridge_rows_total',
    help: 'Rows that came to a state.',
    labelNames,
    registers,
  });
  const points = new Counter({ name: 'commonpoint_bridge_points_total', help: 'Their points.', labelNames, registers });
  const open = new Gauge({ name: 'commonpoint_bridge_open_rows', help: 'Rows that are not at their end.', registers });
  const waiting = new Gauge({
    name: 'commonpoint_bridge_waiting_rows',
    help: 'Rows for which the caps leave no room.',
    registers,
  });
  const troubled = new Gauge({
    name: 'commonpoint_bridge_troubled_rows',
    help: 'Rows on which the last round failed.',
    registers,
  });
  const rounds = new Counter({
    name: 'commonpoint_bridge_rounds_total',
    help: 'Rounds, by how they went.',
    labelNames: ['result'],
    registers,
  });
  const last = new Gauge({
    name: 'commonpoint_bridge_last_round_timestamp_seconds',
    help: 'When a round was made last.',
    registers,
  });
  const server =
    at &&
    createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
      void registers[0]!
        .metrics()
        .then((text) => response.writeHead(200, { 'content-type': registers[0]!.contentType }).end(text));
    });
  if (server !== undefined) {
    server.listen(at!.port, at!.host);
    await once(server, 'listening');
  }
  return {
    crossed(direction, state, amount) {
      rows.inc({ direction, state });
      points.inc({ direction, state }, amount);
    },
    round(of) {
      open.set(of.open);
      waiting.set(of.waiting);
      troubled.set(of.troubled);
      rounds.inc({ result: of.troubled > 0 ? 'partly' : 'made' });
      last.set(Date.now() / 1000);
    },
    trouble: () => rounds.inc({ result: 'failed' }),
    async close() {
      if (server === undefined) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
