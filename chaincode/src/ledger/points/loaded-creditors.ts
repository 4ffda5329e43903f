/** What decides on whether a batch may make merchants creditors, as it is asked for: acceptances, private terms, lanes of credits. */
import { type Acceptance, type Operation, type Program } from '@commonpoint/catalogue';
import { limitInForce } from '../../domain/credit/draw-credit.js';
import { acceptanceName } from '../../domain/points/row-names.js';
import type { CreditReference, PostRows } from '../../domain/points/post-rows.js';
import { isInForce } from '../../domain/programs/acceptances.js';
import { partiesOf } from '../../domain/terms/terms.js';
import { creditLaneKey } from '../credit/keys.js';
import { acceptanceKey } from '../programs/keys.js';
import { termsPairKey } from '../terms/keys.js';
import type { PendingReads } from '../core/pending-reads.js';
import { acceptorOf, type Direct } from './post-needs.js';

/** What names lanes of a credit, if it makes a creditor of a merchant. */
type Spending = Extract<Operation, { kind: 'redeem' | 'hold' | 'exchange' }>;

export class LoadedCreditors {
  readonly acceptances = new Map<string, Acceptance>();
  readonly pairsOnTerms = new Set<string>();
  readonly creditLanes: PostRows['creditLanes'][number][] = [];

  constructor(
    private readonly reads: PendingReads,
    private readonly programs: ReadonlyMap<string, Program>,
  ) {}

  /** Of a merchant that the operation names. */
  wantNamed(operation: Direct, mspId: string): void {
    const { programId } = operation;
    this.reads.want(acceptanceKey(programId, mspId), (row) =>
      this.acceptances.set(acceptanceName(programId, mspId), row),
    );
    if ('creditLanes' in operation) this.#wantLanes({ programId, mspId }, operation.creditLanes ?? []);
  }

  /** What makes a creditor of a merchant without an acceptance; programmes and acceptances are known by now. */
  wantTermsOf(operation: Operation, cycle: string): void {
    const found = this.#creditorOf(operation);
    if (found === undefined) return;
    const { spending, program, creditor } = found;
    const { programId, issuer } = program;
    if (spending.kind === 'exchange') this.wantNamed(spending, creditor);
    else if (isInForce(program, this.acceptances.get(acceptanceName(programId, creditor)), cycle)) return;
    const parties = partiesOf(issuer, creditor);
    this.reads.want(termsPairKey(parties), ({ accepted }) => {
      if (accepted !== undefined) this.pairsOnTerms.add(parties.join(' '));
    });
  }

  /** Of what names no lanes and is under a limit, lane 0; programmes and acceptances are known by now. */
  wantUnnamedLane(operation: Operation): void {
    const found = this.#creditorOf(operation);
    if (found === undefined || found.spending.creditLanes !== undefined) return;
    const { program, creditor } = found;
    const pair = { programId: program.programId, mspId: creditor };
    const limit = limitInForce(this.acceptances.get(acceptanceName(pair.programId, creditor))?.credit);
    if (limit !== undefined) this.#wantLanes(pair, [0]);
  }

  #creditorOf(operation: Operation): { spending: Spending; program: Program; creditor: string } | undefined {
    if (operation.kind !== 'redeem' && operation.kind !== 'hold' && operation.kind !== 'exchange') return undefined;
    const program = this.programs.get(operation.programId);
    const target = operation.kind === 'exchange' ? this.programs.get(operation.targetProgramId)?.issuer : undefined;
    const creditor = target ?? acceptorOf(operation);
    if (program === undefined || creditor === undefined || creditor === program.issuer) return undefined;
    return { spending: operation, program, creditor };
  }

  #wantLanes(credit: CreditReference, lanes: readonly number[]): void {
    for (const lane of lanes) {
      const key = creditLaneKey(credit.programId, credit.mspId, lane);
      this.reads.want(key, (row) => this.creditLanes.push({ credit, lane, row }));
    }
  }
}
