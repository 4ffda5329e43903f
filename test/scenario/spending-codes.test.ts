/** A member shows a code at another merchant's terminal while the server of the member's own merchant is switched off. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { balanceOf, countOutcomes, type OperationAnswer, type Problem } from '../support/points-session.js';
import { rawBlocks } from '../support/raw-blocks.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

interface Code extends OperationAnswer {
  readonly spendingCode: string;
  readonly expiresAt: string;
}
interface Captured extends OperationAnswer {
  readonly holdId: string;
  readonly acceptor: string;
}

const FIVE_MINUTES_S = 300;

describe('a spending code', () => {
  let running: RunningConsortium;
  let alice = '';
  const memberRef = `card ${randomUUID()}`;
  const keyOfFirst = randomUUID();
  let first: Code;
  let short: Code;

  beforeAll(async () => {
    running = await RunningConsortium.start();
    alice = (await running.as('harbor').post('/v1/accounts', { memberRef })).accountId;
    await running.as('harbor').post('/v1/issuances', { programId: 'harbor', accountId: alice, amount: '1000' });
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  /** What the member's app asks its own merchant for. Resolves when CityPark's terminal could know of it. */
  const askForCode = async (amount: string, ttlSeconds = FIVE_MINUTES_S, idempotencyKey?: string): Promise<Code> => {
    const body = { programId: 'harbor', accountId: alice, amount, beneficiary: 'CityParkMSP', ttlSeconds };
    const made = await running
      .as('harbor', 'cashier')
      .post('/v1/holds', { ...body, spendingCode: true }, idempotencyKey === undefined ? {} : { idempotencyKey });
    await eventually(
      () => running.as('citypark').attempts.get(`/v1/holds/${made.operationId}?holdMspId=HarborMSP`),
      ({ status }) => status === 200,
    );
    return made as Code;
  };
  const terminal = (code: string, amount?: string, idempotencyKey = randomUUID(), slug = 'citypark') =>
    running
      .as(slug, 'cashier')
      .attempts.post<Captured & Problem>('/v1/captures', { code, ...(amount && { amount }) }, { idempotencyKey });
  const available = (slug: string) => balanceOf(running.as(slug), alice, 'harbor');

  it('leaves nothing on the ledger that it, or the member, could be known by', async () => {
    first = await askForCode('120', FIVE_MINUTES_S, keyOfFirst);
    expect(first.spendingCode).toMatch(/^\d{6}\.[A-Za-z0-9_-]{22}$/);
    expect(Math.abs(Date.parse(first.expiresAt) - Date.now() - FIVE_MINUTES_S * 1000)).toBeLessThan(30_000);
    const [, salt = ''] = first.spendingCode.split('.');
    const blocks = await rawBlocks(running.dataDir);
    // The search would find what is there: the hold itself, its account and its lock.
    for (const there of [first.operationId, alice, 'CityParkMSP'])
      expect([there, blocks.includes(there)]).toEqual([there, true]);
    for (const secret of [first.spendingCode, salt, Buffer.from(salt, 'base64url'), memberRef]) {
      expect([secret, blocks.includes(secret)]).toEqual([secret, false]);
    }
  });

  it('counts against the balance at once', async () => {
    expect(await available('harbor')).toBe(880n);
  });

  describe('with Harbor’s gateway switched off', () => {
    let partial: Code;
    let others: Code[];

    beforeAll(async () => {
      partial = await askForCode('100');
      others = [await askForCode('50'), await askForCode('60')];
      short = await askForCode('10', 4);
      await running.holdDown('gateway-harbor');
      await expect(running.as('harbor').attempts.get('/livez')).rejects.toThrow();
    }, START_TIMEOUT_MS);

    it('is captured at CityPark’s terminal by CityPark’s own gateway', async () => {
      const idempotencyKey = randomUUID();
      const { status, body } = await terminal(first.spendingCode, '120', idempotencyKey);
      expect([status, body]).toEqual([
        201,
        expect.objectContaining({ kind: 'capture', state: 'committed', amount: '120' }),
      ]);
      expect(body).toMatchObject({ holdId: first.operationId, holdMspId: 'HarborMSP', acceptor: 'CityParkMSP' });
      // The terminal did not get the answer and asks again.
      const again = await terminal(first.spendingCode, '120', idempotencyKey);
      expect([again.status, again.headers.get('idempotency-replayed'), again.body]).toEqual([201, 'true', body]);
    });

    it('stands on the ledger from then on', async () => {
      expect((await rawBlocks(running.dataDir)).includes(first.spendingCode)).toBe(true);
    });

    it('is captured in part, and the rest is the member’s again', async () => {
      const before = await available('citypark');
      const { status, body } = await terminal(partial.spendingCode, '30');
      expect([status, body.amount]).toEqual([201, '30']);
      expect(await available('citypark')).toBe(before + 70n);
    });

    it('is refused when it was used', async () => {
      for (const { spendingCode } of [first, partial]) {
        const { status, body } = await terminal(spendingCode, '1');
        expect([status, body.code]).toEqual([409, 'HOLD_RESOLVED']);
      }
    });

    it('is refused when it is wrong', async () => {
      const [digits = '', salt = ''] = others[0]!.spendingCode.split('.');
      const next = String((Number(digits) + 1) % 1_000_000).padStart(6, '0');
      for (const wrong of [`${next}.${salt}`, `${digits}.${salt.split('').reverse().join('')}`]) {
        const { status, body } = await terminal(wrong, '1');
        expect([status, body.code]).toEqual([404, 'HOLD_UNKNOWN']);
      }
    });

    it('is refused for more than it is good for', async () => {
      const { status, body } = await terminal(others[0]!.spendingCode, '51');
      expect([status, body.code]).toEqual([422, 'HOLD_EXCEEDED']);
    });

    it('is refused at another merchant', async () => {
      await eventually(
        () => running.as('greenmart').attempts.get(`/v1/holds/${others[0]!.operationId}?holdMspId=HarborMSP`),
        ({ status }) => status === 200,
      );
      const { status, body } = await terminal(others[0]!.spendingCode, '50', randomUUID(), 'greenmart');
      expect([status, body.code]).toEqual([404, 'HOLD_UNKNOWN']);
      const direct = await running
        .as('greenmart', 'cashier')
        .attempts.post<Problem>(`/v1/holds/${others[0]!.operationId}/capture`, {
          holdMspId: 'HarborMSP',
          preimage: others[0]!.spendingCode,
        });
      expect([direct.status, direct.body.code]).toEqual([403, 'HOLD_NOT_YOURS']);
    });

    it('is refused when its time is over', async () => {
      await sleep(Math.max(0, Date.parse(short.expiresAt) - Date.now()) + 500);
      const { status, body } = await terminal(short.spendingCode, '10');
      expect([status, body.code]).toEqual([422, 'HOLD_EXPIRED']);
    });

    it('is captured once, when a hundred terminals show it at the same time', async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => terminal(others[1]!.spendingCode, '60')));
      expect(countOutcomes(answers as never)).toEqual({ 201: 1, '409 HOLD_RESOLVED': 99 });
    }, 120_000);
  });

  it('after Harbor is back, everybody sees the same', async () => {
    await running.release('gateway-harbor');
    await eventually(
      () => running.as('harbor').attempts.get('/readyz'),
      ({ status }) => status === 200,
    );
    const held = await eventually(
      () => running.as('harbor').get(`/v1/holds/${first.operationId}`),
      ({ status }) => status !== 'open',
    );
    expect(held).toMatchObject({ status: 'captured', captured: '120', resolvedBy: { mspId: 'CityParkMSP' } });
    // Of what was held, 120, 30 and 60 were spent and 50 still are held. What a code was not used for Harbor’s gateway gives
    // back two minutes after its end; CityPark need not wait.
    const givenUp = await running
      .as('citypark', 'cashier')
      .attempts.post(`/v1/holds/${short.operationId}/void`, { holdMspId: 'HarborMSP' });
    expect(givenUp.status).toBe(201);
    for (const slug of ['harbor', 'citypark', 'greenmart', 'auditor']) {
      await eventually(
        () => available(slug),
        (points) => points === 740n,
      );
    }
  }, 120_000);

  it('a code whose points were given back is still refused as one whose time is over', async () => {
    const { status, body } = await terminal(short.spendingCode, '10');
    expect([status, body.code]).toEqual([422, 'HOLD_EXPIRED']);
  });

  it('the app that asks again under its key is answered the same code', async () => {
    const again = await running.as('harbor', 'cashier').attempts.post<Code>(
      '/v1/holds',
      {
        programId: 'harbor',
        accountId: alice,
        amount: '120',
        beneficiary: 'CityParkMSP',
        ttlSeconds: FIVE_MINUTES_S,
        spendingCode: true,
      },
      { idempotencyKey: keyOfFirst },
    );
    expect([again.status, again.body.spendingCode]).toEqual([201, first.spendingCode]);
  });

  it('a code is given up by the merchant that it is for, not by the one that made it, and refused then', async () => {
    const code = await askForCode('5');
    const path = `/v1/holds/${code.operationId}/void` as const;
    const taken = await running.as('harbor', 'cashier').attempts.post(path, {});
    expect([taken.status, taken.body]).toMatchObject([403, { code: 'HOLD_NOT_YOURS' }]);
    await running.as('citypark', 'cashier').post(path, { holdMspId: 'HarborMSP' });
    const { status, body } = await terminal(code.spendingCode, '5');
    expect([status, body.code]).toEqual([409, 'HOLD_RESOLVED']);
  });

  it('Harbor owes CityPark what was spent there', async () => {
    const cycle = new Date().toISOString().slice(0, 7);
    const { positions } = await eventually(
      () => running.as('auditor').get(`/v1/clearing/cycles/${cycle}`),
      (seen) => seen.positions[0]?.amount === '210',
    );
    const worth = String(210n * 900_000n);
    expect(positions).toEqual([
      { debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '210', worth },
    ]);
  });

  it('the ledger holds true', () => expectLedgerTruth(running, [{ accountId: alice, programId: 'harbor' }]));
});
