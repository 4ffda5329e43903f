/**
 * What members decided, from their votes: each vote is its organisation's own, each result is what the votes come to, each
 * change of members, constitution, agreement and wound-down programmes belongs to a decision. What does not is a finding.
 */
import { createHash } from 'node:crypto';
import type { Found } from './findings.js';
import type {
  AgreementRow,
  ConstitutionRow,
  EpochRow,
  ObjectionRow,
  PowerRow,
  ProposalRow,
  VoteRow,
} from './decision-rows.js';
import { type Decided, decidedBy, matterOf, strictestOf } from './decided-changes.js';
import { decisionWrites, type Written } from './decision-writes.js';
import type { MemberRow, ProgramRow, RowWrite } from './ledger-rows.js';
import { isSame, ordered } from './same-rows.js';
import type { Kept, Store } from './store.js';
import { wrongInCap, wrongInLeaving } from './own-changes.js';
import { wronglyTimed } from './time-lock.js';
import { countVotes, isMoreThan, passes, possibleOutcomes } from './vote-count.js';

const fixed = [
  'proposer',
  'digest',
  'proposedAt',
  'constitutionVersion',
  'epoch',
  'votingEnds',
  'endsWithEpoch',
] as const;
/** What may follow upon what; a result that nothing follows is for good. */
const next: Readonly<Record<ProposalRow['status'], readonly ProposalRow['status'][]>> = {
  open: ['passed', 'failed', 'withdrawn', 'dropped', 'executed', 'expired'],
  passed: ['executed', 'stopped', 'withdrawn', 'dropped', 'expired'],
  failed: [],
  stopped: [],
  withdrawn: [],
  dropped: [],
  expired: [],
  executed: [],
};

