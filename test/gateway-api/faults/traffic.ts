/** Clients that are sent away, or get no answer, and repeat under their keys; each point that they were promised is there once. */
import { setTimeout as pause } from 'node:timers/promises';
import { freshKey, type StartedApp } from '../start-app.js';

/** mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Traffic {
  acknowledged = 0;
  /** The longest that an answer took, in milliseconds. */
  longestMs = 0;

  constructor(
    /** The gateway that there is now. */
    private readonly app: () => StartedApp,
    private readonly accountId: string,
    private readonly pauseMs = 20,
  ) {}

  /** Issues a point, again and again under one key until that is done. `ended` cuts off an answer that is awaited. */
  async issueUntilTaken(ended: () => Promise<unknown> = () => new Promise(() => undefined)): Promise<void> {
    const key = freshKey();
    for (;;) {
      const since = performance.now();
      const answer = await Promise.race([this.#issue(key), ended().then(() => undefined)]);
      if (answer !== undefined) {
        this.longestMs = Math.max(this.longestMs, performance.now() - since);
        const { status, body } = answer;
        if (status === 201 || status === 200) return void (this.acknowledged += 1);
        expect({ status, code: body.code, retryable: body.retryable ?? true }).toMatchObject({ retryable: true });
      }
      await pause(this.pauseMs);
    }
  }

  async available(): Promise<number> {
    const { body } = await this.app().operator('get', `/v1/accounts/${this.accountId}/balances`).expect(200);
    const { balances } = body as { balances: { programId: string; available: string }[] };
    return Number(balances.find(({ programId }) => programId === 'harbor')?.available ?? 0);
  }

  async #issue(key: string): Promise<{ status: number; body: { code?: string; retryable?: boolean } } | undefined> {
    try {
      return await this.app()
        .operator('post', '/v1/issuances')
        .set('idempotency-key', key)
        .send({ programId: 'harbor', accountId: this.accountId, amount: '1' });
    } catch {
      return undefined;
    }
  }
}
