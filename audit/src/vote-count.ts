/** Counts votes anew: by numbers, where the chaincode goes by names. */
import type { RuleRow, TallyRow, VoteRow } from './decision-rows.js';

export interface Ballots {
  readonly rule: Pick<RuleRow, 'moreThan' | 'quorum'>;
  readonly voters: number;
  /** Members that have to vote for it, and have not. */
  readonly consentsMissing: readonly string[];
  readonly tally: TallyRow;
}

export function countVotes(votes: readonly VoteRow[]): TallyRow {
  const tally = { for: 0, against: 0, abstain: 0 };
  for (const { vote } of votes) tally[vote] += 1;
  return tally;
}

/** Whether it passes as it stands. */
export function passes({ rule, voters, consentsMissing, tally }: Ballots): boolean {
  const { for: yes, against, abstain } = tally;
  return (
    consentsMissing.length === 0 &&
    isAtLeast(yes + against + abstain, voters, rule.quorum) &&
    isMoreThan(yes, yes + against, rule.moreThan)
  );
}

/** What it may still come to when so many, and these of whose consent is missing, have not said anything. */
export function possibleOutcomes(ballots: Ballots, silent: readonly string[]): ReadonlySet<boolean> {
  const outcomes = new Set<boolean>();
  const canConsent = ballots.consentsMissing.every((mspId) => silent.includes(mspId));
  const needed = canConsent ? ballots.consentsMissing.length : 0;
  const { for: yes, against, abstain } = ballots.tally;
  for (let more = 0; more <= silent.length; more += 1) {
    for (let no = 0; more + no <= silent.length; no += 1) {
      for (let neither = 0; more + no + neither <= silent.length; neither += 1) {
        const tally = { for: yes + more, against: against + no, abstain: abstain + neither };
        if (canConsent && more >= needed) outcomes.add(passes({ ...ballots, consentsMissing: [], tally }));
        if (ballots.consentsMissing.length > 0) outcomes.add(false);
      }
    }
  }
  return outcomes;
}

export function isMoreThan(part: number, whole: number, fraction: string): boolean {
  const [numerator, denominator] = partsOf(fraction);
  return BigInt(part) * denominator > BigInt(whole) * numerator;
}

function isAtLeast(part: number, whole: number, fraction: string): boolean {
  const [numerator, denominator] = partsOf(fraction);
  return BigInt(part) * denominator >= BigInt(whole) * numerator;
}

function partsOf(fraction: string): [bigint, bigint] {
  const [numerator = '0', denominator = '1'] = fraction.split('/');
  return [BigInt(numerator), BigInt(denominator)];
}
