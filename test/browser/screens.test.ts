/** Every screen of the console with something on it: in each light, size and language, by the keyboard alone, and for an auditor. */
import type { Browser } from 'playwright-core';
import { en } from '../../console/src/texts/en.js';
import { describeInBrowser } from '../support/chromium.js';
import { eventually, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { type ConsolePage, launch, type Look } from './console-page.js';
import { type Filled, startFilled } from './filled.js';
import { screenPaths } from './screen-paths.js';

jest.setTimeout(600_000);

const looks: readonly Look[] = [
  { width: 1440, theme: 'light', language: 'en' },
  { width: 1440, theme: 'dark', language: 'zh' },
  { width: 390, theme: 'light', language: 'zh' },
  { width: 390, theme: 'dark', language: 'en' },
];

/** What can be worked with, by what it is called; dialogs and what is folded away are not there yet. */
const workable = ({ page }: ConsolePage): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href],button,input,select,textarea,summary,[tabindex="0"]')]
      .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !(each as HTMLButtonElement).disabled)
      .map((each) => {
        each.dataset['reached'] ??= 'no';
        return each.outerHTML;
      }),
  );

/** What would turn the letters behind it round, were it a name with a sign for that in it. */
const running = ({ page }: ConsolePage): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a,code,small,span,strong')]
      .filter((each) => !getComputedStyle(each).unicodeBidi.startsWith('isolate'))
      .map((each) => each.outerHTML),
  );

describeInBrowser('every screen of the console', (executablePath) => {
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

  it.each(looks.map((look) => [look.theme, look.width, look.language, look] as const))(
    'is whole, fits and satisfies axe: %s, %i wide, %s',
    async (_theme, _width, _language, look) => {
      const console = await filled.consoles.open('harbor', 'admin', look);
      for (const path of screenPaths(filled)) {
        await console.go(path);
        expect([path, await console.page.locator('.failure').allInnerTexts()]).toEqual([path, []]);
        expect([path, await console.isTooWide()]).toEqual([path, false]);
        expect([path, await console.findings()]).toEqual([path, []]);
        expect([path, await running(console)]).toEqual([path, []]);
        // Nothing is left of a name that had no text, or of a value that was not filled in.
        const text = await console.page.innerText('body');
        expect([path, text.match(/\{\w+\}|undefined|\bNaN\b|\[object |Invalid Date/g)]).toEqual([path, null]);
      }
    },
  );

  it('would fail these tests by an error, or by what its policy does not allow', async () => {
    const console = await filled.consoles.open('harbor', 'admin');
    await console.go('');
    await console.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "not allowed"';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red">not allowed either</p>');
      setTimeout(() => {
        throw new Error('an error of a screen');
      });
    });
    const told = ['policy violated: script-src', 'policy violated: style-src', 'an error of a screen'];
    await eventually(
      () => Promise.resolve(console.complaints.join('\n')),
      (complaints) => told.every((each) => complaints.includes(each)),
    );
    expect(await console.page.title()).not.toBe('not allowed');
    console.complaints.splice(0);
  });

  it('is worked by the keyboard alone: whatever is there is reached, and seen to be', async () => {
    const console = await filled.consoles.open('harbor', 'admin');
    const { page } = console;
    for (const path of screenPaths(filled)) {
      await console.go(path);
      const all = await workable(console);
      const unseen: string[] = [];
      // Once round, and some more for what a list has read meanwhile.
      for (let steps = 0; steps < all.length + 40; steps += 1) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate(() => {
          const at = document.activeElement as HTMLElement | null;
          if (at === null || at === document.body) return 'round';
          at.dataset['reached'] = 'yes';
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
          const isSeen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
          return isSeen || at.classList.contains('unseen') ? undefined : at.outerHTML;
        });
        if (found === 'round') break;
        if (found !== undefined) unseen.push(found);
      }
      const missed = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[data-reached="no"]')]
          .filter((each) => each.checkVisibility({ visibilityProperty: true }))
          // Of a group of choices one is reached, and the others by arrows.
          .filter((each) => !(each instanceof HTMLInputElement && each.type === 'radio'))
          .map((each) => each.outerHTML.slice(0, 200)),
      );
      expect([path, missed, unseen]).toEqual([path, [], []]);
    }
  });

  it('opens its dialogs by the keyboard, keeps it inside, and gives it back', async () => {
    const console = await filled.consoles.open('harbor', 'admin');
    const { page } = console;
    let opened = 0;
    for (const path of screenPaths(filled)) {
      await console.go(path);
      const buttons = page.locator('main').locator('.page-head .actions button, .card-head .actions button');
      for (let at = 0; at < (await buttons.count()); at += 1) {
        const button = buttons.nth(at);
        const name = await button.innerText();
        // What is taken away as a file opens nothing.
        if (name === en['imports.downloadRejected'] || name.startsWith('↓')) continue;
        await button.focus();
        await page.keyboard.press('Enter');
        await page.locator('dialog[open]').waitFor();
        for (let steps = 0; steps < 30; steps += 1) {
          await page.keyboard.press('Tab');
          const isInside = await page.evaluate(() => {
            const { activeElement } = document;
            // Browsers let the keyboard out to their own bars, never to the page below.
            return activeElement === document.body || activeElement?.closest('dialog') !== null;
          });
          expect([path, name, isInside]).toEqual([path, name, true]);
        }
        await console.escape();
        await page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, name);
        opened += 1;
      }
    }
    expect(opened).toBeGreaterThan(20);
  });

  it('is the same for the auditor at its own gateway, and has nothing to do anything with', async () => {
    const harbor = await filled.consoles.open('harbor', 'admin');
    const auditor = await filled.consoles.open('auditor', 'auditor');
    const harmless = new Set<string>(
      (
        [
          'part.copy',
          'part.more',
          'members.find',
          'shell.leave',
          'shell.menu',
          'audit.download',
          'orders.showReason',
          'shell.themeAuto',
          'shell.themeLight',
          'shell.themeDark',
        ] as const
      ).map((name) => en[name]),
    );
    const headings = async (console: ConsolePage): Promise<string[]> =>
      (await console.page.locator('main h1, main h2').allInnerTexts())
        // How to do what is not for this role.
        .filter((each) => each !== en['governance.byDelegate']);
    /** Of the own gateway, each its own; and what only its operators have to do with. */
    const ownMatters = /^(imports|webhooks|access|audit|governance\/propose|lines\?of=own|members($|\?))/;
    for (const path of screenPaths(filled)) {
      await auditor.go(path);
      // A webhook is its gateway's; terms and money statements are for the two that they are between.
      if (/^webhooks\/.|^clearing\/(terms|cycles\/[^/]+)\/./.test(path)) {
        auditor.complaints.splice(0);
        continue;
      }
      expect([path, await auditor.page.locator('.failure').allInnerTexts()]).toEqual([path, []]);
      const buttons = await auditor.page.locator('main button').allInnerTexts();
      // What is taken away as a file changes nothing.
      const others = buttons.filter((each) => !harmless.has(each) && !each.startsWith('↓'));
      expect([path, others]).toEqual([path, []]);
      if (ownMatters.test(path)) continue;
      await harbor.go(path);
      expect([path, await headings(auditor)]).toEqual([path, await headings(harbor)]);
    }
  });
});
