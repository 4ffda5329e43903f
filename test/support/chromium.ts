/** A Chromium of this machine, for tests of what runs in browsers. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** CHROMIUM, else the first on PATH; undefined if there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment['CHROMIUM']) return environment['CHROMIUM'];
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const found = findChromium();

/** `describe` where there is a Chromium; elsewhere it is skipped, and its name says why. */
export function describeInBrowser(name: string, define: (chromium: string) => void): void {
  if (found !== undefined) describe(name, () => define(found));
  else describe.skip(`${name} (neither CHROMIUM nor PATH names a Chromium)`, () => define(''));
}
