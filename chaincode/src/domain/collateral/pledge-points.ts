/** Pledging: a hold for the pledgee, by the rules of the credit line that it names. */
import { dayOf, type CreditLine, type Operation, PLEDGES_MAX, type Program } from '@commonpoint/catalogue';
import { Refusal, refuse } from '../core/refusal.js';
import { isExpired } from '../holds/holds.js';
import { lineName } from '../points/row-names.js';
import type { WorkingSet } from '../points/working-set.js';
import { cured, refuseUnlessIn } from './credit-lines.js';

type Pledge = Extract<Operation, { kind: 'hold' }>;

/** The line that points are pledged for. Errors: COLLATERAL_OFF, LINE_UNKNOWN, LINE_STATE, HOLD_PERIOD_INVALID, PLEDGES_TOO_MANY. */
export function decidePledge(
  set: WorkingSet,
  { lineId, beneficiary = '', accountId, programId, expiresAt }: Pledge,
): CreditLine | undefined | Refusal {
  if (lineId === undefined) return undefined;
  const line = findPledgedFor(set, { lineId, beneficiary, accountId, programId });
  if (line instanceof Refusal || expiresAt === line.pledgesEndAt) return line;
  return refuse('HOLD_PERIOD_INVALID', `a pledge for ${lineId} is until ${line.pledgesEndAt}`);
}

/** The line, if it takes another pledge of an account and programme. Errors: COLLATERAL_OFF, LINE_UNKNOWN, LINE_STATE, PLEDGES_TOO_MANY. */
export function findPledgedFor(
  set: WorkingSet,
  {
    lineId,
    beneficiary,
    accountId,
    programId,
  }: Pick<CreditLine, 'lineId' | 'accountId' | 'programId'> & { readonly beneficiary: string },
): CreditLine | Refusal {
  if (set.rows.constitution?.collateral !== true) return refuse('COLLATERAL_OFF', 'the constitution does not have it');
  const line = set.lines.get(lineName(beneficiary, lineId));
  if (line === undefined || line.accountId !== accountId || line.programId !== programId)
    return refuse(
      'LINE_UNKNOWN',
      `${beneficiary} has granted ${accountId} no line ${lineId} for points of ${programId}`,
    );
  const wrong = refuseUnlessIn(line, 'pledge');
  if (wrong !== undefined) return wrong;
  if (isExpired(set, { expiresAt: line.pledgesEndAt }))
    return refuse('LINE_STATE', `pledges for ${lineId} are until ${line.pledgesEndAt}, and go back then`);
  return line.pledges.length < PLEDGES_MAX
    ? line
    : refuse('PLEDGES_TOO_MANY', `${PLEDGES_MAX} pledges stand for the credit line ${lineId}`);
}

/** Points that end while they are pledged are worth nothing then: none are taken. */
export function lastingThrough(line: CreditLine | undefined): string | undefined {
  return line === undefined ? undefined : dayOf(line.pledgesEndAt);
}

export function addPledge(
  set: WorkingSet,
  line: CreditLine,
  program: Program,
  { id, amount }: Pick<Pledge, 'id' | 'amount'>,
): void {
  const pledges = [...line.pledges, { mspId: set.mspId, pledgeId: id, amount }];
  set.recordLine(cured({ ...line, pledges }, program, set.cycle, set.origin.txTime));
}
