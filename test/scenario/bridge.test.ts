/** The bridge as it is run, on a real PostgreSQL: it, the gateway and the database killed at every step, in both directions. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Reconciliation } from '../../bridge/src/reconcile.js';
import { statements } from '../bridge/bridge-world.js';
import { PostgresLegacy } from '../bridge/postgres-world.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { noPostgres, Postgres } from '../support/postgres.js';
import { repositoryRoot } from '../support/repository-files.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { StrikingProxy } from '../support/striking-proxy.js';

const TIMEOUT_MS = 600_000;
const program = join(repositoryRoot, 'bridge', 'dist', 'main.js');
const card = 'card 1';
type Direction = 'in' | 'out';

if (noPostgres !== undefined) console.warn(`skipped: ${noPostgres}`);
const suite = noPostgres === undefined ? describe : describe.skip;

suite('a bridge', () => {
  let running: RunningConsortium;
  let server: Postgres;
  let legacy: PostgresLegacy;
  let gateway: StrikingProxy;
  let database: StrikingProxy;
  let accountId: string;
  let child: ChildProcess | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-bridge-'));
  const config = join(folder, 'bridge.json');
  /** What the member has on both sides. */
  const due = { points: 5_000, stamps: 5_000 };

  beforeAll(async () => {
    [running, server] = await Promise.all([RunningConsortium.start(), Postgres.start()]);
    legacy = await PostgresLegacy.make(server, 'stamps');
    await legacy.card(card, due.stamps);
    const post = async (role: 'admin' | 'operator', path: string, body: object) => {
      const answer = await running.as('harbor', role).attempts.post(path, body);
      expect(answer.status).toBeLessThan(300);
      return answer.body as { accountId: string };
    };
    ({ accountId } = await post('operator', '/v1/accounts', { memberRef: card }));
    await post('operator', '/v1/issuances', { programId: 'harbor', accountId, amount: String(due.points) });
    const caps = { perDay: '100000', inAll: '100000' };
    const bridge = { legacyName: 'Stamps', in: caps, out: caps, status: 'open' };
    await post('admin', '/v1/programs/harbor/bridges/stamps', bridge);
    const { url, keys } = running.credentials['harbor']!;
    gateway = await StrikingProxy.toGateway(
      () => url,
      ({ method, url: path = '' }) => method === 'POST' && !path.endsWith('lookup'),
    );
    database = await StrikingProxy.toPostgres(Number(new URL(legacy.url).port));
    const behind = new URL(legacy.url);
    behind.port = String(database.port);
    writeFileSync(join(folder, 'key'), keys['bridge']!);
    writeFileSync(join(folder, 'url'), behind.href);
    const settings = {
      programId: 'harbor',
      bridgeId: 'stamps',
      gateway: { url: `http://127.0.0.1:${gateway.port}`, apiKeyFile: 'key' },
      legacy: { kind: 'postgres', urlFile: 'url', ...statements },
      sealKeyFile: 'seal',
      pollMs: 50,
    };
    writeFileSync(config, JSON.stringify(settings));
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await endBridge();
    await Promise.all([gateway.close(), database.close(), server.stop(), running.stopAndRemove()]);
    rmSync(folder, { recursive: true });
  }, START_TIMEOUT_MS);

  const startBridge = (): ChildProcess =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, 'run', '--config', config], {
      stdio: 'ignore',
    });
  async function endBridge(): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill('SIGKILL');
    await ended;
  }
  const report = async (): Promise<Reconciliation> => {
    const args = ['--disable-warning=ExperimentalWarning', program, 'report', '--json', '--config', config];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch(
      (error: unknown) => error as { stdout: string },
    );
    return JSON.parse(stdout) as Reconciliation;
  };
  const pointsNow = async (): Promise<{ available: string; held: string } | undefined> => {
    const { body } = await running.as('harbor').attempts.get(`/v1/accounts/${accountId}/balances`);
    return (body as { balances: { available: string; held: string }[] }).balances[0];
  };

  const killings: Record<
    string,
    { proxy: () => StrikingProxy; kill: () => Promise<void>; restore: () => Promise<void> }
  > = {
    'the bridge, at requests': { proxy: () => gateway, kill: endBridge, restore: async () => undefined },
    'the bridge, at commits': { proxy: () => database, kill: endBridge, restore: async () => undefined },
    'the gateway, at requests': {
      proxy: () => gateway,
      kill: () => running.killAndAwaitRestart('gateway-harbor'),
      restore: async () => undefined,
    },
    'PostgreSQL, at commits': { proxy: () => database, kill: () => server.kill(), restore: () => server.startAgain() },
  };

  it.each(
    Object.keys(killings).flatMap((killed) =>
      (['in', 'out'] as const).map((direction) => [killed, direction] as const),
    ),
  )(
    'crosses once, whenever %s is killed, %s',
    async (killed, direction: Direction) => {
      const { proxy, kill, restore } = killings[killed]!;
      let struck = 0;
      for (const when of ['before', 'after'] as const) {
        for (let at = 1; ; at += 1) {
          proxy().aim({ at, when, strike: kill });
          const row = await legacy.ask(direction, card, 10);
          due.points += direction === 'in' ? 10 : -10;
          due.stamps += direction === 'in' ? -10 : 10;
          child ??= startBridge();
          const isEnded = async (): Promise<boolean> => (await legacy.stateOf(row)) === 'done';
          await eventually(async () => proxy().struck !== undefined || (await isEnded()), Boolean, {
            timeoutMs: 60_000,
          });
          const hit = proxy().struck !== undefined;
          if (hit) {
            await proxy().struck;
            struck += 1;
            await restore();
            child ??= startBridge();
          }
          await eventually(isEnded, Boolean, { timeoutMs: 60_000 });
          expect([killed, when, at, await legacy.stampsOf(card)]).toEqual([killed, when, at, due.stamps]);
          // A gateway that was killed may be a block behind what it had done.
          await eventually(pointsNow, (now) => now?.available === String(due.points) && now.held === '0');
          if (!hit) break;
        }
      }
      proxy().aim(undefined);
      await endBridge();
      // In: the issuance; the debit, the end. Out: the hold, the capture; what was asked, held, captured, the end.
      const steps = killed.endsWith('commits') ? { in: 2, out: 4 } : { in: 1, out: 2 };
      expect(struck).toBe(2 * steps[direction]);
      const { wrong, sums } = await report();
      expect(wrong).toEqual([]);
      expect(sums[direction].outbox).toEqual(sums[direction].counted);
    },
    TIMEOUT_MS,
  );

  it(
    'two bridges that are started at once do the work of one, and the other goes on when one is killed',
    async () => {
      const rows: string[] = [];
      for (let n = 0; n < 40; n += 1) rows.push(await legacy.ask(n % 2 === 0 ? 'in' : 'out', card, 1));
      child = startBridge();
      const second = startBridge();
      await eventually(
        async () => legacy.stateOf(rows[10]!),
        (state) => state === 'done',
        { timeoutMs: 60_000 },
      );
      await endBridge();
      await eventually(
        async () => (await Promise.all(rows.map((row) => legacy.stateOf(row)))).every((state) => state === 'done'),
        Boolean,
        { timeoutMs: 60_000 },
      );
      second.kill('SIGKILL');
      expect(await legacy.stampsOf(card)).toBe(due.stamps);
      await eventually(pointsNow, (now) => now?.available === String(due.points));
      expect((await report()).wrong).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'in the end all sides agree, and the audit has the same sums',
    async () => {
      await expectLedgerTruth(running);
    },
    TIMEOUT_MS,
  );
});
