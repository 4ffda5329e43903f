/** A bounded load of issuances, redemptions and transfers from several gateways that remembers all it was told. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '@commonpoint/client';
import { openAccount, type OperationAnswer, type Problem } from './points-session.js';
import { eventually, type RunningConsortium } from './running-consortium.js';

export const merchantSlugs = ['harbor', 'citypark', 'greenmart'] as const;
const mspIds = { harbor: 'HarborMSP', citypark: 'CityParkMSP', greenmart: 'GreenMartMSP' } as const;
type Slug = (typeof merchantSlugs)[number];

/** One operation that a client has sent, and what it knows of it. */
export interface SentOperation {
  readonly slug: Slug;
  readonly path: string;
  readonly body: object;
  readonly idempotencyKey: string;
  /** What it changes if it takes effect, by `accountId programId`. */
  readonly effects: readonly (readonly [string, bigint])[];
  readonly sentAt: number;
  answeredAt?: number;
  /** The first answer: `201`, `202 unknown`, `503 PEER_UNAVAILABLE`, ... or `no answer`. */
  firstAnswer?: string;
  operationId?: string;
  outcome?: 'committed' | 'rejected';
}

type OperationReply = Answer<OperationAnswer & Problem>;

const SEED = 1_000_000n;
const PAUSE_MS = 120;

export class MixedLoad {
  /** Everything since the start, also what was sent by `probe`. */
  readonly sent: SentOperation[] = [];
  readonly #accounts: Record<Slug, string[]> = { harbor: [], citypark: [], greenmart: [] };
  readonly #credited: [name: string, amount: bigint][] = [];
  #clients: Promise<void>[] = [];
  #going = false;
  #count = 0;

  private constructor(private readonly running: RunningConsortium) {}

  /** Each merchant gets members with points of its programme. */
  static async prepare(running: RunningConsortium): Promise<MixedLoad> {
    const load = new MixedLoad(running);
    await Promise.all(
      merchantSlugs.map(async (slug) => {
        const seed = { programId: slug, amount: String(SEED) };
        load.#accounts[slug] = await Promise.all([0, 1, 2].map(() => openAccount(running.as(slug), seed)));
      }),
    );
    return load;
  }

  /** Two clients at each merchant's gateway, each with a pause between its requests. */
  start(): void {
    this.#going = true;
    this.#clients = merchantSlugs.flatMap((slug) => [0, 1].map(() => this.#client(slug)));
  }

  /** Resolves when the requests under way have ended. */
  async stop(): Promise<void> {
    this.#going = false;
    await Promise.all(this.#clients);
  }

  /** Sends fresh operations by this gateway until one is committed. */
  async probe(slug: Slug, timeoutMs: number): Promise<void> {
    await eventually(
      () => this.#send(slug),
      ({ outcome }) => outcome === 'committed',
      { timeoutMs, intervalMs: 50 },
    );
  }

  /** One operation, whatever comes of it. */
  sendOne(slug: Slug): Promise<SentOperation> {
    return this.#send(slug);
  }

  /** Repeats what was not answered for good, under its key, until it is. Returns how many that were. */
  async settle(timeoutMs = 90_000): Promise<number> {
    const open = this.sent.filter(({ outcome }) => outcome === undefined);
    await Promise.all(
      open.map((operation) =>
        eventually(
          () => this.#ask(operation),
          () => operation.outcome !== undefined,
          { timeoutMs, intervalMs: 250 },
        ),
      ),
    );
    return open.length;
  }

  /** Points that came another way. */
  credited(accountId: string, programId: string, amount: bigint): void {
    this.#credited.push([`${accountId} ${programId}`, amount]);
  }

  /** What each account must hold, by `accountId programId`: all that was committed and nothing else. */
  expectedBalances(): Map<string, bigint> {
    const balances = new Map<string, bigint>();
    for (const slug of merchantSlugs) {
      for (const accountId of this.#accounts[slug]) balances.set(`${accountId} ${slug}`, SEED);
    }
    const committed = this.sent.filter(({ outcome }) => outcome === 'committed').flatMap(({ effects }) => effects);
    for (const [name, change] of [...committed, ...this.#credited]) {
      balances.set(name, (balances.get(name) ?? 0n) + change);
    }
    return balances;
  }

  async #client(slug: Slug): Promise<void> {
    while (this.#going) {
      await this.#send(slug);
      await sleep(PAUSE_MS);
    }
  }

  async #send(slug: Slug): Promise<SentOperation> {
    const operation = this.#next(slug);
    this.sent.push(operation);
    const answer = await this.#ask(operation).catch(() => undefined);
    operation.firstAnswer = answer === undefined ? 'no answer' : describe(answer);
    return operation;
  }

  /** Sends it under its key, for the first time or again. Throws when there is no answer. */
  async #ask(operation: SentOperation): Promise<OperationReply> {
    const { slug, path, body, idempotencyKey } = operation;
    const answer = await this.running.as(slug).attempts.post<OperationAnswer & Problem>(path, body, {
      idempotencyKey,
      headers: { prefer: 'wait=4' },
    });
    const { status } = answer;
    if (status < 300) operation.operationId = answer.body.operationId;
    if (status === 201 || isFinalRefusal(answer)) {
      operation.outcome = status === 201 ? 'committed' : 'rejected';
      operation.answeredAt = Date.now();
    }
    return answer;
  }

  #next(slug: Slug): SentOperation {
    const count = this.#count++;
    const own = this.#accounts[slug];
    const accountId = own[count % own.length] ?? '';
    const other = merchantSlugs[(merchantSlugs.indexOf(slug) + 1 + (count % 2)) % merchantSlugs.length] ?? 'harbor';
    const common = { slug, idempotencyKey: randomUUID(), sentAt: Date.now() };
    const programId = slug;
    switch (count % 4) {
      case 0: {
        const toAccountId = own[(count + 1) % own.length] ?? '';
        return {
          ...common,
          path: '/v1/transfers',
          body: { programId, fromAccountId: accountId, toAccountId, amount: '2' },
          effects: [
            [`${accountId} ${programId}`, -2n],
            [`${toAccountId} ${programId}`, 2n],
          ],
        };
      }
      case 1:
        return {
          ...common,
          path: '/v1/redemptions',
          body: { programId, accountId, amount: '3', acceptor: mspIds[other] },
          effects: [[`${accountId} ${programId}`, -3n]],
        };
      default: {
        // Also to another merchant's member: then what it takes lies with two gateways.
        const credited = count % 4 === 2 ? accountId : (this.#accounts[other][0] ?? '');
        return {
          ...common,
          path: '/v1/issuances',
          body: { programId, accountId: credited, amount: '5' },
          effects: [[`${credited} ${programId}`, 5n]],
        };
      }
    }
  }
}

function isFinalRefusal({ status, body }: OperationReply): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429 && body.code !== 'IDEMPOTENCY_KEY_IN_FLIGHT';
}

function describe({ status, body }: OperationReply): string {
  if (status === 201) return '201';
  return `${status} ${status < 400 ? body.state : body.code}`;
}
