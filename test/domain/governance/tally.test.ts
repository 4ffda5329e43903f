import fc from 'fast-check';
import {
  certainOutcomeOf,
  type CountedVote,
  type Electorate,
  outcomeOf,
} from '../../../chaincode/src/domain/governance/tally.js';

const ballots = ['for', 'against', 'abstain'] as const;
const rule = { moreThan: '1/2', quorum: '1/2' };

/** `++-0` is two for, one against, one abstaining, of so many voters. */
const votesOf = (text: string): CountedVote[] =>
  Array.from(text, (sign, index) => ({
    mspId: `M${index}`,
    vote: ({ '+': 'for', '-': 'against', '0': 'abstain' } as const)[sign as '+'],
  }));
const electorate = (voters: number, more: Partial<Electorate> = {}): Electorate => ({
  voters: Array.from({ length: voters }, (_, index) => `M${index}`),
  consents: [],
  rule,
  ...more,
});

describe('what votes come to', () => {
  it.each([
    ['more than half', 3, '++-', rule, 'passed'],
    ['exactly half', 4, '++--', rule, 'failed'],
    ['exactly half of those who said either', 4, '+-00', rule, 'failed'],
    ['a majority of those who said either, the others abstaining', 4, '+000', rule, 'passed'],
    ['a majority without a quorum', 4, '+', rule, 'failed'],
    ['exactly the quorum', 4, '++', rule, 'passed'],
    ['nobody', 3, '', rule, 'failed'],
    ['all abstaining', 3, '000', rule, 'failed'],
    ['two of three where more than two thirds are asked for', 3, '++-', { ...rule, moreThan: '2/3' }, 'failed'],
    ['three of four where more than two thirds are asked for', 4, '+++-', { ...rule, moreThan: '2/3' }, 'passed'],
    ['no voter at all', 0, '', { moreThan: '0/1', quorum: '0/1' }, 'failed'],
  ] as const)('%s', (_name, voters, votes, asked, expected) => {
    expect(outcomeOf(electorate(voters, { rule: asked }), votesOf(votes))).toBe(expected);
  });

  it.each([
    ['votes for it', '+++', 'passed'],
    ['abstains', '++0', 'failed'],
    ['votes against it', '++-', 'failed'],
    ['says nothing', '++', 'failed'],
  ] as const)('whose consent is asked for %s', (_name, votes, expected) => {
    expect(outcomeOf(electorate(3, { consents: ['M2'] }), votesOf(votes))).toBe(expected);
  });
});

const fraction = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 6 }))
  .map(([part, whole]) => `${Math.min(part, whole)}/${whole}`);
const election = fc
  .record({
    voters: fc.integer({ min: 1, max: 6 }),
    given: fc.array(fc.constantFrom(...ballots), { maxLength: 6 }),
    moreThan: fraction,
    quorum: fraction,
    consenting: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  })
  .map(({ voters, given, moreThan, quorum, consenting }) => ({
    electorate: electorate(voters, {
      rule: { moreThan, quorum },
      consents: consenting === undefined ? [] : [`M${consenting % voters}`],
    }),
    votes: given.slice(0, voters).map((vote, index): CountedVote => ({ mspId: `M${index}`, vote })),
  }));

/** Everything that the others may still say, or not say. */
function* completions(votes: readonly CountedVote[], remaining: readonly string[]): Generator<readonly CountedVote[]> {
  const [next, ...others] = remaining;
  if (next === undefined) return yield votes;
  yield* completions(votes, others);
  for (const vote of ballots) yield* completions([...votes, { mspId: next, vote }], others);
}

test('it is decided exactly when nothing that comes can change it', () => {
  fc.assert(
    fc.property(election, ({ electorate: of, votes }) => {
      const remaining = of.voters.slice(votes.length);
      const outcomes = new Set([...completions(votes, remaining)].map((all) => outcomeOf(of, all)));
      const certain = certainOutcomeOf(of, votes, remaining);
      expect(certain).toBe(outcomes.size === 1 ? [...outcomes][0] : undefined);
    }),
    { numRuns: 300 },
  );
});

test('no single vote for it makes it fail, and none against it makes it pass', () => {
  fc.assert(
    fc.property(election, ({ electorate: of, votes }) => {
      if (votes.length === of.voters.length) return;
      const mspId = of.voters[votes.length] as string;
      const outcome = (vote: (typeof ballots)[number]) => outcomeOf(of, [...votes, { mspId, vote }]);
      if (outcome('against') === 'passed') expect(outcome('for')).toBe('passed');
      if (outcomeOf(of, votes) === 'passed') expect(outcome('for')).toBe('passed');
    }),
    { numRuns: 300 },
  );
});
