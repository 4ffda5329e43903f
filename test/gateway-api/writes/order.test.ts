/** A request's operations on one account take effect in the order in which they were sent, reversals and holds too. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Operation, Role } from '../../../catalogue/src/index.js';
import { ChannelFailure } from '../../../gateway-api/src/channel/channel.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { capture, hold, voidHold } from './circulation-world.js';
import { available, caller, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';
import { findOperation } from '../../../gateway-api/src/subjects/points/find-operation.js';

jest.setTimeout(120_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const reverse = (id: string, operationId: string): Operation => ({ kind: 'reverse', id, operationId });
const transfer = (id: string, fromAccountId: string, toAccountId: string, amount: number): Operation => ({
  kind: 'transfer',
  id,
  programId: 'harbor',
  fromAccountId,
  toAccountId,
  amount: String(amount),
});
const states = (results: readonly { state: string; code?: string | undefined }[]): string[] =>
  results.map(({ state, code }) => code ?? state);

/** Takes the operations and answers at once. */
const accept = (gateway: Gateway, operations: Operation[], role: Role = 'admin') =>
  gateway.operations.submit(caller('harbor', role), operations, { waitMs: 0 });

test('a debit is not paid with points that come later in the request', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const results = await post(gateway, 'harbor', redeem('first', alice, 10), issue('then', alice, 100));
  expect(states(results)).toEqual(['INSUFFICIENT_POINTS', 'committed']);
  expect(await available(gateway, alice)).toBe('100');
});

test('nor with what a void, a capture or a reversal later in the request gives back', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('give', alice, 90), redeem('spent', alice, 30));
  await post(gateway, 'harbor', hold('h1', alice, 30), hold('h2', alice, 30));
  const results = await post(
    gateway,
    'harbor',
    redeem('early', alice, 1),
    voidHold('v', 'h1'),
    capture('c', 'h2', { amount: '10' }),
    reverse('r', 'spent'),
    redeem('late', alice, 80),
  );
  expect(states(results)).toEqual(['INSUFFICIENT_POINTS', 'committed', 'committed', 'committed', 'committed']);
  expect(await available(gateway, alice)).toBe('0');
});

test('a reversal comes before a debit that follows it, every time', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  for (let round = 0; round < 20; round++) {
    await post(gateway, 'harbor', issue(`give-${round}`, alice, 10));
    const results = await post(
      gateway,
      'harbor',
      reverse(`back-${round}`, `give-${round}`),
      redeem(`spend-${round}`, alice, 10),
    );
    expect(states(results)).toEqual(['committed', 'INSUFFICIENT_POINTS']);
    expect(results[0]!.receipt?.shortfall).toBeUndefined();
  }
});

describe('an operation about one that is not committed yet', () => {
  test('in the same request', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const results = await post(
      gateway,
      'harbor',
      issue('give', alice, 100),
      reverse('back', 'give'),
      issue('again', alice, 50),
      hold('h', alice, 50),
      capture('c', 'h', { amount: '20' }),
    );
    expect(states(results)).toEqual(['committed', 'committed', 'committed', 'committed', 'committed']);
    expect(await available(gateway, alice)).toBe('30');
  });

  test('right after it was accepted, and while it is handed over', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    for (const waitMs of [0, 10]) {
      await accept(gateway, [issue(`give-${waitMs}`, alice, 100)]);
      await pause(waitMs);
      expect(states(await post(gateway, 'harbor', reverse(`back-${waitMs}`, `give-${waitMs}`)))).toEqual(['committed']);
      await post(gateway, 'harbor', issue(`more-${waitMs}`, alice, 50));
      await accept(gateway, [hold(`h-${waitMs}`, alice, 50)]);
      await pause(waitMs);
      expect(states(await post(gateway, 'harbor', capture(`c-${waitMs}`, `h-${waitMs}`)))).toEqual(['committed']);
    }
    expect(await available(gateway, alice)).toBe('0');
  });

  test('of which there is none is refused', async () => {
    const { gateway } = world.open('harbor');
    expect(states(await post(gateway, 'harbor', reverse('r', 'never'), capture('c', 'never')))).toEqual([
      'OPERATION_UNKNOWN',
      'HOLD_UNKNOWN',
    ]);
  });
});

test('what an earlier run accepted is taken up in order, what it had signed first', async () => {
  const { gateway: before, channel } = world.open('harbor');
  const alice = await openAccount(before, 'harbor', 'alice');
  await post(before, 'harbor', issue('give', alice, 10));
  channel.submitAccidents.push(...Array.from({ length: 50 }, () => 'lost' as const));
  await accept(before, [redeem('one', alice, 10)]);
  await pause(60);
  await accept(before, [redeem('two', alice, 10), issue('three', alice, 5)]);
  await pause(30);
  const copy = join(world.folder, 'copy.db');
  for (const suffix of ['', '-wal']) {
    const file = join(world.folder, `harbor.db${suffix}`);
    if (existsSync(file)) cpSync(file, copy + suffix);
  }
  const { gateway } = world.open('harbor', { databasePath: copy });
  const stateOf = async (id: string) => {
    const { state, code } = await findOperation(gateway, caller('harbor'), id);
    return code ?? state;
  };
  for (let n = 0; n < 200 && (await stateOf('three')) !== 'committed'; n++) await pause(20);
  expect([await stateOf('one'), await stateOf('two'), await stateOf('three')]).toEqual([
    'committed',
    'INSUFFICIENT_POINTS',
    'committed',
  ]);
});