export class MemberDecisions {
  /** By MSP id. */
  readonly members: Kept<MemberRow>;
  readonly #constitution: Kept<ConstitutionRow>;
  readonly #epoch: Kept<EpochRow>;
  readonly #agreements: Kept<AgreementRow>;
  readonly #programs: Kept<ProgramRow>;
  readonly #proposals: Kept<ProposalRow>;
  /** By proposal. */
  readonly #votes: Kept<VoteRow[]>;
  readonly #objections: Kept<ObjectionRow[]>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.members = store.kept('members', 'small');
    this.#constitution = store.kept('constitution', 'small');
    this.#epoch = store.kept('epoch', 'small');
    this.#agreements = store.kept('agreements', 'small');
    this.#programs = store.kept('decided-programs', 'small');
    this.#proposals = store.kept('proposals', 'small');
    this.#votes = store.kept('votes', 'small');
    this.#objections = store.kept('objections', 'small');
  }

  /** What a regulator orders by itself; undefined of one that is none. */
  readonly powersOf = (mspId: string): readonly PowerRow[] | undefined =>
    this.members.get(mspId)?.kind === 'regulator' ? (this.#constitution.get('row')?.regulatorPowers ?? []) : undefined;

  readonly hasLeft = (mspId: string): boolean => this.members.get(mspId)?.status === 'left';

  /** Who serves the accounts of a member that left. */
  readonly successorOf = (mspId: string): string | undefined => this.members.get(mspId)?.successor;

  /** Looks at what one valid transaction wrote, which a client of `by` signed at a time; both may be unknown. */
  apply(txId: string, writes: readonly RowWrite[], by: string, time?: number): void {
    const written = decisionWrites(writes);
    if (written === undefined) return;
    const say = (text: string): void => void this.found.push(`transaction ${txId} ${text}`);
    for (const [name, row] of written.vote) this.#vote(name, row, by, say);
    for (const [name, row] of written.objection) this.#object(name, row, by, say);
    for (const [name, row] of written.proposal) this.#propose(name, row, by, say);
    this.#changes(written, by, time, say);
    for (const [mspId, row] of written.org) put(this.members, mspId, row);
    for (const [programId, row] of written.program) put(this.#programs, programId, row);
    for (const [version, row] of written.agreement) put(this.#agreements, version, row);
    for (const [, row] of written.constitution) put(this.#constitution, 'row', row);
    for (const [, row] of written.epoch) put(this.#epoch, 'row', row);
  }

  #vote(name: string, row: VoteRow | undefined, by: string, say: Say): void {
    const [proposalId = '', mspId = ''] = name.split(' ');
    const proposal = this.#proposals.get(proposalId);
    const before = this.#votes.get(proposalId) ?? [];
    if (row === undefined) return say(`deleted the vote ${name}`);
    if (row.mspId !== mspId || (by !== '' && by !== mspId)) say(`gave the vote ${name}, and ${by} signed it`);
    if (before.some((each) => each.mspId === mspId)) return say(`changed the vote ${name}, which was given`);
    if (proposal === undefined) say(`voted on ${proposalId}, which nobody proposed`);
    else if (!proposal.voters.includes(mspId)) say(`gave the vote ${name}, which ${mspId} does not have`);
    else if (proposal.status !== 'open') say(`gave the vote ${name} when it was ${proposal.status}`);
    else if (row.votedAt > proposal.votingEnds) say(`gave the vote ${name} when voting was over`);
    if (this.members.get(mspId)?.status !== 'active') say(`gave the vote ${name} of a member that is not active`);
    this.#votes.set(proposalId, [...before, row]);
  }

  #object(name: string, row: ObjectionRow | undefined, by: string, say: Say): void {
    const [proposalId = '', mspId = ''] = name.split(' ');
    if (row === undefined) return say(`deleted the objection ${name}`);
    if (row.mspId !== mspId || (by !== '' && by !== mspId)) say(`made the objection ${name}, and ${by} signed it`);
    if (this.#proposals.get(proposalId)?.voters.includes(mspId) !== true) say(`made the objection ${name} of no voter`);
    const others = (this.#objections.get(proposalId) ?? []).filter((each) => each.mspId !== mspId);
    this.#objections.set(proposalId, [...others, row]);
  }

  #propose(name: string, row: ProposalRow | undefined, by: string, say: Say): void {
    const before = this.#proposals.get(name);
    if (row === undefined) return say(`deleted the proposal ${name}`);
    this.#proposals.set(name, row);
    if (before === undefined) return this.#begin(name, row, by, say);
    const changed = fixed.filter((field) => before[field] !== row[field]);
    for (const field of ['actions', 'rule', 'voters', 'consents'] as const) {
      if (JSON.stringify(before[field]) !== JSON.stringify(row[field])) changed.push(field as never);
    }
    if (changed.length > 0) say(`changed ${changed.join(', ')} of the proposal ${name}`);
    if (before.status === row.status) return;
    if (!next[before.status].includes(row.status))
      say(`made the proposal ${name} ${row.status}, which was ${before.status}`);
    const wrong = this.#wrongIn(before, row, by);
    if (wrong !== undefined) say(`made the proposal ${name} ${row.status}, but ${wrong}`);
  }

  #begin(name: string, row: ProposalRow, by: string, say: Say): void {
    const constitution = this.#constitution.get('row');
    const epoch = this.#epoch.get('row');
    const wrong: string[] = [];
    if (!name.startsWith(`${row.proposer}:`) || (by !== '' && by !== row.proposer)) wrong.push(`${by} signed it`);
    if (row.status !== 'open') wrong.push(`it began as ${row.status}`);
    if (row.constitutionVersion !== constitution?.version) wrong.push('it is under another constitution');
    if (row.epoch !== epoch?.number) wrong.push('it is of another epoch');
    const content = { actions: row.actions, ...(row.reasonHash !== undefined && { reasonHash: row.reasonHash }) };
    if (createHash('sha256').update(JSON.stringify(content)).digest('hex') !== row.digest) {
      wrong.push('its digest is of something else');
    }
    const rule = constitution && strictestOf(row.actions.map((action) => constitution.rules[matterOf(action)]));
    if (JSON.stringify(ordered(rule)) !== JSON.stringify(ordered(row.rule))) wrong.push('its rule is another one');
    const { isForMost, votersOn, consentsTo } = decidedBy(row, this.#standing());
    if (!isForMost) wrong.push('too few are left that vote on it');
    if (votersOn.join() !== row.voters.join()) wrong.push(`its voters are ${votersOn.join(', ')}`);
    if (consentsTo.join() !== row.consents.join()) wrong.push(`it needs the consent of ${consentsTo.join(', ')}`);
    if (Date.parse(row.votingEnds) !== Date.parse(row.proposedAt) + row.rule.votingSeconds * 1000) {
      wrong.push('votes on it are taken for another time');
    }
    for (const each of wrong) say(`proposed ${name}, but ${each}`);
  }

  /** What speaks against a result. */
  #wrongIn(before: ProposalRow, row: ProposalRow, by: string): string | undefined {
    const { status } = row;
    if (status === 'withdrawn') return by === '' || by === row.proposer ? undefined : `${by} did not propose it`;
    const isOfEpoch = !row.endsWithEpoch || row.epoch === this.#epoch.get('row')?.number;
    if (status === 'dropped') return isOfEpoch ? 'no other epoch began' : undefined;
    if (status === 'stopped') {
      const objections = this.#objections.get(row.proposalId)?.length ?? 0;
      return isMoreThan(objections, row.voters.length, row.rule.stoppedBy) ? undefined : `${objections} objected`;
    }
    if (before.status === 'open') {
      const wrong = this.#miscounted(row);
      if (wrong !== undefined) return wrong;
    }
    if (status === 'executed') {
      if (!isOfEpoch) return 'another epoch began';
      const [at, from, until] = [row.endedAt, row.executableFrom, row.expiresAt].map((each) => Date.parse(each ?? ''));
      return at! >= from! && at! <= until! ? undefined : 'it was not the time for it';
    }
    if (status === 'expired') return row.endedAt! > row.expiresAt! ? undefined : 'its time was not over';
    return undefined;
  }

  /** Whether a proposal that is decided was decided as its votes say, and not before they did. */
  #miscounted({ proposalId, rule, voters, consents, tally, votingEnds, ...row }: ProposalRow): string | undefined {
    const isActive = (mspId: string): boolean => this.members.get(mspId)?.status === 'active';
    const all = this.#votes.get(proposalId) ?? [];
    const counted = all.filter(({ mspId }) => voters.includes(mspId) && isActive(mspId));
    const counts = countVotes(counted);
    if (JSON.stringify(ordered(tally)) !== JSON.stringify(ordered(counts))) {
      return `its votes are ${counts.for} for, ${counts.against} against and ${counts.abstain} abstaining`;
    }
    const consentsMissing = consents.filter(
      (mspId) => !counted.some((each) => each.mspId === mspId && each.vote === 'for'),
    );
    const ballots = { rule, voters: voters.length, consentsMissing, tally: counts };
    const isPassed = row.status !== 'failed';
    if (row.decidedAt === votingEnds) {
      if (passes(ballots) !== isPassed) return 'its votes say otherwise';
      return isPassed ? wronglyTimed(row, rule) : undefined;
    }
    const silent = voters.filter((mspId) => isActive(mspId) && !all.some((each) => each.mspId === mspId));
    const outcomes = possibleOutcomes(ballots, silent);
    if (outcomes.size !== 1) return 'its votes leave it open';
    if (!outcomes.has(isPassed)) return 'its votes say otherwise';
    return isPassed ? wronglyTimed(row, rule) : undefined;
  }

  /** Each change is what an executed proposal says, or a member's own saying about itself. */
  #changes(written: Written, by: string, time: number | undefined, say: Say): void {
    const isFounding = this.#constitution.get('row') === undefined;
    const executed = [...written.proposal.values()].filter((row) => row?.status === 'executed') as ProposalRow[];
    let decided: Decided = this.#standing();
    for (const proposal of executed) decided = decidedBy(proposal, decided).after;
    for (const [mspId, row] of written.org) {
      const before = this.members.get(mspId);
      if (isFounding && before === undefined) continue;
      if (row !== undefined && this.#isOwn(mspId, before, row, written, by, time)) continue;
      if (!isSame(row, decided.members.get(mspId))) say(`changed the member ${mspId} without a decision`);
    }
    for (const [, row] of written.constitution) {
      if (!isFounding && !isSame(row, decided.constitution)) say('changed the constitution without a decision');
    }
    for (const [, row] of written.agreement) {
      const expected = decided.agreements.find(({ version }) => version === row?.version);
      if (row?.hash !== expected?.hash || row === undefined) say(`changed the agreement without a decision`);
    }
    for (const [programId, row] of written.program) {
      const [before, expected] = [this.#programs.get(programId), decided.programs.get(programId)];
      const isEnded =
        row?.spendableUntil !== before?.spendableUntil && row?.spendableUntil !== expected?.spendableUntil;
      const { leaving } = written.org.get(row?.issuer ?? '') ?? this.members.get(row?.issuer ?? '') ?? {};
      const isLeaving = leaving?.until === row?.spendableUntil && (by === '' || by === row?.issuer);
      const isLonger = before?.spendableUntil === undefined || before.spendableUntil < (row?.spendableUntil ?? '');
      if (row?.issuerInDefaultSince !== expected?.issuerInDefaultSince)
        say(`changed whether the issuer of ${programId} is in default without a decision`);
      if (isEnded && !(isLeaving && isLonger)) say(`wound down the programme ${programId} without a decision`);
      const isDecided = executed.length > 0 && before !== undefined && row?.cap === expected?.cap;
      if (row === undefined || (isDecided && JSON.stringify(row.capBase) === JSON.stringify(expected?.capBase)))
        continue;
      const wrong = wrongInCap(before, row, this.#constitution.get('row')?.capRaise, time);
      if (wrong !== undefined) say(`changed the programme ${programId}, whose cap ${wrong}`);
    }
    const epochs = [...written.org].filter(([mspId, row]) => this.members.get(mspId)?.status !== row?.status).length;
    const isEpoch = !isFounding && (epochs > 0 || written.constitution.size > 0);
    const number = (this.#epoch.get('row')?.number ?? 0) + 1;
    const begun = written.epoch.get('')?.number;
    if (isEpoch && begun !== number) say('changed members or constitution, and no epoch began');
    if (!isEpoch && !isFounding && written.epoch.size > 0) say('began an epoch without a reason');
  }

  /** What a member says of itself: that it joins once it was admitted, that it leaves, and what it accepts. */
  #isOwn(
    mspId: string,
    before: MemberRow | undefined,
    row: MemberRow,
    { adherence }: Written,
    by: string,
    time: number | undefined,
  ): boolean {
    if (before === undefined || (by !== '' && by !== mspId)) return false;
    if (before.status === 'candidate' && row.status === 'active') return row.kind === before.kind;
    const constitution = this.#constitution.get('row');
    if (row.leaving !== undefined && constitution !== undefined && JSON.stringify(row) !== JSON.stringify(before)) {
      const [{ leaving: _is, status, ...now }, { leaving: _was, status: former, ...then }] = [row, before];
      const follows = (former === 'active' && status === 'leaving') || (former === 'leaving' && status !== 'active');
      const isLeaving = follows && wrongInLeaving(before, row, constitution, time) === undefined;
      if (isLeaving && isSame(now, then)) return true;
    }
    const { agreementVersion, agreementDue: _due, ...rest } = row;
    const { agreementVersion: _version, agreementDue: _was, ...earlier } = before;
    const accepted = [...adherence].some(
      ([name, each]) => name.endsWith(` ${mspId}`) && each?.version === agreementVersion && this.#isAdopted(each),
    );
    return accepted && isSame(rest, earlier);
  }

  #isAdopted(accepted: { version: number; hash: string } | undefined): boolean {
    return [...this.#agreements].some(
      ([, { version, hash }]) => version === accepted?.version && hash === accepted.hash,
    );
  }

  #standing(): Decided {
    return {
      members: new Map(this.members),
      constitution: this.#constitution.get('row'),
      agreements: [...this.#agreements].map(([, row]) => row),
      programs: new Map(this.#programs),
    };
  }
}

type Say = (text: string) => void;

function put<T>(rows: Kept<T>, name: string, row: T | undefined): void {
  if (row === undefined) rows.delete(name);
  else rows.set(name, row);
}
