/** What the console sends when answers come late, or never: what was previewed, and once. */
import type { Browser, Route } from 'playwright-core';
import { en } from '../../console/src/texts/en.js';
import { describeInBrowser } from '../support/chromium.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { type } from './acting.js';
import { type ConsolePage, launch } from './console-page.js';
import { Consoles } from './open-console.js';

jest.setTimeout(300_000);

/** Until the page has drawn what the last answer changed. */
const drawn = ({ page }: ConsolePage): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

describeInBrowser('answers that are late or lost', (executablePath) => {
  let consortium: RunningConsortium;
  let browser: Browser;
  let consoles: Consoles;
  let accountId = '';

  /** What was issued to the account by now, smallest first. */
  const issued = async (): Promise<readonly string[]> => {
    const { operations } = await consortium.as('harbor').get('/v1/operations', { query: { kind: 'issue' } });
    return operations.map(({ amount }) => amount ?? '').toSorted((one, other) => Number(one) - Number(other));
  };
  const previewIssue = async (console: ConsolePage, amount: string): Promise<void> => {
    await type(console, { [en['members.amount']]: amount });
    await console.confirm(en['members.preview']);
  };

  beforeAll(async () => {
    consortium = await RunningConsortium.start();
    browser = await launch(executablePath);
    consoles = new Consoles(consortium, browser);
    ({ accountId } = await consortium.as('harbor').post('/v1/accounts', { memberRef: 'm-1' }));
  }, 3 * START_TIMEOUT_MS);
  afterEach(async () => expect(await consoles?.close()).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await consortium?.stopAndRemove();
  });

  it('a preview that comes late is not shown of what was changed meanwhile', async () => {
    const console = await consoles.open('harbor', 'delegate');
    const { page } = console;
    await console.go('governance/propose');
    const member = page.getByLabel(en['network.member'], { exact: true });
    await page.getByLabel(en['propose.id'], { exact: true }).fill('suspension-1');
    await member.selectOption('CityParkMSP');
    let go = (): void => undefined;
    const late = new Promise<void>((resolve) => (go = resolve));
    await page.route('**/v1/proposals/preview', async (route) => {
      if (route.request().postData()?.includes('CityParkMSP') === true) await late;
      await route.continue();
    });
    const answered = page.waitForResponse('**/v1/proposals/preview');
    await console.press(en['members.preview']);
    await member.selectOption('GreenMartMSP');
    go();
    await (await answered).finished();
    await drawn(console);
    expect(await page.locator('.changes').allInnerTexts()).toEqual([]);
    expect(await page.getByRole('button', { name: en['propose.go'] }).count()).toBe(0);
    await console.press(en['members.preview']);
    await console.says('.changes', ['GreenMartMSP']);
    // Another action was not previewed either.
    await console.press(en['propose.add']);
    expect(await page.getByRole('button', { name: en['propose.go'] }).count()).toBe(0);
    await page.getByRole('button', { name: en['propose.drop'] }).last().click();
    const sent = page.waitForRequest((each) => each.method() === 'POST' && each.url().endsWith('/v1/proposals'));
    await console.press(en['propose.go']);
    expect((await sent).postDataJSON()).toMatchObject({ actions: [{ kind: 'suspend', mspId: 'GreenMartMSP' }] });
    await console.says('#main', ['GreenMartMSP']);
  });

  it('what was not answered is done once, when the same is sent again: from the same dialog, or after the page was loaded anew', async () => {
    const console = await consoles.open('harbor', 'operator');
    const { page } = console;
    await console.go(`members/account/${encodeURIComponent(accountId)}`);
    const keys = new Set<string | undefined>();
    let lose: ((route: Route) => Promise<void>) | undefined = (route) => route.abort();
    await page.route('**/v1/issuances', async (route) => {
      keys.add(route.request().headers()['idempotency-key']);
      if (lose === undefined) return route.continue();
      await route.fetch();
      return lose(route);
    });
    await console.press(en['members.issue']);
    await previewIssue(console, '500');
    await console.confirm(en['members.issueTitle']);
    await console.says('dialog .failure', [en['part.unreachable']]);
    await console.says('dialog .earlier', ['Whether it was done is not known']);
    expect(await console.findings()).toEqual([]);
    await console.confirm(en['members.change1']);
    lose = undefined;
    await console.confirm(en['members.preview']);
    await console.says('dialog .earlier', ['Sending it again is safe']);
    await console.confirm(en['members.issueTitle']);
    await console.hasText(en['members.toOperation']);
    expect([await issued(), keys.size]).toEqual([['500'], 1]);
    await console.escape();

    // The next one is its own, of the same amount too; it reaches the gateway, and the page is left before it is answered.
    let lost = (): void => undefined;
    const isLost = new Promise<void>((resolve) => (lost = resolve));
    lose = () => {
      lost();
      return new Promise(() => undefined);
    };
    await console.press(en['members.issue']);
    await previewIssue(console, '500');
    expect(await page.locator('dialog .earlier').count()).toBe(0);
    await console.confirm(en['members.issueTitle']);
    await isLost;
    lose = undefined;
    await console.go(`members/account/${encodeURIComponent(accountId)}`);
    await console.press(en['members.issue']);
    await previewIssue(console, '60');
    await console.says('dialog .earlier', ['Something else was sent from here']);
    await console.confirm(en['members.change1']);
    await previewIssue(console, '500');
    await console.says('dialog .earlier', ['Sending it again is safe']);
    await console.confirm(en['members.issueTitle']);
    await console.hasText(en['members.toOperation']);
    expect([await issued(), keys.size]).toEqual([['500', '500'], 2]);
    await console.escape();
    await page.getByRole('button', { name: en['shell.leave'] }).click();
    await page.waitForFunction(() => sessionStorage.length === 0);
    // Browsers tell of each request that was not answered.
    for (const complaint of console.complaints.splice(0)) expect(complaint).toContain('ERR_FAILED');
  });

  it('what was done is told as it was shown before, whatever is there now', async () => {
    const console = await consoles.open('harbor', 'operator');
    await console.go(`members/account/${encodeURIComponent(accountId)}`);
    await console.press(en['members.spend']);
    await type(console, { [en['members.amount']]: '800' });
    await console.confirm(en['members.preview']);
    await console.confirm(en['members.spendTitle']);
    await console.hasText(en['members.toOperation']);
    await console.page.waitForFunction(() => document.querySelector('[data-balance="harbor"]')?.textContent === '200');
    await console.says('dialog .preview', [
      `${en['members.availableBefore']} 1,000`,
      `${en['members.availableAfter']} 200`,
    ]);
    expect(await console.page.innerText('dialog')).not.toContain(en['members.tooMany']);
  });
});
