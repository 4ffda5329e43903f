/** Forms as data: what is wrong with what was typed, and what is sent. */
import { charterOtherwise, governanceAction, limits as limitsShape } from '@commonpoint/catalogue';
import { areWhole, bodyOf, faultOf, type FieldOf } from '../../console/src/data/fields.js';
import { ticksOf } from '../../console/src/data/ticks.js';
import { actionFields, actionKinds, type Known } from '../../console/src/governance/action-fields.js';
import { limitFields } from '../../console/src/programs/limit-fields.js';

type Offers = (program: object, quota?: object) => readonly { readonly action: string; readonly ifMatch?: number }[];
/** Without the types of a browser, which they come with. */
const { capActions, ruleActions } = jest.requireActual<Readonly<Record<'capActions' | 'ruleActions', Offers>>>(
  '../../console/src/programs/issuer-actions.js',
);

const field = (kind: FieldOf['kind'], more: Partial<FieldOf> = {}): FieldOf => ({
  name: 'x',
  label: 'members.amount',
  kind,
  ...more,
});

describe('fields of forms', () => {
  it.each([
    ['points', '12', undefined],
    ['points', '0', 'members.notWhole'],
    ['points', '1.5', 'members.notWhole'],
    ['points', '1234567890123456789', 'members.notWhole'],
    ['amount', '0', undefined],
    ['amount', '-1', 'field.wrong'],
    ['count', '7', undefined],
    ['count', 'seven', 'field.wrong'],
    ['hash', 'a'.repeat(64), undefined],
    ['hash', 'A'.repeat(64), 'field.hash'],
    ['json', '{"a":1}', undefined],
    ['json', '{"a":', 'field.json'],
    ['day', '2026-11-29', undefined],
    ['day', '29.11.2026', 'field.wrong'],
    ['moment', 'soon', 'field.wrong'],
    ['text', ' ', 'field.wrong'],
    ['money', '12.5', undefined],
    ['money', '12.505', 'field.money'],
    ['money', '12,50', 'field.money'],
    ['money', '0.00', 'field.money'],
    ['money', '-1', 'field.money'],
    ['price', '0.00950001', undefined],
    ['price', '0.009500001', 'field.money'],
    ['rate', '4.25', undefined],
    ['rate', '4%', 'field.rate'],
    ['rate', '1.23456', 'field.rate'],
    // What is not typed yet is not wrong yet.
    ['points', '', undefined],
  ] as const)('of %s say of %j: %s', (kind, value, fault) => {
    expect(faultOf(field(kind, { currency: 'EUR' }), value)).toBe(fault);
  });

  it('come to a body: nested, numbers as numbers, without what was left empty or is not asked for', () => {
    const fields: readonly FieldOf[] = [
      field('choice', {
        name: 'scope.kind',
        options: [
          ['account', ''],
          ['program', ''],
        ],
      }),
      field('text', { name: 'scope.accountId', where: ['scope.kind', 'account'] }),
      field('text', { name: 'scope.programId', where: ['scope.kind', 'program'] }),
      field('count', { name: 'days' }),
      field('points', { name: 'amount', optional: true }),
      field('json', { name: 'charter', initial: '{"notes":true}' }),
      field('moment', { name: 'until', optional: true }),
    ];
    const values = { 'scope.accountId': ' A ', 'scope.programId': 'harbor', days: '3', until: '2026-12-01T00:00Z' };
    expect(bodyOf(fields, values)).toEqual({
      scope: { kind: 'account', accountId: 'A' },
      days: 3,
      charter: { notes: true },
      until: '2026-12-01T00:00:00.000Z',
    });
    expect(bodyOf(fields, { ...values, 'scope.kind': 'program' })).toMatchObject({
      scope: { kind: 'program', programId: 'harbor' },
    });
    expect(areWhole(fields, values)).toBe(true);
    expect(areWhole(fields, { ...values, days: '' })).toBe(false);
    expect(areWhole(fields, { ...values, amount: '1.5' })).toBe(false);
  });

  it.each([
    ['money', '12.5', 'EUR', '1250000000'],
    ['money', '500', 'JPY', '500000000'],
    ['money', '1.234', 'KWD', '1234000000'],
    ['money', '999999999999', 'EUR', '99999999999900000000'],
    ['price', '0.0095', 'EUR', '950000'],
    ['price', '0.00000001', 'EUR', '1'],
    ['rate', '4', undefined, 40_000],
    ['rate', '0.29', undefined, 2_900],
    ['rate', '0.0001', undefined, 1],
  ] as const)('send %s of %s %s in millionths, to the last one: %s', (kind, typed, currency, sent) => {
    const fields = [field(kind, currency === undefined ? {} : { currency })];
    expect(areWhole(fields, { x: typed })).toBe(true);
    expect(bodyOf(fields, { x: typed })).toEqual({ x: sent });
  });

  it.each([
    ['money', '1,5'],
    ['money', '1e-3'],
    ['money', '１'],
    ['price', '0,0095'],
    ['balance', '-1,5'],
    ['balance', '-'],
    ['rate', '4%'],
    ['count', 'seven'],
    ['json', '{"a":'],
    ['moment', 'soon'],
  ] as const)('that are wrong as of now, as a %s of %j, say so, are not sent, and break nothing', (kind, typed) => {
    const fields = [field(kind, { currency: 'EUR' }), field('text', { name: 'y' })];
    const values = { x: typed, y: 'as it is' };
    expect(faultOf(fields[0]!, typed)).toBeDefined();
    expect(areWhole(fields, values)).toBe(false);
    expect(bodyOf(fields, values)).toEqual({ y: 'as it is' });
  });

  it('begin with the limits that hold, so that those that are not touched stay', () => {
    const limits = { operations: { redeem: { max: '10000' } }, perAccountDay: { debitsMax: 20 } };
    expect(bodyOf(limitFields(limits), {})).toEqual(limits);
    expect(bodyOf(limitFields(limits), { 'operations.redeem.max': '' })).toEqual({ perAccountDay: { debitsMax: 20 } });
    // Every bound that the ledger has: the list is sent whole, and one that the form did not know would be gone.
    const kinds = Object.keys(limitsShape.shape.operations.unwrap().shape);
    const each = Object.fromEntries(kinds.map((kind) => [kind, { min: '2', max: '100000' }]));
    const perDay = { debitedMax: '1', debitsMax: 2, creditedMax: '3', creditsMax: 4 };
    const all = limitsShape.parse({ operations: each, perAccountDay: perDay });
    expect(bodyOf(limitFields(all), {})).toEqual(all);
  });

  it('are a change of the revision that was shown', () => {
    const program = { programId: 'harbor', revision: 7, currency: 'USD', limits: {}, status: 'active', cap: '1' };
    const conditions = [...ruleActions(program), ...capActions(program)].map(({ action, ifMatch }) => [
      action,
      ifMatch,
    ]);
    expect(conditions).toEqual([
      ['post /v1/programs/{programId}/limits', 7],
      ['post /v1/programs/{programId}/clearing-value', 7],
      ['post /v1/programs/{programId}/terms-of-use', 7],
      ['patch /v1/programs/{programId}', 7],
      // A lane's grant alone, which has no revision.
      ['post /v1/programs/{programId}/quota', undefined],
      ['patch /v1/programs/{programId}', 7],
    ]);
  });
});

