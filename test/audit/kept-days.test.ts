/**
 * Points of a third merchant live no longer because two that forge send them on, put them aside for a moment or exchange for them: whatever
 * receipt moves points, it keeps the day with which they end.
 */
import type { OperationRow, RowWrite } from '../../audit/src/ledger-rows.js';
import { Replay } from '../../audit/src/replay.js';

const [DAY, LATER] = ['2027-11-30', '2127-11-30'];
const [ann, ben] = ['CityParkMSP:ann', 'CityParkMSP:ben'];

const lotId = (expiry: string, txId: string): string => `${expiry}.${txId}.00000`;
const part = (expiry: string, txId: string, amount: string) => [{ lotId: lotId(expiry, txId), amount }];
const lot = (accountId: string, programId: string, expiry: string, txId: string, amount?: string): RowWrite => ({
  key: ['lot', accountId, programId, ...lotId(expiry, txId).split('.')],
  ...(amount !== undefined && { value: { amount } }),
});
const receipt = (txId: string, row: Pick<OperationRow, 'kind' | 'amount'> & Partial<OperationRow>): RowWrite => ({
  key: ['op', 'CityParkMSP', txId],
  value: {
    ...{
      id: txId,
      mspId: 'CityParkMSP',
      programId: 'harbor',
      accountId: ann,
      txId,
      txTime: '2026-11-30T10:00:00.000Z',
    },
    ...row,
  },
});
const program = (programId: string, issuer: string): RowWrite => ({
  key: ['program', programId],
  value: { programId, issuer, cap: '1000', capOn: 'issued', expiryMonths: 12, rules: {} },
});
const world = [program('harbor', 'HarborMSP'), program('citypark', 'CityParkMSP')];
const hold = (amount: string, more: object = {}): RowWrite => ({
  key: ['hold', 'CityParkMSP', 'held'],
  value: {
    ...{ mspId: 'CityParkMSP', holdId: 'held', programId: 'harbor', accountId: ann, amount, status: 'open' },
    ...{ lots: part(DAY, 'start', amount), ...more },
  },
});

/** What is found of what follows upon a hundred points that end on the day. */
function found(...transactions: [txId: string, rows: RowWrite[]][]): string[] {
  const replay = new Replay();
  replay.apply('world', world);
  replay.apply('start', [
    lot(ann, 'harbor', DAY, 'start', '100'),
    receipt('start', { kind: 'issue', amount: '100', created: part(DAY, 'start', '100') }),
  ]);
  for (const [txId, rows] of transactions) replay.apply(txId, rows);
  return replay.takeFindings();
}

const held: [string, RowWrite[]] = [
  'held',
  [
    hold('100'),
    lot(ann, 'harbor', DAY, 'start'),
    receipt('held', {
      ...{ kind: 'hold', amount: '100', consumed: part(DAY, 'start', '100') },
      expiresAt: '2026-12-01T10:00:00.000Z',
    }),
  ],
];
const about = { holdMspId: 'CityParkMSP', holdId: 'held' };

/** By what was done, with points of which day in the end. */
const done: Readonly<Record<string, (expiry: string) => [string, RowWrite[]][]>> = {
  'sent to another account': (expiry) => [
    [
      'moved',
      [
        lot(ann, 'harbor', DAY, 'start'),
        lot(ben, 'harbor', expiry, 'moved', '100'),
        receipt('moved', {
          ...{ kind: 'transfer', amount: '100', toAccountId: ben },
          ...{ consumed: part(DAY, 'start', '100'), created: part(expiry, 'moved', '100') },
        }),
      ],
    ],
  ],
  'held and given back': (expiry) => [
    held,
    [
      'back',
      [
        hold('100', { status: 'voided', lots: undefined }),
        lot(ann, 'harbor', expiry, 'back', '100'),
        receipt('back', { kind: 'void', amount: '100', ...about, created: part(expiry, 'back', '100') }),
      ],
    ],
  ],
  'held and captured in part': (expiry) => [
    held,
    [
      'taken',
      [
        hold('100', { status: 'captured', captured: '40', lots: undefined }),
        lot(ann, 'harbor', expiry, 'taken', '60'),
        receipt('taken', {
          ...{ kind: 'capture', amount: '40', ...about },
          ...{ consumed: part(DAY, 'start', '40'), created: part(expiry, 'taken', '60') },
        }),
      ],
    ],
  ],
  'said to be captured of another day than they were held with': (expiry) => [
    held,
    [
      'taken',
      [
        hold('100', { status: 'captured', captured: '100', lots: undefined }),
        receipt('taken', { kind: 'capture', amount: '100', ...about, consumed: part(expiry, 'start', '100') }),
      ],
    ],
  ],
};

const isOfDays = (text: string): boolean => text.includes(LATER) || text.includes(DAY);

test.each(Object.entries(done))('points that are %s', (_what, transactions) => {
  expect(found(...transactions(DAY)).filter(isOfDays)).toEqual([]);
  expect(found(...transactions(LATER)).filter(isOfDays)).toHaveLength(_what.startsWith('sent') ? 2 : 1);
});

test('an exchange issues points that end as their programme says', () => {
  const exchanged = (expiry: string): [string, RowWrite[]] => [
    'exchanged',
    [
      lot(ann, 'harbor', DAY, 'start'),
      lot(ann, 'citypark', expiry, 'exchanged', '50'),
      receipt('exchanged', {
        ...{
          kind: 'exchange',
          amount: '100',
          taken: '100',
          received: '50',
          targetProgramId: 'citypark',
          rateVersion: 1,
        },
        ...{ consumed: part(DAY, 'start', '100'), created: part(expiry, 'exchanged', '50'), expiry },
      }),
    ],
  ];
  expect(found(exchanged(DAY)).filter(isOfDays)).toEqual([]);
  expect(found(exchanged(LATER)).filter(isOfDays)).toEqual([
    `CityParkMSP exchanged issued points that end on ${LATER}, not on ${DAY}`,
  ]);
});

test('what is pledged gives no more of a day back than it took, in however many parts', () => {
  const pledged: [string, RowWrite[]] = [
    'held',
    held[1].map((row) => (row.key[0] === 'op' ? { ...row, value: { ...(row.value as object), lineId: 'line' } } : row)),
  ];
  const released = (txId: string, expiry: string, amount: string): [string, RowWrite[]] => [
    txId,
    [
      lot(ann, 'harbor', expiry, txId, amount),
      receipt(txId, { kind: 'void', amount, ...about, lineId: 'line', created: part(expiry, txId, amount) }),
    ],
  ];
  const ofHold = (text: string): boolean => text.includes('out of the hold');
  expect(found(pledged, released('one', DAY, '60'), released('two', DAY, '40')).filter(ofHold)).toEqual([]);
  expect(found(pledged, released('one', DAY, '60'), released('two', DAY, '41')).filter(ofHold)).toEqual([
    `CityParkMSP two takes 101 points of ${DAY} out of the hold CityParkMSP held, which has 100`,
  ]);
});
