/** Earning: a week of purchases comes as a file from each merchant, the last ones go through the tills one by one. */
import { createHash } from 'node:crypto';
import { Complaint } from '../terminal/complaint.js';
import { showProgress } from '../terminal/progress.js';
import type { Reply } from '@commonpoint/client';
import { concurrently } from './concurrently.js';
import { accountOf, CONCURRENCY, type Merchant, type Merchants, merchantSlugs } from './merchants.js';
import { sayTable, say, whole } from '../terminal/print.js';
import { CSV_HEADER, pointsOf, type Purchase, type Week } from './purchases.js';

type ImportProgress = Reply<'get', '/v1/imports/{importId}'>;

/** So many of a merchant's last purchases of the week go through the till. */
const TILL_PURCHASES = 25;
const POLL_MS = 150;

const isAtTill = (purchases: readonly Purchase[], index: number): boolean => index >= purchases.length - TILL_PURCHASES;

/** All but the last purchases, as a file of each merchant. */
export async function importPurchases(merchants: Merchants, week: Week): Promise<void> {
  const files = merchantSlugs.map((slug) => {
    const purchases = week.purchases[slug].filter((_, index) => !isAtTill(week.purchases[slug], index));
    return { merchant: merchants[slug], purchases };
  });
  const progress = showProgress(
    'purchases',
    files.reduce((sum, { purchases }) => sum + purchases.length, 0),
  );
  const done = new Map<string, number>();
  let views: ImportProgress[];
  try {
    views = await Promise.all(
      files.map(({ merchant, purchases }) =>
        importOne(merchant, purchases, (rows) => {
          done.set(merchant.slug, rows);
          progress.update([...done.values()].reduce((sum, each) => sum + each, 0));
        }),
      ),
    );
  } finally {
    progress.finish();
  }
  say();
  sayTable(
    ['merchant', 'purchases', 'customers', 'worth nothing', 'points a dollar', 'points issued'],
    files.map(({ merchant, purchases }, index) => [
      merchant.name,
      whole(purchases.length),
      whole(new Set(purchases.map(({ customer }) => customer)).size),
      whole(views[index]?.rowsSkipped ?? 0),
      whole(merchant.pointsPerUnit),
      whole(views[index]?.pointsIssued ?? 0),
    ]),
  );
  if (views.some(({ rowsExisting }) => rowsExisting > 0))
    say('Some rows had been imported before, and were not issued again.');
}

async function importOne(
  { office, programId, pointsPerUnit }: Merchant,
  purchases: readonly Purchase[],
  onRows: (done: number) => void,
): Promise<ImportProgress> {
  const csv = `${[CSV_HEADER, ...purchases.map(({ line }) => line)].join('\n')}\n`;
  const view = await office.post('/v1/imports', csv, {
    query: { program: programId, pointsPerUnit: String(pointsPerUnit), rounding: 'floor', campaign: 'demo' },
    idempotencyKey: `demo-${createHash('sha256').update(csv).digest('hex').slice(0, 32)}`,
    pollMs: POLL_MS,
    onProgress: ({ rowsPosted, rowsSkipped, rowsRejected }) => onRows(rowsPosted + rowsSkipped + rowsRejected),
  });
  if (view.state === 'failed') throw new Complaint(`The import into ${programId} failed: ${view.detail}`);
  return view;
}

/** The last purchases, each as one request of a till. */
export async function earnAtTills(merchants: Merchants, week: Week): Promise<void> {
  const rows = await Promise.all(
    merchantSlugs.map(async (slug) => {
      const merchant = merchants[slug];
      const all = week.purchases[slug];
      const purchases = all.filter(
        (purchase, index) => isAtTill(all, index) && pointsOf(purchase, merchant.pointsPerUnit) > 0,
      );
      const numbered = purchases.map((purchase, index) => ({ purchase, index }));
      await concurrently(CONCURRENCY, numbered, ({ purchase, index }) => issue(merchant, week, purchase, index));
      const points = purchases.reduce((sum, purchase) => sum + pointsOf(purchase, merchant.pointsPerUnit), 0);
      return [merchant.name, whole(purchases.length), whole(points)];
    }),
  );
  sayTable(['merchant', 'purchases', 'points issued'], rows);
}

async function issue(merchant: Merchant, week: Week, purchase: Purchase, index: number): Promise<void> {
  const accountId = await accountOf(merchant, purchase.customer);
  const amount = String(pointsOf(purchase, merchant.pointsPerUnit));
  const idempotencyKey = `demo-${week.name}-till-${index}`;
  await merchant.till.post('/v1/issuances', { programId: merchant.programId, accountId, amount }, { idempotencyKey });
}
