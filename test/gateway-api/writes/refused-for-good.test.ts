/** When a refusal is for good, the same for every key; and chains, whatever is known of their ids. */
import { join } from 'node:path';
import { problems } from '../../../gateway-api/src/http/problems.js';
import { errorCodes, type Operation } from '../../../catalogue/src/index.js';
import { gatewayFailureCodes } from '../../../gateway-api/src/channel/failures.js';
import { isForGood } from '../../../gateway-api/src/writes/refusals.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { available, caller, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const linked = { linked: true };
async function submit(gateway: Gateway, key: string, operations: readonly Operation[], waitMs = 10_000) {
  const answer = await gateway.operations.submit(caller('harbor'), operations, {
    waitMs,
    idempotency: { scope: 'harbor POST /v1/batches', key, fingerprint: JSON.stringify(operations) },
  });
  if (answer.kind === 'conflict' || answer.kind === 'in-flight') throw new Error(answer.kind);
  return answer.results;
}
const states = (results: readonly { state: string; code?: string | undefined }[]): string[] =>
  results.map(({ state, code }) => code ?? state);

describe('a refusal', () => {
  test('of the ledger is for good, under whatever key, alone or in a chain', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const refused = redeem('r', alice, 40);
    expect(states(await submit(gateway, 'one', [refused]))).toEqual(['INSUFFICIENT_POINTS']);
    await post(gateway, 'harbor', issue('give', alice, 100));
    expect(states(await submit(gateway, 'one', [refused]))).toEqual(['INSUFFICIENT_POINTS']);
    expect(states(await submit(gateway, 'two', [refused]))).toEqual(['INSUFFICIENT_POINTS']);
    expect(states(await submit(gateway, 'three', [issue('n', alice, 7, linked), refused]))).toEqual([
      'LINKED_FAILED',
      'INSUFFICIENT_POINTS',
    ]);
    expect(states(await submit(gateway, 'four', [issue('n', alice, 7)]))).toEqual(['LINKED_FAILED']);
    expect(await available(gateway, alice)).toBe('100');
  });

  test('is forgotten with a lost gateway.db, and with it alone: the operation is judged anew, once', async () => {
    const first = world.open('harbor').gateway;
    const alice = await openAccount(first, 'harbor', 'alice');
    const refused = redeem('r', alice, 40);
    expect(states(await submit(first, 'one', [refused]))).toEqual(['INSUFFICIENT_POINTS']);
    await post(first, 'harbor', issue('give', alice, 100));
    await first.close(1_000);
    const restarted = world.open('harbor').gateway;
    expect(states(await submit(restarted, 'two', [refused]))).toEqual(['INSUFFICIENT_POINTS']);
    await restarted.close(1_000);
    const { gateway } = world.open('harbor', { databasePath: join(world.folder, 'lost.db') });
    expect(states(await submit(gateway, 'one', [refused]))).toEqual(['committed']);
    expect(states(await submit(gateway, 'three', [refused, issue('give', alice, 100)]))).toEqual([
      'committed',
      'committed',
    ]);
    expect(await available(gateway, alice)).toBe('60');
  });

  test('that is only for the moment is no answer for good: exactly the codes that are called retryable, and the gateway’s', () => {
    const all = [...Object.keys(errorCodes), ...Object.keys(gatewayFailureCodes)];
    const expected = all.filter((code) => code in errorCodes && !problems[code as keyof typeof problems].retryable);
    expect(all.filter(isForGood)).toEqual(expected);
  });

  test('by the network is not for good: the same key tries again', async () => {
    const { gateway } = world.open('harbor', { submission: { patienceMs: 0 } });
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const commit = world.network.stub.commit.bind(world.network.stub);
    world.network.stub.commit = () => 'MVCC_READ_CONFLICT';
    expect(states(await submit(gateway, 'one', [issue('i', alice, 5)]))).toEqual(['LEDGER_CONFLICT']);
    world.network.stub.commit = commit;
    expect(states(await submit(gateway, 'one', [issue('i', alice, 5)]))).toEqual(['committed']);
    expect(await available(gateway, alice)).toBe('5');
  });
});

