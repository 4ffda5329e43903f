/** Each operation takes effect at most once, and whoever asks again learns what became of it. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import type { IdempotencyClaim } from '../../../gateway-api/src/store/idempotency.js';
import type { OperationResult } from '../../../gateway-api/src/writes/results.js';
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import type { Operation } from '@commonpoint/catalogue';
import { available, caller, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';
import { findOperation } from '../../../gateway-api/src/subjects/points/find-operation.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const claim = (key: string, fingerprint = 'f'): IdempotencyClaim => ({
  scope: 'harbor POST /v1/issuances',
  key,
  fingerprint,
});

async function submit(gateway: Gateway, key: string, operation: Operation, waitMs = 5_000, fingerprint = 'f') {
  return gateway.operations.submit(caller('harbor'), [operation], {
    waitMs,
    idempotency: claim(key, fingerprint),
  });
}

function resultOf(answer: Awaited<ReturnType<typeof submit>>): OperationResult {
  if (answer.kind === 'conflict' || answer.kind === 'in-flight') throw new Error(answer.kind);
  return answer.results[0]!;
}

/** Submits without waiting, and answers what is known once it is in this state. */
async function handedOver(
  gateway: Gateway,
  operation: Operation,
  state: OperationResult['state'],
): Promise<OperationResult> {
  await submit(gateway, 'k', operation, 0);
  const look = (): Promise<OperationResult> => findOperation(gateway, caller('harbor'), operation.id);
  await until(async () => (await look()).state === state);
  return look();
}

/** The gateway's file as `kill -9` would leave it, opened by a new process. */
function restartFromCopy(): ReturnType<World['open']> {
  const copy = join(world.folder, `copy-${Math.random()}.db`);
  for (const suffix of ['', '-wal']) {
    const file = join(world.folder, `harbor.db${suffix}`);
    if (existsSync(file)) cpSync(file, copy + suffix);
  }
  return world.open('harbor', { databasePath: copy });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await condition()); await pause(10))
    if (Date.now() > end) throw new Error('never');
}

describe('Idempotency-Key', () => {
  test('the same request again answers the recorded outcome', async () => {
    const { gateway, channel } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const first = await submit(gateway, 'k', issue('one', alice, 10));
    const endorsed = channel.endorsed.length;
    const second = await submit(gateway, 'k', issue('one', alice, 10));
    expect([first.kind, second.kind]).toEqual(['new', 'replay']);
    expect(resultOf(second)).toMatchObject({
      state: 'committed',
      txId: resultOf(first).txId,
      receipt: { amount: '10' },
    });
    expect(channel.endorsed.length).toBe(endorsed);
  });

  test('the same request again, many at once, answers each of them the recorded outcome', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const one = issue('one', alice, 10);
    const { txId } = resultOf(await submit(gateway, 'k', one));
    const again = await Promise.all(Array.from({ length: 8 }, () => submit(gateway, 'k', one)));
    expect(again.map(({ kind }) => kind)).toEqual(again.map(() => 'replay'));
    expect(again.map((answer) => resultOf(answer).txId)).toEqual(again.map(() => txId));
    expect((await submit(gateway, 'k', one, 0, 'another')).kind).toBe('conflict');
    expect(await available(gateway, alice)).toBe('10');
  });

  test('an operation that ends while it is asked for again is answered like any other', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    for (let n = 0; n < 60; n += 1) {
      const operation = issue(`again-${n}`, alice, 1);
      const first = submit(gateway, `first-${n}`, operation);
      await pause(n % 20);
      const second = resultOf(await submit(gateway, `second-${n}`, operation));
      const { existed, ...told } = second;
      expect([existed, told]).toEqual([true, resultOf(await first)]);
    }
  });

  test('the same key for another request is a conflict, and while the first is under way it is in flight', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const first = submit(gateway, 'k', issue('one', alice, 10));
    expect((await submit(gateway, 'k', issue('one', alice, 10))).kind).toBe('in-flight');
    await first;
    expect((await submit(gateway, 'k', issue('one', alice, 11), 5_000, 'g')).kind).toBe('conflict');
    expect(await available(gateway, alice)).toBe('10');
  });

  test('a rejection is answered again, under its key and under another one', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    expect(resultOf(await submit(gateway, 'k', redeem('r', alice, 5))).code).toBe('INSUFFICIENT_POINTS');
    await post(gateway, 'harbor', issue('give', alice, 5));
    expect(resultOf(await submit(gateway, 'k', redeem('r', alice, 5))).code).toBe('INSUFFICIENT_POINTS');
    expect(resultOf(await submit(gateway, 'other', redeem('r', alice, 5))).code).toBe('INSUFFICIENT_POINTS');
  });

  test('an id with other content is a conflict that names the field', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    await post(gateway, 'harbor', issue('one', alice, 10));
    const [result] = await post(gateway, 'harbor', issue('one', alice, 11));
    expect(result).toMatchObject({ state: 'rejected', code: 'ID_CONFLICT', field: 'amount' });
  });

  test('with the gateway’s file lost, the ledger still knows the id', async () => {
    const first = world.open('harbor').gateway;
    const alice = await openAccount(first, 'harbor', 'alice');
    await post(first, 'harbor', issue('one', alice, 10));
    const second = world.open('harbor', { databasePath: join(world.folder, 'new.db') }).gateway;
    const [result] = await post(second, 'harbor', issue('one', alice, 10));
    expect(result).toMatchObject({ state: 'committed', existed: true, receipt: { amount: '10' } });
    expect(await available(second, alice)).toBe('10');
  });
});

