/** A consortium that has something for every screen of the console: two of everything that comes in lists, wherever that can be. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { charterOtherwise, type Role } from '@commonpoint/catalogue';
import { eventually, RunningConsortium } from '../support/running-consortium.js';
import { describeUndelayed } from '../support/undelayed-charter.js';
import { Consoles } from './open-console.js';
import type { Browser } from 'playwright-core';

const mspIdOf = { harbor: 'HarborMSP', citypark: 'CityParkMSP' } as const;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
export const thisMonth = (): string => new Date().toISOString().slice(0, 7);

/** What screens are about, in the words of their addresses. */
export interface Filled {
  readonly consortium: RunningConsortium;
  readonly consoles: Consoles;
  readonly accountId: string;
  readonly otherId: string;
  readonly operationId: string;
  /** Taken back in part. */
  readonly spentId: string;
  readonly txId: string;
  readonly block: number;
  readonly importId: string;
  readonly orderId: string;
  readonly proposalId: string;
  readonly webhookId: string;
  readonly remove: () => Promise<void>;
}

/** Everything is switched on, and nothing decided waits for its time lock but plans of the network. */
function describedIn(folder: string): string {
  const { rules } = charterOtherwise;
  const undelayed = Object.fromEntries(
    Object.entries(rules).map(([matter, rule]) => [
      matter,
      { ...rule, timeLockSeconds: matter === 'network' ? 86_400 : 0 },
    ]),
  ) as typeof rules;
  return describeUndelayed(folder, {
    organizations: [{ slug: 'authority', name: 'Authority', mspId: 'AuthorityMSP', kind: 'regulator' }],
    charter: { notes: true, credit: true, collateral: true, rules: undelayed },
  });
}