describe('a chain is done wholly or not at all', () => {
  test('when the gateway knows one of its ids with other content', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    await post(gateway, 'harbor', issue('k', alice, 5));
    const chain = [issue('n', alice, 7, linked), issue('k', alice, 6)];
    for (const key of ['one', 'one', 'two'])
      expect(states(await submit(gateway, key, chain))).toEqual(['LINKED_FAILED', 'ID_CONFLICT']);
    expect(await available(gateway, alice)).toBe('5');
  });

  test('when one of its ids is under way elsewhere: nothing is begun, and it may be sent again', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    for (let round = 0; round < 12; round++) {
      const spend = redeem(`k${round}`, alice, 40);
      const first = submit(gateway, `first-${round}`, [spend], 0);
      const chain = [issue(`n${round}`, alice, 7, linked), spend];
      await first;
      const results = await submit(gateway, `chain-${round}`, chain, 0);
      expect(results[0]).toMatchObject({ state: 'rejected', code: 'OPERATION_IN_FLIGHT' });
      await submit(gateway, `wait-${round}`, [spend]);
      expect(states(await submit(gateway, `chain-${round}`, chain))).toEqual(['LINKED_FAILED', 'INSUFFICIENT_POINTS']);
    }
    expect(await available(gateway, alice)).toBe('0');
  });

  test('when one of its ids took effect before: the rest is done as one, or none of it', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const before = issue('k', alice, 5);
    await post(gateway, 'harbor', before);
    const fails = [{ ...before, ...linked }, issue('n1', alice, 7, linked), redeem('n2', alice, 99)];
    expect(states(await submit(gateway, 'one', fails))).toEqual(['committed', 'LINKED_FAILED', 'INSUFFICIENT_POINTS']);
    expect(await available(gateway, alice)).toBe('5');
    const works = [issue('n3', alice, 7, linked), { ...before, ...linked }, redeem('n4', alice, 12)];
    expect(states(await submit(gateway, 'two', works))).toEqual(['committed', 'committed', 'committed']);
    expect(await available(gateway, alice)).toBe('0');
  });

  test('when it failed for the moment: all of it is tried again', async () => {
    const { gateway } = world.open('harbor', { submission: { patienceMs: 0 } });
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const chain = [issue('a', alice, 7, linked), redeem('b', alice, 7)];
    const commit = world.network.stub.commit.bind(world.network.stub);
    world.network.stub.commit = () => 'MVCC_READ_CONFLICT';
    expect(states(await submit(gateway, 'one', chain))).toEqual(['LEDGER_CONFLICT', 'LEDGER_CONFLICT']);
    world.network.stub.commit = commit;
    expect(states(await submit(gateway, 'one', chain))).toEqual(['committed', 'committed']);
  });

  test('which together ask for more than there is: each alone would not, and it is refused at once', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    await post(gateway, 'harbor', issue('give', alice, 100));
    const points = [redeem('r1', alice, 60, linked), redeem('r2', alice, 60)];
    const quota = [issue('i1', alice, 600_000, linked), issue('i2', alice, 600_000)];
    const waitMs = 3_000;
    expect(states(await submit(gateway, 'points', points, waitMs))).toEqual(['LINKED_FAILED', 'INSUFFICIENT_POINTS']);
    expect(states(await submit(gateway, 'quota', quota, waitMs))).toEqual(['LINKED_FAILED', 'QUOTA_EXHAUSTED']);
    expect(await available(gateway, alice)).toBe('100');
  });

  test('of which one is only for the moment, and another one for good', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const capture = { kind: 'capture', id: 'c', holdMspId: 'CityParkMSP', holdId: 'never', ...linked } as const;
    const barred = redeem('r', alice, 1, { acceptor: 'NobodyMSP' });
    expect(states(await submit(gateway, 'one', [barred]))).toEqual(['ACCEPTOR_UNKNOWN']);
    expect(states(await submit(gateway, 'two', [capture]))).toEqual(['HOLD_UNKNOWN']);
    for (const key of ['three', 'three', 'four'])
      expect(states(await submit(gateway, key, [capture, barred]))).toEqual(['LINKED_FAILED', 'ACCEPTOR_UNKNOWN']);
  });

  test('sent again, under its key or another one', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const chain = [issue('a', alice, 7, linked), redeem('b', alice, 5)];
    for (const key of ['one', 'one', 'two'])
      expect(states(await submit(gateway, key, chain))).toEqual(['committed', 'committed']);
    expect(await available(gateway, alice)).toBe('2');
  });
});

test('`existed` is said of what another request did, always, and never of what this one did', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const existed = async (key: string, waitMs?: number) =>
    (await submit(gateway, key, [issue('i', alice, 5)], waitMs))[0]!.existed ?? false;
  await existed('one', 0);
  // Joined while it is under way, and looked up when it is done.
  expect(await existed('two')).toBe(true);
  expect([await existed('one'), await existed('two'), await existed('three'), await existed('three')]).toEqual([
    false,
    true,
    true,
    true,
  ]);
});
