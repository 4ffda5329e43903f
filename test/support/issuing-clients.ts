/** Many clients that issue single points while programs are killed; afterwards each point that was sent is there once. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { balanceOf, openAccount, type OperationAnswer } from './points-session.js';
import { eventually, type RunningConsortium } from './running-consortium.js';

export interface Sent {
  readonly idempotencyKey: string;
  readonly body: { readonly programId: string; readonly accountId: string; readonly amount: string };
  /** Of what was answered 201; of other answers, which promise nothing, there is none. */
  operationId?: string;
}

/** Statuses that a client may be given while something is broken; anything else would be a lie or a bug. */
const honest = new Set([201, 202, 503, 504]);

/** On real Fabric each answer takes a block; one after the other would take minutes. */
async function concurrently<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await action(item);
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

export class IssuingClients {
  private constructor(
    private readonly running: RunningConsortium,
    private readonly accounts: readonly string[],
  ) {}

  static async open(running: RunningConsortium): Promise<IssuingClients> {
    const accounts = await Promise.all(Array.from({ length: 12 }, () => openAccount(running.as('harbor'))));
    return new IssuingClients(running, accounts);
  }

  /** Issues one point at a time from many clients until told to stop; remembers everything that was sent. */
  start(clients: number): { stop: () => Promise<Sent[]> } {
    const { accounts, running } = this;
    const sent: Sent[] = [];
    let going = true;
    const client = async (index: number): Promise<void> => {
      while (going) {
        const accountId = accounts[(index + sent.length) % accounts.length] ?? '';
        const one: Sent = { idempotencyKey: randomUUID(), body: { programId: 'harbor', accountId, amount: '1' } };
        sent.push(one);
        try {
          const { status, body } = await running
            .as('harbor')
            .attempts.post<OperationAnswer>('/v1/issuances', one.body, { idempotencyKey: one.idempotencyKey });
          expect(honest).toContain(status);
          if (status === 201) one.operationId = body.operationId;
          else await sleep(50);
        } catch (error) {
          // The connection broke, or there is none: the client knows nothing.
          if ((error as { matcherResult?: unknown }).matcherResult !== undefined) throw error;
          await sleep(50);
        }
      }
    };
    const all = Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
    return {
      stop: async () => {
        going = false;
        await all;
        return sent;
      },
    };
  }

  /** What all accounts have. */
  async total(): Promise<bigint> {
    const balances = await Promise.all(
      this.accounts.map((accountId) => balanceOf(this.running.as('harbor'), accountId, 'harbor')),
    );
    return balances.reduce((sum, balance) => sum + balance, 0n);
  }

  /** One more point, sent until it is committed. */
  async probe(): Promise<void> {
    await this.#settled({ programId: 'harbor', accountId: this.accounts[0], amount: '1' }, randomUUID());
  }

  /** Sends everything again under its key, as clients do that were not answered, and counts points. */
  async expectExactlyOnce(sent: readonly Sent[], before: bigint): Promise<void> {
    const answered = sent.filter(({ operationId }) => operationId !== undefined);
    expect(answered.length).toBeGreaterThan(0);
    await concurrently(answered, async ({ operationId }) => {
      const { status, body } = await this.running
        .as('harbor')
        .attempts.get<OperationAnswer>(`/v1/operations/${operationId}`);
      expect([status, body.state]).toEqual([200, 'committed']);
    });
    await concurrently(sent, async ({ idempotencyKey, body, operationId }) => {
      const answer = await this.#settled(body, idempotencyKey);
      expect(answer.body.state).toBe('committed');
      if (operationId !== undefined) expect(answer.body.operationId).toBe(operationId);
    });
    expect((await this.total()) - before).toBe(BigInt(sent.length));
  }

  /** Of all accounts, for the ledger's invariants. */
  holdings(): { accountId: string; programId: string }[] {
    return this.accounts.map((accountId) => ({ accountId, programId: 'harbor' }));
  }

  /** Sends until it is answered as committed; that real orderers lost something takes a while to be noticed. */
  #settled(body: object, idempotencyKey: string) {
    return eventually(
      () => this.running.as('harbor').attempts.post<OperationAnswer>('/v1/issuances', body, { idempotencyKey }),
      ({ status }) => status === 201,
      { intervalMs: 200, timeoutMs: 120_000 },
    );
  }
}
