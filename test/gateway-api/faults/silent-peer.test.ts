/** A peer that takes what is sent and answers nothing, and one that has too many calls: what operators and clients see. */
import { setTimeout as pause } from 'node:timers/promises';
import { toFailure } from '../../../gateway-api/src/channel/failures.js';
import { toChannelFailure } from '../../../gateway-api/src/fabric/failure.js';
import { CALLS_AT_ONCE_MAX, limitCalls } from '../../../gateway-api/src/fabric/limit-calls.js';
import { deadlines } from '../../../gateway-api/src/fabric/connection.js';
import { watchHeight } from '../../../gateway-api/src/jobs/watch-height.js';
import { problems } from '../../../gateway-api/src/http/problems.js';
import { status } from '@grpc/grpc-js';
import { gatewayError } from '../../support/memory-channel.js';
import { startWithMembers, until } from '../start-app.js';

it('packets that are dropped without a reset are noticed within 10 s', async () => {
  const [questionMs, start] = [deadlines.heightMs, 0];
  let now = start;
  let answers = true;
  let reconnected = 0;
  const height = (): Promise<number> => {
    now += answers ? 1 : questionMs;
    return answers
      ? Promise.resolve(7)
      : Promise.reject(toChannelFailure(gatewayError(status.DEADLINE_EXCEEDED, 'late')));
  };
  const watch = watchHeight(
    { height },
    () => true,
    () => Promise.resolve(void (reconnected += 1)),
    () => 7,
  );
  const round = async (rounds: number): Promise<void> => {
    now += watch.job.pauseMs(rounds);
    await watch.job.run(new AbortController().signal);
  };
  await round(0);
  answers = false;
  const since = now;
  for (let rounds = 1; !watch.isSilent(); rounds++) await round(rounds);
  expect(now - since).toBeLessThanOrEqual(10_000);
  expect(reconnected).toBe(1);
  for (let rounds = 5; rounds < 9; rounds++) await round(rounds);
  expect(reconnected).toBe(2);
  answers = true;
  await round(9);
  expect(watch.isSilent()).toBe(false);
});

it('readyz says so, and is well when answers come', async () => {
  const { app } = await startWithMembers();
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
  app.channel.isSilent = true;
  await until(async () => (await app.anonymous.get('/readyz')).body.peerReachable === false);
  app.channel.isSilent = false;
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
}, 120_000);

it('who waits for a silent peer is told when that is known, whoever comes then at once, and what was not done can be repeated', async () => {
  const { app } = await startWithMembers();
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
  const open = (key: string) =>
    app
      .operator('post', '/v1/accounts')
      .set('idempotency-key', key)
      .send({ memberRef: `of-${key}` });
  app.channel.isSilent = true;
  app.channel.isEndorsingInVain = true;
  const isTold = { status: 503, body: { code: 'PEER_UNAVAILABLE', retryable: true } };
  expect(await open('first')).toMatchObject(isTold);
  expect((await app.anonymous.get('/readyz')).body.peerReachable).toBe(false);
  const since = performance.now();
  expect(await open('second')).toMatchObject(isTold);
  expect(performance.now() - since).toBeLessThan(1_000);
  app.channel.isSilent = false;
  app.channel.isEndorsingInVain = false;
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
  for (const key of ['first', 'second']) expect((await open(key)).status).toBe(201);
}, 120_000);

it('a peer that has too many calls, which it says as UNKNOWN, is a 503 that may be repeated', () => {
  const message = 'too many requests for /gateway.Gateway/Endorse, exceeding concurrency limit (500)';
  const failure = toFailure(toChannelFailure(gatewayError(status.UNKNOWN, message)));
  expect(problems[failure.code]).toMatchObject({ status: 503, retryable: true });
});

it(`no more than ${CALLS_AT_ONCE_MAX} calls are under way, and all are made`, async () => {
  let [underWay, most, done] = [0, 0, 0];
  const call = async (): Promise<never> => {
    most = Math.max(most, ++underWay);
    await pause(Math.random() * 3);
    underWay -= 1;
    done += 1;
    if (done % 7 === 0) throw new Error('refused');
    return undefined as never;
  };
  const inTurn = limitCalls();
  const calls = Array.from({ length: 2_000 }, () => inTurn(call));
  await Promise.allSettled(calls);
  expect([most, done]).toEqual([CALLS_AT_ONCE_MAX, 2_000]);
});
