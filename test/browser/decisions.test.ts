/** What merchants, delegates and a regulator say in the console: each action with its preview, its refusals, and what comes of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { charterOtherwise } from '@commonpoint/catalogue';
import type { Browser } from 'playwright-core';
import { en } from '../../console/src/texts/en.js';
import { describeInBrowser } from '../support/chromium.js';
import { knownAt } from '../support/known-at.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { describeUndelayed } from '../support/undelayed-charter.js';
import { type ConsolePage, launch } from './console-page.js';
import { Consoles } from './open-console.js';

jest.setTimeout(300_000);

describeInBrowser('decisions in the console', (executablePath) => {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-console-'));
  let consortium: RunningConsortium;
  let browser: Browser;
  let consoles: Consoles;
  let accountId = '';
  let otherId = '';

  const open: Consoles['open'] = (...who) => consoles.open(...who);
  const harbor = () => consortium.as('harbor');
  const accountPage = (of: string, tab = '') => `members/account/${encodeURIComponent(of)}${tab}`;
  /** Types into fields of the dialog, by what they are called. */
  const type = async ({ page }: ConsolePage, fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [label, value] of Object.entries(fields))
      await page.locator('dialog[open]').getByLabel(label, { exact: true }).fill(value);
  };
  /** Opens an action, fills it in, looks at its preview, and does it. */
  const act = async (
    console: ConsolePage,
    name: string,
    fields: Readonly<Record<string, string>> = {},
    previewed: readonly string[] = [],
  ): Promise<void> => {
    await console.press(name);
    await type(console, fields);
    if (Object.keys(fields).length > 0) await console.confirm('Preview');
    if (previewed.length > 0) await console.says('dialog .preview', previewed);
    expect([name, await console.findings()]).toEqual([name, []]);
    await console.confirm(name);
  };
  const done = async (console: ConsolePage): Promise<void> => {
    await console.page.locator('dialog .done').waitFor();
    await console.escape();
  };
  /** What the ledger refused, in its words; it can be changed. */
  const refused = async (console: ConsolePage, code: string, status: number): Promise<void> => {
    await console.says('dialog .failure', [code]);
    expect(console.complaints.splice(0)).toEqual([expect.stringContaining(`a status of ${status}`)]);
  };

  beforeAll(async () => {
    const { rules } = charterOtherwise;
    const at = (matter: keyof typeof rules, timeLockSeconds: number) => ({ ...rules[matter], timeLockSeconds });
    const descriptionPath = describeUndelayed(folder, {
      organizations: [{ slug: 'authority', name: 'Authority', mspId: 'AuthorityMSP', kind: 'regulator' }],
      charter: {
        notes: true,
        credit: true,
        rules: {
          members: at('members', 0),
          constitution: at('constitution', 0),
          agreement: at('agreement', 0),
          programs: at('programs', 0),
          orders: at('orders', 0),
          // So that members can object.
          network: at('network', 86_400),
        },
      },
    });
    consortium = await RunningConsortium.start(descriptionPath);
    browser = await launch(executablePath);
    consoles = new Consoles(consortium, browser);
    ({ accountId } = await harbor().post('/v1/accounts', { memberRef: 'm-1' }));
    ({ accountId: otherId } = await harbor().post('/v1/accounts', { memberRef: 'm-2' }));
    await harbor().post('/v1/issuances', { programId: 'harbor', accountId, amount: '5000' });
  }, 3 * START_TIMEOUT_MS);
  afterEach(async () => expect(await consoles?.close()).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await consortium?.stopAndRemove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a proposal is made by a form, seen in words before it is sent, voted on, and executed', async () => {
    const console = await open('harbor', 'delegate');
    const { page } = console;
    await console.go('governance');
    await page.getByRole('link', { name: 'Propose', exact: true }).click();
    await console.headed('Propose');
    await page.getByLabel('What is to be done').selectOption('raise-cap');
    await page.getByLabel('Programme', { exact: true }).selectOption('harbor');
    await page.getByLabel('Cap', { exact: true }).fill('5');
    await page.getByLabel('Name', { exact: true }).fill('more-points');
    expect(await console.findings()).toEqual([]);
    await console.press('Preview');
    await console.says('.failure', ['PROPOSAL_INAPPLICABLE']);
    expect(console.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
    await page.getByLabel('Cap', { exact: true }).fill('2000000000');
    await page.getByLabel('Reason').fill('More members than we thought');
    await console.press('Preview');
    await console.says('.changes', ['the cap of harbor is 1000000000', '2000000000']);
    await console.press('Propose this');
    await console.headed('Raise a cap');
    await console.press('Vote');
    await console.confirm('Vote');
    await done(console);
    await consoles.asDelegate('citypark', '/v1/proposals/HarborMSP:more-points/votes', { vote: 'for' });
    await console.press('Execute');
    await console.confirm('Execute');
    await done(console);
    await console.says('#main', ['Executed', 'More members than we thought']);
    await console.go('programs/harbor?tab=rules');
    await console.says('#main', ['Cap 2,000,000,000']);
  });

  it('what passed is objected to until it is stopped; an own proposal is withdrawn', async () => {
    const plan = { kind: 'channel-configuration', planHash: 'ab'.repeat(32) };
    for (const id of ['plan-1', 'plan-2'])
      await consoles.asDelegate('harbor', '/v1/proposals', { proposalId: `HarborMSP:${id}`, actions: [plan] });
    // Two of three are enough.
    for (const slug of ['harbor', 'citypark'])
      await consoles.asDelegate(slug, '/v1/proposals/HarborMSP:plan-1/votes', { vote: 'for' });
    for (const slug of ['citypark', 'greenmart']) {
      const console = await open(slug, 'delegate');
      await console.go('governance/HarborMSP:plan-1');
      await console.press('Object');
      await type(console, { Reason: `not with ${slug}` });
      await console.confirm('Object');
      await done(console);
      await console.says('#main', [`not with ${slug}`]);
    }
    const console = await open('harbor', 'delegate');
    await console.go('governance/HarborMSP:plan-1');
    await console.says('#main', ['Stopped by objections']);
    await console.go('governance/HarborMSP:plan-2');
    await act(console, 'Withdraw');
    await done(console);
    await console.says('#main', ['Withdrawn']);
    const admin = await open();
    await admin.go('governance');
    await admin.says('#main', [en['unsanctioned.none']]);
  });

  it('an issuer changes cap, quota, limits and value of its programme, as far as the ledger lets it', async () => {
    const console = await open();
    await console.go('programs/harbor');
    await act(console, 'Change the cap', { Cap: '7' }, ['2,000,000,000 → 7']);
    await refused(console, 'CAP_BELOW_GRANTED', 422);
    await console.confirm('Change it');
    await type(console, { Cap: '1900000000' });
    await console.confirm('Preview');
    await console.confirm('Change the cap');
    await done(console);
    await act(console, 'Allot quota', { Granted: '62400000' }, ['Granted 62,400,000']);
    await done(console);
    await console.says('#main', ['0 62,400,000 0']);
    await console.go('programs/harbor?tab=rules');
    await console.says('#main', ['Cap 1,900,000,000']);
    await act(console, 'Set limits', { [`${en['limit.redeem']}, optional`]: '4000' }, ['4,000']);
    await done(console);
    await console.says('#main', [`${en['limit.redeem']} 4,000`]);
    const over = harbor().attempts.post('/v1/redemptions', { programId: 'harbor', accountId, amount: '4001' });
    expect((await over).body).toMatchObject({ code: 'AMOUNT_ABOVE_MAXIMUM' });
    await act(console, 'Set the value', { [en['programs.aPoint']]: '0.0095' }, ['US$0.0095']);
    await done(console);
    await console.says('#main', ['US$0.0095']);
    await act(console, 'Suspend');
    await done(console);
    const suspended = harbor().attempts.post('/v1/issuances', { programId: 'harbor', accountId, amount: '1' });
    expect((await suspended).body).toMatchObject({ code: 'PROGRAM_SUSPENDED' });
    await act(console, 'Make active');
    await done(console);
  });

  it('a merchant limits what may be owed to it, is warned, is paid ahead, and both raise it', async () => {
    const city = await open('citypark');
    await city.go('programs/harbor?tab=acceptances');
    await act(city, 'Limit the credit', { Credit: '1000' }, ['Credit 1,000']);
    await done(city);
    // Until Harbor's gateway has heard of it, nothing counts against it.
    await knownAt(harbor(), '/v1/programs/harbor/credit/CityParkMSP');
    await harbor().post('/v1/redemptions', {
      programId: 'harbor',
      accountId,
      amount: '850',
      acceptor: 'CityParkMSP',
    });
    await city.says('#main', ['850', en['credit.at80']]);
    const over = harbor().attempts.post('/v1/redemptions', {
      programId: 'harbor',
      accountId,
      amount: '200',
      acceptor: 'CityParkMSP',
    });
    expect((await over).body).toMatchObject({ code: 'CREDIT_EXHAUSTED' });
    await act(city, 'Limit the credit', { Credit: '10' }, ['1,000 → 10']);
    await refused(city, 'CREDIT_BELOW_USED', 422);
    await city.escape();
    await act(city, 'Paid in advance', { [en['credit.prepaymentId']]: 'transfer-1', Points: '100' });
    await done(city);
    await city.says('#main', ['750']);
    await act(city, 'Raise the credit', { Credit: '2000' }, ['1,000 → 2,000']);
    await done(city);
    await city.says('#main', ['CityPark says 2,000']);
    const issuer = await open();
    await issuer.go('programs/harbor?tab=acceptances');
    await issuer.press('Raise the credit');
    await type(issuer, { Credit: '2000' });
    await issuer.confirm('Preview');
    await issuer.confirm('Raise the credit');
    await done(issuer);
    await issuer.says('#main tbody', ['CityPark In force US$0.009 2,000 750']);
    await act(city, 'End the credit');
    await done(city);
    await city.says('#main', ['Ended']);
  });

  it('notes are offered, bought, ended early and given away', async () => {
    const console = await open();
    await console.go('programs/harbor?tab=notes');
    const offer = {
      [en['notes.offerId']]: 'half-year',
      [en['notes.termDays']]: '180',
      [en['notes.rate']]: '6',
      [en['notes.ppmMin']]: '2',
      [en['notes.ppmMax']]: '5',
      [en['notes.ceiling']]: '100000',
      [`${en['notes.afterDays']}, optional`]: '0',
      [`${en['notes.sharePpm']}, optional`]: '50',
    };
    await act(console, 'Offer notes', offer);
    await refused(console, 'REQUEST_INVALID', 400);
    await console.confirm('Change it');
    await type(console, { [en['notes.rate']]: '4' });
    await console.confirm('Preview');
    await console.confirm('Offer notes');
    await done(console);
    await console.says('#main tbody', ['half-year Open 180 days 4% between 2% and 5% after 0 days, 50%', '100,000']);
    await console.go(accountPage(accountId, '?tab=notes'));
    for (const amount of ['1000', '400']) {
      await act(console, 'Give points for a term', { Points: amount }, [
        `Points ${Number(amount).toLocaleString('en')}`,
      ]);
      await done(console);
    }
    await console.says('#main tbody', ['1,000 19 Harbor Points', '400 7 Harbor Points']);
    const row = (points: string) => console.page.locator('tbody tr', { hasText: points });
    await row('1,000').getByRole('button', { name: 'End early' }).click();
    await console.confirm('End early');
    await done(console);
    await row('1,000').waitFor({ state: 'detached' });
    await row('400').getByRole('button', { name: 'Give away' }).click();
    await type(console, { [en['members.toAccount']]: otherId });
    await console.confirm('Preview');
    await console.confirm('Give away');
    await done(console);
    await console.hasText(en['members.noNotes']);
    await console.go(accountPage(otherId, '?tab=notes'));
    await console.says('#main tbody', ['400 7 Harbor Points']);
    await console.go('programs/harbor?tab=notes');
    await act(console, 'Close the offer');
    await done(console);
    await console.says('#main tbody', ['half-year Closed']);
    await console.go('members?kind=buy-note');
    await console.says('#main tbody', ['Given for a term']);
  });

  it('a bridge is set up, and closed', async () => {
    const console = await open();
    await console.go('programs/harbor?tab=bridges');
    await console.hasText(en['bridges.none']);
    const caps = {
      [en['bridges.id']]: 'stamps',
      [en['bridges.legacyName']]: 'Harbor Stamps',
      [en['bridgeCap.in-perDay']]: '20000',
      [en['bridgeCap.in-inAll']]: '1000000',
      [en['bridgeCap.out-perDay']]: '0',
      [en['bridgeCap.out-inAll']]: '0',
    };
    await act(console, 'Set up a bridge', caps, ['20,000', '1,000,000']);
    await done(console);
    await console.says('#main', ['Harbor Stamps', 'Into points 0 of 20,000 0 of 1,000,000 0']);
    await console.press('Change');
    await console.page.locator('dialog select').selectOption('closed');
    await console.confirm('Preview');
    await console.confirm('Change');
    await done(console);
    await console.says('#main', ['Closed']);
  });

  it('an emergency order stops points, its reason is told, a regulator ratifies and lifts it', async () => {
    const console = await open();
    await console.go('governance/orders');
    await act(console, 'Issue an order', { [en['members.account']]: accountId, Reason: 'card was lost' }, [
      'Nothing leaves',
    ]);
    await done(console);
    const stopped = harbor().attempts.post('/v1/redemptions', { programId: 'harbor', accountId, amount: '1' });
    expect((await stopped).body).toMatchObject({ code: 'DEBITS_STOPPED' });
    await console.page.getByRole('link', { name: 'Nothing leaves' }).click();
    await console.headed('Nothing leaves');
    const address = new URL(console.page.url()).pathname.replace('/console/', '');
    await act(console, 'Disclose the reason', { Reason: 'another reason' });
    await refused(console, 'DISCLOSURE_MISMATCH', 422);
    await console.confirm('Change it');
    await type(console, { Reason: 'card was lost' });
    await console.confirm('Preview');
    await console.confirm('Disclose the reason');
    await done(console);
    const auditor = await open('auditor');
    await auditor.go(address);
    await auditor.press('Show the reason');
    await auditor.says('#main', ['card was lost']);
    expect(await auditor.page.locator('.page-head .actions button').allInnerTexts()).toEqual([]);
    const regulator = await open('authority', 'regulator');
    await regulator.go(address);
    await regulator.press('Ratify');
    await regulator.confirm('Preview');
    await regulator.confirm('Ratify');
    await done(regulator);
    await regulator.says('#main', ['Ratified by Authority']);
    // It is the regulator's from now on.
    await console.says('#main', ['Ratified by Authority']);
    expect(await console.page.getByRole('button', { name: 'Lift' }).count()).toBe(0);
    await act(regulator, 'Lift');
    await done(regulator);
    await regulator.says('#main', ['Lifted']);
    await harbor().post('/v1/redemptions', { programId: 'harbor', accountId, amount: '1' });
  });

  it('an account is frozen by its custodian, and no longer', async () => {
    const console = await open();
    await console.go(accountPage(accountId));
    await act(console, 'Freeze');
    await done(console);
    await console.says('#main', ['Frozen']);
    await act(console, 'Unfreeze');
    await done(console);
    await console.says('#main', ['Active']);
  });

  it('a webhook is sent events again, stopped, and has a new secret', async () => {
    const console = await open();
    const admin = consortium.as('harbor', 'admin');
    await admin.post('/v1/webhooks', { url: 'https://hooks.example/again' });
    await console.go('webhooks');
    await console.page.getByRole('link', { name: 'https://hooks.example/again' }).click();
    await console.press('Send again');
    await type(console, { From: 'yesterday' });
    await console.page.locator('dialog button:disabled', { hasText: 'Send again' }).waitFor();
    await type(console, { From: '1' });
    await console.confirm('Send again');
    await done(console);
    await console.says('#main tbody', ['Name unknown']);
    await console.press('New secret');
    await console.confirm('New secret');
    await console.hasText(en['webhooks.secretOnce']);
    expect(await console.page.locator('dialog pre').innerText()).toMatch(/^whsec_/);
    await console.escape();
    await console.press('Disable');
    await console.confirm('Disable');
    await console.hasText('Done.');
    await console.escape();
    await console.says('#main', ['Disabled', 'by hand']);
    await console.press('Enable');
    await console.confirm('Enable');
    await console.hasText('Done.');
  });

  it('a cycle is ended by all merchants, closed once, and settled between the two', async () => {
    const cycle = new Date().toISOString().slice(0, 7);
    const console = await open('harbor', 'operator');
    await console.go(`clearing/cycles/${cycle}`);
    await act(console, 'Close the cycle');
    await refused(console, 'PERIOD_OPEN', 422);
    await console.escape();
    for (const slug of ['harbor', 'citypark', 'greenmart']) {
      const merchant = await open(slug, 'operator');
      await merchant.go(`clearing/cycles/${cycle}`);
      await act(merchant, 'End the cycle early');
      await merchant.hasText('Done.');
      await merchant.escape();
    }
    await console.press('Close the cycle');
    await console.confirm('Close the cycle');
    await console.hasText('Done.');
    await console.escape();
    await console.says('#main', ['Closed', 'Harbor → CityPark']);
    await console.go('clearing/settlements');
    await console.press('Paid');
    await type(console, { [en['settlements.reference']]: 'bank 4711' });
    await console.confirm('Preview');
    await console.confirm('Paid');
    await done(console);
    await console.says('#main', ['Paid, not confirmed', 'bank 4711']);
    const city = await open('citypark', 'operator');
    await city.go('clearing/settlements');
    await city.press('Received');
    expect(await city.findings()).toEqual([]);
    await city.confirm('Received');
    await done(city);
    await city.says('#main', ['Confirmed']);
    await console.says('#main', ['Confirmed']);
  });
});