export async function startFilled(browser: Browser): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-filled-'));
  const consortium = await RunningConsortium.start(describedIn(folder));
  const remove = async (): Promise<void> => {
    await consortium.stopAndRemove();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { consortium, remove, ...(await fillIn(consortium, new Consoles(consortium, browser))) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function fillIn(
  consortium: RunningConsortium,
  consoles: Consoles,
): Promise<Omit<Filled, 'consortium' | 'remove'>> {
  /** @throws Error unless it is done */
  const post = async <T = { readonly operationId: string }>(
    slug: string,
    path: string,
    body: object = {},
    role: Role = 'operator',
  ): Promise<T> => {
    // A peer that is asked to endorse may not have yet what another one's gateway shows: that is worth asking again.
    const { status, body: answer } = await eventually(
      () => consortium.as(slug, role).attempts.post<{ retryable?: boolean }>(path, body),
      (answered) => answered.status < 300 || answered.body.retryable !== true,
    );
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer as unknown as T;
  };
  const known = (slug: string, path: string, role?: Role): Promise<unknown> =>
    eventually(
      () => consortium.as(slug, role).attempts.get(path),
      ({ status }) => status === 200,
    );
  const accounts: string[] = [];
  for (const memberRef of ['m-1', 'm-2', 'm-3']) {
    const { accountId } = await post<{ accountId: string }>('harbor', '/v1/accounts', { memberRef });
    accounts.push(accountId);
  }
  const [accountId = '', otherId = '', thirdId = ''] = accounts;
  const issue = (to: string, amount: string) =>
    post<{ operationId: string; txId: string; blockNumber: number }>('harbor', '/v1/issuances', {
      ...{ programId: 'harbor', accountId: to, amount, reference: `receipt of ${amount}` },
    });
  const { operationId, txId, blockNumber: block } = await issue(accountId, '12500');
  await issue(accountId, '1250');
  await issue(otherId, '480');
  await issue(thirdId, '75');
  await known('citypark', `/v1/accounts/${accountId}`);
  await post('citypark', '/v1/issuances', { programId: 'citypark', accountId, amount: '640' });
  // Somewhere else, so that somebody owes something; once more after the cycle was closed.
  const spend = (amount: string) =>
    post('harbor', '/v1/redemptions', { programId: 'harbor', accountId, amount, acceptor: 'CityParkMSP' });
  await post('citypark', '/v1/programs/harbor/credit', { limit: '5000' }, 'admin');
  await known('harbor', '/v1/programs/harbor/credit/CityParkMSP');
  await spend('1100');
  // At the issuer itself, which takes it back in part.
  const here = { programId: 'harbor', accountId, amount: '90' };
  const { operationId: spentId } = await post('harbor', '/v1/redemptions', here);
  await post('harbor', '/v1/reversals', { operationId: spentId, amount: '10' });
  for (const amount of ['150', '250'])
    await post('harbor', '/v1/holds', { programId: 'harbor', accountId, amount, ttlSeconds: 86_400 });

  const offer = { programId: 'harbor', days: 180, ppm: 40_000, ppmMin: 20_000, ppmMax: 50_000, noticeDays: 30 };
  for (const offerId of ['half-year', 'half-year-2']) {
    const more = { offerId, ceiling: '100000', lanes: 4, early: { afterDays: 0, sharePpm: 500_000 } };
    await post('harbor', '/v1/note-offers', { ...offer, ...more }, 'admin');
  }
  const notes: string[] = [];
  for (const amount of ['1000', '400', '300']) {
    const note = { programId: 'harbor', offerId: 'half-year', accountId, amount };
    notes.push((await post('harbor', '/v1/notes', note)).operationId);
  }
  const terms = { limit: '5000000000', haircutPpm: 500_000, marginDays: 14, feePpm: 50_000, until: inDays(60) };
  for (const lineId of ['line-1', 'line-2'])
    await post('citypark', '/v1/credit-lines', { lineId, accountId, programId: 'harbor', ...terms }, 'admin');
  const line = '/v1/credit-lines/CityParkMSP/line-1';
  await known('harbor', line);
  for (const amount of ['2000', '500']) await post('harbor', `${line}/pledges`, { amount });
  await post('harbor', `${line}/notes`, { noteId: notes[2] });
  for (const paymentId of ['draw-1', 'draw-2'])
    await post('harbor', `${line}/draws`, { paymentId, amount: '200000000' });
  await known('citypark', `${line}/payments/draw-1`, 'operator').catch(() => undefined);

  const caps = { perDay: '100000', inAll: '1000000' };
  for (const bridgeId of ['stamps', 'miles']) {
    const bridge = { legacyName: `Old ${bridgeId}`, in: caps, out: caps, status: 'open' };
    await post('harbor', `/v1/programs/harbor/bridges/${bridgeId}`, bridge, 'admin');
  }
  const csv = 'purchase_id,customer_id,amount,date\np1,m-1,12.50,2026-11-28\np2,,3,2026-11-28\np3,m-7,40,2026-11-28\n';
  const importOf = async (text: string): Promise<string> => {
    const query = { program: 'harbor', pointsPerUnit: '1', rounding: 'floor' } as const;
    return (await consortium.as('harbor').post('/v1/imports', Buffer.from(text), { query })).importId;
  };
  await importOf(csv.replaceAll(/\bp(\d)/g, 'q$1'));
  const importId = await importOf(csv);

  const stop = { effect: { kind: 'stop-debits' }, reason: 'card was lost' };
  const orderOf = async (of: string) =>
    (
      await post<{ orderId: string }>(
        'harbor',
        '/v1/orders',
        { ...stop, scope: { kind: 'account', accountId: of } },
        'admin',
      )
    ).orderId;
  await orderOf(otherId);
  const orderId = await orderOf(thirdId);

  const proposalId = 'HarborMSP:suspension-1';
  const propose = (id: string, action: object, reason: string) =>
    consoles.asDelegate('harbor', '/v1/proposals', { proposalId: id, actions: [action], reason });
  await propose('HarborMSP:cap-1', { kind: 'raise-cap', programId: 'harbor', cap: '1200000000' }, 'More members');
  await propose(proposalId, { kind: 'suspend', mspId: 'GreenMartMSP' }, 'Does not settle');
  await consoles.asDelegate('harbor', `/v1/proposals/${proposalId}/votes`, { vote: 'for', reason: 'As said' });

  // What is agreed in private between two is not paid in public: another two than those that owe each other.
  for (const version of [1, 2]) {
    const private_ = { validFrom: '2026-01', prices: [{ programId: 'harbor', price: '800000' }], fees: [] };
    await post('harbor', '/v1/terms', { counterparty: 'GreenMartMSP', version, terms: private_ }, 'admin');
    const { hash } = await consortium.as('harbor', 'admin').get('/v1/terms/{counterparty}/{version}', {
      params: { counterparty: 'GreenMartMSP', version: String(version) },
    });
    await known('greenmart', `/v1/terms/HarborMSP/${version}`, 'admin');
    await post('greenmart', `/v1/terms/HarborMSP/${version}/accept`, { hash }, 'admin');
    await eventually(
      () => consortium.as('harbor', 'admin').attempts.get(`/v1/terms/GreenMartMSP/${version}`),
      ({ body }) => (body as { status?: string }).status === 'accepted',
    );
  }
  // Proposed by the other one, and open.
  const third = { validFrom: '2027-01', prices: [{ programId: 'greenmart', price: '780000', pointsMax: '250000' }] };
  const fees = [{ payer: 'GreenMartMSP', basisPoints: 25, perCycle: '500000000' }];
  const counter = { counterparty: 'HarborMSP', version: 3, terms: { ...third, fees } };
  await post('greenmart', '/v1/terms', counter, 'admin');
  await known('harbor', '/v1/terms/GreenMartMSP/3', 'admin');
  await post('harbor', '/v1/redemptions', { programId: 'harbor', accountId, amount: '420', acceptor: 'GreenMartMSP' });

  const rate = { version: 1, numerator: '1', denominator: '3', quota: '100000', lanes: 4 };
  const valid = { validFrom: new Date().toISOString(), validUntil: `${inDays(90)}T00:00:00.000Z` };
  const [to, back] = [
    { sourceProgramId: 'harbor', targetProgramId: 'greenmart' },
    { sourceProgramId: 'citypark', targetProgramId: 'harbor' },
  ] as const;
  await post('harbor', '/v1/rates', { ...to, ...rate, ...valid }, 'admin');
  await known('greenmart', '/v1/rates/harbor/greenmart/1');
  await post('greenmart', '/v1/rates/harbor/greenmart/1/accept', {}, 'admin');
  await post('citypark', '/v1/rates', { ...back, ...rate, numerator: '4', ...valid }, 'admin');
  await known('harbor', '/v1/rates/citypark/harbor/1');

  const balances = 'customer_id,points\nold 1,1200\nold 2,85\nold 3,640\n';
  for (const slug of ['harbor', 'citypark'] as const) {
    const query = { migrationId: `${slug}-cards`, program: slug };
    await consortium.as(slug, 'admin').post('/v1/migrations', Buffer.from(balances), { query });
    await post(slug, `/v1/migrations/${mspIdOf[slug]}/${slug}-cards/propose`, {}, 'admin');
  }
  await known('harbor', '/v1/migrations/CityParkMSP/citypark-cards');

  const period = thisMonth();
  const figures = [
    { name: 'pointsCost', value: '731934' },
    { name: 'margin', value: '90275' },
  ];
  await post('harbor', '/v1/figures', { period, figures });
  await post('harbor', '/v1/disclosures', { period, names: figures.map(({ name }) => name) });

  const webhooks: string[] = [];
  // No such name: every attempt fails, and is told.
  for (const url of ['https://hooks.example/first', 'https://hooks.example/second'])
    webhooks.push((await post<{ webhookId: string }>('harbor', '/v1/webhooks', { url }, 'admin')).webhookId);

  for (const slug of ['harbor', 'citypark', 'greenmart']) await post(slug, `/v1/clearing/cycles/${period}/cut-off`);
  const cycle = `/v1/clearing/cycles/${period}`;
  await eventually(
    () => consortium.as('harbor').attempts.post(`${cycle}/close`, {}),
    ({ status }) => status < 300,
  );
  await eventually(
    () => consortium.as('greenmart').attempts.get<{ status: string }>(cycle),
    ({ body }) => body.status === 'closed',
  );
  await post('greenmart', `${cycle}/statements`, { counterparty: 'HarborMSP' });
  await known('harbor', `${cycle}/statements/GreenMartMSP`);
  await spend('300');
  await consortium.as('harbor').post('/v1/redemptions', { programId: 'harbor', accountId, amount: '20' });
  return {
    ...{ consoles, accountId, otherId, operationId, spentId, txId, block, importId, orderId, proposalId },
    webhookId: webhooks[0]!,
  };
}
