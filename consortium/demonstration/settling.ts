/** The week's end: the cycle is cut off and closed, positions are netted, and what is left is paid and confirmed. */
import { Complaint } from '../terminal/complaint.js';
import { ProblemError, type Reply } from '@commonpoint/client';
import { type Merchant, type Merchants, merchantSlugs, nameOf } from './merchants.js';
import { money, say, sayTable, whole } from '../terminal/print.js';
import { soon } from '../terminal/soon.js';

export type Cycle = Reply<'get', '/v1/clearing/cycles/{cycle}'>;

/** What a point of each programme is worth, and at which merchants it is taken: as was agreed when the consortium began. */
export async function showAcceptances(merchants: Merchants): Promise<void> {
  for (const slug of merchantSlugs) {
    const { board, name, programId } = merchants[slug];
    const { clearingValues = [], currency } = await board.get(`/v1/programs/${programId}`);
    const { acceptances } = await board.get(`/v1/programs/${programId}/acceptances`);
    const takers = acceptances.filter(({ inForce }) => inForce).map(({ mspId }) => nameOf(mspId));
    const worth = clearingValues.at(-1)?.clearingValue;
    if (worth === undefined || takers.length < merchantSlugs.length - 1)
      throw new Complaint(`${programId} is not taken at all merchants: it has no value, or they do not accept it.`);
    say(`${name}'s points are worth ${money(worth, currency)} and taken at ${takers.join(' and ')}`);
  }
}

/** The cycle that what is done now counts to: the month, or the part of it that cut-offs have come to. */
export async function currentCycle({ harbor }: Merchants): Promise<string> {
  for (let cycle = new Date().toISOString().slice(0, 7); ;) {
    const { next } = await harbor.office.get(`/v1/clearing/cycles/${cycle}`);
    if (next === undefined) return cycle;
    cycle = next;
  }
}

/** All agree that the cycle ends now; one of them closes it, whoever that is. */
export async function closeCycle(merchants: Merchants, cycle: string): Promise<Cycle> {
  const path = `/v1/clearing/cycles/${cycle}` as const;
  for (const slug of merchantSlugs) {
    const { office, name } = merchants[slug];
    const { next } = await office.post(`${path}/cut-off`).catch((error: unknown) => {
      if (!(error instanceof ProblemError && error.code === 'CYCLE_NOT_CURRENT')) throw error;
      throw new Complaint(
        `The month ended while the week was shown, so its cycle ${cycle} cannot be cut off. Run it again.`,
      );
    });
    say(`${name} agrees that ${cycle} ends now${next === undefined ? '' : `; what follows counts to ${next}`}`);
  }
  const { office, name } = merchants.greenmart;
  const { status, folded } = await office.post(`${path}/close`, undefined, { waitS: 60 });
  say(`${name} closes ${cycle}: ${whole(folded ?? 0)} rows are folded, and it is ${status}`);
  const views = await Promise.all(
    merchantSlugs.map((slug) => {
      const ask = () => merchants[slug].office.get(path);
      return soon('the closed cycle', ask, (cycleThere) => cycleThere.status === 'closed');
    }),
  );
  return views[0] ?? office.get(path);
}

/** Who owes whom, in points and in money, and what it comes to for each. */
export function showPositions({ currency, positions, values, moneyNet, netting, remaindersBefore }: Cycle): void {
  const valueOf = new Map(values.map(({ programId, clearingValue }) => [programId, BigInt(clearingValue)]));
  say('Positions');
  say();
  sayTable(
    ['debtor', 'creditor', 'programme', 'points', 'value of a point', 'money'],
    positions.map(({ debtor, creditor, programId, amount, worth }) => {
      const value = valueOf.get(programId) ?? 0n;
      return [
        nameOf(debtor),
        nameOf(creditor),
        programId,
        whole(amount),
        money(value, currency),
        money(worth, currency),
      ];
    }),
  );
  say();
  say('Netted over all');
  say();
  const net = [...moneyNet].sort((a, b) => (BigInt(b.amount) > BigInt(a.amount) ? 1 : -1));
  sayTable(
    ['merchant', 'is owed', 'owes'],
    net.map(({ mspId, amount }) =>
      amount.startsWith('-')
        ? [nameOf(mspId), '', money(amount.slice(1), currency)]
        : [nameOf(mspId), money(amount, currency), ''],
    ),
  );
  const sum = moneyNet.reduce((total, { amount }) => total + BigInt(amount), 0n);
  say(`The sum is ${sum === 0n ? 'zero' : `NOT ZERO but ${money(sum, currency)}`}.`);
  if (sum !== 0n) throw new Error('the net amounts do not sum to zero');
  say();
  for (const { debtor, creditor, amount } of remaindersBefore)
    say(
      `${nameOf(debtor)} owes ${nameOf(creditor)} ${money(amount, currency)} besides, which could not be paid before`,
    );
  say(`It is paid ${netting === 'pairs' ? 'by pair' : 'as netted over all'}, in whole units of ${currency}:`);
}

/** Each debtor says that it has paid, each creditor that it has the money. */
export async function settle(merchants: Merchants, cycle: string): Promise<void> {
  const byMspId = new Map<string, Merchant>(merchantSlugs.map((slug) => [merchants[slug].mspId, merchants[slug]]));
  // Asked of the peer, which is known to have the closed cycle; the gateway's own records may be a moment behind it.
  const { settlements } = await merchants.harbor.office.get('/v1/settlements', {
    query: { cycle, limit: 100 },
    consistency: 'ledger',
  });
  for (const { debtor, creditor, currency, amount, status } of settlements) {
    const [payer, payee] = [byMspId.get(debtor), byMspId.get(creditor)];
    if (payer === undefined || payee === undefined) continue;
    const pathOfOne = `/v1/settlements/${cycle}/${debtor}/${creditor}` as const;
    const reference = `WIRE ${cycle} ${nameOf(debtor)}`;
    if (status === 'due') await payer.office.post(`${pathOfOne}/instruct`, { reference });
    // The payee's gateway may not even know yet that it is owed.
    const ask = () => payee.office.attempts.get<Reply<'get', typeof pathOfOne>>(pathOfOne);
    const isSaid = ({ status, body }: Awaited<ReturnType<typeof ask>>) => status === 200 && body.status !== 'due';
    const said = await soon('the payment', ask, isSaid);
    if (said.body.status !== 'confirmed') await payee.office.post(`${pathOfOne}/confirm`);
    say(
      `${nameOf(debtor)} pays ${nameOf(creditor)} ${money(amount, currency)} (${reference}); ${nameOf(creditor)} confirms`,
    );
  }
  if (settlements.length === 0) say('Nobody has anything to pay.');
  const { currency, remainders } = await merchants.harbor.office.get(`/v1/clearing/cycles/${cycle}`);
  for (const { debtor, creditor, amount } of remainders)
    say(`${nameOf(debtor)} owes ${nameOf(creditor)} ${money(amount, currency)} on: it is less than can be paid`);
}
