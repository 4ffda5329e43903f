/** What a merchant lets an issuer owe it: granted, drawn, given back, and never exceeded; with what the audit says of each. */
import { catalogue, type GovernanceAction } from '@commonpoint/catalogue';
import { AuditAlong } from '../audit/audit-along.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import {
  accept,
  agreeOnRate,
  alice,
  auditor,
  capture,
  citypark,
  exchange,
  greenmart,
  harbor,
  hold,
  postOne,
  reverse,
  voidHold,
} from './consortium.js';
import {
  atCityPark,
  charterWith,
  end,
  grant,
  prepay,
  putBack,
  raise,
  read,
  release,
  settle,
  spend,
  startWithCredit,
  switchCredit,
  usedOf,
} from './credit-world.js';
import { ofHarbor } from './governed.js';

let ledger: LedgerStub;
let audit: AuditAlong;
beforeEach(async () => {
  ledger = await startWithCredit();
  audit = new AuditAlong(ledger);
});
afterEach(() => expect(audit.found()).toEqual([]));

const later = (hours: number) => new Date(Date.parse(ledger.now) + hours * 3_600_000).toISOString();
const promise = (id: string, amount: string) =>
  postOne(
    ledger,
    harbor(),
    hold(id, alice, amount, { beneficiary: 'CityParkMSP', creditLanes: [0, 1], expiresAt: later(1) }),
  );
const take = (id: string, holdId: string, more: object = {}) =>
  postOne(ledger, citypark(), capture(id, holdId, { holdMspId: 'HarborMSP', ...more }));
const takeBack = (id: string, operationId: string, more: object = {}) =>
  postOne(ledger, citypark(), reverse(id, operationId, { operationMspId: 'HarborMSP', ...more }));
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { body: { code: string } }).body.code,
  );

