/** The week's end: the cycle is cut off and closed, positions are netted, and what is left is paid and confirmed. */
import { Complaint } from '../terminal/complaint.js';
import { UnexpectedAnswer } from '../launcher/rest-client.js';
import { type Merchant, type Merchants, merchantSlugs, nameOf } from './merchants.js';
import { dollars, say, sayTable, whole } from '../terminal/print.js';
import { soon } from '../terminal/soon.js';

export interface Cycle {
  readonly cycle: string;
  readonly status: 'open' | 'closing' | 'closed';
  readonly folded: number;
  readonly positions: readonly {
    debtor: string;
    creditor: string;
    programId: string;
    amount: string;
    worth: string;
  }[];
  readonly values: readonly { programId: string; clearingValue: string }[];
  readonly moneyNet: readonly { mspId: string; amount: string }[];
  readonly unvalued: readonly string[];
  readonly next?: string;
}
interface Settlement {
  readonly cycle: string;
  readonly debtor: string;
  readonly creditor: string;
  readonly amount: string;
  readonly status: 'due' | 'instructed' | 'confirmed' | 'disputed';
}

interface Valued {
  readonly clearingValues?: readonly { readonly clearingValue: string }[];
}
interface Accepted {
  readonly acceptances: readonly { readonly mspId: string; readonly inForce: boolean }[];
}

/** What a point of each programme is worth, and at which merchants it is taken: as was agreed when the consortium began. */
export async function showAcceptances(merchants: Merchants): Promise<void> {
  for (const slug of merchantSlugs) {
    const { board, name, programId } = merchants[slug];
    const { clearingValues = [] } = await board.mustGet<Valued>(`/v1/programs/${programId}`);
    const { acceptances } = await board.mustGet<Accepted>(`/v1/programs/${programId}/acceptances`);
    const takers = acceptances.filter(({ inForce }) => inForce).map(({ mspId }) => nameOf(mspId));
    const worth = clearingValues.at(-1)?.clearingValue;
    if (worth === undefined || takers.length < merchantSlugs.length - 1)
      throw new Complaint(`${programId} is not taken at all merchants: it has no value, or they do not accept it.`);
    say(`${name}'s points are worth ${Number(worth) / 1_000_000} cents and taken at ${takers.join(' and ')}`);
  }
}

/** The cycle that what is done now counts to: the month, or the part of it that cut-offs have come to. */
export async function currentCycle({ harbor }: Merchants): Promise<string> {
  for (let cycle = new Date().toISOString().slice(0, 7); ;) {
    const { next } = await harbor.office.mustGet<Cycle>(`/v1/clearing/cycles/${cycle}`);
    if (next === undefined) return cycle;
    cycle = next;
  }
}

/** All agree that the cycle ends now; one of them closes it, whoever that is. */
export async function closeCycle(merchants: Merchants, cycle: string): Promise<Cycle> {
  const path = `/v1/clearing/cycles/${cycle}`;
  for (const slug of merchantSlugs) {
    const { office, name } = merchants[slug];
    const answer = await office.post<{ agreed?: string[]; next?: string; code?: string }>(`${path}/cut-off`, undefined);
    if (answer.body.code === 'CYCLE_NOT_CURRENT') {
      throw new Complaint(
        `The month ended while the week was shown, so its cycle ${cycle} cannot be cut off. Run it again.`,
      );
    }
    if (answer.status !== 200) throw new UnexpectedAnswer('POST', `${path}/cut-off`, answer);
    const { next } = answer.body;
    say(`${name} agrees that ${cycle} ends now${next === undefined ? '' : `; what follows counts to ${next}`}`);
  }
  const { office, name } = merchants.greenmart;
  const { status, folded } = await office.mustPost<Cycle>(`${path}/close`, undefined, {
    headers: { prefer: 'wait=60' },
  });
  say(`${name} closes ${cycle}: ${whole(folded)} rows are folded, and it is ${status}`);
  const views = await Promise.all(
    merchantSlugs.map((slug) => {
      const ask = () => merchants[slug].office.mustGet<Cycle>(path);
      return soon('the closed cycle', ask, (cycleThere) => cycleThere.status === 'closed');
    }),
  );
  return views[0] ?? office.mustGet<Cycle>(path);
}

/** Who owes whom, in points and in money, and what it comes to for each. */
export function showPositions({ positions, values, moneyNet }: Cycle): void {
  const valueOf = new Map(values.map(({ programId, clearingValue }) => [programId, BigInt(clearingValue)]));
  say('Positions');
  say();
  sayTable(
    ['debtor', 'creditor', 'programme', 'points', 'value of a point', 'money'],
    positions.map(({ debtor, creditor, programId, amount, worth }) => {
      const value = valueOf.get(programId) ?? 0n;
      return [nameOf(debtor), nameOf(creditor), programId, whole(amount), dollars(value), dollars(BigInt(worth))];
    }),
  );
  say();
  say('Netted over all');
  say();
  const net = [...moneyNet].sort((a, b) => (BigInt(b.amount) > BigInt(a.amount) ? 1 : -1));
  sayTable(
    ['merchant', 'is owed', 'owes'],
    net.map(({ mspId, amount }) =>
      amount.startsWith('-') ? [nameOf(mspId), '', dollars(amount.slice(1))] : [nameOf(mspId), dollars(amount), ''],
    ),
  );
  const sum = moneyNet.reduce((total, { amount }) => total + BigInt(amount), 0n);
  say(`The sum is ${sum === 0n ? 'zero' : `NOT ZERO but ${dollars(sum)}`}.`);
  if (sum !== 0n) throw new Error('the net amounts do not sum to zero');
}

/** Each debtor says that it has paid, each creditor that it has the money. */
export async function settle(merchants: Merchants, cycle: string): Promise<void> {
  const byMspId = new Map<string, Merchant>(merchantSlugs.map((slug) => [merchants[slug].mspId, merchants[slug]]));
  // Asked of the peer, which is known to have the closed cycle; the gateway's own records may be a moment behind it.
  const path = `/v1/settlements?cycle=${cycle}&limit=100`;
  const answer = await merchants.harbor.office.request<{ settlements: Settlement[] }>('GET', path, {
    headers: { consistency: 'ledger' },
  });
  if (answer.status !== 200) throw new UnexpectedAnswer('GET', path, answer);
  const { settlements } = answer.body;
  for (const { debtor, creditor, amount, status } of settlements) {
    const [payer, payee] = [byMspId.get(debtor), byMspId.get(creditor)];
    if (payer === undefined || payee === undefined) continue;
    const pathOfOne = `/v1/settlements/${cycle}/${debtor}/${creditor}`;
    const reference = `WIRE ${cycle} ${nameOf(debtor)}`;
    if (status === 'due') await payer.office.mustPost(`${pathOfOne}/instruct`, { reference });
    const ask = () => payee.office.mustGet<Settlement>(pathOfOne);
    const said = await soon('the payment', ask, (settlement) => settlement.status !== 'due');
    if (said.status !== 'confirmed') await payee.office.mustPost(`${pathOfOne}/confirm`, undefined);
    say(`${nameOf(debtor)} pays ${nameOf(creditor)} ${dollars(amount)} (${reference}); ${nameOf(creditor)} confirms`);
  }
  if (settlements.length === 0) say('Nobody owes anybody anything.');
}