describe('what can be proposed', () => {
  const known: Known = {
    members: ['HarborMSP', 'GreenMartMSP'],
    programs: ['harbor'],
    orders: ['HarborMSP:op-1'],
    charter: charterOtherwise,
  };
  const hash = 'ab'.repeat(32);
  const typed: Readonly<Record<string, string>> = {
    mspId: 'NewMSP',
    name: 'New',
    cap: '5',
    spendableUntil: '2027-06-30',
    version: '2',
    hash,
    address: 'https://example.org/2',
    planHash: hash,
    lineId: 'line-1',
    feature: 'vouchers',
    'order.orderId': 'vote:1',
    'order.scope.accountId': 'HarborMSP:00112233445566778899aabbccddeeff',
    'order.reasonHash': hash,
  };

  it('is every kind of action there is, each as the ledger takes it', () => {
    expect(actionKinds.toSorted()).toEqual(governanceAction.options.map(({ shape }) => shape.kind.value).toSorted());
    for (const kind of actionKinds) {
      const fields = actionFields(kind, known);
      const values = Object.fromEntries(
        Object.entries(typed).filter(([name]) => fields.some((each) => each.name === name && each.kind !== 'choice')),
      );
      expect([kind, areWhole(fields, values)]).toEqual([kind, true]);
      const { error } = governanceAction.safeParse({ kind, ...bodyOf(fields, values) });
      expect([kind, error?.issues]).toEqual([kind, undefined]);
    }
  });
});

describe('the axis of a picture', () => {
  it.each([
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [16_995, [0, 5_000, 10_000, 15_000, 20_000]],
    [8, [0, 2, 4, 6, 8]],
  ])('reaches %s in round and whole steps', (largest, ticks) => {
    expect(ticksOf(largest)).toEqual(ticks);
  });
});
