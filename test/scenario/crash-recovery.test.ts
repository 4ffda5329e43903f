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
            .post<OperationAnswer>('/v1/issuances', one.body, { idempotencyKey: one.idempotencyKey });
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

  /** Sends everything again under its key, as clients do that were not answered, and counts points. */
  const expectExactlyOnce = async (sent: readonly Sent[], before: bigint): Promise<void> => {
    const answered = sent.filter(({ operationId }) => operationId !== undefined);
    expect(answered.length).toBeGreaterThan(0);
    for (const { operationId } of answered) {
      const { status, body } = await running.as('harbor').get<OperationAnswer>(`/v1/operations/${operationId}`);
      expect([status, body.state]).toEqual([200, 'committed']);
    }
    for (const { idempotencyKey, body, operationId } of sent) {
      const answer = await eventually(
        () => running.as('harbor').post<OperationAnswer>('/v1/issuances', body, { idempotencyKey }),
        ({ status }) => status === 201,
        { intervalMs: 200 },
      );
      expect(answer.body.state).toBe('committed');
      if (operationId !== undefined) expect(answer.body.operationId).toBe(operationId);
    }
    expect((await total()) - before).toBe(BigInt(sent.length));
  };

  const ready = (slug: string) =>
    eventually(
      () => running.as(slug).get('/readyz'),
      ({ status }) => status === 200,
    );

  it('kill -9 of everything at once, then a start on the same ledger', async () => {
    const before = await total();
    const load = startLoad(16);
    await sleep(1_500);
    await running.killAll();
    const sent = await load.stop();
    await running.startAgain();
    await expectExactlyOnce(sent, before);
    await expectLedgerTruth(
      running,
      accounts.map((accountId) => ({ accountId, programId: 'harbor' })),
    );
  }, 150_000);

  it('kill -9 of a gateway between submit and answer, several times', async () => {
    const before = await total();
    const load = startLoad(16);
    for (const pauseMs of [700, 900, 1_100]) {
      await sleep(pauseMs);
      running.killProcess('gateway-harbor');
      await ready('harbor');
    }
    const sent = await load.stop();
    await expectExactlyOnce(sent, before);
  }, 120_000);

  it('kill -9 of the chaincode process', async () => {
    const before = await total();
    const load = startLoad(8);
    await sleep(700);
    running.killProcess('chaincode');
    await sleep(2_000);
    const sent = await load.stop();
    await eventually(
      () => running.as('harbor').post('/v1/issuances', { programId: 'harbor', accountId: accounts[0], amount: '1' }),
      ({ status }) => status === 201,
    );
    await expectExactlyOnce(sent, before + 1n);
  }, 120_000);

  it('the network gone: reads and writes say so, nothing is claimed, and all goes on when it is back', async () => {
    const before = await total();
    const load = startLoad(4);
    await sleep(400);
    const network = running.consortium.processes.get('network');
    await network?.kill();
    await sleep(1_500);
    const answer = await running
      .as('citypark')
      .request('GET', '/v1/programs/harbor', { headers: { consistency: 'ledger' } });
    expect([503, 504]).toContain(answer.status);
    await network?.start();
    await eventually(
      () => running.as('harbor').post('/v1/issuances', { programId: 'harbor', accountId: accounts[0], amount: '1' }),
      ({ status }) => status === 201,
      { timeoutMs: 60_000 },
    );
    const sent = await load.stop();
    await Promise.all(['harbor', 'citypark', 'greenmart', 'auditor'].map(ready));
    // The probes that were not answered with 201 may have been committed later: settle by what each operation says.
    await settleAndExpect(sent, before);
  }, 150_000);

  const settleAndExpect = async (sent: readonly Sent[], before: bigint): Promise<void> => {
    for (const { idempotencyKey, body } of sent) {
      await eventually(
        () => running.as('harbor').post<OperationAnswer>('/v1/issuances', body, { idempotencyKey }),
        ({ status }) => status === 201,
        { intervalMs: 200 },
      );
    }
    const gained = (await total()) - before;
    expect(gained).toBeGreaterThanOrEqual(BigInt(sent.length) + 1n);
  };

  it(
    'the ledger holds true',
    () =>
      expectLedgerTruth(
        running,
        accounts.map((accountId) => ({ accountId, programId: 'harbor' })),
      ),
    30_000,
  );
});
