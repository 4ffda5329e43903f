/**
 * What a merchant in default owes for a closed cycle, met in the stated order, each as far as it goes.
 *
 * | step | what                                             | where it stands                                             |
 * |------|--------------------------------------------------|-------------------------------------------------------------|
 * | 1    | what the creditor owes in turn                   | set off as the cycle was closed: the settlement is the rest |
 * | 2    | what was paid in advance for points of the cycle | these prepayments are used up                               |
 * | 3    | pledges                                          | the debt comes on the line, up to its limit, and is taken by its rules |
 * | 4    | what remains                                     | the creditor's loss, by name                                |
 */
import { type CreditLine, type Organization, PAYABLE_UNIT, type Row, type Settlement } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';
import { useUpPrepaid } from '../credit/release-credit.js';
import { positionsInPublic } from '../clearing/netting.js';
import { refuseUnlessIn } from './credit-lines.js';

type CycleRow = Row<'cycle'>;
type Prepayment = Row<'prepayment'>;

/** What stands of the two for the cycle. */
export interface Owing {
  readonly debtor: Organization | undefined;
  readonly cycle: CycleRow;
  readonly settlement: Settlement;
  /** By programme, what the debtor paid the creditor in advance for its points, the first one first. */
  readonly prepaid: ReadonlyMap<string, readonly Prepayment[]>;
}

export interface Claim {
  readonly settlement: Settlement;
  readonly line: CreditLine;
  readonly prepaid: ReadonlyMap<string, readonly Prepayment[]>;
}

/** Errors: NOT_IN_DEFAULT, SETTLEMENT_STATE, LINE_STATE, LINE_EXCEEDED. */
export function decideClaim(line: CreditLine, owing: Owing, { at }: Saying): Claim | Refusal {
  const { debtor, settlement } = owing;
  if (debtor?.inDefaultSince === undefined)
    return refuse('NOT_IN_DEFAULT', `${settlement.debtor} has not been declared in default`);
  if (settlement.status === 'confirmed')
    return refuse('SETTLEMENT_STATE', `what ${settlement.debtor} owed for ${settlement.cycle} was paid`);
  if (settlement.status === 'instructed')
    return refuse('SETTLEMENT_STATE', `${settlement.debtor} says that it paid: confirm that, or dispute it`);
  if (settlement.claim !== undefined)
    return refuse('SETTLEMENT_STATE', `it was claimed on the line ${settlement.claim.lineId}`);
  const wrong = refuseUnlessIn(line, 'claim');
  if (wrong !== undefined) return wrong;
  const owed = BigInt(settlement.amount);
  const advance = paidInAdvance(owing, owed);
  const room = BigInt(line.limit) - BigInt(line.drawn);
  const left = owed - advance.sum;
  const pledges = left < room ? left : room;
  if (pledges <= 0n) return refuse('LINE_EXCEEDED', `${left} are left to be claimed, and ${room} of the limit`);
  const figures = { setOff: setOffIn(owing), prepaid: advance.sum, pledges, loss: left - pledges };
  const told = Object.fromEntries(Object.entries(figures).map(([step, sum]) => [step, String(sum)]));
  const claim = { lineId: line.lineId, at, ...told, prepaidPoints: advance.points } as NonNullable<Settlement['claim']>;
  return {
    settlement: { ...settlement, claim },
    line: { ...line, drawn: String(BigInt(line.drawn) + pledges) },
    prepaid: advance.rows,
  };
}

/** What both owed each other for the cycle, as far as it is the same; nothing where all were netted over all. */
function setOffIn({ cycle, settlement }: Owing): bigint {
  const { debtor, creditor, amount } = settlement;
  const [owed, inTurn] = [owedBy(cycle, debtor, creditor), owedBy(cycle, creditor, debtor)];
  const isPair = owed >= inTurn && ((owed - inTurn) / PAYABLE_UNIT) * PAYABLE_UNIT === BigInt(amount);
  return isPair ? inTurn : 0n;
}

function owedBy({ positions, privatePairs = [], remaindersBefore = [] }: CycleRow, from: string, to: string): bigint {
  const worths = positionsInPublic(positions, privatePairs).map(({ worth, ...each }) => ({ ...each, amount: worth }));
  return [...worths, ...remaindersBefore].reduce(
    (sum, { debtor, creditor, amount }) => (debtor === from && creditor === to ? sum + BigInt(amount) : sum),
    0n,
  );
}

/** Of points of the cycle that were drawn on a credit, at what they are worth on average, in whole units, rounded down. */
function paidInAdvance({ cycle, settlement, prepaid }: Owing, owed: bigint) {
  const { debtor, creditor } = settlement;
  const points: { programId: string; points: string }[] = [];
  const rows = new Map<string, readonly Prepayment[]>();
  let sum = 0n;
  for (const { programId, amount, worth, credited = '0', ...of } of positionsInPublic(
    cycle.positions,
    cycle.privatePairs ?? [],
  )) {
    if (of.debtor !== debtor || of.creditor !== creditor || BigInt(worth) <= 0n || BigInt(credited) <= 0n) continue;
    const affordable = ((owed - sum) * BigInt(amount)) / BigInt(worth);
    const most = BigInt(credited) < affordable ? BigInt(credited) : affordable;
    const { used, rows: after } = useUpPrepaid(prepaid.get(programId) ?? [], most);
    if (used === 0n) continue;
    points.push({ programId, points: String(used) });
    rows.set(programId, after);
    sum += (BigInt(worth) * used) / BigInt(amount);
  }
  return { sum: (sum / PAYABLE_UNIT) * PAYABLE_UNIT, points, rows };
}

/** What a claim used up of prepayments for a programme’s points: its cycle gives back so much less. */
export function prepaidByClaim(settlements: readonly Settlement[], programId: string): bigint {
  const parts = settlements.flatMap(({ claim }) => claim?.prepaidPoints ?? []);
  return parts.reduce((sum, part) => (part.programId === programId ? sum + BigInt(part.points) : sum), 0n);
}

/** Errors: NOT_LINE_PARTY, LINE_STATE. */
export function refuseUnlessSecured({ lineId, mspId, secures }: CreditLine, caller: string): Refusal | undefined {
  if (caller !== mspId) return refuse('NOT_LINE_PARTY', `it is for ${mspId} to claim on ${lineId}`);
  return secures === undefined ? refuse('LINE_STATE', `${lineId} secures no merchant’s debts`) : undefined;
}
