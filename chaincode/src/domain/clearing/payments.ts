/**
 * What is paid for a cycle, and what is owed on. Payments are whole units of the currency, rounded down: nobody pays more than it
 * owes, or gets more than it is owed. What is not paid is a remainder and counts with the next closing, so that over any
 * number of cycles payments and the last remainders are exactly what was owed.
 *
 * Merchants that net over all are one group, of which each has one sum; any other two are a group of their own. The sums of
 * a group are zero together, and so are what is paid and what remains. Who owes most pays who is owed most, then the next
 * one, by amount and then by MSP id: at most one payment less than there are merchants.
 */
import { type Netting, type Organization, type Owed, PAYABLE_UNIT } from '@commonpoint/catalogue';

export interface Payable {
  readonly payments: Owed[];
  readonly remainders: Owed[];
}

/** Of which members what they owe and are owed over all others may be netted: one that does not pay is known to whom it owes. */
export function nettedTogether(netting: Netting, organizations: readonly Organization[]): ReadonlySet<string> {
  if (netting === 'pairs') return new Set();
  const inGoodStanding = organizations.filter(
    ({ status, inDefaultSince }) => (status === 'active' || status === 'leaving') && inDefaultSince === undefined,
  );
  return new Set(inGoodStanding.map(({ mspId }) => mspId));
}

/** `together`: who nets over all. */
export function payableOf(debts: readonly Owed[], together: ReadonlySet<string>): Payable {
  const groups = Map.groupBy(debts, ({ debtor, creditor }) =>
    together.has(debtor) && together.has(creditor) ? '' : [debtor, creditor].sort().join(' '),
  );
  const all = [...groups.values()].map(payGroup);
  return {
    payments: inOrder(all.flatMap(({ payments }) => payments)),
    remainders: inOrder(all.flatMap(({ remainders }) => remainders)),
  };
}

function payGroup(debts: readonly Owed[]): Payable {
  const owes = new Map<string, bigint>();
  for (const { debtor, creditor, amount } of debts) {
    add(owes, debtor, BigInt(amount));
    add(owes, creditor, -BigInt(amount));
  }
  // Division of bigints rounds towards zero, on both sides.
  const payments = matched(new Map([...owes].map(([mspId, sum]) => [mspId, (sum / PAYABLE_UNIT) * PAYABLE_UNIT])));
  for (const { debtor, creditor, amount } of payments) {
    add(owes, debtor, -BigInt(amount));
    add(owes, creditor, BigInt(amount));
  }
  return { payments, remainders: matched(owes) };
}

/** Who owes whom, so that sums come to nothing on one side at least. */
function matched(owes: ReadonlyMap<string, bigint>): Owed[] {
  const debtors = bySize([...owes].filter(([, sum]) => sum > 0n));
  const creditors = bySize([...owes].flatMap(([mspId, sum]) => (sum < 0n ? [[mspId, -sum] as const] : [])));
  const found: Owed[] = [];
  for (let [at, to] = [0, 0]; at < debtors.length && to < creditors.length;) {
    const [payer, payee] = [debtors[at]!, creditors[to]!];
    const amount = payer.sum < payee.sum ? payer.sum : payee.sum;
    found.push({ debtor: payer.mspId, creditor: payee.mspId, amount: String(amount) });
    payer.sum -= amount;
    payee.sum -= amount;
    if (payer.sum === 0n) at += 1;
    if (payee.sum === 0n) to += 1;
  }
  return found;
}

function bySize(sums: readonly (readonly [mspId: string, sum: bigint])[]): { mspId: string; sum: bigint }[] {
  return sums
    .map(([mspId, sum]) => ({ mspId, sum }))
    .sort((a, b) => (a.sum === b.sum ? (a.mspId < b.mspId ? -1 : 1) : a.sum > b.sum ? -1 : 1));
}

function add(sums: Map<string, bigint>, mspId: string, amount: bigint): void {
  sums.set(mspId, (sums.get(mspId) ?? 0n) + amount);
}

const inOrder = (debts: Owed[]): Owed[] =>
  debts.sort((a, b) => (`${a.debtor} ${a.creditor}` < `${b.debtor} ${b.creditor}` ? -1 : 1));
