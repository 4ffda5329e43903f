/** Credit lines on pledged points in the console: each action with its refusal, by both sides; and lists to their ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { en } from '../../console/src/texts/en.js';
import { zhRefusals } from '../../console/src/texts/zh-refusals.js';
import { describeInBrowser } from '../support/chromium.js';
import { knownAt } from '../support/known-at.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { describeUndelayed } from '../support/undelayed-charter.js';
import { act, done, fill, refused, refusedAt, type } from './acting.js';
import { type ConsolePage, launch } from './console-page.js';
import { Consoles } from './open-console.js';

jest.setTimeout(300_000);

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describeInBrowser('credit lines in the console', (executablePath) => {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-console-'));
  let consortium: RunningConsortium;
  let browser: Browser;
  let consoles: Consoles;
  let accountId = '';
  const line = { mspId: 'CityParkMSP', lineId: 'line-1' };
  const linePage = 'lines/CityParkMSP/line-1';

  const open: Consoles['open'] = (...who) => consoles.open(...who);
  const custodian = () => consortium.as('harbor');
  const pledgee = () => consortium.as('citypark');
  /** An action of one row: a pledge or a payment. */
  const inRow = async ({ page }: ConsolePage, text: string, name: string): Promise<void> =>
    page.locator('main tbody tr', { hasText: text }).getByRole('button', { name, exact: true }).click();
  const drawBy = (paymentId: string, amount = '100000000') =>
    custodian().post('/v1/credit-lines/{mspId}/{lineId}/draws', { paymentId, amount }, { params: line });
  const ofPayment = (paymentId: string) => ({ params: { ...line, paymentId } });

  beforeAll(async () => {
    const descriptionPath = describeUndelayed(folder, {
      organizations: [{ slug: 'authority', name: 'Authority', mspId: 'AuthorityMSP', kind: 'regulator' }],
      charter: { collateral: true },
    });
    consortium = await RunningConsortium.start(descriptionPath);
    browser = await launch(executablePath);
    consoles = new Consoles(consortium, browser);
    ({ accountId } = await custodian().post('/v1/accounts', { memberRef: 'm-1' }));
    await custodian().post('/v1/issuances', { programId: 'harbor', accountId, amount: '5000' });
    await knownAt(pledgee(), `/v1/accounts/${accountId}`);
  }, 3 * START_TIMEOUT_MS);
  afterEach(async () => expect(await consoles?.close()).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await consortium?.stopAndRemove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a merchant grants one to another merchant’s member', async () => {
    const console = await open('citypark');
    await console.go(`members/account/${encodeURIComponent(accountId)}?tab=lines`);
    await console.hasText(en['lines.none']);
    const terms = { Programme: 'harbor', Limit: '50', 'Last day': inDays(0), 'Id, optional': 'line-1' };
    await act(console, 'Grant a credit line', terms, ['US$50.00', '50%', '5%']);
    await refusedAt(console, 'LINE_TERM_INVALID', 422, 'Last day');
    await fill(console, 'Grant a credit line', { 'Last day': inDays(60) });
    await done(console);
    await console.says('#main tbody', ['line-1 CityPark', 'US$50.00 US$0.00', 'Open']);
    // Granted from the list, whose account is asked for.
    await console.go('lines?of=own');
    const other = { Account: 'nobody', Programme: 'harbor', Limit: '10', 'Last day': inDays(60) };
    await act(console, 'Grant a credit line', other);
    await refusedAt(console, 'REQUEST_INVALID', 400, 'Account');
    await fill(console, 'Grant a credit line', { Account: accountId });
    await done(console);
    await console.page.locator('main tbody tr').nth(1).waitFor();
    const auditor = await open('auditor');
    await auditor.go('lines');
    expect(await auditor.page.locator('.page-head .actions button').allInnerTexts()).toEqual([]);
  });

  it('its custodian pledges, and asks for money by the keyboard alone', async () => {
    const console = await open();
    const { page } = console;
    await console.go(linePage);
    await act(console, 'Pledge points', { Points: '999999' });
    await refusedAt(console, 'INSUFFICIENT_POINTS', 422, 'Points');
    await fill(console, 'Pledge points', { Points: '2000' }, ['Points 2,000']);
    await done(console);
    // 2,000 points of 0.90 cents, one half of it.
    await console.says('#main', ['Covered by pledges US$9.00', 'US$9.00 more may be asked for']);
    await page.getByRole('button', { name: 'Ask for money' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').getByLabel('Amount', { exact: true }).focus();
    await page.keyboard.type('9.01');
    await page.keyboard.press('Enter');
    await page.locator('dialog .preview').waitFor();
    await page.locator('dialog').getByRole('button', { name: 'Ask for money' }).focus();
    await page.keyboard.press('Enter');
    await refusedAt(console, 'LINE_EXCEEDED', 422, 'Amount');
    await fill(console, 'Ask for money', { Amount: '5.00', 'Id, optional': 'draw-1' }, ['US$5.00']);
    await done(console);
    await console.says('#main', ['Asked for, not paid out US$5.00', 'US$4.00 more may be asked for']);
    await console.says('#main tbody', ['draw-1 Draw US$5.00 Asked for']);
  });

  it('its pledgee pays out, unless it was withdrawn meanwhile', async () => {
    await drawBy('draw-2');
    const console = await open('citypark', 'operator');
    await console.go(linePage);
    await inRow(console, 'draw-2', 'Pay out');
    await custodian().post(
      '/v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/withdraw',
      undefined,
      ofPayment('draw-2'),
    );
    await fill(console, 'Pay out', { 'Payment reference, optional': 'bank 2' });
    await refused(console, 'LINE_PAYMENT_STATE', 409);
    await console.escape();
    await inRow(console, 'draw-1', 'Pay out');
    await fill(console, 'Pay out', { 'Payment reference, optional': 'bank 1' }, ['bank 1']);
    await done(console);
    await console.says('#main tbody', ['draw-1 Draw US$5.00 Paid out bank 1', 'draw-2 Draw US$1.00 Withdrawn']);
  });

  it('its custodian withdraws what was not paid out, disputes what never came, and takes the dispute back', async () => {
    await drawBy('draw-3');
    const console = await open('harbor', 'operator');
    await console.go(linePage);
    await inRow(console, 'draw-3', 'Withdraw');
    await pledgee().post('/v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/confirm', {}, ofPayment('draw-3'));
    await fill(console, 'Withdraw');
    await refused(console, 'LINE_PAYMENT_STATE', 409);
    await console.escape();
    await inRow(console, 'draw-3', 'Dispute');
    await type(console, { Reason: 'it never came' });
    await console.confirm('Preview');
    await pledgee().post(
      '/v1/credit-lines/{mspId}/{lineId}/repayments',
      { paymentId: 'back-0', amount: '100000000', reference: 'cash' },
      { params: line },
    );
    await console.confirm('Dispute');
    await done(console);
    await console.says('#main tbody', ['draw-3 Draw US$1.00 Disputed it never came']);
    await console.says('#main', ['Disputed payments 1']);
    await inRow(console, 'draw-3', 'Take the dispute back');
    await custodian().post(
      '/v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/resolve',
      undefined,
      ofPayment('draw-3'),
    );
    await fill(console, 'Take the dispute back');
    await refused(console, 'LINE_PAYMENT_STATE', 409);
    await console.escape();
    await inRow(console, 'draw-3', 'Dispute');
    await type(console, { Reason: 'x'.repeat(600) });
    await console.confirm('Preview');
    await console.confirm('Dispute');
    await refusedAt(console, 'REQUEST_INVALID', 400, 'Reason');
    await console.escape();
  });

  it('what is repaid is said by the one side, and confirmed by the other', async () => {
    const console = await open();
    await console.go(linePage);
    await act(console, 'Repay', { Amount: '2', 'Payment reference': 'RF18', 'Id, optional': 'draw-1' });
    await refusedAt(console, 'LINE_PAYMENT_EXISTS', 409, 'Id, optional');
    await fill(console, 'Repay', { 'Id, optional': 'back-1' }, ['US$2.00', 'RF18']);
    await done(console);
    await console.says('#main tbody', ['back-1 Repayment US$2.00 Said, not confirmed RF18']);
    const other = await open('citypark');
    await other.go(linePage);
    await inRow(other, 'back-1', 'Received');
    await fill(other, 'Received');
    await done(other);
    await other.says('#main tbody', ['back-1 Repayment US$2.00 Received RF18']);
    await console.page.waitForFunction(() => document.querySelector('[data-drawn="300000000"]') !== null);
  });

  it('no notice is given while pledges cover; they are released as far as the rest does', async () => {
    const other = await open('citypark');
    await other.go(linePage);
    await act(other, 'Give notice');
    await refused(other, 'LINE_COVERED', 422);
    await other.escape();
    const console = await open();
    await console.go(linePage);
    await inRow(console, '2,000', 'Release');
    await fill(console, 'Release', { 'Points, optional': '1900' }, ['2,000 → 1,900']);
    await refusedAt(console, 'LINE_NOT_COVERED', 422, 'Points, optional');
    await fill(console, 'Release', { 'Points, optional': '100' });
    await done(console);
    await console.says('#main tbody', ['1,900 Harbor']);
    // A till releases none.
    const till = await open('harbor', 'cashier');
    await till.go(linePage);
    expect(await till.page.getByRole('button', { name: 'Release' }).count()).toBe(0);
    await act(console, 'Close the line');
    await refused(console, 'LINE_STATE', 409);
  });

  it('that falls short is noticed; pledges are taken after the waiting days, and an authority lets them be', async () => {
    const { cycles } = await custodian().get('/v1/clearing/cycles');
    await consortium
      .as('harbor', 'admin')
      .post(
        '/v1/programs/{programId}/clearing-value',
        { clearingValue: '100000' },
        { params: { programId: 'harbor' } },
      );
    for (const slug of ['harbor', 'citypark', 'greenmart'])
      await consortium
        .as(slug)
        .post('/v1/clearing/cycles/{cycle}/cut-off', undefined, { params: { cycle: cycles[0]!.cycle } });
    const console = await open('citypark');
    await console.go(linePage);
    await console.says('#main', ['It falls short by US$2.05']);
    await act(console, 'Give notice');
    await done(console);
    await console.says('#main', ['Notice given', 'Pledges taken from']);
    await inRow(console, '1,900', 'Take');
    await fill(console, 'Take');
    await refused(console, 'LINE_NOT_DUE', 422);
    await console.escape();
    const regulator = await open('authority', 'regulator');
    await regulator.go(linePage);
    await act(regulator, 'Let pledges be taken');
    await done(regulator);
    await regulator.says('#main', ['Taking allowed by Authority']);
    expect(await regulator.page.locator('.page-head .actions button').allInnerTexts()).toEqual([]);
    await regulator.go('lines');
    await regulator.says('#main tbody', ['Notice given']);
  });

  it('every screen of it fits and satisfies axe, and is said in Chinese', async () => {
    for (const look of [{}, { width: 360, theme: 'dark', language: 'zh' }] as const) {
      const console = await open('harbor', 'admin', look);
      for (const path of [
        'lines',
        'lines?of=own',
        linePage,
        `members/account/${encodeURIComponent(accountId)}?tab=lines`,
      ]) {
        await console.go(path);
        expect([path, await console.page.locator('.failure').allInnerTexts()]).toEqual([path, []]);
        expect([path, await console.isTooWide(), await console.findings()]).toEqual([path, false, []]);
      }
    }
    const console = await open('harbor', 'admin', { language: 'zh' });
    await console.go(linePage);
    await console.press('还款');
    await type(console, { 金额: '999', 付款参考号: 'RF18' });
    await console.page.locator('dialog button.primary').click();
    await console.confirm('还款');
    await console.says('dialog .failure', [zhRefusals.LINE_EXCEEDED, 'LINE_EXCEEDED', '位置：金额']);
    await console.page.locator('dialog button.quiet', { hasText: '修改' }).click();
    await console.says('dialog .wrong', [zhRefusals.LINE_EXCEEDED]);
    console.complaints.splice(0);
  });

  it('is closed by its pledgee, which lets go of what is drawn', async () => {
    const regulator = await open('authority', 'regulator');
    const console = await open('citypark');
    await console.go(linePage);
    await act(console, 'Close the line');
    await done(console);
    await console.says('#main', ['Closed']);
    await regulator.go(linePage);
    expect(await regulator.page.getByRole('button', { name: 'Let pledges be taken' }).count()).toBe(0);
    const own = await open();
    await own.go(linePage);
    await inRow(own, '1,900', 'Release');
    await fill(own, 'Release');
    await done(own);
    await own.hasText(en['lines.noPledges']);
  });
});
