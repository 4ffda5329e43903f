/** A Chromium of this machine, for tests of what runs in browsers. */
import { findOnPath } from './programs-on-path.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** CHROMIUM, else the first on PATH; undefined if there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return environment['CHROMIUM'] || findOnPath(names, environment['PATH'] ?? '');
}

const found = findChromium();

/** `describe` where there is a Chromium; elsewhere it is skipped, and its name says why. */
export function describeInBrowser(name: string, define: (chromium: string) => void): void {
  if (found !== undefined) describe(name, () => define(found));
  else describe.skip(`${name} (neither CHROMIUM nor PATH names a Chromium)`, () => define(''));
}
