/** People sign in to the console at a provider of their own, and show who they are again before they vote. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { en } from '../../console/src/texts/en.js';
import { describeInBrowser } from '../support/chromium.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { launch } from './console-page.js';
import { Consoles } from './open-console.js';

jest.setTimeout(300_000);

/** The shortest that a gateway can be told: who showed it longer ago does so again before a vote. */
const STEP_UP_MINUTES = 1;

describeInBrowser('people in the console', (executablePath) => {
  let consortium: RunningConsortium;
  let provider: ChildProcess;
  let browser: Browser;
  let consoles: Consoles;

  /** Says at the provider who one is, and agrees, until one is back. */
  async function signIn(page: Page, name: string): Promise<void> {
    const isBack = (): boolean => /\/console\/|\/sign-in\/callback/.test(page.url());
    for (let steps = 0; steps < 4 && !isBack(); steps += 1) {
      const login = page.locator('input[name=login]');
      const ask = page.locator('button[type=submit]');
      await Promise.race([page.waitForURL(/\/console\/|\/sign-in\/callback/), ask.waitFor()]).catch(() => undefined);
      if (isBack()) return;
      if ((await login.count()) > 0) {
        await login.fill(name);
        await page.locator('input[name=password]').fill('x');
      }
      const before = page.url();
      await ask.click();
      await page.waitForURL(({ href }) => href !== before);
    }
  }

  beforeAll(async () => {
    consortium = await RunningConsortium.start();
    const { url } = consortium.credentials['harbor']!;
    provider = spawn(
      process.execPath,
      [join(__dirname, '..', 'gateway-api', 'sign-in', 'provider.mjs'), `${url}/sign-in/callback`],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    // Read to its end: it writes to the terminal while people sign in.
    const issuer = await new Promise<string>((resolve) => {
      createInterface(provider.stdout!).on('line', (line) => {
        if (line.startsWith('{')) resolve((JSON.parse(line) as { issuer: string }).issuer);
      });
    });
    const folder = join(consortium.dataDir, 'gateways', 'harbor');
    const configPath = join(folder, 'config.json');
    const clientSecretPath = join(folder, 'client-secret');
    writeFileSync(clientSecretPath, `${'a secret of the client’s'.replaceAll(/[^a-z]/g, '-')}\n`);
    const signInAt = {
      ...{ issuer, clientId: 'commonpoint', clientSecretPath, gatewayUrl: url, stepUpMinutes: STEP_UP_MINUTES },
      roles: { 'points-operator': 'operator', 'points-delegate': 'delegate' },
    };
    await consortium.holdDown('gateway-harbor');
    const config = JSON.parse(readFileSync(configPath, 'utf8')) as object;
    writeFileSync(configPath, JSON.stringify({ ...config, signIn: signInAt }));
    await consortium.release('gateway-harbor');
    browser = await launch(executablePath);
    consoles = new Consoles(consortium, browser);
    await consoles.asDelegate('citypark', '/v1/proposals', {
      proposalId: 'CityParkMSP:of-people',
      actions: [{ kind: 'suspend', mspId: 'GreenMartMSP' }],
    });
  }, START_TIMEOUT_MS * 2);
  afterEach(async () => expect(await consoles.close()).toEqual([]));
  afterAll(async () => {
    provider?.kill();
    await browser?.close();
    await consortium?.stopAndRemove();
  });

  it('an operator signs in at the provider, comes back to where it was, and signs out', async () => {
    const console = await consoles.open('harbor', 'nobody');
    const { page } = console;
    await console.go('programs');
    await console.headed('Sign in at Harbor');
    expect(await console.findings()).toEqual([]);
    await page.getByRole('link', { name: en['signIn.people'] }).click();
    await signIn(page, 'operator-anna');
    await console.headed('Programmes');
    expect(new URL(page.url()).pathname).toBe('/console/programs');
    // No script has anything of the session.
    expect(await page.evaluate(() => [sessionStorage.length, document.cookie])).toEqual([0, '']);
    await console.go('access');
    await console.says('#main', ['person:operator-anna', en['access.bySession']]);
    // What it posts is taken from this page.
    await console.go('members?tab=accounts');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await console.headed('Sign in at Harbor');
    await page.reload();
    await console.headed('Sign in at Harbor');
    console.complaints.splice(0);
  });

  it('who has no role here is told so', async () => {
    const console = await consoles.open('harbor', 'nobody');
    await console.go('');
    await console.headed('Sign in at Harbor');
    await console.page.getByRole('link', { name: en['signIn.people'] }).click();
    await signIn(console.page, 'visitor-otto');
    await console.headed('Sign in at Harbor');
    await console.hasText(en['signIn.refused.ROLE_NOT_ALLOWED']);
    expect(await console.findings()).toEqual([]);
    // It is said once.
    expect(new URL(console.page.url()).search).toBe('');
    await console.page.reload();
    await console.headed('Sign in at Harbor');
    expect(await console.page.getByText(en['signIn.refused.ROLE_NOT_ALLOWED']).count()).toBe(0);
    console.complaints.splice(0);
  });

  it('a delegate shows who it is again before a vote, and then votes', async () => {
    const console = await consoles.open('harbor', 'nobody');
    const { page } = console;
    await console.go('governance/CityParkMSP:of-people');
    await console.headed('Sign in at Harbor');
    await page.getByRole('link', { name: en['signIn.people'] }).click();
    await signIn(page, 'delegate-dora');
    await console.headed('Suspend a member');
    await pause(STEP_UP_MINUTES * 60_000 + 2_000);
    await console.press('Vote');
    await console.confirm('Vote');
    await console.says('dialog .failure', ['STEP_UP_REQUIRED']);
    expect(await console.findings()).toEqual([]);
    await page.getByRole('dialog').getByRole('link', { name: en['part.stepUp'] }).click();
    // The provider asks again, although it knows who it is.
    await page.locator('input[name=login]').waitFor();
    await signIn(page, 'delegate-dora');
    await console.headed('Suspend a member');
    await console.press('Vote');
    await console.confirm('Vote');
    await console.hasText(en['governance.saidIt']);
    console.complaints.splice(0);
  });
});