describe('requests that are recorded in one transaction of the file', () => {
  /** Of two with one id, and another one, all of one moment. */
  const together = async (gateway: Gateway, alice: string, second: Operation) =>
    Promise.all([
      submit(gateway, 'first', issue('one', alice, 10)),
      submit(gateway, 'second', second),
      submit(gateway, 'third', issue('other', alice, 3)),
    ]).then((answers) => answers.map(resultOf));

  test.each([
    ['the same content', 10, { state: 'committed', existed: true }],
    ['other content', 11, { state: 'rejected', code: 'ID_CONFLICT', field: 'amount' }],
  ])('an id that two of them have with %s is done once', async (_what, amount, outcome) => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const results = await together(gateway, alice, issue('one', alice, amount));
    expect(results).toMatchObject([{ state: 'committed' }, outcome, { state: 'committed' }]);
    expect(await available(gateway, alice)).toBe('13');
  });

  test('what was new in one that was rolled back is new again, and done once', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const { transaction } = Database.prototype;
    let undone = 0;
    const spoilt = jest.spyOn(Database.prototype, 'transaction').mockImplementation(function (
      this: Database,
      durability,
      work,
    ) {
      return transaction.call(this, durability, () => {
        const done = work();
        if (undone === 0 && Array.isArray(done) && done.length === 3) {
          undone += 1;
          throw new Error('undone');
        }
        return done;
      });
    });
    const results = await together(gateway, alice, issue('one', alice, 10));
    spoilt.mockRestore();
    expect(undone).toBe(1);
    expect(results).toMatchObject([
      { state: 'committed' },
      { state: 'committed', existed: true },
      { state: 'committed' },
    ]);
    expect(await available(gateway, alice)).toBe('13');
  });
});

describe('submissions without an answer', () => {
  test.each(['lost', 'received'] as const)(
    '%s: the same bytes are sent again until the block is seen',
    async (accident) => {
      const { gateway, channel } = world.open('harbor');
      const alice = await openAccount(gateway, 'harbor', 'alice');
      channel.submitAccidents.push(accident);
      const [result] = await post(gateway, 'harbor', issue('one', alice, 10));
      expect(result).toMatchObject({ state: 'committed' });
      expect(channel.endorsed.filter(({ request }) => request.includes('"one"'))).toHaveLength(1);
      expect(await available(gateway, alice)).toBe('10');
    },
  );

  test('while nothing is known the outcome is called unknown, with its transaction id', async () => {
    const { gateway, channel } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    world.network.cutting = false;
    channel.submitAccidents.push('received', 'received', 'received', 'received');
    const answer = await handedOver(gateway, issue('one', alice, 10), 'unknown');
    expect(answer).toMatchObject({ txId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    world.network.cutting = true;
    world.network.cut();
    await until(async () => (await findOperation(gateway, caller('harbor'), 'one')).state === 'committed');
  });
});

describe('killed between submit and answer, then restarted', () => {
  test('the transaction was ordered: the resend gets the recorded outcome', async () => {
    const before = world.open('harbor').gateway;
    const alice = await openAccount(before, 'harbor', 'alice');
    world.network.cutting = false;
    const lost = await handedOver(before, issue('one', alice, 10), 'submitted');
    const { gateway, channel } = restartFromCopy();
    world.network.cutting = true;
    world.network.cut();
    await until(() => !gateway.health.readiness().recovering);
    const again = await submit(gateway, 'k', issue('one', alice, 10));
    expect(again.kind).toBe('replay');
    expect(resultOf(again)).toMatchObject({ state: 'committed', receipt: { txId: lost.txId } });
    expect(await available(gateway, alice)).toBe('10');
    // What was sent again, if anything, had the same transaction id.
    expect(channel.endorsed.every(({ txId }) => txId !== lost.txId)).toBe(true);
  });

  test('the transaction was lost: the same bytes are sent by the new process', async () => {
    const { gateway: before, channel: oldChannel } = world.open('harbor');
    const alice = await openAccount(before, 'harbor', 'alice');
    oldChannel.submitAccidents.push(...Array.from({ length: 50 }, () => 'lost' as const));
    const lost = await handedOver(before, issue('one', alice, 10), 'unknown');
    const { gateway } = restartFromCopy();
    await until(async () => (await findOperation(gateway, caller('harbor'), 'one')).state === 'committed');
    const done = await findOperation(gateway, caller('harbor'), 'one');
    expect(done.receipt!.txId).toBe(lost.txId);
    expect(await available(gateway, alice)).toBe('10');
  });

  test('accepted and never endorsed: the new process does it', async () => {
    const { gateway: before, channel } = world.open('harbor');
    const alice = await openAccount(before, 'harbor', 'alice');
    channel.endorseFailures.push(...Array.from({ length: 50 }, () => new ChannelFailure('mismatch', 'lagging')));
    const accepted = resultOf(await submit(before, 'k', issue('one', alice, 10), 0));
    expect(accepted.state).toBe('accepted');
    const { gateway } = restartFromCopy();
    await until(async () => (await findOperation(gateway, caller('harbor'), 'one')).state === 'committed');
    expect(await available(gateway, alice)).toBe('10');
  });

  test('a rejection that was answered is still one', async () => {
    const before = world.open('harbor').gateway;
    const alice = await openAccount(before, 'harbor', 'alice');
    expect(resultOf(await submit(before, 'k', redeem('r', alice, 5))).state).toBe('rejected');
    const { gateway } = restartFromCopy();
    await post(gateway, 'harbor', issue('give', alice, 5));
    expect(resultOf(await submit(gateway, 'k', redeem('r', alice, 5))).code).toBe('INSUFFICIENT_POINTS');
    expect(await available(gateway, alice)).toBe('5');
  });
});
