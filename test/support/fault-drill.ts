/** One fault after the other in a consortium under load; after each of them, everything that must hold is checked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expectLedgerTruth } from './ledger-truth.js';
import { merchantSlugs, MixedLoad, type SentOperation } from './mixed-load.js';
import { networkKind } from './network-kind.js';
import type { OperationAnswer } from './points-session.js';
import { eventually, RunningConsortium } from './running-consortium.js';
import { expectOrderersCaughtUp, expectSameChain, orderersBehind } from './same-chain.js';

/** Until every gateway commits again after a fault is over. */
const RECOVERY_TIMEOUT_MS = 60_000;
/** Until what lagged has the others' blocks. */
const CATCH_UP_TIMEOUT_MS = 60_000;
/** First answers that promise nothing they could not keep. Everything else would be a lie or a bug. */
const honestAnswer = /^(201|202 \w+|503 \w+|504 \w+|no answer)$/;

/** The longest time in which each gateway acknowledged nothing, in milliseconds. */
export type Silences = Record<(typeof merchantSlugs)[number], number>;

export class FaultDrill {
  readonly #report: string[] = [];
  #notes: string[] = [];

  private constructor(
    readonly running: RunningConsortium,
    readonly load: MixedLoad,
  ) {}

  static async start(): Promise<FaultDrill> {
    const running = await RunningConsortium.start();
    return new FaultDrill(running, await MixedLoad.prepare(running));
  }

  async end(): Promise<void> {
    process.stderr.write(`\n${this.#report.join('\n')}\n`);
    await this.running.stopAndRemove();
  }

  /** `fault` resolves when its cause is over; recovery is measured from then on, or from `recoversFrom`. */
  async endure(name: string, fault: () => Promise<void>, recoversFrom: 'start' | 'end' = 'end'): Promise<Silences> {
    const first = this.load.sent.length;
    this.load.start();
    let recoveryMs: number;
    try {
      await sleep(800);
      const startedAt = Date.now();
      await fault();
      const from = recoversFrom === 'start' ? startedAt : Date.now();
      await Promise.all(merchantSlugs.map((slug) => this.load.probe(slug, RECOVERY_TIMEOUT_MS)));
      await this.#awaitReady();
      recoveryMs = Date.now() - from;
      await sleep(300);
    } finally {
      await this.load.stop();
    }
    const sent = this.load.sent.slice(first);
    await this.#check(sent);
    const silences = silencesOf(sent);
    const seen = [`all gateways commit again after ${recoveryMs} ms`, ...this.#notes, summary(sent, silences)];
    this.#report.push(`${name}: ${seen.join('; ')}`);
    this.#notes = [];
    return silences;
  }

  /** Something seen during a fault that belongs into its line of the report. */
  note(seen: string): void {
    this.#notes.push(seen);
  }

  async #awaitReady(): Promise<void> {
    await Promise.all(
      [...merchantSlugs, 'auditor'].map((slug) =>
        eventually(
          () => this.running.as(slug).attempts.get('/readyz'),
          ({ status }) => status === 200,
          { timeoutMs: RECOVERY_TIMEOUT_MS, intervalMs: 50 },
        ),
      ),
    );
  }

  async #check(sent: readonly SentOperation[]): Promise<void> {
    const acknowledged = sent.filter(({ outcome }) => outcome === 'committed');
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(sent.map(({ firstAnswer }) => firstAnswer ?? '').filter((text) => !honestAnswer.test(text))).toEqual([]);
    await this.#expectResolved(sent.filter(({ firstAnswer = '' }) => firstAnswer.startsWith('202')));
    // Clients that know nothing ask again under their keys: then everything is committed or rejected for good.
    await this.load.settle();
    await this.#expectKept(acknowledged);
    await expectSameChain(this.running, CATCH_UP_TIMEOUT_MS);
    if (networkKind !== 'embedded') await this.#expectOrderersCaughtUp();
    const expected = this.load.expectedBalances();
    const holdings = [...expected.keys()].map((name) => {
      const [accountId = '', programId = ''] = name.split(' ');
      return { accountId, programId };
    });
    // Blocks replayed by separate code say what gateways say ...
    const balances = await expectLedgerTruth(this.running, holdings);
    // ... and what the clients were told: no more, no less.
    expect([...balances].sort()).toEqual([...expected].filter(([, amount]) => amount !== 0n).sort());
  }

  /**
   * Of Fabric's orderers one can stay behind for good after it was frozen, while the others go on. Then it is restarted,
   * as an operator would, and the report says so.
   */
  async #expectOrderersCaughtUp(): Promise<void> {
    try {
      await expectOrderersCaughtUp(this.running, CATCH_UP_TIMEOUT_MS);
    } catch {
      for (const hostname of await orderersBehind(this.running)) {
        this.note(`${hostname} stayed behind and was restarted`);
        await this.running.killAndAwaitRestart(hostname);
      }
      await expectOrderersCaughtUp(this.running, CATCH_UP_TIMEOUT_MS);
    }
  }

  /** What was not final when it was answered becomes so without being sent again. */
  async #expectResolved(open: readonly SentOperation[]): Promise<void> {
    await Promise.all(
      open.map(({ slug, operationId }) =>
        eventually(
          () => this.running.as(slug).attempts.get<OperationAnswer>(`/v1/operations/${operationId}`),
          ({ status, body }) => status === 200 && /^(committed|rejected)$/.test(body.state),
          { timeoutMs: RECOVERY_TIMEOUT_MS },
        ),
      ),
    );
  }

  async #expectKept(acknowledged: readonly SentOperation[]): Promise<void> {
    for (const slug of merchantSlugs) {
      for (const { operationId } of acknowledged.filter((operation) => operation.slug === slug)) {
        const { status, body } = await this.running
          .as(slug)
          .attempts.get<OperationAnswer>(`/v1/operations/${operationId}`);
        expect([operationId, status, body.state]).toEqual([operationId, 200, 'committed']);
      }
    }
  }
}

/** How often each first answer came, and the longest time in which nothing was acknowledged, anywhere and by gateway. */
function summary(sent: readonly SentOperation[], bySlug: Silences): string {
  const counts: Record<string, number> = {};
  for (const { firstAnswer = '' } of sent) counts[firstAnswer] = (counts[firstAnswer] ?? 0) + 1;
  const silences = Object.entries(bySlug).map(([slug, ms]) => `${slug} ${ms} ms`);
  const answers = Object.entries(counts).map(([answer, count]) => `${count} × ${answer}`);
  return `longest without a commit ${silenceMs(sent)} ms (${silences.join(', ')}); ${answers.join(', ')}`;
}

function silencesOf(sent: readonly SentOperation[]): Silences {
  const silences = merchantSlugs.map((slug) => [slug, silenceMs(sent.filter((one) => one.slug === slug))] as const);
  return Object.fromEntries(silences) as Silences;
}

function silenceMs(sent: readonly SentOperation[]): number {
  const moments = sent
    .flatMap(({ answeredAt, firstAnswer }) => (firstAnswer === '201' ? [answeredAt ?? 0] : []))
    .sort((a, b) => a - b);
  return Math.max(0, ...moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment)));
}
