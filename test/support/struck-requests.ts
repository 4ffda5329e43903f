/** Requests on whose way a gateway is killed, and which are sent again under their keys. */
import type { Role } from '@commonpoint/catalogue';
import type { Problem } from './points-session.js';
import { eventually, type RunningConsortium } from './running-consortium.js';

interface Written {
  readonly operationId?: string;
  readonly txId?: string;
}

/** Not while it is under way, nor while a gateway or a peer comes back or has yet to hear of what others did. */
export const isSettled = ({ status, body }: { status: number; body: { retryable?: boolean } }): boolean =>
  status !== 202 && status < 500 && body.retryable !== true;

/** So long a gateway that was killed may take until it has done something, on a busy machine. */
const DONE_WITHIN_MS = 120_000;

export class StruckRequests {
  #keys = 0;

  constructor(private readonly running: () => RunningConsortium) {}

  /** Sends it, kills the gateway somewhere on its way, and sends it again under its key: until it is done, and once more. */
  async struck(slug: string, path: string, body: object = {}, role: Role = 'operator'): Promise<string> {
    const idempotencyKey = `struck-${(this.#keys += 1)}`;
    const send = () => this.running().as(slug, role).attempts.post<Written & Problem>(path, body, { idempotencyKey });
    const first = send().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, (this.#keys * 37) % 90));
    await this.running().killAndAwaitRestart(`gateway-${slug}`);
    await first;
    const done = await eventually(
      () => send().catch(() => undefined),
      (answer) => answer !== undefined && isSettled(answer),
      { timeoutMs: DONE_WITHIN_MS },
    );
    expect([path, done!.status < 202, done!.body.code]).toEqual([path, true, undefined]);
    // The block is told as soon as the gateway has it.
    expect((await send()).body).toMatchObject(done!.body);
    return done!.body.operationId!;
  }

  /** One of many at once, asked again under its key until it is settled. */
  settled(slug: string, path: string, body: object) {
    const idempotencyKey = `at-once-${(this.#keys += 1)}`;
    return eventually(
      () => this.running().as(slug).attempts.post(path, body, { idempotencyKey }),
      (answer) => isSettled(answer),
      { timeoutMs: DONE_WITHIN_MS },
    );
  }
}
