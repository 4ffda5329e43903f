/** Processes are killed under load: what was acknowledged stays, what was unknown is resolved, nothing happens twice. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { balanceOf, openAccount, type OperationAnswer } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

interface Sent {
  readonly idempotencyKey: string;
  readonly body: { readonly programId: string; readonly accountId: string; readonly amount: string };
  /** 201 and its operation id, or undefined: no answer, or one that promises nothing. */
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

describe('after a crash', () => {
  let running: RunningConsortium;
  let accounts: string[] = [];

  beforeAll(async () => {
    running = await RunningConsortium.start();
    accounts = await Promise.all(Array.from({ length: 12 }, () => openAccount(running.as('harbor'))));
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  /** Issues one point at a time from many clients until told to stop; remembers everything that was sent. */
  const startLoad = (clients: number): { stop: () => Promise<Sent[]> } => {
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
  };

  const total = async (): Promise<bigint> => {
    const balances = await Promise.all(
      accounts.map((accountId) => balanceOf(running.as('harbor'), accountId, 'harbor')),
    );
    return balances.reduce((sum, balance) => sum + balance, 0n);
  };

  /** Sends until it is answered as committed; that real orderers lost something takes a while to be noticed. */
  const settled = (body: object, idempotencyKey: string) =>
    eventually(
      () => running.as('harbor').attempts.post<OperationAnswer>('/v1/issuances', body, { idempotencyKey }),
      ({ status }) => status === 201,
      { intervalMs: 200, timeoutMs: 120_000 },
    );
  const probe = () => settled({ programId: 'harbor', accountId: accounts[0], amount: '1' }, randomUUID());
  const ready = (slug: string) =>
    eventually(
      () => running.as(slug).attempts.get('/readyz'),
      ({ status }) => status === 200,
    );

  /** Sends everything again under its key, as clients do that were not answered, and counts points. */
  const expectExactlyOnce = async (sent: readonly Sent[], before: bigint): Promise<void> => {
    const answered = sent.filter(({ operationId }) => operationId !== undefined);
    expect(answered.length).toBeGreaterThan(0);
    await concurrently(answered, async ({ operationId }) => {
      const { status, body } = await running
        .as('harbor')
        .attempts.get<OperationAnswer>(`/v1/operations/${operationId}`);
      expect([status, body.state]).toEqual([200, 'committed']);
    });
    await concurrently(sent, async ({ idempotencyKey, body, operationId }) => {
      const answer = await settled(body, idempotencyKey);
      expect(answer.body.state).toBe('committed');
      if (operationId !== undefined) expect(answer.body.operationId).toBe(operationId);
    });
    expect((await total()) - before).toBe(BigInt(sent.length));
  };

  it('kill -9 of everything at once, then a start on the same ledger', async () => {
    const before = await total();
    const load = startLoad(16);
    await sleep(1_500);
    await running.killAll();
    const sent = await load.stop();
    await running.startAgain();
    await expectExactlyOnce(sent, before);
    await expectLedgerTruth(running, holdings());
  }, 300_000);

  it('kill -9 of a gateway between submit and answer, several times', async () => {
    const before = await total();
    const load = startLoad(16);
    for (const pauseMs of [700, 900, 1_100]) {
      await sleep(pauseMs);
      await running.killProcess('gateway-harbor');
      await ready('harbor');
    }
    const sent = await load.stop();
    await expectExactlyOnce(sent, before);
  }, 300_000);

  it('kill -9 of the chaincode process', async () => {
    const before = await total();
    const load = startLoad(8);
    await sleep(700);
    await running.killProcess('chaincode');
    await sleep(2_000);
    const sent = await load.stop();
    await probe();
    await expectExactlyOnce(sent, before + 1n);
  }, 300_000);

  it('the network gone: reads and writes say so, nothing is claimed, and all goes on when it is back', async () => {
    const before = await total();
    const load = startLoad(4);
    await sleep(400);
    await running.holdDown('network');
    await sleep(1_500);
    const answer = await running
      .as('citypark')
      .attempts.request('GET', '/v1/programs/harbor', { headers: { consistency: 'ledger' } });
    expect([503, 504]).toContain(answer.status);
    await running.release('network');
    await probe();
    const sent = await load.stop();
    await Promise.all(['harbor', 'citypark', 'greenmart', 'auditor'].map(ready));
    await expectExactlyOnce(sent, before + 1n);
  }, 300_000);

  const holdings = () => accounts.map((accountId) => ({ accountId, programId: 'harbor' }));

  it('the ledger holds true', () => expectLedgerTruth(running, holdings()));
});
