/** A week at three merchants, from the first purchase to the last payment. */
import { Complaint } from '../terminal/complaint.js';
import { type Credentials, reachedAs, readDelegates } from '../launcher/gateway-files.js';
import { bridgeStamps } from './bridging.js';
import { decideTogether } from './deciding.js';
import { earnAtTills, importPurchases } from './earning.js';
import { exchangePoints, freeVersion } from './exchanging.js';
import { connectMerchants, disconnect, type Merchants, merchantSlugs, nameOf } from './merchants.js';
import { day, say, sayTable, whole } from '../terminal/print.js';
import { readWeeks, type Week } from './purchases.js';
import { audited, differencesFromAudit, differencesOf, digestOf, readViews, type View } from './same-view.js';
import { loseCard } from './lost-card.js';
import { orderAndLift } from './ordering.js';
import { closeCycle, currentCycle, settle, showAcceptances, showPositions } from './settling.js';
import { returnPurchases } from './returning.js';
import { spendAtCounters, spendByCode, takeBack } from './spending.js';
import { buyCoffee } from './other-assets.js';
import { WeekBook, type WeekRecord } from './week-book.js';

/**
 * Shows the next week of purchases; one that was interrupted is gone on with.
 * @throws Complaint when at the end organisations do not see the same
 */
export async function showWeek(dataDir: string, credentials: Credentials): Promise<void> {
  const startedAt = performance.now();
  const merchants = connectMerchants(credentials);
  try {
    const book = new WeekBook(dataDir);
    const record = book.unfinished() ?? (await beginWeek(merchants, book));
    const week = readWeeks().find(({ name }) => name === record.week);
    if (week === undefined) throw new Complaint(`The purchases have no week of ${record.week}.`);
    await live(merchants, week, record, book, reachedAs(await readDelegates(dataDir), credentials));
    console.log('\nAnd beside it all an old programme goes on\n');
    await bridgeStamps(merchants, credentials, dataDir);
    await compare(dataDir, credentials, record.cycle);
    say();
    say(`The week took ${((performance.now() - startedAt) / 1000).toFixed(1)} s. Run it again for the next one.`);
  } finally {
    await disconnect(merchants);
  }
}

async function beginWeek(merchants: Merchants, book: WeekBook): Promise<WeekRecord> {
  const week = book.nextOf(readWeeks());
  const record = {
    week: week.name,
    cycle: await currentCycle(merchants),
    rateVersion: await freeVersion(merchants),
    finished: false,
  };
  book.write(record);
  return record;
}

async function live(
  merchants: Merchants,
  week: Week,
  record: WeekRecord,
  book: WeekBook,
  delegates: Credentials,
): Promise<void> {
  const count = merchantSlugs.reduce((sum, slug) => sum + week.purchases[slug].length, 0);
  console.log(`\nA week at three merchants: ${whole(count)} real purchases of the week of ${week.name}`);
  console.log(`What merchants come to owe each other counts to the clearing cycle ${record.cycle}.`);
  await showAcceptances(merchants);

  day(1, 'Purchases arrive as files, and become points');
  await importPurchases(merchants, week);
  day(2, 'The last purchases of the week go through the tills, one by one');
  await earnAtTills(merchants, week);
  day(3, 'Members spend: where they earned, and elsewhere');
  await spendAtCounters(merchants, week);
  day(4, 'Members spend by a code, at a merchant that does not ask theirs');
  await spendByCode(merchants, week);
  day(5, 'Points of one merchant become points of another');
  await exchangePoints(merchants, week, record.rateVersion);
  say();
  await buyCoffee(merchants, week, record.rateVersion);
  day(6, 'Something is taken back, a card is lost, and an order is issued and lifted');
  await takeBack(merchants, week);
  await loseCard(merchants);
  say();
  await orderAndLift(merchants);
  say();
  await returnPurchases(merchants, week);
  day(7, 'The week is closed, netted and settled');
  const cycle = await closeCycle(merchants, record.cycle).catch((error: unknown) => {
    // It cannot be closed any more, and so not be gone on with.
    if (error instanceof Complaint) book.write({ ...record, finished: true });
    throw error;
  });
  say();
  showPositions(cycle);
  say();
  await settle(merchants, record.cycle);
  console.log('\nAnd the merchants decide something together\n');
  await decideTogether(delegates, `${record.week}-${record.cycle.replace('.', '-')}`);
  book.write({ ...record, finished: true });
}

async function compare(dataDir: string, credentials: Credentials, cycle: string): Promise<void> {
  console.log('\nIn the end, everybody sees the same\n');
  const views = await readViews(dataDir, credentials, { programs: merchantSlugs, cycle });
  const [first] = views;
  if (first === undefined) throw new Complaint('There is nobody to compare.');
  showSupply(first);
  say();
  sayTable(
    ['organisation', 'blocks', 'last block', 'state', 'supply', 'positions', 'settlements'],
    views.map((view) => [
      nameOf(view.mspId),
      whole(view.peer.height),
      view.peer.blockHash.slice(0, 12),
      view.peer.stateDigest.slice(0, 12),
      digestOf(view.supply),
      digestOf(view.positions),
      digestOf(view.settlements),
    ]),
  );
  say('Blocks and state by each organisation’s own peer, the rest by its own gateway; digests, cut short.');
  say();
  const { audit, view } = await audited(dataDir, first, () =>
    readViews(dataDir, credentials, { programs: merchantSlugs, cycle }),
  );
  const differences = [...differencesOf(views), ...differencesFromAudit(audit, view, cycle)];
  for (const difference of differences) console.error(`  DIFFERENT: ${difference}`);
  if (differences.length > 0) throw new Complaint('The organisations do not see the same.');
  say(
    `The auditor recomputes ${whole(audit.operations)} operations in ${whole(audit.blocks)} blocks, with all signatures:` +
      ' the same supply, the same positions.',
  );
}

function showSupply({ supply }: View): void {
  const fields = ['issued', 'outstanding', 'held', 'redeemed', 'expired', 'reversed'] as const;
  sayTable(
    ['programme', ...fields],
    supply.map((program) => [program.programId, ...fields.map((field) => whole(program[field]))]),
  );
  for (const program of supply) {
    const sum = fields.slice(1).reduce((total, field) => total + BigInt(program[field]), 0n);
    if (sum !== BigInt(program.issued) + BigInt(program.interest))
      throw new Complaint(`${program.programId}: issued is not the sum of the rest.`);
  }
  say('issued = outstanding + held + redeemed + expired + reversed, for each of them.');
}