// ------------------------------------------------------------------------------------- seeded interleavings

/** A generator of its own, so that a failure can be repeated from its seed. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What the operations come to, done one after the other. */
class Model {
  readonly #points = new Map<string, number>();
  readonly #holds = new Map<string, { account: string; amount: number; open: boolean }>();
  readonly #redeemed = new Map<string, { account: string; amount: number; reversed: boolean }>();

  of = (account: string): number => this.#points.get(account) ?? 0;

  do(operation: Operation): string {
    switch (operation.kind) {
      case 'issue':
        return this.#move(operation.accountId, Number(operation.amount));
      case 'redeem': {
        const outcome = this.#take(operation.accountId, Number(operation.amount));
        if (outcome === 'committed')
          this.#redeemed.set(operation.id, {
            account: operation.accountId,
            amount: Number(operation.amount),
            reversed: false,
          });
        return outcome;
      }
      case 'transfer': {
        const outcome = this.#take(operation.fromAccountId, Number(operation.amount));
        return outcome === 'committed' ? this.#move(operation.toAccountId, Number(operation.amount)) : outcome;
      }
      case 'hold': {
        const outcome = this.#take(operation.accountId, Number(operation.amount));
        if (outcome === 'committed')
          this.#holds.set(operation.id, { account: operation.accountId, amount: Number(operation.amount), open: true });
        return outcome;
      }
      case 'capture':
      case 'void': {
        const held = this.#holds.get(operation.holdId);
        if (!held) return 'HOLD_UNKNOWN';
        if (!held.open) return 'HOLD_RESOLVED';
        const captured = operation.kind === 'capture' ? Number(operation.amount ?? held.amount) : 0;
        if (captured > held.amount) return 'HOLD_EXCEEDED';
        held.open = false;
        return this.#move(held.account, held.amount - captured);
      }
      case 'reverse': {
        const target = this.#redeemed.get(operation.operationId);
        if (!target) return 'OPERATION_UNKNOWN';
        if (target.reversed) return 'ALREADY_REVERSED';
        target.reversed = true;
        return this.#move(target.account, target.amount);
      }
      default:
        throw new Error(operation.kind);
    }
  }

  #take(account: string, amount: number): string {
    return this.of(account) < amount ? 'INSUFFICIENT_POINTS' : this.#move(account, -amount);
  }

  #move(account: string, amount: number): string {
    this.#points.set(account, this.of(account) + amount);
    return 'committed';
  }
}

const SEEDS = Number(process.env['ORDER_SEEDS'] ?? 12);
const firstSeed = Number(process.env['ORDER_SEED'] ?? Math.floor(Math.random() * 1e9));

test.each(Array.from({ length: SEEDS }, (_, n) => firstSeed + n))(
  'whatever goes wrong on the way, the outcomes are those of one operation after the other (seed %i)',
  async (seed) => {
    const below = chance(seed);
    // Submissions that are not answered are this test's doing, and no sign that ordering has stopped.
    const { gateway, channel } = world.open('harbor', { ordering: { refusedMs: 600_000, silentMs: 600_000 } });
    const accounts = await Promise.all(['x', 'y', 'z'].map((name) => openAccount(gateway, 'harbor', name)));
    const account = (): string => accounts[below(accounts.length)]!;
    const model = new Model();
    const holds: string[] = [];
    const redemptions: string[] = [];
    const next = (id: string): Operation => {
      const amount = 1 + below(40);
      switch (below(8)) {
        case 0:
        case 1:
          return issue(id, account(), amount);
        case 2:
          redemptions.push(id);
          return redeem(id, account(), amount);
        case 3:
          return transfer(id, accounts[below(2)]!, accounts[2]!, amount);
        case 4:
          holds.push(id);
          return hold(id, account(), amount);
        case 5:
          return holds.length === 0
            ? issue(id, account(), amount)
            : capture(id, holds[below(holds.length)]!, { amount: String(1 + below(10)) });
        case 6:
          return holds.length === 0 ? issue(id, account(), amount) : voidHold(id, holds[below(holds.length)]!);
        default:
          return redemptions.length === 0
            ? issue(id, account(), amount)
            : reverse(id, redemptions[below(redemptions.length)]!);
      }
    };
    const expected: string[] = [];
    const answers: Promise<readonly { state: string; code?: string | undefined }[]>[] = [];
    for (let request = 0; request < 12; request++) {
      const operations = Array.from({ length: 1 + below(15) }, (_, n) => next(`s${seed}-${request}-${n}`));
      expected.push(...operations.map((operation) => model.do(operation)));
      for (let n = below(3); n > 0; n--) {
        if (below(2) === 0) channel.endorseFailures.push(new ChannelFailure('mismatch', 'lagging'));
        else channel.submitAccidents.push(below(2) === 0 ? 'lost' : 'received');
      }
      // Only operators and administrators may post all of these; who signs must not change the order.
      const role = below(2) === 0 ? 'operator' : 'admin';
      const answer = gateway.operations.submit(caller('harbor', role), operations, { waitMs: 60_000 });
      answers.push(
        answer.then((claimed) => {
          if (claimed.kind === 'conflict' || claimed.kind === 'in-flight') throw new Error(claimed.kind);
          return claimed.results;
        }),
      );
      if (below(3) === 0) await pause(below(25));
    }
    const outcomes = (await Promise.all(answers)).flatMap(states);
    expect(outcomes).toEqual(expected);
    for (const each of accounts) expect(await available(gateway, each)).toBe(String(model.of(each)));
  },
);
