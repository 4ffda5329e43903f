/**
 * The explorer of a running consortium, in a browser: every screen of it on a desk and on a phone, and blocks whose bytes are
 * altered on the way, which have to show red and name the check that failed.
 */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { describeInBrowser } from '../support/chromium.js';
import { openAccount } from '../support/points-session.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const PAGE_TIMEOUT_MS = 60_000;
const screens = [
  '',
  'blocks/0',
  'blocks/{block}',
  'transactions/{txId}',
  'history?key=program%2Fharbor',
  '?tab=configurations',
  'configurations/{block}',
];

describeInBrowser('the explorer in the console', (executablePath) => {
  let running: RunningConsortium;
  let browser: Browser;
  let context: BrowserContext | undefined;
  let place: { readonly txId: string; readonly block: number };
  const complaints: string[] = [];

  /** A page of somebody that is signed in; what the browser complains of is kept. */
  async function open(organization: string, role: string, { width = 1280, locale = 'en-GB' } = {}): Promise<Page> {
    await context?.close();
    const { url, keys } = running.credentials[organization]!;
    context = await browser.newContext({ viewport: { width, height: 900 }, locale, baseURL: url });
    await context.addInitScript(`sessionStorage.setItem('api-key', ${JSON.stringify(keys[role as 'operator'])})`);
    const page = await context.newPage();
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return page;
  }
  const addressOf = (screen: string): string =>
    `/console/explorer/${screen.replace('{block}', String(place.block)).replace('{txId}', place.txId)}`.replace(
      '/?',
      '?',
    );

  beforeAll(async () => {
    running = await RunningConsortium.start();
    const gateway = running.as('harbor');
    const accountId = await openAccount(gateway);
    const body = { programId: 'harbor', accountId, amount: '50' };
    const { txId, blockNumber } = (await gateway.post('/v1/issuances', body)) as { txId: string; blockNumber: number };
    place = { txId, block: blockNumber };
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }, START_TIMEOUT_MS);
  beforeEach(() => complaints.splice(0));
  afterAll(async () => {
    await browser?.close();
    await running?.stopAndRemove();
  }, START_TIMEOUT_MS);

  it.each([
    ['a desk, in English', 'harbor', 'operator', 1280, 'en-GB', 'Nothing is wrong with this block.'],
    ['a phone, in Chinese, by the auditor', 'auditor', 'auditor', 360, 'zh-CN', '该区块未发现问题。'],
  ])(
    'has every screen on %s, with every block recomputed and nothing wider than the page',
    async (_where, organization, role, width, locale, holds) => {
      const page = await open(organization, role, { width, locale });
      for (const screen of screens) {
        await page.goto(addressOf(screen));
        await page.locator('h1').waitFor();
        if (/blocks\/|transactions\/|configurations\//.test(screen)) await page.getByText(holds).waitFor();
        else await page.locator('tbody tr').first().waitFor();
        const isWider = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
        expect({ screen, isWider }).toEqual({ screen, isWider: false });
      }
      expect(complaints).toEqual([]);
    },
    2 * PAGE_TIMEOUT_MS,
  );

  it(
    'goes from a search to a transaction, to the history of a row that it wrote, and to its block, by keyboard',
    async () => {
      const page = await open('harbor', 'operator');
      await page.goto('/console/explorer');
      await page.getByRole('searchbox').fill(place.txId);
      await page.keyboard.press('Enter');
      await page.getByText('It took effect').waitFor();
      const receipt = page.getByRole('link', { name: /^Receipt/ }).first();
      await receipt.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Receipt' }).waitFor();
      await page.getByRole('link', { name: String(place.block), exact: true }).press('Enter');
      await page.getByRole('heading', { name: `Block ${place.block}` }).waitFor();
      expect(complaints).toEqual([]);
    },
    PAGE_TIMEOUT_MS,
  );

  /** Where a byte is changed, counted from the beginning or from the end, and what is then said. */
  it.each([
    ['the hash before', 12, 'The header names another block before it.'],
    ['a transaction', 900, 'The transactions are not those that the header was made of.'],
    ['what peers made of it', -3, 'What was made of the transactions is not what the commit hash says.'],
    ['an orderer’s signature', -100, 'The orderers did not sign this header.'],
  ])(
    'shows a block red of which %s was altered, and names the check that failed',
    async (_what, at, said) => {
      const page = await open('harbor', 'operator');
      await page.route(`**/v1/explorer/blocks/${place.block}/bytes`, async (route) => {
        const response = await route.fetch();
        const bytes = await response.body();
        bytes[at < 0 ? bytes.length + at : at]! ^= 1;
        await route.fulfill({ response, body: bytes });
      });
      await page.goto(addressOf('blocks/{block}'));
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.innerText()).toContain('This block is not what it should be');
      expect(await alert.innerText()).toContain(said);
      expect(await page.getByText('Nothing is wrong with this block.').count()).toBe(0);
    },
    PAGE_TIMEOUT_MS,
  );
});
