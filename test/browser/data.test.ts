/** What the console's tables show, against what REST says of the same, cell by cell; and lists by their cursors to their ends. */
import type { Browser } from 'playwright-core';
import { en } from '../../console/src/texts/en.js';
import { describeInBrowser } from '../support/chromium.js';
import { eventually, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { type ConsolePage, launch } from './console-page.js';
import { type Filled, startFilled } from './filled.js';
import { any, tables } from './tables.js';

jest.setTimeout(300_000);

/** Rows of a table, each cell's text; white space is one space. */
const rowsIn = (console: ConsolePage, caption: string): Promise<string[][]> =>
  console.page.evaluate((wanted) => {
    const pattern = new RegExp(`^${wanted.replaceAll(/\{\w+\}/g, '\\d+')}$`);
    const table = [...document.querySelectorAll('table')].find((each) => pattern.test(each.caption?.textContent ?? ''));
    if (table === undefined) throw new Error(`no table is called ${wanted}`);
    return [...table.tBodies[0]!.rows].map((row) =>
      [...row.cells].map((cell) => cell.innerText.replaceAll(/\s+/g, ' ').trim()),
    );
  }, caption);

describeInBrowser('the console’s tables', (executablePath) => {
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

  /** Pages of one row, of the very gateway: every list has an end to be come to. */
  const aRowAtATime = (console: ConsolePage, paged: RegExp): Promise<unknown> =>
    console.page.route(
      ({ pathname }) => paged.test(pathname),
      (route) => {
        const address = new URL(route.request().url());
        address.searchParams.set('limit', /blocks$/.test(address.pathname) ? '20' : '1');
        return route.request().method() === 'GET' ? route.continue({ url: address.href }) : route.continue();
      },
    );

  it.each(Object.keys(tables))('%s', async (name) => {
    const { caption, path, slug = 'harbor', paged, rowsMin = 1, rows } = tables[name]!;
    const role = slug === 'harbor' ? 'admin' : 'auditor';
    const client = filled.consortium.as(slug, role);
    // Attempts are made again after seconds; figures are written down by the auditor's gateway in its own time.
    await eventually(
      () => rows(client, filled),
      (found) => found.length >= rowsMin,
    );
    const console = await filled.consoles.open(slug, role);
    if (paged !== undefined) await aRowAtATime(console, paged);
    await console.go(path(filled));
    // Another table of the screen may be read later than the screen.
    await console.page
      .locator('table caption', { hasText: caption.replace(/\{.*/, '') })
      .first()
      .waitFor({ state: 'attached' });
    const card = console.page
      .locator('section.card')
      .filter({ has: console.page.locator('caption', { hasText: caption.replace(/\{.*/, '') }) })
      .first();
    const more = card.getByRole('button', { name: en['part.more'], exact: true });
    let pages = 1;
    const expected = async (): Promise<unknown[][]> =>
      (await rows(client, filled)).map((row) =>
        row.map((each) => (each === any ? expect.anything() : each.replaceAll(/\s+/g, ' '))),
      );
    while ((await more.count()) > 0) {
      const before = (await rowsIn(console, caption)).length;
      await more.click();
      await console.page.waitForFunction(
        ([wanted, many]) =>
          [...document.querySelectorAll('table')].some(
            (each) => each.caption?.textContent === wanted && each.tBodies[0]!.rows.length > Number(many),
          ),
        [caption, String(before)],
      );
      pages += 1;
    }
    const shown = await rowsIn(console, caption);
    expect(shown).toEqual(await expected());
    expect(shown.length).toBeGreaterThanOrEqual(rowsMin);
    if (paged !== undefined && rowsMin > 1) expect(pages).toBeGreaterThan(1);
  });
});
