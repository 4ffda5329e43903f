// How soon a gateway's console is seen: `CONSOLE_KEY=… node scripts/measure-console.mjs URL ROUNDS ADDRESS…` prints as JSON the first
// contentful paint of the overview, when its four promises stood there with their figures, and for each further address below /console/
// when it was whole and, of a list that goes on, how long its next page took. Of each the times in milliseconds, in new browser
// contexts, so that nothing is there before. Prints null where neither CHROMIUM nor PATH names a Chromium.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
const executablePath =
  process.env.CHROMIUM || folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
const [url, rounds, ...addresses] = process.argv.slice(2);

/** What is asked of a page, evaluated in it. */
const isWhole = () => document.querySelector('h1') !== null && document.querySelector('.waiting') === null;
const hasPromises = () => document.querySelectorAll('main [data-verdict]').length === 4;
const now = () => performance.now();
const firstPaint = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
const rowCount = () => document.querySelectorAll('main tbody tr').length;

async function measure(browser) {
  const paint = [];
  const whole = [];
  const lists = addresses.map((address) => ({ address, whole: [], next: [] }));
  for (let round = 0; round < Number(rounds); round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    try {
      await context.addInitScript((key) => sessionStorage.setItem('api-key', key), process.env.CONSOLE_KEY ?? '');
      const page = await context.newPage();
      page.setDefaultTimeout(120_000);
      await page.goto(`${url}/console/`);
      await page.waitForFunction(hasPromises);
      whole.push(await page.evaluate(now));
      paint.push(await page.evaluate(firstPaint));
      for (const list of lists) {
        await page.goto(`${url}/console/${list.address}`);
        await page.waitForFunction(isWhole);
        list.whole.push(await page.evaluate(now));
        const more = page.locator('main .more button').last();
        if ((await more.count()) === 0) continue;
        const rows = await page.evaluate(rowCount);
        const askedAt = performance.now();
        await more.click();
        await page.waitForFunction((before) => document.querySelectorAll('main tbody tr').length > before, rows);
        list.next.push(performance.now() - askedAt);
      }
    } finally {
      await context.close();
    }
  }
  return { paint, whole, lists };
}

if (executablePath === undefined) console.log('null');
else {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    console.log(JSON.stringify(await measure(browser)));
  } finally {
    await browser.close();
  }
}
