/** The audit on orders: a ledger that the chaincode wrote is well, and each thing that two conspiring merchants could write is found. */
import { catalogue, charterOtherwise } from '@commonpoint/catalogue';
import { Replay } from '../../audit/src/replay.js';
import type { OrderRow, RowWrite } from '../../audit/src/ledger-rows.js';
import { alice, bob, harbor, hold, issue, post, startConsortium } from '../contract/consortium.js';
import { admitRegulator, regulator } from '../contract/regulated.js';

const reasonHash = 'a'.repeat(64);
import { writtenRow } from '../support/written-row.js';

const order: OrderRow = {
  orderId: 'RegulatorMSP:1',
  scope: { kind: 'account', accountId: alice },
  effect: { kind: 'stop-debits' },
  reasonHash,
  from: '2026-11-23T08:00:00.000Z',
  basis: 'regulator',
  issuedBy: 'RegulatorMSP',
  issuedAt: '2026-11-23T08:00:00.000Z',
  status: 'issued',
};
const entry = { orderId: order.orderId, effect: 'stop-debits', from: order.from };
const account = (standing?: object): RowWrite => ({
  key: ['account', alice],
  value: { accountId: alice, custodian: 'HarborMSP', ...(standing !== undefined && { standing }) },
});
const written = (more: Partial<OrderRow> = {}): RowWrite => ({
  key: ['order', order.orderId],
  value: { ...order, ...more },
});
const issued: RowWrite[] = [written(), account({ orders: [entry] })];

/** The usual constitution, with a regulator among the members. */
function founded(): Replay {
  const replayed = new Replay();
  const member = { mspId: 'RegulatorMSP', kind: 'regulator', status: 'active' };
  replayed.apply('founding', [
    { key: ['constitution'], value: { version: 1, ...charterOtherwise } },
    { key: ['epoch'], value: { number: 1 } },
    { key: ['org', 'RegulatorMSP'], value: member },
  ]);
  return replayed;
}

/** What is found after blocks of one transaction each. */
function replay(...transactions: [writes: RowWrite[], mspId?: string][]): string[] {
  const replayed = founded();
  transactions.forEach(([writes, mspId = 'RegulatorMSP'], n) => {
    replayed.apply(`t${n}`, writes, mspId);
    replayed.endBlock(n);
  });
  return replayed.takeFindings();
}

test('what the chaincode writes is well, through issuing, lapsing, ratifying and lifting', async () => {
  const ledger = admitRegulator(await startConsortium());
  const conditions = {
    scope: { kind: 'account', accountId: alice },
    effect: { kind: 'stop-debits' },
    reasonHash,
  } as const;
  await post(ledger, harbor(), issue('i', alice, '50'), hold('h', alice, '5', { beneficiary: 'CityParkMSP' }));
  const replayed = founded();
  let block = 0;
  const commit = async (act: () => Promise<unknown>, mspId: string): Promise<string[]> => {
    const old = new Map([...ledger.rows].map(([key, { version }]) => [key, version]));
    await act();
    const writes = [...ledger.rows]
      .filter(([key, { version }]) => old.get(key) !== version)
      .map(([key, { value }]) => writtenRow(key, value));
    const removed = [...old.keys()]
      .filter((key) => !ledger.rows.has(key))
      .map((key) => ({ key: key.split('\u0000').slice(1, -1) }));
    replayed.apply(
      `t${(block += 1)}`,
      [...writes, ...removed].filter(({ key }) => /^(order|standing|account|hold)$/.test(key[0]!)),
      mspId,
    );
    replayed.endBlock(block);
    return replayed.takeFindings().filter((text) => /order|stands/.test(text));
  };
  const steps: [() => Promise<unknown>, string][] = [
    [() => ledger.submit(harbor(), catalogue.issueOrder, { orderId: 'HarborMSP:1', ...conditions }), 'HarborMSP'],
    [
      () => ledger.submit(regulator, catalogue.issueOrder, { orderId: 'RegulatorMSP:1', ...conditions }),
      'RegulatorMSP',
    ],
    [
      () => ledger.submit(regulator, catalogue.ratifyOrder, { orderId: 'HarborMSP:1', until: '2026-12-30T00:00:00Z' }),
      'RegulatorMSP',
    ],
    [
      () =>
        ledger.submit(regulator, catalogue.issueOrder, {
          orderId: 'RegulatorMSP:2',
          ...conditions,
          scope: { kind: 'program', programId: 'harbor' },
          until: '2026-11-24T00:00:00Z',
        }),
      'RegulatorMSP',
    ],
    [() => ledger.submit(regulator, catalogue.liftOrder, { orderId: 'RegulatorMSP:1' }), 'RegulatorMSP'],
    [
      () =>
        ledger.submit(harbor(), catalogue.issueOrder, {
          orderId: 'HarborMSP:2',
          ...conditions,
          effect: { kind: 'stop-credits' },
        }),
      'HarborMSP',
    ],
    [() => ledger.submit(harbor(), catalogue.liftOrder, { orderId: 'HarborMSP:2' }), 'HarborMSP'],
    [
      async () => {
        ledger.now = '2027-01-30T00:00:00.000Z';
        await ledger.submit(regulator, catalogue.issueOrder, { orderId: 'RegulatorMSP:3', ...conditions });
      },
      'RegulatorMSP',
    ],
  ];
  for (const [act, mspId] of steps) expect(await commit(act, mspId)).toEqual([]);
});

