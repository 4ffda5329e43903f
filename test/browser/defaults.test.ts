/** A settlement that is disputed, a merchant that is declared in default, and what is claimed then on a line that secures: by console. */
import type { Browser } from 'playwright-core';
import { en } from '../../console/src/texts/en.js';
import { describeInBrowser } from '../support/chromium.js';
import { knownAt } from '../support/known-at.js';
import { eventually, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { act, done, fill, refused, refusedAt } from './acting.js';
import { launch } from './console-page.js';
import { type Filled, startFilled, thisMonth } from './filled.js';

jest.setTimeout(300_000);

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describeInBrowser('what is owed and not paid, in the console', (executablePath) => {
  let browser: Browser;
  let filled: Filled;
  const open: Filled['consoles']['open'] = (...who) => filled.consoles.open(...who);
  beforeAll(async () => {
    browser = await launch(executablePath);
    filled = await startFilled(browser);
  }, 3 * START_TIMEOUT_MS);
  afterEach(async () => expect(await filled?.consoles.close()).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await filled?.remove();
  });

  it('a note is pledged, wholly, and once', async () => {
    const console = await open();
    await console.go('lines/CityParkMSP/line-2');
    await console.hasText(en['lines.noPledges']);
    await console.press('Pledge a note');
    const note = console.page.locator('dialog select');
    const chosen = (await note.locator('option').allInnerTexts()).find((each) => each.startsWith('400 points'))!;
    await note.selectOption(chosen);
    await fill(console, 'Pledge a note', {}, [chosen]);
    await done(console);
    await console.says('#main tbody', ['400 Harbor']);
    await console.press('Pledge a note');
    expect(await note.locator('option').allInnerTexts()).not.toContain(chosen);
    await console.escape();
  });

  it('a settlement is disputed with a reason, and resolved by who disputed it', async () => {
    const city = await open('citypark', 'operator');
    await city.go('clearing/settlements');
    await act(city, 'Dispute', { Reason: 'x'.repeat(400) });
    await refusedAt(city, 'REQUEST_INVALID', 400, 'Reason');
    await fill(city, 'Dispute', { Reason: 'it is more' }, ['it is more']);
    await done(city);
    await city.says('#main tbody', ['Disputed it is more']);
    const debtor = await open('harbor', 'operator');
    await debtor.go('clearing/settlements');
    await debtor.says('#main tbody', ['Disputed it is more']);
    expect(await debtor.page.locator('tbody button').count()).toBe(0);
    await city.press('Resolve');
    await fill(city, 'Resolve', { [en['settlements.outcome']]: 'due', [en['settlements.resolution']]: 'it was not' }, [
      'It is due again',
      'it was not',
    ]);
    await done(city);
    await city.says('#main tbody', ['Due', 'it was not']);
    await debtor.says('#main tbody', ['Due', 'it was not', 'Paid']);
  });

  it('a merchant in default is shown to be, and what it owes is claimed on the line that secures it', async () => {
    const { consortium, consoles, accountId } = filled;
    // Others' points on an account of its own.
    await consortium
      .as('greenmart')
      .post('/v1/issuances', { programId: 'greenmart', accountId, amount: '2000', reference: 'of its own' });
    const city = await open('citypark');
    await city.go('lines?of=own');
    const terms = { Programme: 'greenmart', Limit: '50', Haircut: '0', 'Fee when pledges are taken': '0' };
    await act(city, 'Grant a credit line', {
      ...{ Account: accountId, ...terms, 'Last day': inDays(60), 'Id, optional': 'secure-1' },
      ...{ Programme: 'harbor', [`${en['lines.secures']}, optional`]: 'custodian' },
    });
    // The merchant's own points would be worth nothing just then.
    await refusedAt(city, 'LINE_TERM_INVALID', 422, `${en['lines.secures']}, optional`);
    await fill(city, 'Grant a credit line', { Programme: 'greenmart' }, [en['lines.securesCustodian']]);
    await done(city);
    const page = 'lines/CityParkMSP/secure-1';
    await knownAt(consortium.as('harbor'), '/v1/credit-lines/CityParkMSP/secure-1');
    await city.go(page);
    await city.says('#main', ['it secures what Harbor owes in clearing']);
    const debtor = await open();
    await debtor.go(page);
    await act(debtor, 'Pledge points', { Points: '600' }, ['Points 600']);
    await done(debtor);
    // It lends nothing, and what secures is not the debtor's to take away.
    const offered = await debtor.page.locator('main button').allInnerTexts();
    for (const name of ['Ask for money', 'Close the line', 'Release']) expect(offered).not.toContain(name);
    await city.says('#main tbody', ['600 Harbor']);
    await act(city, 'Claim a cycle', { Cycle: thisMonth() });
    await refused(city, 'NOT_IN_DEFAULT', 409);
    await city.escape();

    const delegate = await open('citypark', 'delegate');
    await delegate.go('governance/propose');
    await delegate.page.getByLabel('What is to be done').selectOption('declare-default');
    await delegate.page.getByLabel('Member', { exact: true }).selectOption('HarborMSP');
    await delegate.page.getByLabel('Name', { exact: true }).fill('harbor-does-not-pay');
    await delegate.press('Preview');
    await delegate.says('.changes', ['HarborMSP']);
    await delegate.press('Propose this');
    await delegate.headed('Declare a member in default');
    await delegate.press('Vote');
    await delegate.confirm('Vote');
    await done(delegate);
    await consoles.asDelegate('greenmart', '/v1/proposals/CityParkMSP:harbor-does-not-pay/votes', { vote: 'for' });
    await delegate.press('Execute');
    await delegate.confirm('Execute');
    await done(delegate);
    await delegate.go('governance/constitution');
    await delegate.says('#main tbody', ['Harbor Merchant Active In default']);
    const auditor = await open('auditor');
    await eventually(
      () => consortium.as('auditor').get('/v1/members'),
      ({ members }) => members.some(({ inDefaultSince }) => inDefaultSince !== undefined),
    );
    await auditor.go('governance/constitution');
    await auditor.says('#main tbody', ['Harbor Merchant Active In default']);

    await act(city, 'Claim a cycle', { Cycle: '2026-01' });
    await refusedAt(city, 'CYCLE_NOT_CLOSED', 409, 'Cycle');
    await fill(city, 'Claim a cycle', { Cycle: thisMonth() }, [thisMonth()]);
    await done(city);
    const { settlements } = await consortium.as('citypark').get('/v1/settlements');
    const { claim } = settlements.find(({ debtor: of }) => of === 'HarborMSP')!;
    // 600 points of 1.10 cents cover no more than US$6.60 of what is owed.
    expect(claim).toMatchObject({ lineId: 'secure-1', prepaid: '0' });
    await city.says('#main', [usd(claim!.pledges)]);
    await city.go('clearing/settlements');
    const said = `Claimed: ${usd(claim!.pledges)} on pledges, ${usd('0')} paid in advance, ${usd(claim!.loss)} lost.`;
    await city.says('#main tbody', [said]);
    expect(await city.findings()).toEqual([]);
  });
});

const usd = (millionths: string): string => `US$${(Number(millionths) / 100_000_000).toFixed(2)}`;
