/** The page in a real browser, opened as the file that it is: no server, no network. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describeInBrowser } from '../../support/chromium.js';
import { repositoryRoot } from '../../support/repository-files.js';
import { policyOf, proofOf, receipts } from './proofs.js';

describeInBrowser('the page', (executablePath) => {
  let browser: Browser;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), 'verify-page-'));
  const told: string[] = [];
  const fileOf = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const policy = fileOf('log.json', JSON.stringify(policyOf()));
  const proof = fileOf('receipt.tlog-proof', proofOf(receipts, { index: 5 }));

  beforeAll(async () => {
    const { makeVerifyPage } = (await import(join(repositoryRoot, 'scripts', 'verify-page.mjs'))) as {
      makeVerifyPage: () => string;
    };
    // Chromium’s own sandbox cannot be set up in every container; the page is this test’s own.
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => told.push(error.message));
    page.on('console', (message) => told.push(message.text()));
    page.on('request', (request) => {
      if (/^https?:/.test(request.url())) told.push(request.url());
    });
    await page.goto(pathToFileURL(fileOf('verify.html', makeVerifyPage())).href);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const verdict = async (className: string): Promise<string> => {
    const found = await page.waitForSelector(`output.${className}`, { timeout: 20_000 });
    return found.innerText();
  };

  it('is green, and says what is proved', async () => {
    await page.setInputFiles('#policy', policy);
    await page.setInputFiles('#proof', proof);
    expect(await verdict('proved')).toMatch(/^PROVED\nHarborMSP posted “issue” of 7 points of harbor/);
  });

  it('is red, and says why', async () => {
    await page.setInputFiles('#proof', fileOf('bad', proofOf(receipts, { index: 5, entry: receipts[4]! })));
    expect(await verdict('refused')).toBe('NOT PROVED\nThe path does not lead from the receipt to what was signed.');
  });

  it('takes what is dropped on it, whichever file comes first', async () => {
    const dropped = [proofOf(receipts, { index: 6 }), JSON.stringify(policyOf())];
    // As text: the tests know no types of browsers.
    await page.evaluate(`
      const files = new DataTransfer();
      for (const [at, text] of ${JSON.stringify(dropped)}.entries()) files.items.add(new File([text], String(at)));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: files }));
    `);
    expect(await verdict('proved')).toContain('entry 6 of a log of 11');
  });

  it('asked nobody for anything, and complained of nothing', () => {
    expect(told).toEqual([]);
  });
});
