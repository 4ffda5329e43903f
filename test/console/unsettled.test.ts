/** Writes of which nobody knows whether they were done: the same is sent under the same key, whatever is opened or loaded anew. */
import { type Problem, ProblemError } from '@commonpoint/client';
import { leavesOpen, tellsNothing, Unsettled } from '../../console/src/data/unsettled.js';

class Tab {
  readonly kept = new Map<string, string>();
  getItem = (name: string): string | null => this.kept.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.kept.set(name, value);
  removeItem = (name: string): void => void this.kept.delete(name);
}

const problem = (status: number, code: Problem['code'], retryable: boolean): ProblemError =>
  new ProblemError('POST', '/v1/issuances', { status, code, retryable, detail: '' } as Problem, {});

describe('writes whose outcome is not known', () => {
  const place = 'HarborMSP till-4 issue HarborMSP:1';
  const body = { accountId: 'HarborMSP:1', amount: '500', reference: 'Maria' };
  let tab: Tab;
  let unsettled: Unsettled;
  beforeEach(() => {
    tab = new Tab();
    unsettled = new Unsettled(() => tab);
  });

  it('keep their key for the same content at the same place, also once the page was loaded anew', () => {
    const { key, at } = unsettled.begin(place, body, 1_000);
    expect(unsettled.same(place, { ...body }, 2_000)).toMatchObject({ key, at });
    expect(new Unsettled(() => tab).same(place, body, 2_000)).toMatchObject({ key, at });
    expect(unsettled.begin(place, body, 3_000)).toMatchObject({ key, at });
    expect(unsettled.same(place, { ...body, amount: '501' }, 2_000)).toBeUndefined();
    expect(unsettled.same('HarborMSP till-5 issue HarborMSP:1', body, 2_000)).toBeUndefined();
    expect(unsettled.begin(place, { ...body, amount: '501' }, 2_000).key).not.toBe(key);
  });

  it('are told of where something else is to be sent: the last one', () => {
    unsettled.begin(place, body, 1_000);
    unsettled.begin(place, { ...body, amount: '7' }, 2_000);
    expect(unsettled.other(place, { ...body, amount: '8' }, 3_000)?.at).toBe(2_000);
    expect(unsettled.other(place, { ...body, amount: '7' }, 3_000)?.at).toBe(1_000);
    expect(unsettled.other('elsewhere', body, 3_000)).toBeUndefined();
  });

  it('are forgotten once they are settled, or a day old; the next one has a key of its own', () => {
    const first = unsettled.begin(place, body, 1_000);
    unsettled.settle(first);
    expect(unsettled.same(place, body, 1_001)).toBeUndefined();
    expect(tab.kept.size).toBe(0);
    const second = unsettled.begin(place, body, 1_002);
    expect(second.key).not.toBe(first.key);
    expect(unsettled.same(place, body, 1_002 + 86_400_001)).toBeUndefined();
  });

  it('are few, and nothing of what was sent is kept but what it is known by', () => {
    for (let amount = 1; amount <= 60; amount += 1) unsettled.begin(place, { ...body, amount }, amount);
    expect(unsettled.same(place, { ...body, amount: 60 }, 61)).toBeDefined();
    expect(unsettled.same(place, { ...body, amount: 1 }, 61)).toBeUndefined();
    const [kept = ''] = tab.kept.values();
    expect((JSON.parse(kept) as unknown[]).length).toBe(50);
    expect(kept).not.toMatch(/Maria|amount/);
  });

  it.each([
    ['the gateway did not answer', new Error('was not answered'), true],
    ['it cannot just now', problem(503, 'PEER_UNAVAILABLE', true), true],
    ['the first is under way', problem(409, 'IDEMPOTENCY_KEY_IN_FLIGHT', true), true],
    ['another transaction was first, which is this key’s answer', problem(409, 'LEDGER_CONFLICT', true), false],
    ['something is wrong with the gateway', problem(500, 'INTERNAL', false), true],
    ['the network refused', problem(502, 'LEDGER_REFUSED', false), false],
    ['the ledger refused', problem(422, 'INSUFFICIENT_POINTS', false), false],
  ])('are those where %s', (_why, failure, isOpen) => expect(leavesOpen(failure)).toBe(isOpen));

  it('are not settled by being signed out meanwhile', () => {
    expect(tellsNothing(problem(401, 'UNAUTHENTICATED', false))).toBe(true);
    expect(tellsNothing(problem(403, 'ROLE_NOT_ALLOWED', false))).toBe(true);
    expect(tellsNothing(problem(403, 'NOT_CUSTODIAN', false))).toBe(false);
    expect(tellsNothing(problem(422, 'INSUFFICIENT_POINTS', false))).toBe(false);
  });
});
