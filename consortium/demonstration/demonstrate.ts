import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Complaint } from '../complaint.js';
import type { Credentials, OrganizationCredentials } from '../gateway-files.js';
import { RestClient, UnexpectedAnswer } from '../rest-client.js';
import { showProgress } from './progress.js';
import { type Purchases, readPurchases } from './purchases.js';

interface ImportView {
  readonly importId: string;
  readonly state: 'spooling' | 'running' | 'completed' | 'failed';
  readonly rowsTotal: number;
  readonly rowsPosted: number;
  readonly rowsRejected: number;
  readonly rowsSkipped: number;
  readonly rowsExisting: number;
  readonly pointsIssued: string;
  readonly detail?: string;
}

/** One way of spending: who takes the points, how many, and how many of the best customers do so. */
const visits = [
  { acceptor: 'CityParkMSP', what: 'an afternoon’s parking', points: 40, members: 150 },
  { acceptor: 'GreenMartMSP', what: 'a basket of fruit', points: 25, members: 150 },
  { acceptor: 'HarborMSP', what: 'a film at the mall', points: 30, members: 50 },
] as const;

const CONCURRENT_VISITS = 32;

/**
 * Imports the purchases into Harbor’s programme, lets the customers with the most points spend some at each merchant,
 * and shows what the ledger then says. Doing it again changes nothing: the file and every visit keep their identity.
 */
export async function demonstrate(credentials: Credentials, rows: number | undefined): Promise<void> {
  const harbor = clientOf(credentials['harbor'], CONCURRENT_VISITS);
  const auditor = clientOf(credentials['auditor'], 1);
  try {
    const purchases = readPurchases(rows);
    console.log(`\n1. ${purchases.rows} purchases become points of Harbor’s programme\n`);
    await importPurchases(harbor, purchases);
    console.log('\n2. Members spend points, at Harbor and elsewhere\n');
    await spend(harbor, purchases);
    console.log('\n3. What the auditor’s own gateway says\n');
    await report(auditor);
  } finally {
    await Promise.all([harbor.close(), auditor.close()]);
  }
}

function clientOf(credentials: OrganizationCredentials | undefined, connections: number): RestClient {
  if (credentials === undefined)
    throw new Complaint('credentials.json does not have the demo consortium’s organisations.');
  return new RestClient(credentials.url, credentials.keys.operator ?? credentials.keys.auditor, connections);
}

async function importPurchases(harbor: RestClient, { csv, rows }: Purchases): Promise<void> {
  const startedAt = performance.now();
  const path = '/v1/imports?program=harbor&pointsPerUnit=1&rounding=floor&campaign=demo';
  const answer = await harbor.post<ImportView>(path, csv, {
    headers: { 'content-type': 'text/csv' },
    idempotencyKey: `demo-${createHash('sha256').update(csv).digest('hex').slice(0, 32)}`,
  });
  if (answer.status !== 202) throw new UnexpectedAnswer('POST', path, answer);
  const progress = showProgress('purchases', rows);
  let view = answer.body;
  for (;;) {
    progress.update(view.rowsPosted + view.rowsSkipped + view.rowsRejected);
    if (view.state === 'completed' || view.state === 'failed') break;
    await sleep(150);
    view = await harbor.mustGet<ImportView>(`/v1/imports/${view.importId}`);
  }
  progress.finish();
  if (view.state === 'failed') throw new Complaint(`The import failed: ${view.detail}`);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `\n   ${view.pointsIssued} points issued for ${view.rowsPosted} purchases in ${seconds.toFixed(1)} s; ` +
      `${view.rowsSkipped} worth nothing, ${view.rowsRejected} rejected` +
      (view.rowsExisting > 0 ? `, ${view.rowsExisting} had been imported before.` : '.'),
  );
}

async function spend(harbor: RestClient, { pointsByCustomer }: Purchases): Promise<void> {
  const needed = visits.reduce((sum, { points }) => sum + points, 0);
  const best = [...pointsByCustomer]
    .filter(([, points]) => points >= needed)
    .sort(([, left], [, right]) => right - left)
    .map(([customer]) => customer);
  const plan = visits.flatMap((visit) => best.slice(0, visit.members).map((customer) => ({ visit, customer })));
  const spent = new Map<string, { count: number; points: number }>();
  const progress = showProgress('redemptions', plan.length);
  let done = 0;
  await concurrently(CONCURRENT_VISITS, plan, async ({ visit, customer }) => {
    const { acceptor, points } = visit;
    const { accountId } = await harbor.mustPost<{ accountId: string }>(
      '/v1/accounts',
      { memberRef: customer },
      { idempotencyKey: `demo-account-${customer}` },
    );
    const redemption = { programId: 'harbor', accountId, amount: String(points), acceptor };
    await harbor.mustPost('/v1/redemptions', redemption, { idempotencyKey: `demo-${acceptor}-${customer}` });
    const sums = spent.get(acceptor) ?? { count: 0, points: 0 };
    spent.set(acceptor, { count: sums.count + 1, points: sums.points + points });
    done += 1;
    progress.update(done);
  });
  progress.finish();
  console.log('');
  for (const { acceptor, what } of visits) {
    const { count, points } = spent.get(acceptor) ?? { count: 0, points: 0 };
    console.log(`   ${points} points at ${acceptor.replace('MSP', '')}: ${count} times ${what}`);
  }
}

async function report(auditor: RestClient): Promise<void> {
  const supply = await auditor.mustGet<Record<string, string>>('/v1/programs/harbor/supply');
  const parts = ['outstanding', 'held', 'redeemed', 'expired', 'reversed'] as const;
  const sum = parts.reduce((total, part) => total + BigInt(supply[part] ?? 0), 0n);
  console.log(`   issued ${supply['issued']} = ${parts.map((part) => `${part} ${supply[part]}`).join(' + ')}`);
  console.log(
    sum === BigInt(supply['issued'] ?? -1)
      ? `   The identity holds; the cap of ${supply['cap']} leaves ${BigInt(supply['cap'] ?? 0) - sum}.`
      : '   THE IDENTITY DOES NOT HOLD.',
  );
  const cycle = new Date().toISOString().slice(0, 7);
  const clearing = await auditor.mustGet<{
    positions: { debtor: string; creditor: string; programId: string; amount: string }[];
    net: { mspId: string; amount: string }[];
  }>(`/v1/clearing/cycles/${cycle}`);
  console.log(`\n   Clearing of ${cycle}:`);
  for (const { debtor, creditor, programId, amount } of clearing.positions) {
    console.log(`   ${debtor.replace('MSP', '')} owes ${creditor.replace('MSP', '')} ${amount} points of ${programId}`);
  }
  const balance = clearing.net.reduce((total, { amount }) => total + BigInt(amount), 0n);
  console.log(`   Positions sum to ${balance}.\n`);
}

async function concurrently<T>(
  workers: number,
  items: readonly T[],
  action: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await action(item);
  };
  await Promise.all(Array.from({ length: workers }, work));
}
