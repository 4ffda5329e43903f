/**
 * What merchants in default owe, in the order in which it is met: each step of a claim recomputed from the closed cycle, from what was
 * paid in advance and from the line that it is brought on.
 */
import type { ClearingDebts } from './clearing-debts.js';
import type { Found } from './findings.js';
import type { GrantedCredits } from './granted-credits.js';
import type { CycleRow, MemberRow, SettlementRow } from './ledger-rows.js';
import type { PledgedPoints } from './pledged-points.js';
import type { Kept, Store } from './store.js';

/** Payments are whole units of the currency, written in millionths. */
const UNIT = 1_000_000n;
const whole = (sum: bigint): bigint => sum - (sum % UNIT);

export class DefaultClaims {
  /** By `cycle debtor creditor`, what the row says of the claim. */
  readonly #claims: Kept<string>;

  constructor(
    private readonly found: Found,
    private readonly debts: Pick<ClearingDebts, 'closed' | 'applySettlement'>,
    private readonly credits: Pick<GrantedCredits, 'applyClaim' | 'prepaidLeft'>,
    private readonly lines: Pick<PledgedPoints, 'applyClaim'>,
    private readonly standing: { readonly members: Kept<MemberRow> },
    store: Store,
  ) {
    this.#claims = store.kept('default-claims', 'small');
  }

  applySettlement(txId: string, name: string, row: SettlementRow | undefined): void {
    this.debts.applySettlement(txId, name, row);
    const before = this.#claims.get(name);
    const now = row?.claim && JSON.stringify(row.claim);
    if (before === now || row === undefined) return;
    const say = (text: string): void => void this.found.push(`transaction ${txId} claims ${name} ${text}`);
    if (before !== undefined || row.claim === undefined || now === undefined) return say('otherwise than before');
    this.#claims.set(name, now);
    const [cycle = '', debtor = '', creditor = ''] = name.split(' ');
    const { lineId, setOff, prepaid, prepaidPoints, pledges, loss } = row.claim;
    if (this.standing.members.get(debtor)?.inDefaultSince === undefined) say(`of ${debtor}, which is not in default`);
    if (row.status === 'confirmed') say('which was paid');
    if (row.status === 'instructed') say('which is said to be paid');
    const closed = this.debts.closed(cycle);
    if (closed === undefined) return say('of a cycle that is not closed');
    const amount = BigInt(row.amount);
    if (BigInt(prepaid) + BigInt(pledges) + BigInt(loss) !== amount) say(`in steps that are not ${amount} together`);
    const inTurn = setOffOf(closed, debtor, creditor, amount);
    if (BigInt(setOff) !== inTurn) say(`with ${setOff} set off, it is ${inTurn}`);
    this.#checkPrepaid(closed, row, debtor, creditor, say);
    for (const { programId, points } of prepaidPoints)
      this.credits.applyClaim(`${cycle} ${programId} ${creditor}`, BigInt(points));
    this.lines.applyClaim({ mspId: creditor, lineId, debtor, pledges: BigInt(pledges), loss: BigInt(loss) }, say);
  }

  /** For each programme as many points as were paid for and drawn on the credit in the cycle, one by one as the cycle has them. */
  #checkPrepaid(
    closed: CycleRow,
    { amount, claim }: SettlementRow,
    debtor: string,
    creditor: string,
    say: (text: string) => void,
  ): void {
    const told = new Map((claim?.prepaidPoints ?? []).map(({ programId, points }) => [programId, BigInt(points)]));
    let rest = BigInt(amount);
    let sum = 0n;
    for (const position of owedIn(closed, debtor, creditor)) {
      const [points, worth] = [BigInt(position.amount), BigInt(position.worth ?? '0')];
      const used = told.get(position.programId) ?? 0n;
      told.delete(position.programId);
      if (worth <= 0n || points <= 0n) continue;
      const credited = BigInt(position.credited ?? '0');
      const payable = (rest * points) / worth;
      const most = credited < payable ? credited : payable;
      const isShort = used < most && this.credits.prepaidLeft(`${position.programId} ${creditor}`) > 0n;
      if (used > most || isShort) say(`with ${used} points of ${position.programId} paid in advance, of ${most}`);
      const part = (used * worth) / points;
      rest -= part;
      sum += part;
    }
    if (told.size > 0) say(`with points paid in advance that were not owed: ${[...told.keys()].join(', ')}`);
    if (whole(sum) !== BigInt(claim?.prepaid ?? '0'))
      say(`with ${claim?.prepaid} paid in advance, it is ${whole(sum)}`);
  }
}

function owedIn({ positions, privatePairs = [] }: CycleRow, debtor: string, creditor: string) {
  const isPrivate = privatePairs.some(({ parties }) => parties.includes(debtor) && parties.includes(creditor));
  return isPrivate ? [] : positions.filter((each) => each.debtor === debtor && each.creditor === creditor);
}

/** What the other one owes in turn, where what is paid is the rest of that; else it was netted over all. */
function setOffOf(closed: CycleRow, debtor: string, creditor: string, amount: bigint): bigint {
  const owes = (from: string, to: string): bigint => {
    const before = (closed.remaindersBefore ?? []).filter((each) => each.debtor === from && each.creditor === to);
    const worths = owedIn(closed, from, to).map(({ worth }) => BigInt(worth ?? '0'));
    return [...worths, ...before.map((each) => BigInt(each.amount))].reduce((sum, each) => sum + each, 0n);
  };
  const [owed, inTurn] = [owes(debtor, creditor), owes(creditor, debtor)];
  return owed >= inTurn && whole(owed - inTurn) === amount ? inTurn : 0n;
}