describe('is found', () => {
  const spent = (more: object = {}): RowWrite => ({
    key: ['op', 'HarborMSP', 'r'],
    value: {
      id: 'r',
      mspId: 'HarborMSP',
      kind: 'redeem',
      programId: 'harbor',
      accountId: alice,
      amount: '3',
      txId: 't1',
      txTime: '2026-11-23T09:00:00.000Z',
      ...more,
    },
  });
  const seizure = { kind: 'seize', amount: '2', toAccountId: bob } as const;
  const emergency = {
    orderId: 'HarborMSP:1',
    basis: 'emergency',
    issuedBy: 'HarborMSP',
    until: '2026-11-26T08:00:00.000Z',
  } as const;
  const raised = (more: Partial<OrderRow> = {}): RowWrite => ({
    key: ['order', 'HarborMSP:1'],
    value: { ...order, ...emergency, ...more },
  });
  const lifted = { status: 'lifted', liftedAt: '2026-11-23T09:00:00.000Z' } as const;
  const cases: [string, [RowWrite[], string?][], RegExp][] = [
    ['an order in another’s name', [[issued, 'HarborMSP']], /issued in the name of RegulatorMSP/],
    [
      'an order under another’s id',
      [[[written({ issuedBy: 'HarborMSP' }), account({ orders: [entry] })], 'HarborMSP']],
      /issued under the name of RegulatorMSP/,
    ],
    ['an order without effect', [[[written(), account()]]], /does not stand against account/],
    ['one that is taken off the account', [[issued], [[account()], 'HarborMSP']], /does not stand against account/],
    [
      'one that stands weaker',
      [[[written(), account({ orders: [{ ...entry, until: '2026-11-23T08:00:01.000Z' }] })]]],
      /stands otherwise/,
    ],
    ['one that nobody issued', [[[account({ orders: [entry] })]]], /that nobody issued/],
    ['one that is deleted', [[issued], [[{ key: ['order', order.orderId] }]]], /deleted the order/],
    [
      'one whose scope is changed',
      [[issued], [[written({ scope: { kind: 'account', accountId: bob } })]]],
      /changed scope of/,
    ],
    [
      'one lifted by the custodian',
      [[issued], [[written({ ...lifted, liftedBy: 'HarborMSP' }), account()], 'HarborMSP']],
      /lifted for HarborMSP, which may not/,
    ],
    [
      'one lifted in the authority’s name',
      [[issued], [[written({ ...lifted, liftedBy: 'RegulatorMSP' }), account()], 'HarborMSP']],
      /lifted in the name of RegulatorMSP/,
    ],
    [
      'one brought back',
      [[issued], [[written({ ...lifted, liftedBy: 'RegulatorMSP' }), account()]], [issued]],
      /after it was lifted/,
    ],
    [
      'an emergency of more than 72 hours',
      [[[raised({ until: '2026-11-26T08:00:00.001Z' })], 'HarborMSP']],
      /more than 72 hours/,
    ],
    ['an emergency without end', [[[raised({ until: undefined as never })], 'HarborMSP']], /more than 72 hours/],
    [
      'an emergency that is prolonged',
      [
        [[raised()], 'HarborMSP'],
        [[raised({ until: '2026-12-26T08:00:00.000Z' })], 'HarborMSP'],
      ],
      /changed the end of/,
    ],
    [
      'an emergency that seizes',
      [[[raised({ effect: { kind: 'seize', amount: '1', toAccountId: bob } })], 'HarborMSP']],
      /seizes points/,
    ],
    [
      'an emergency on others’ accounts',
      [[[raised({ scope: { kind: 'account', accountId: 'CityParkMSP:carol-0001' } })], 'HarborMSP']],
      /not HarborMSP’s/,
    ],
    [
      'what waits with its expiry, retired',
      [
        [[written({ expiry: 'waits' }), account({ orders: [{ ...entry, waits: true }] })]],
        [[spent({ kind: 'expire' })], 'HarborMSP'],
      ],
      /retires points of HarborMSP:alice-0001 that the order RegulatorMSP:1 lets wait/,
    ],
    [
      'an order by vote, without one',
      [[[{ key: ['order', 'vote:1'], value: { ...order, orderId: 'vote:1', basis: 'vote', issuedBy: undefined } }]]],
      /issued, without a decision, the order vote:1/,
    ],
    [
      'an order lifted by vote, without one',
      [[issued], [[written(lifted), account()], 'HarborMSP']],
      /lifted, without a decision, the order/,
    ],
    [
      'a seizure that nobody ordered',
      [[issued], [[spent({ kind: 'seize', toAccountId: bob, orderId: order.orderId })], 'HarborMSP']],
      /seizes points that no order seizes/,
    ],
    [
      'an order of a regulator that no power covers',
      [[[written({ scope: { kind: 'organization', mspId: 'HarborMSP' }, effect: { kind: 'reserve', amount: '5' } })]]],
      /issued, which no power of RegulatorMSP covers/,
    ],
    [
      'an order of a regulator that is none',
      [[[written({ issuedBy: 'CityParkMSP' })], 'CityParkMSP']],
      /issued, which no power of CityParkMSP covers/,
    ],
    [
      'a seizure of more than was ordered',
      [
        [[written({ effect: seizure, scope: { ...order.scope, programId: 'harbor' } })]],
        [[spent({ kind: 'seize', toAccountId: bob, orderId: order.orderId })], 'HarborMSP'],
      ],
      /seizes more than the order/,
    ],
    [
      'a seizure that the order does not count',
      [
        [[written({ effect: { ...seizure, amount: '9' }, scope: { ...order.scope, programId: 'harbor' } })]],
        [[spent({ kind: 'seize', toAccountId: bob, orderId: order.orderId })], 'HarborMSP'],
      ],
      /0 are seized by its row, 3 by receipts/,
    ],
    [
      'a spending that it stops',
      [[issued], [[spent()], 'HarborMSP']],
      /did with HarborMSP:alice-0001 what the order RegulatorMSP:1 stops/,
    ],
  ];
  it.each(cases)('%s', (_what, transactions, expected) => {
    expect(replay(...transactions).filter((text) => expected.test(text))).not.toEqual([]);
  });
});

test('what members decided is well', () => {
  const proposal = (actions: object[], status = 'executed'): RowWrite => ({
    key: ['proposal', 'HarborMSP:free'],
    value: { actions, status },
  });
  const free = [written({ status: 'lifted', liftedAt: '2026-11-23T09:00:00.000Z' }), account()];
  const decided = [{ kind: 'lift-order', orderId: order.orderId }];
  const undecided = (...writes: RowWrite[]) =>
    replay([issued], [[...writes, ...free], 'HarborMSP']).filter((text) => text.includes('without a decision'));
  expect(undecided(proposal(decided))).toEqual([]);
  expect(undecided(proposal(decided, 'open'))).toHaveLength(1);
  expect(undecided(proposal([{ ...decided[0], orderId: 'vote:2' }]))).toHaveLength(1);
});
