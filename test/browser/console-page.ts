/** The console in a Chromium, and everything that must not happen there: errors, refused policies, findings of axe. */
import { readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What browsers tell of a gateway that is busy or not ready for the moment: it is asked again, and the console shows it. */
const isPassing = (complaint: string): boolean => /responded with a status of (429|502|503|504) /.test(complaint);

export interface Look {
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
  readonly language?: 'en' | 'zh';
  /** Points of the device for one of the page. */
  readonly sharpness?: number;
}

/** What a page of the console is opened with, and what it told that it should not have. */
export class ConsolePage {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly url: string,
    private readonly context: BrowserContext,
  ) {}

  /** @param apiKey none to begin at the sign-in */
  static async open(browser: Browser, url: string, apiKey: string | undefined, look: Look = {}): Promise<ConsolePage> {
    const { width = 1280, theme = 'light', language = 'en', sharpness = 1 } = look;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      deviceScaleFactor: sharpness,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      acceptDownloads: true,
      // What fades in has not the colours that it comes to.
      reducedMotion: 'reduce',
    });
    await context.addInitScript(
      ([key, ...likes]) => {
        if (key !== '') sessionStorage.setItem('api-key', key!);
        localStorage.setItem('theme', likes[0]!);
        localStorage.setItem('language', likes[1]!);
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          console.error(`policy violated: ${violatedDirective} ${blockedURI}`);
        });
      },
      [apiKey ?? '', theme, language],
    );
    const opened = new ConsolePage(await context.newPage(), url, context);
    opened.page.setDefaultTimeout(90_000);
    opened.page.on('pageerror', (error) => opened.complaints.push(error.stack ?? error.message));
    opened.page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type()) || isPassing(message.text())) return;
      opened.complaints.push(`${message.text()} ${message.location().url}`);
    });
    opened.page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url()))
        opened.complaints.push(`asked ${request.url()}`);
    });
    return opened;
  }

  /** Opens a screen by its address, and waits until everything on it is read. */
  async go(path: string): Promise<void> {
    await this.page.goto(`${this.url}/console/${path}`);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.waitForSelector('h1');
    await this.page.waitForFunction(() => document.querySelector('.waiting') === null);
  }

  /** Waits for the screen of this name. */
  async headed(title: string): Promise<void> {
    await this.page.waitForFunction((wanted) => document.querySelector('h1')?.textContent === wanted, title);
  }

  /** Waits until the keyboard is where the function says, which is evaluated in the page. */
  async focused(isIt: () => boolean): Promise<void> {
    await this.page.waitForFunction(isIt);
  }

  /** Waits until the parts of these names say all this, whatever the white space between. */
  async says(selector: string, texts: readonly string[]): Promise<void> {
    try {
      await this.page.waitForFunction(
        ([where, ...wanted]) => {
          const found = [...document.querySelectorAll<HTMLElement>(where!)].map(({ innerText }) => innerText).join(' ');
          return wanted.every((text) => found.replaceAll(/\s+/g, ' ').includes(text));
        },
        [selector, ...texts],
      );
    } catch (error) {
      const found = (await this.page.locator(selector).allInnerTexts()).join(' ').replaceAll(/\s+/g, ' ');
      throw new Error(`${selector} says ${found}, not all of ${texts.join(' | ')}`, { cause: error });
    }
  }

  async hasText(text: string | RegExp): Promise<void> {
    await this.page.locator('body').getByText(text).first().waitFor();
  }

  press(name: string): Promise<void> {
    return this.page.locator('main').getByRole('button', { name, exact: true }).click();
  }

  /** Its namesake on the page, which opened the dialog, is not meant. */
  confirm(name: string): Promise<void> {
    return this.page.locator('dialog[open]').getByRole('button', { name, exact: true }).click();
  }

  /** Closes the dialog, and waits until it is gone. */
  async escape(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.waitForFunction(() => document.querySelector('dialog') === null);
  }

  /** Rules of WCAG 2.2 A and AA, and good practice. */
  async findings(): Promise<string[]> {
    // By the debugger's protocol, which the page's policy does not bear on.
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
      };
      const { violations } = await checker.run();
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
      );
    });
  }

  isTooWide(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

// Chromium’s own sandbox cannot be set up in every container; the pages are this test’s own.
export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox'] });
