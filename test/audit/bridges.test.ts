/** Bridges, recomputed: what two merchants' peers can endorse and no rule allows is told of. */
import { Bridges } from '../../audit/src/bridges.js';
import { FoundSoFar } from '../../audit/src/findings.js';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { inMemory } from '../../audit/src/store.js';

const caps = { perDay: '100', inAll: '150' };
const bridge = (more: object = {}): RowWrite => ({
  key: ['bridge', 'harbor', 'stamps'],
  value: { programId: 'harbor', bridgeId: 'stamps', in: caps, out: caps, status: 'open', ...more },
});
const day = '2026-11-23';
const receipt = (txId: string, kind: string, amount: string, more: object = {}): RowWrite => ({
  key: ['op', 'HarborMSP', `${txId}-${kind}`],
  value: {
    id: `${txId}-${kind}`,
    mspId: 'HarborMSP',
    kind,
    programId: 'harbor',
    amount,
    bridgeId: 'stamps',
    txId,
    txTime: `${day}T08:00:00.000Z`,
    ...more,
  },
});
const crossed = (today: string, inAll: string, count: number) => ({ today, inAll, count });
const none = crossed('0', '0', 0);
const counted = (of: object, on = day): RowWrite => ({
  key: ['bridge-use', 'harbor', 'stamps'],
  value: { day: on, in: none, out: none, ...of },
});

function audited(steps: readonly (readonly RowWrite[])[]) {
  const found = new FoundSoFar();
  const bridges = new Bridges(found, inMemory());
  let last = '';
  for (const [at, rows] of steps.entries()) {
    bridges.apply(`t${at}`, rows);
    last = found
      .take()
      .map(({ text }) => text)
      .join();
  }
  return { last, all: bridges.all() };
}

const first = [receipt('t1', 'issue', '90'), counted({ in: crossed('90', '90', 1) })];

it('says nothing of what crosses as it may, and has its sums', () => {
  const tomorrow = { txTime: '2026-11-24T08:00:00.000Z' };
  const steps = [
    [bridge()],
    first,
    [receipt('t2', 'hold', '40')],
    [receipt('t3', 'capture', '40'), counted({ in: crossed('90', '90', 1), out: crossed('40', '40', 1) })],
    [
      receipt('t4', 'issue', '60', tomorrow),
      counted({ in: crossed('60', '150', 2), out: crossed('0', '40', 1) }, '2026-11-24'),
    ],
    // Dated back, it counts on the day that was counted last.
    [receipt('t5', 'capture', '9'), counted({ in: crossed('60', '150', 2), out: crossed('9', '49', 2) }, '2026-11-24')],
    [bridge({ status: 'closed' })],
  ];
  for (let length = 1; length <= steps.length; length += 1) expect(audited(steps.slice(0, length)).last).toBe('');
  expect(audited(steps).all).toEqual([
    {
      programId: 'harbor',
      bridgeId: 'stamps',
      status: 'closed',
      in: { points: '150', count: 2 },
      out: { points: '49', count: 2 },
    },
  ]);
});

it.each<[string, readonly (readonly RowWrite[])[], RegExp]>([
  ['a bridge that there is not', [[], [...first]], /which there is not/],
  ['what is not counted', [[bridge()], [first[0]!]], /counted otherwise/],
  ['what is counted too low', [[bridge()], [first[0]!, counted({ in: crossed('9', '9', 1) })]], /counted otherwise/],
  ['what is counted and did not cross', [[bridge()], [counted({ in: crossed('9', '9', 1) })]], /counted otherwise/],
  ['a use that is deleted', [[bridge()], first, [{ ...counted({}), value: undefined }]], /counted otherwise/],
  [
    'more than on a day',
    [[bridge()], [receipt('t1', 'issue', '101'), counted({ in: crossed('101', '101', 1) })]],
    /101 points cross .* which lets 100/,
  ],
  [
    'more than in all',
    [[bridge({ in: { perDay: '100', inAll: '80' } })], first],
    /90 points have crossed .* which lets 80 in all/,
  ],
  ['a bridge that is closed', [[bridge({ status: 'closed' })], first], /which is closed/],
])('tells of %s', (_what, steps, said) => {
  expect(audited(steps).last).toMatch(said);
});
