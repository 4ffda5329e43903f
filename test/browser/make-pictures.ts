/**
 * `npm run console:pictures`: the pictures of the console that the documentation shows, of a consortium that has something to show.
 * With `--all FOLDER` every screen instead, at the width of a phone and of a desk, in both lights and both languages, to be looked at.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { repositoryRoot } from '../../consortium/launcher/repository.js';
import { findChromium } from '../support/chromium.js';
import { type ConsolePage, launch, type Look } from './console-page.js';
import { type Filled, startFilled, thisMonth } from './filled.js';
import { screenPaths } from './screen-paths.js';

interface Picture {
  readonly name: string;
  readonly path: (of: Filled) => string;
  readonly look: Look;
  /** As whom; an administrator of Harbor otherwise. */
  readonly who?: 'admin' | 'delegate';
  readonly before?: (console: ConsolePage) => Promise<void>;
}

const themes = ['light', 'dark'] as const;
const desk = { width: 1280, language: 'en' } as const;

/** Spending by hand, up to its preview. */
async function openSpending({ page }: ConsolePage): Promise<void> {
  await page.getByRole('button', { name: 'Spend points' }).click();
  await page.locator('dialog select').first().selectOption('harbor');
  await page.locator('dialog input[inputmode="numeric"]').first().fill('1500');
  await page.locator('dialog').getByRole('button', { name: 'Preview' }).click();
  await page.locator('dialog .preview').waitFor();
}

/** Six screens, each in both lights; and two of them as a phone has them. */
const pictures: readonly Picture[] = [
  ...themes.flatMap((theme): Picture[] => {
    const look = { ...desk, theme };
    const of = (name: string): string => (theme === 'light' ? name : `${name}-dark`);
    return [
      { name: of('overview'), path: () => '', look },
      {
        name: of('governance'),
        path: ({ proposalId }) => `governance/${proposalId}`,
        look,
        who: 'delegate',
      },
      { name: of('program'), path: () => 'programs/harbor', look },
      { name: of('clearing'), path: () => `clearing/cycles/${thisMonth()}`, look },
      { name: of('line'), path: () => 'lines/CityParkMSP/line-1', look },
      {
        name: of('spend'),
        path: ({ accountId }) => `members/account/${encodeURIComponent(accountId)}`,
        look,
        before: openSpending,
      },
    ];
  }),
  { name: 'phone', path: () => '', look: { width: 390, theme: 'dark', language: 'zh' } },
  { name: 'phone-light', path: () => 'programs/harbor', look: { width: 390, theme: 'light', language: 'en' } },
];

async function main([option, folder]: readonly string[]): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('neither CHROMIUM nor PATH names a Chromium');
  if (option !== undefined && (option !== '--all' || folder === undefined))
    throw new Error('npm run console:pictures takes nothing, or --all FOLDER');
  const browser = await launch(executablePath);
  let filled: Filled | undefined;
  try {
    filled = await startFilled(browser);
    if (folder === undefined) await picture(browser, filled, join(repositoryRoot, 'docs', 'images'));
    else await everyScreen(filled, folder);
    const complaints = await filled.consoles.close();
    if (complaints.length > 0) throw new Error(`the console complained: ${complaints.join('; ')}`);
  } finally {
    await browser.close();
    await filled?.remove();
  }
}

async function picture(browser: Browser, filled: Filled, folder: string): Promise<void> {
  for (const { name, path, look, who = 'admin', before } of pictures) {
    const console_ = await filled.consoles.open('harbor', who, { ...look, sharpness: 2 });
    await console_.go(path(filled));
    await before?.(console_);
    const png = await console_.page.screenshot();
    writeFileSync(join(folder, `console-${name}.webp`), await asWebp(browser, png));
    console.log(`docs/images/console-${name}.webp`);
  }
}

/** By the browser's own encoder. */
async function asWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const webp = await page.evaluate(
      async (source) => {
        const image = await createImageBitmap(await (await fetch(source)).blob());
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
        canvas.getContext('2d')?.drawImage(image, 0, 0);
        return canvas.toDataURL('image/webp', 0.8);
      },
      `data:image/png;base64,${png.toString('base64')}`,
    );
    return Buffer.from(webp.slice(webp.indexOf(',') + 1), 'base64');
  } finally {
    await page.close();
  }
}

async function everyScreen(filled: Filled, folder: string): Promise<void> {
  for (const width of [360, 1280])
    for (const theme of themes)
      for (const language of ['en', 'zh'] as const) {
        const into = join(folder, `${width}-${theme}-${language}`);
        mkdirSync(into, { recursive: true });
        const console_ = await filled.consoles.open('harbor', 'admin', { width, theme, language });
        for (const [at, path] of screenPaths(filled).entries()) {
          await console_.go(path);
          const name = `${String(at).padStart(2, '0')}-${path.replaceAll(/\W+/g, '-').slice(0, 60)}.png`;
          await console_.page.screenshot({ path: join(into, name), fullPage: true });
        }
        console.log(into);
      }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