describe('drawing', () => {
  it('goes up to the limit and not a point further', async () => {
    expect((await spend(ledger, 'r-1', '70')).receipt).toMatchObject({
      credit: [
        { lane: 0, amount: '50' },
        { lane: 1, amount: '20' },
      ],
    });
    expect(await spend(ledger, 'r-2', '31')).toMatchObject({ state: 'REJECTED', code: 'CREDIT_EXHAUSTED' });
    expect(await spend(ledger, 'r-3', '30')).toMatchObject({ state: 'POSTED' });
    expect(await usedOf(ledger)).toBe('100');
  });

  it('is from lane 0 where none is named', async () => {
    expect(await spend(ledger, 'r-1', '51', { creditLanes: undefined })).toMatchObject({ code: 'CREDIT_EXHAUSTED' });
    expect((await spend(ledger, 'r-2', '50', { creditLanes: undefined })).receipt).toMatchObject({
      credit: [{ lane: 0, amount: '50' }],
    });
  });

  it('is not asked of what is spent at the issuer, or at a merchant that sets no limit', async () => {
    await spend(ledger, 'r-1', '100');
    for (const acceptor of [undefined, 'HarborMSP', 'GreenMartMSP']) {
      const { receipt } = await spend(ledger, `r-${acceptor}`, '100', { acceptor });
      expect(receipt).not.toHaveProperty('credit');
    }
  });

  it('is what an exchange does whose target’s issuer sets a limit: for what is taken, not for what is offered', async () => {
    await agreeOnRate(ledger);
    const change = (id: string, amount: string) =>
      postOne(ledger, harbor(), exchange(id, alice, amount, { lanes: [0, 1], creditLanes: [0, 1] }));
    expect((await change('x-1', '100')).receipt).toMatchObject({ taken: '99' });
    expect(await usedOf(ledger)).toBe('99');
    expect(await change('x-2', '3')).toMatchObject({ code: 'CREDIT_EXHAUSTED' });
  });

  it('of two transactions from one lane at once only the first one takes effect', async () => {
    const simulate = (id: string) =>
      ledger.simulate(harbor(), 'Points:Post', [
        JSON.stringify({
          operations: [
            { kind: 'redeem', id, programId: 'harbor', accountId: alice, amount: '40', acceptor: 'CityParkMSP' },
          ],
        }),
      ]);
    const [one, other] = await Promise.all([simulate('r-1'), simulate('r-2')]);
    expect([ledger.commit(one), ledger.commit(other)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  });
});

describe('a hold for the merchant', () => {
  it('draws as it is made, so that no capture of it fails', async () => {
    await promise('h-1', '100');
    expect(await spend(ledger, 'r-1', '1')).toMatchObject({ code: 'CREDIT_EXHAUSTED' });
    expect((await take('c-1', 'h-1')).receipt).toMatchObject({ credited: true });
    expect(await usedOf(ledger)).toBe('100');
  });

  it('that is captured in part gives back the rest at once', async () => {
    await promise('h-1', '100');
    expect((await take('c-1', 'h-1', { amount: '30' })).receipt).toMatchObject({ credited: true, creditBack: '70' });
    expect(await read(ledger)).toMatchObject({ returning: '70', used: '30' });
  });

  it('that is voided, or has ended, gives back all of it', async () => {
    await promise('h-1', '60');
    await promise('h-2', '40');
    expect(
      (await postOne(ledger, citypark(), voidHold('v-1', 'h-1', { holdMspId: 'HarborMSP' }))).receipt,
    ).toMatchObject({ creditBack: '60' });
    ledger.now = later(2);
    expect((await postOne(ledger, harbor(), voidHold('v-2', 'h-2'))).receipt).toMatchObject({ creditBack: '40' });
    expect(await usedOf(ledger)).toBe('0');
    expect(await spend(ledger, 'r-1', '1')).toMatchObject({ code: 'CREDIT_EXHAUSTED' });
    await putBack(ledger);
    expect(await spend(ledger, 'r-2', '100')).toMatchObject({ state: 'POSTED' });
  });

  it('is resolved without a lane, so that whoever draws does not hold it off', async () => {
    await promise('h-1', '60');
    const captured = await ledger.simulate(citypark(), 'Points:Post', [
      JSON.stringify({ operations: [capture('c-1', 'h-1', { holdMspId: 'HarborMSP', amount: '10' })] }),
    ]);
    await spend(ledger, 'r-1', '40');
    expect(ledger.commit(captured)).toBe('VALID');
    expect(await usedOf(ledger)).toBe('50');
  });
});

describe('taking back', () => {
  it('in the same cycle gives back what was drawn, in parts and in all', async () => {
    await spend(ledger, 'r-1', '80');
    expect((await takeBack('v-1', 'r-1', { amount: '30' })).receipt).toMatchObject({ creditBack: '30' });
    expect((await takeBack('v-2', 'r-1')).receipt).toMatchObject({ creditBack: '50' });
    expect(await usedOf(ledger)).toBe('0');
  });

  it('in a later cycle gives back with the settlement of the cycle that it was owed in, and once', async () => {
    await spend(ledger, 'r-1', '80');
    await settle(ledger, ['2026-11'], { pay: false });
    expect((await takeBack('v-1', 'r-1')).receipt).not.toHaveProperty('creditBack');
    expect(await usedOf(ledger)).toBe('80');
    await settle(ledger, [], { pay: true });
    expect(await release(ledger, '2026-11')).toMatchObject({ amount: '80' });
    expect(await usedOf(ledger)).toBe('0');
  });

  it('of a capture does the same', async () => {
    await promise('h-1', '60');
    await take('c-1', 'h-1');
    expect((await postOne(ledger, citypark(), reverse('v-1', 'c-1'))).receipt).toMatchObject({ creditBack: '60' });
    expect(await usedOf(ledger)).toBe('0');
  });
});

describe('what came back', () => {
  it('is put into lanes by name, each as far as it was used, whoever does it, and once', async () => {
    await spend(ledger, 'r-1', '100');
    await takeBack('v-1', 'r-1', { amount: '70' });
    const [row] = ledger.table('credit-back');
    const request = { ...atCityPark, txIds: [row!.parts[2]!], lanes: [1, 0] };
    expect(await ledger.submit(greenmart(), catalogue.giveBackCredit, request)).toMatchObject({ amount: '70' });
    expect((await read(ledger)).lanes).toEqual([
      { lane: 0, granted: '50', used: '30' },
      { lane: 1, granted: '50', used: '0' },
    ]);
    expect(await ledger.submit(harbor(), catalogue.giveBackCredit, request)).toMatchObject({ amount: '0' });
    expect(await usedOf(ledger)).toBe('30');
  });
});

describe('a settled cycle', () => {
  it('gives back what was drawn in it, what was taken back left out, and once', async () => {
    await spend(ledger, 'r-1', '50');
    await spend(ledger, 'r-2', '50');
    await takeBack('v-1', 'r-2', { amount: '20' });
    await promise('h-1', '20').then(
      () => undefined,
      () => undefined,
    );
    await settle(ledger, ['2026-11'], { pay: true });
    const first = await release(ledger, '2026-11');
    expect(first).toMatchObject({ amount: '80', prepaid: '0' });
    expect(await release(ledger, '2026-11')).toEqual(first);
    expect(await usedOf(ledger)).toBe('0');
  });

  it('is one that is closed and paid', async () => {
    await spend(ledger, 'r-1', '50');
    expect(await code(release(ledger, '2026-11'))).toBe('CYCLE_NOT_CLOSED');
    await settle(ledger, ['2026-11'], { pay: false });
    expect(await code(release(ledger, '2026-11'))).toBe('CREDIT_NOT_SETTLED');
    await settle(ledger, [], { pay: true });
    expect(await code(release(ledger, '2026-11'))).toBe('done');
  });

  it('leaves what was spent before the grant out of account', async () => {
    const before = await startWithCredit();
    audit = new AuditAlong(before);
    ledger = before;
    await end(ledger);
    await spend(ledger, 'r-0', '200');
    await grant(ledger, '60');
    await spend(ledger, 'r-1', '60');
    await settle(ledger, ['2026-11'], { pay: true });
    expect(await release(ledger, '2026-11')).toMatchObject({ amount: '60' });
  });

  it('that goes on beside the next one gives back its own part alone', async () => {
    await spend(ledger, 'r-1', '40');
    await settle(ledger, ['2026-11'], { pay: false });
    await spend(ledger, 'r-2', '60');
    await settle(ledger, [], { pay: true });
    await release(ledger, '2026-11');
    expect(await usedOf(ledger)).toBe('60');
  });
});

describe('what is paid in advance', () => {
  it('gives room at once, and is used up by the cycles that are settled next', async () => {
    await prepay(ledger, 'p-1', '50');
    expect(await usedOf(ledger)).toBe('-50');
    await putBack(ledger);
    await spend(ledger, 'r-1', '150');
    await settle(ledger, ['2026-11'], { pay: true });
    expect(await release(ledger, '2026-11')).toMatchObject({ amount: '150', prepaid: '50' });
    expect(await usedOf(ledger)).toBe('0');
  });

  it('is said once', async () => {
    await prepay(ledger, 'p-1', '50');
    await prepay(ledger, 'p-1', '50');
    expect(await usedOf(ledger)).toBe('-50');
    expect(await code(prepay(ledger, 'p-1', '51'))).toBe('PREPAYMENT_EXISTS');
  });
});

/** Of each state what can be done next, and what it is refused with. */
describe('the limit', () => {
  const steps = {
    'grant 60': () => grant(ledger, '60'),
    'grant 100': () => grant(ledger, '100'),
    'grant 200': () => grant(ledger, '200'),
    'grant 100 on 3 lanes': () => grant(ledger, '100', { lanes: 3 }),
    'raise to 200 by the issuer': () => raise(ledger, '200', harbor()),
    'raise to 200 by the merchant': () => raise(ledger, '200', citypark()),
    'raise to 100 by the issuer': () => raise(ledger, '100', harbor()),
    'raise to 200 by a third': () => raise(ledger, '200', greenmart()),
    end: () => end(ledger),
    'accept again': () => accept(ledger, citypark(), 'harbor', '2'),
    'switch off': () => switchCredit(ledger, false),
    'spend 80': () => spend(ledger, 'r-1', '80'),
  };
  type Step = keyof typeof steps;
  const table: [before: Step[], step: Step, outcome: string, then: object][] = [
    [[], 'grant 60', 'done', { limit: '60' }],
    [[], 'grant 100', 'done', { limit: '100' }],
    [[], 'grant 200', 'CREDIT_RAISE_ALONE', { limit: '100' }],
    [[], 'grant 100 on 3 lanes', 'CREDIT_LANES_FIXED', { lanes: 2 }],
    [['spend 80'], 'grant 60', 'CREDIT_BELOW_USED', { limit: '100' }],
    [[], 'raise to 200 by the issuer', 'done', { limit: '100', raise: { limit: '200', by: 'HarborMSP' } }],
    [[], 'raise to 200 by the merchant', 'done', { limit: '100', raise: { limit: '200', by: 'CityParkMSP' } }],
    [['raise to 200 by the issuer'], 'raise to 200 by the issuer', 'done', { limit: '100' }],
    [['raise to 200 by the issuer'], 'raise to 200 by the merchant', 'done', { limit: '200' }],
    [['raise to 200 by the merchant'], 'raise to 200 by the issuer', 'done', { limit: '200' }],
    [['raise to 200 by the issuer'], 'end', 'done', { limit: '100', endedAt: expect.any(String) }],
    [[], 'raise to 100 by the issuer', 'CREDIT_NOT_RAISED', { limit: '100' }],
    [[], 'raise to 200 by a third', 'NOT_CREDIT_PARTY', { limit: '100' }],
    [[], 'end', 'done', { endedAt: expect.any(String) }],
    [['end'], 'end', 'done', { endedAt: expect.any(String) }],
    [['end'], 'raise to 200 by the issuer', 'CREDIT_UNKNOWN', { limit: '100' }],
    [['end'], 'grant 200', 'done', { limit: '200' }],
    [['spend 80', 'end'], 'grant 60', 'CREDIT_BELOW_USED', { limit: '100', endedAt: expect.any(String) }],
    [[], 'accept again', 'done', { limit: '100' }],
    [[], 'switch off', 'done', { limit: '100' }],
    [['switch off'], 'grant 60', 'CREDIT_OFF', { limit: '100' }],
    [['switch off'], 'raise to 200 by the issuer', 'CREDIT_OFF', { limit: '100' }],
    [['switch off'], 'end', 'done', { endedAt: expect.any(String) }],
  ];
  test.each(table)('after %j: %s, %s', async (before, step, outcome, then) => {
    for (const each of before) await steps[each]();
    expect(await code(steps[step]() as Promise<unknown>)).toBe(outcome);
    expect((await read(ledger)).credit).toMatchObject(then);
  });

  it('that has ended limits nothing, and gets back what was drawn', async () => {
    await spend(ledger, 'r-1', '80');
    await end(ledger);
    expect((await spend(ledger, 'r-2', '200')).receipt).not.toHaveProperty('credit');
    await takeBack('v-1', 'r-1');
    expect(await usedOf(ledger)).toBe('0');
  });

  it('that is raised gives both lanes their part of what is new', async () => {
    await spend(ledger, 'r-1', '50');
    await raise(ledger, '200', harbor());
    await raise(ledger, '200', citypark());
    expect((await read(ledger)).lanes.map(({ granted }) => granted)).toEqual(['125', '75']);
  });
});

test('the vote says what it switches on, and off', async () => {
  const changes = async (credit: boolean) => {
    const actions: GovernanceAction[] = [{ kind: 'change-constitution', charter: charterWith(credit) }];
    return (await ledger.submit(ofHarbor, catalogue.previewProposal, { actions })).changes;
  };
  expect(await changes(false)).toEqual(['credit is true, and will be not stated']);
  await switchCredit(ledger, false);
  expect(await changes(true)).toEqual(['credit is not stated, and will be true']);
  expect(await code(grant(ledger, '60'))).toBe('CREDIT_OFF');
  await switchCredit(ledger, true);
  expect(await code(grant(ledger, '60'))).toBe('done');
});

test('without an acceptance, or of no credit, nothing can be said', async () => {
  const { submit } = { submit: ledger.submit.bind(ledger) };
  expect(await code(submit(harbor(), catalogue.grantCredit, { programId: 'harbor', limit: '1' }))).toBe(
    'ACCEPTANCE_UNKNOWN',
  );
  const atGreenMart = { ...atCityPark, mspId: 'GreenMartMSP' };
  expect(await code(submit(auditor, catalogue.getCredit, atGreenMart))).toBe('CREDIT_UNKNOWN');
  expect(await code(submit(greenmart(), catalogue.endCredit, { programId: 'harbor' }))).toBe('CREDIT_UNKNOWN');
});
