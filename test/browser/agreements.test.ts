/** What merchants agree on with each other and say for themselves, in the console: each action with its preview, its refusals and what comes of it. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { en } from '../../console/src/texts/en.js';
import { describeInBrowser } from '../support/chromium.js';
import { knownAt } from '../support/known-at.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { act, done, fill, refused, refusedAt } from './acting.js';
import { type ConsolePage, launch } from './console-page.js';
import { type Filled, startFilled, thisMonth } from './filled.js';

jest.setTimeout(300_000);

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const optional = (name: string): string => `${name}, optional`;

describeInBrowser('agreements in the console', (executablePath) => {
  let browser: Browser;
  let filled: Filled;
  beforeAll(async () => {
    browser = await launch(executablePath);
    filled = await startFilled(browser);
  }, 3 * START_TIMEOUT_MS);
  afterEach(async () => expect(await filled?.consoles.close()).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await filled?.remove();
  });

  const open: Filled['consoles']['open'] = (...who) => filled.consoles.open(...who);
  const account = (tab: string): string => `members/account/${encodeURIComponent(filled.accountId)}?tab=${tab}`;
  /** Opens an action of the row that says so, and does it. */
  async function actIn(
    console: ConsolePage,
    row: string,
    name: string,
    fields: Readonly<Record<string, string>> = {},
    previewed: readonly string[] = [],
  ): Promise<void> {
    const rows = console.page.locator('main tbody tr', { hasText: row });
    await rows.first().getByRole('button', { name, exact: true }).click();
    await fill(console, name, fields, previewed);
  }
  /** What is downloaded by a button of the page. */
  async function downloaded({ page }: ConsolePage, name: string): Promise<string> {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('main').getByRole('button', { name, exact: true }).click(),
    ]);
    return readFileSync(await file.path(), 'utf8');
  }

  it('a rate is proposed, accepted, suspended, opened again and withdrawn', async () => {
    const harbor = await open();
    await harbor.go('programs?tab=rates');
    await harbor.says('#main tbody', ['Harbor Points → GreenMart', '3 → 1', '100,000', 'Accepted', 'Proposed']);
    await actIn(harbor, 'CityPark', en['rates.accept']);
    await done(harbor);
    await act(
      harbor,
      en['rates.propose'],
      {
        [en['rates.source']]: 'harbor',
        [en['rates.target']]: 'greenmart',
        [en['terms.version']]: '2',
        [en['rates.denominator']]: '5',
        [en['rates.numerator']]: '2',
        [en['orders.from']]: `${inDays(1)}T10:00`,
        [en['members.until']]: `${inDays(30)}T10:00`,
        [en['rates.quota']]: '2500',
      },
      ['Points given Harbor', 'So many points given 5', 'Issued at it, at the most 2,500'],
    );
    await done(harbor);
    await harbor.says('#main tbody', ['5 → 2', '2,500']);
    const green = await open('greenmart');
    await green.go('programs?tab=rates');
    await green.says('#main tbody', ['5 → 2']);
    await actIn(green, '3 → 1', en['programs.suspend']);
    await done(green);
    await green.says('#main tbody', ['Suspended']);
    await harbor.says('#main tbody', ['Suspended']);
    // Whoever suspended it opens it again, and nobody else is offered that.
    const suspended = harbor.page.locator('main tbody tr', { hasText: '3 → 1' });
    expect(await suspended.getByRole('button').allInnerTexts()).toEqual([en['governance.withdraw']]);
    await actIn(green, '3 → 1', en['programs.resume']);
    await done(green);
    await actIn(green, '5 → 2', en['governance.withdraw']);
    await done(green);
    await green.says('#main tbody', ['Withdrawn']);
  });

  it('points are exchanged by hand at what they buy just now', async () => {
    const console = await open();
    await console.go(account('manage'));
    const fields = {
      [en['members.program']]: 'harbor',
      [en['rates.target']]: 'greenmart',
      [en['members.amount']]: '100',
    };
    await act(console, en['manage.exchange'], { ...fields, [optional(en['manage.atLeast'])]: '90' }, [
      'Takes 99, gives 33; 1 stay',
    ]);
    await refusedAt(console, 'RECEIVED_TOO_LITTLE', 422, optional(en['manage.atLeast']));
    await fill(console, en['manage.exchange'], { [optional(en['manage.atLeast'])]: '33' });
    await done(console);
    await console.says('#main', ['GreenMart']);
    const { balances } = await filled.consortium
      .as('harbor')
      .get('/v1/accounts/{accountId}/balances', { params: { accountId: filled.accountId } });
    expect(balances.find(({ programId }) => programId === 'greenmart')?.available).toBe('33');
  });

  it('terms are read by the two alone, accepted word for word, and proposed with prices and a fee', async () => {
    const harbor = await open();
    await harbor.go('clearing/terms');
    await harbor.page.getByRole('link', { name: 'GreenMart · Harbor' }).last().click();
    await harbor.headed('Terms with GreenMart, version 3');
    await harbor.says('#main', ['US$0.0078', '250,000', '0.25%', 'US$5.00', 'Proposed']);
    await act(harbor, en['terms.accept']);
    await done(harbor);
    await harbor.says('#main', ['Accepted']);
    await harbor.go('clearing/terms');
    await act(
      harbor,
      en['terms.propose'],
      {
        [en['terms.counterparty']]: 'CityParkMSP',
        [en['terms.validFrom']]: '2027-02',
        [optional(`${en['terms.price']} · Harbor Points`)]: '0.0085',
        [optional(`${en['terms.most']} · Harbor Points`)]: '40000',
        [optional(en['terms.payer'])]: 'CityParkMSP',
        [optional(en['terms.basisPoints'])]: '30',
      },
      ['With CityPark', 'Price of a point · Harbor Points US$0.0085', '40,000', 'Fee in basis points 30'],
    );
    await done(harbor);
    await knownAt(filled.consortium.as('citypark', 'admin'), '/v1/terms/HarborMSP/1');
    const city = await open('citypark');
    await city.go('clearing/terms/HarborMSP/1');
    await city.says('#main', ['US$0.0085', '40,000', '0.3%', 'US$0.00', 'Feb 2027']);
    await act(city, en['terms.reject']);
    await done(city);
    await city.says('#main', ['Withdrawn']);
    // Others see that there are terms, and nothing of them.
    const other = await open('citypark');
    await other.go('clearing/terms');
    await other.says('#main tbody', ['GreenMart · Harbor']);
    expect(await other.page.getByRole('link', { name: 'GreenMart · Harbor' }).count()).toBe(0);
  });

  it('a money statement is read by the two, and paid between them', async () => {
    const harbor = await open();
    await harbor.go(`clearing/cycles/${thisMonth()}`);
    await harbor.page.getByRole('link', { name: 'GreenMart · Harbor' }).click();
    await harbor.page.locator('main .big').waitFor();
    // 420 points at 0.8 of a cent.
    await harbor.says('#main', ['US$3.36', 'Harbor → GreenMart', '420 × US$0.008', 'Due']);
    const said = JSON.parse(await downloaded(harbor, en['part.downloadJson'])) as { statement: { lines: unknown[] } };
    expect(said.statement.lines).toHaveLength(1);
    await act(harbor, en['settlements.instruct'], { [en['settlements.reference']]: 'RF18' }, ['RF18']);
    await done(harbor);
    await harbor.says('#main', ['Paid, not confirmed', 'RF18']);
    const green = await open('greenmart');
    await green.go(`clearing/cycles/${thisMonth()}/HarborMSP`);
    await act(green, en['settlements.dispute'], { [en['settlements.reason']]: 'another account' });
    await done(green);
    await green.says('#main', ['Disputed', 'another account']);
    await act(green, en['settlements.resolve'], {
      [en['settlements.outcome']]: 'paid',
      [en['settlements.resolution']]: 'found it',
    });
    await done(green);
    await green.says('#main', ['Confirmed', 'found it']);
  });

  it('statements of a credit and of a line are read, and taken away as files', async () => {
    const console = await open();
    await console.go('programs/harbor?tab=acceptances');
    await console.page.getByRole('link', { name: en['members.statement'] }).first().click();
    await console.headed('What CityPark lets be owed for Harbor Points');
    await console.says('#main tbody', ['Granted', 'Credit 5,000', 'Drawn', '+1,100', 'US$9.90']);
    const csv = (await downloaded(console, en['part.downloadCsv'])).split('\n');
    expect(csv[0]).toMatch(/^block,time,kind,points,used,limit,worth,currency,cycle,prepayment/);
    expect(csv.some((line) => line.includes(',drawn,1100,'))).toBe(true);
    const credit = JSON.parse(await downloaded(console, en['part.downloadJson'])) as { entries: { kind: string }[] };
    expect(credit.entries.map(({ kind }) => kind)).toContain('granted');
    const city = await open('citypark');
    await city.go('lines/CityParkMSP/line-1');
    await actIn(city, 'draw-1', en['lines.payOut'], { [optional(en['settlements.reference'])]: 'RF20' });
    await done(city);
    await city.says('#main', ['Paid out RF20 +US$2.00 US$2.00']);
    expect(await downloaded(city, en['part.downloadCsv'])).toMatch(/,draw,2\.00,2\.00,USD,draw-1,RF20/);
    const line = JSON.parse(await downloaded(city, en['part.downloadJson'])) as { entries: { owed: string }[] };
    expect(line.entries).toMatchObject([{ owed: '200000000' }]);
    await console.go(account('statement'));
    expect(await downloaded(console, en['part.downloadCsv'])).toMatch(/^\w+/);
  });

  it('holds are listed, captured in part, and given back', async () => {
    const console = await open();
    await console.go('members?tab=holds');
    await console.says('#main tbody', ['150', '250', 'Harbor']);
    // Ids have digits, too.
    const holdOf = (amount: string) =>
      console.page
        .locator('main tbody tr')
        .filter({ has: console.page.getByRole('cell', { name: amount, exact: true }) });
    await holdOf('150').getByRole('button', { name: en['members.capture'], exact: true }).click();
    await fill(console, en['members.capture'], { [optional(en['members.amount'])]: '100' }, ['150 → 100']);
    await done(console);
    await holdOf('250').getByRole('button', { name: en['members.giveBack'], exact: true }).click();
    await fill(console, en['members.giveBack']);
    await done(console);
    await holdOf('250').waitFor({ state: 'detached' });
  });

  it('an account is locked, given a reference, merged and forgotten, and its points are moved; it is not closed while it holds any', async () => {
    const console = await open();
    await console.go(account('manage'));
    await act(console, en['manage.transfer'], {
      [en['members.program']]: 'harbor',
      [en['members.amount']]: '9',
      [en['members.toAccount']]: filled.otherId,
    });
    await done(console);
    await act(console, en['manage.addReference'], { [en['members.reference']]: 'card 7' });
    await done(console);
    await act(console, en['manage.removeReference'], { [en['members.reference']]: 'card 7' });
    await done(console);
    await act(console, en['manage.lock'], { [optional(en['manage.delayHours'])]: '1' });
    await done(console);
    await console.says('#main', ['Locked']);
    await act(console, en['manage.unlock']);
    await done(console);
    await act(console, en['manage.close']);
    await refused(console, 'ACCOUNT_NOT_EMPTY', 422);
    await console.escape();
    await act(console, en['manage.extend'], {
      [en['manage.endingBy']]: inDays(1),
      [en['manage.expiresOn']]: inDays(90),
    });
    await refusedAt(console, 'NOTHING_TO_EXTEND', 422, en['manage.endingBy']);
    await console.escape();
    const own = filled.consortium.as('harbor');
    const [merged, kept] = [
      await own.post('/v1/accounts', { memberRef: 'm-9' }),
      await own.post('/v1/accounts', { memberRef: 'm-10' }),
    ];
    const manage = (of: string): string => `members/account/${encodeURIComponent(of)}?tab=manage`;
    await console.go(manage(merged.accountId));
    await act(console, en['manage.merge'], { [en['members.toAccount']]: kept.accountId });
    await done(console);
    await console.says('#main', ['Closed']);
    await console.go(manage(kept.accountId));
    await act(console, en['manage.erase'], { [en['manage.references']]: 'm-9\nm-10' });
    await done(console);
    await console.says('#main', ['Closed']);
    await console.go(`members/operation/HarborMSP/${filled.operationId}`);
    await act(console, en['members.eraseDetail']);
    await refused(console, 'DETAIL_UNKNOWN', 404);
    await console.escape();
    const detail = { operationId: filled.operationId, schema: 'basket/1', detail: { lines: 3 } };
    expect(await own.attempts.post('/v1/details', { details: [detail] })).toMatchObject({ status: 200 });
    await act(console, en['members.eraseDetail']);
    await done(console);
    // Of one that was not anchored yet nothing is left; of any other one, that it was.
    const { status } = await own.attempts.get(`/v1/operations/${filled.operationId}/evidence`);
    expect([404, 410]).toContain(status);
  });

  it('own figures are amended, shown to the auditor, and purged', async () => {
    const console = await open();
    await console.go('audit');
    await console.says('#main tbody', ['Cost of points US$7,319.34', 'Margin US$902.75']);
    await act(console, en['figures.amend'], { [optional(en['figure.margin'])]: '-12.50' }, ['Margin -US$12.50']);
    await done(console);
    await console.says('#main tbody', ['Margin -US$12.50']);
    await act(console, en['figures.disclose'], { [en['audit.figure']]: 'margin' });
    await done(console);
    const auditor = await open('auditor');
    await auditor.go('audit');
    await auditor.says('#main', ['-1250', 'Current']);
    await act(console, en['figures.purge']);
    await done(console);
    // That there were some stays, and what they said does not.
    await console.page.locator('main tbody td', { hasText: '—' }).waitFor();
    expect(await console.page.getByRole('button', { name: en['figures.disclose'] }).count()).toBe(0);
  });

  it('a migration is approved by others, and given up by its own', async () => {
    const console = await open();
    await console.go('imports?tab=migrations');
    await console.says('#main tbody', ['CityPark · citypark-cards', '1,925', 'Proposed']);
    await actIn(console, 'citypark-cards', en['migrations.approve']);
    await done(console);
    await actIn(console, 'harbor-cards', en['migrations.abort']);
    await done(console);
    await console.says('#main tbody', ['Given up']);
    const green = await open('greenmart');
    await green.go('imports?tab=migrations');
    await actIn(green, 'citypark-cards', en['migrations.approve']);
    await done(green);
    const city = await open('citypark');
    await city.go('imports?tab=migrations');
    await city.says('#main tbody', ['Approved', 'GreenMart']);
    await actIn(city, 'citypark-cards', en['migrations.complete'], { [en['migrations.owedUntil']]: inDays(90) }, []);
    await done(city);
    await city.says('#main tbody', ['Complete']);
  });

  it('a programme is created, and its terms of use are set', async () => {
    const console = await open();
    await console.go('programs');
    await act(
      console,
      en['programs.create'],
      { [en['members.id']]: 'harbor-2', [en['propose.name']]: 'Harbor Miles', [en['programs.cap']]: '5000' },
      ['Harbor Miles', 'Cap 5,000'],
    );
    await done(console);
    await console.says('#main', ['Harbor Miles', '24 months']);
    await console.go('programs/harbor-2?tab=rules');
    await act(console, en['programs.setTerms'], {
      [en['propose.textHash']]: 'ab'.repeat(32),
      [en['propose.address']]: 'https://harbor.example/terms',
    });
    await done(console);
    await console.says('#main', ['Version 1']);
  });

  it('a delegate accepts the agreement by the hash of what was read', async () => {
    const hash = 'cd'.repeat(32);
    const action = { kind: 'adopt-agreement', version: 1, hash, address: 'https://example.org/agreement' };
    const adopting = { ...action, acceptWithinDays: 30 };
    const id = 'HarborMSP:agreement-1';
    const { asDelegate } = filled.consoles;
    const said = asDelegate.bind(filled.consoles);
    await said('harbor', '/v1/proposals', { proposalId: id, actions: [adopting], reason: 'First' });
    for (const slug of ['harbor', 'citypark']) await said(slug, `/v1/proposals/${id}/votes`, { vote: 'for' });
    await said('harbor', `/v1/proposals/${id}/execution`, {});
    const console = await open('harbor', 'delegate');
    await console.go('governance/constitution');
    await act(console, en['governance.acceptAgreement'], { [en['propose.textHash']]: 'ef'.repeat(32) });
    await console.says('dialog .failure', ['AGREEMENT_UNKNOWN']);
    console.complaints.splice(0);
    await console.confirm(en['members.change1']);
    await fill(console, en['governance.acceptAgreement'], { [en['propose.textHash']]: hash });
    await done(console);
    await console.says('#main tbody', ['Version 1']);
  });

  it('a cycle with more debts than are summed for whoever looks is shown as the gateway has it', async () => {
    const console = await open();
    await console.page.route(/\/v1\/clearing\/cycles\/[^/]+$/, async (route) => {
      const answer = await route.fetch();
      const report = (await answer.json()) as object;
      await route.fulfill({ json: { ...report, positions: [], net: [], moneyNet: [], partial: true } });
    });
    await console.go(`clearing/cycles/${thisMonth()}`);
    await console.says('#main', [en['clearing.partial']]);
    await console.says('#main tbody', ['Harbor → CityPark', '1,100']);
  });

  it('the key of the log is rotated', async () => {
    const console = await open();
    await console.go('audit');
    await act(console, en['audit.rotate']);
    await done(console);
    const { keys } = await filled.consortium.as('harbor', 'admin').get('/v1/log');
    expect(keys.find(({ mspId }) => mspId === 'HarborMSP')?.keys.length).toBeGreaterThan(1);
  });
});
