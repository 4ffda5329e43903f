/** Counting votes: what a proposal comes to, and when that cannot change any more. */
import type { Ballot, DecisionRule } from '@commonpoint/catalogue';

/** One that counts: of a voter that is an active member. */
export interface CountedVote {
  readonly mspId: string;
  readonly vote: Ballot;
}

export interface Tally {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
}

/** Of how many voters which have to agree, by what rule. */
export interface Electorate {
  readonly voters: readonly string[];
  readonly consents: readonly string[];
  readonly rule: Pick<DecisionRule, 'moreThan' | 'quorum'>;
}

export function tallyOf(votes: readonly CountedVote[]): Tally {
  const count = (ballot: Ballot): number => votes.filter(({ vote }) => vote === ballot).length;
  return { for: count('for'), against: count('against'), abstain: count('abstain') };
}

/** Compares a part of a whole with a fraction, exactly; of nothing, no part is more than any. */
export function compareToFraction(part: number, whole: number, fraction: string): number {
  const [numerator = 0, denominator = 1] = fraction.split('/').map(Number);
  return part * denominator - whole * numerator;
}

/** What it comes to if nobody else votes. */
export function outcomeOf({ voters, consents, rule }: Electorate, votes: readonly CountedVote[]): 'passed' | 'failed' {
  const tally = tallyOf(votes);
  const said = tally.for + tally.against;
  const agreed = consents.every((mspId) => votes.some((each) => each.mspId === mspId && each.vote === 'for'));
  const isQuorate = compareToFraction(said + tally.abstain, voters.length, rule.quorum) >= 0;
  return agreed && isQuorate && compareToFraction(tally.for, said, rule.moreThan) > 0 ? 'passed' : 'failed';
}

/**
 * What it comes to whatever the remaining voters say or do not say; undefined while that is open. The best that can still
 * come is a vote for it by all of them; the worst is either a vote against it by all, or none.
 */
export function certainOutcomeOf(
  electorate: Electorate,
  votes: readonly CountedVote[],
  remaining: readonly string[],
): 'passed' | 'failed' | undefined {
  const all = (vote: Ballot): CountedVote[] => [...votes, ...remaining.map((mspId) => ({ mspId, vote }))];
  if (outcomeOf(electorate, all('for')) === 'failed') return 'failed';
  const surely = outcomeOf(electorate, votes) === 'passed' && outcomeOf(electorate, all('against')) === 'passed';
  return surely ? 'passed' : undefined;
}
