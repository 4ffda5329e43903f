/** What the audit says of reasons that were not handed to the members, or changed afterwards. */
import { wrongInReasonings } from '../../audit/src/reasonings.js';

const hash = (digit: string): string => digit.repeat(64);
const set = (...hashes: (string | undefined)[]) => [
  { namespace: 'points', collection: '', writes: [], policies: [] },
  {
    namespace: 'points',
    collection: 'reasonings',
    writes: hashes.map((each) => ({
      key: hash('0'),
      value: each === undefined ? undefined : Buffer.from(each, 'hex'),
    })),
    policies: [],
  },
];
const row = (type: string, reasonHash?: string) => ({ key: [type, 'HarborMSP:one'], value: { reasonHash } });
const [a, b] = [hash('a'), hash('b')];

test.each([
  ['a proposal', set(a), [row('proposal', a)], 'Governance:Propose'],
  ['a proposal without a word', set(), [row('proposal')], 'Governance:Propose'],
  ['a vote that decides', set(b), [row('vote', b), row('proposal', a)], 'Governance:Vote'],
  ['an objection', set(b), [row('objection', b)], 'Governance:Object'],
  ['points', [], [row('op')], 'Points:Post'],
])('nothing is wrong with %s', (_what, sets, rows, call) => {
  expect(wrongInReasonings(sets, rows, call)).toEqual([]);
});

test.each([
  ['a hash of nothing', [], [row('vote', a)], 'Governance:Vote', /handed to nobody/],
  ['another reason than the hash is of', set(b), [row('vote', a)], 'Governance:Vote', /handed to nobody/],
  ['a reason that is changed', set(b), [row('proposal', a)], 'Governance:Execute', /no proposal, vote or objection/],
  ['a reason that is taken back', set(undefined), [], 'Governance:Vote', /wrote nothing among/],
  ['a reason beside points', set(a), [row('op')], 'Points:Post', /no proposal, vote or objection/],
])('%s is found', (_what, sets, rows, call, expected) => {
  expect(wrongInReasonings(sets, rows, call)[0]).toMatch(expected);
});
