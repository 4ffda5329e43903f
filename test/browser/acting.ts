/** How somebody does something in the console: its form, its preview, its refusals, and what came of it. */
import type { Route } from 'playwright-core';
import type { ConsolePage } from './console-page.js';

type Fields = Readonly<Record<string, string>>;

/** Dialogs that axe has looked at: once is enough. */
const looked = new Set<string>();
async function hasNoFindings(console: ConsolePage, name: string): Promise<void> {
  if (looked.has(name)) return;
  looked.add(name);
  expect([name, await console.findings()]).toEqual([name, []]);
}

/** Types into fields of the dialog, by what they are called. */
export async function type({ page }: ConsolePage, fields: Fields): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.locator('dialog[open]').getByLabel(label, { exact: true });
    if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Goes on in a dialog that is open: fills it in, looks at its preview, and does it. */
export async function fill(
  console: ConsolePage,
  name: string,
  fields: Fields = {},
  previewed: readonly string[] = [],
): Promise<void> {
  await type(console, fields);
  if ((await console.page.locator('dialog form').count()) > 0) await console.confirm('Preview');
  if (previewed.length > 0) await console.says('dialog .preview', previewed);
  await hasNoFindings(console, name);
  await console.confirm(name);
}

/** Opens an action of the page, and does it. */
export async function act(
  console: ConsolePage,
  name: string,
  fields: Fields = {},
  previewed: readonly string[] = [],
): Promise<void> {
  await console.press(name);
  await fill(console, name, fields, previewed);
}

export async function done(console: ConsolePage): Promise<void> {
  const { page } = console;
  await page.locator('dialog .done, dialog .failure').first().waitFor();
  expect(await page.locator('dialog .failure').allInnerTexts()).toEqual([]);
  await console.escape();
}

/** What the ledger refused, with its code; browsers tell of every such answer. */
export async function refused(console: ConsolePage, code: string, status: number): Promise<void> {
  await console.says('dialog .failure', [code]);
  expect(console.complaints.splice(0)).toEqual([expect.stringContaining(`a status of ${status}`)]);
}

/** As `refused`, and at which field: it names it, and whoever changes it begins there. */
export async function refusedAt(console: ConsolePage, code: string, status: number, label: string): Promise<void> {
  await console.says('dialog .failure', [code, `Where: ${label.replace(', optional', '')}`]);
  expect(console.complaints.splice(0)).toEqual([expect.stringContaining(`a status of ${status}`)]);
  await console.confirm('Change it');
  const field = console.page.locator('dialog [aria-invalid="true"]');
  await field.waitFor();
  const name = await field.evaluate(({ id }) => document.querySelector(`label[for="${id}"]`)?.textContent);
  expect([code, name]).toEqual([code, label]);
  await console.focused(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  await hasNoFindings(console, `${label}: ${code}`);
}

/** Something happens that the page has not read yet: whoever acts on what it shows is late. Gives back what lets it read again. */
export async function unseen(
  { page }: ConsolePage,
  addresses: RegExp,
  happen: () => Promise<unknown>,
): Promise<() => Promise<void>> {
  const held: Route[] = [];
  await page.route(addresses, (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    held.push(route);
    return undefined;
  });
  await happen();
  return async () => {
    await page.unroute(addresses);
    await Promise.all(held.map((route) => route.continue().catch(() => undefined)));
  };
}
