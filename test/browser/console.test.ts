/** The console at work: in Debian's Chromium, on gateways of a consortium that runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { screens } from '../../console/src/shell/screens.js';
import { en } from '../../console/src/texts/en.js';
import { zh } from '../../console/src/texts/zh.js';
import { describeInBrowser } from '../support/chromium.js';
import { repositoryRoot } from '../support/repository-files.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { type ConsolePage, launch, type Look } from './console-page.js';
import { Consoles } from './open-console.js';

jest.setTimeout(300_000);

describeInBrowser('the console', (executablePath) => {
  let consortium: RunningConsortium;
  let browser: Browser;
  let consoles: Consoles;
  let accountId = '';
  const proposalId = 'HarborMSP:suspension-1';

  const open: Consoles['open'] = (...who) => consoles.open(...who);
  const balance = async (): Promise<string | undefined> => {
    const { balances } = await consortium
      .as('harbor')
      .get('/v1/accounts/{accountId}/balances', { params: { accountId } });
    return balances.find(({ programId }) => programId === 'harbor')?.available;
  };
  /** What the screen says of the account's points. */
  const shown = (page: ConsolePage, points: string): Promise<unknown> =>
    page.page.waitForFunction(
      (text) => document.querySelector('[data-balance="harbor"]')?.textContent === text,
      points,
    );

  beforeAll(async () => {
    consortium = await RunningConsortium.start();
    browser = await launch(executablePath);
    consoles = new Consoles(consortium, browser);
    const harbor = consortium.as('harbor');
    ({ accountId } = await harbor.post('/v1/accounts', { memberRef: 'm-1' }));
    await harbor.post('/v1/issuances', { programId: 'harbor', accountId, amount: '1200', reference: 'receipt 1' });
    await harbor.post('/v1/redemptions', { programId: 'harbor', accountId, amount: '200', acceptor: 'CityParkMSP' });
    const actions = [{ kind: 'suspend', mspId: 'GreenMartMSP' }];
    await consoles.asDelegate('harbor', '/v1/proposals', { proposalId, actions, reason: 'as a test' });
  }, 3 * START_TIMEOUT_MS);
  afterEach(async () => expect(await consoles?.close()).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await consortium?.stopAndRemove();
  });

  describe('signing in', () => {
    it('takes an API key, keeps it in this tab alone, and forgets it', async () => {
      const console = await open('harbor', 'nobody');
      const { page } = console;
      await console.go('programs');
      await console.headed('Sign in at Harbor');
      expect(await console.findings()).toEqual([]);
      const key = consortium.credentials['harbor']!.keys['operator']!;
      // By the keyboard alone.
      await page.keyboard.press('Tab');
      await console.focused(() => document.activeElement?.tagName === 'INPUT');
      await page.keyboard.type(key);
      await page.keyboard.press('Enter');
      await console.headed('Programmes');
      const kept = await page.evaluate(() => [
        Object.values(localStorage),
        Object.values(sessionStorage),
        document.cookie,
      ]);
      expect(JSON.stringify([kept[0], kept[2]])).not.toContain(key);
      expect(kept[1]).toEqual([key]);
      await page.reload();
      await console.headed('Programmes');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await console.headed('Sign in at Harbor');
      await page.waitForFunction(() => sessionStorage.length === 0);
    });

    it('says that a session has ended when its key is revoked, and forgets it', async () => {
      const console = await open('harbor', 'operator');
      await console.go('programs');
      // As the gateway answers whoever asks by a key that was revoked.
      let isRevoked = true;
      await console.page.route(/\/v1\//, (route) =>
        isRevoked
          ? route.continue({
              headers: { ...route.request().headers(), authorization: 'Bearer cp_harbor_operator_revoked' },
            })
          : route.continue(),
      );
      await console.hasText(en['signIn.ended']);
      await console.headed('Sign in at Harbor');
      await console.page.waitForFunction(() => sessionStorage.length === 0);
      isRevoked = false;
      await console.page.fill('input', consortium.credentials['harbor']!.keys['operator']!);
      await console.press('Sign in');
      await console.headed('Programmes');
      console.complaints.splice(0);
    });

    it('says that a key is none', async () => {
      const console = await open('harbor', 'nobody');
      await console.go('');
      await console.headed('Sign in at Harbor');
      await console.page.fill('input', 'cp_harbor_admin_wrong');
      await console.press('Sign in');
      await console.hasText(en['signIn.keyUnknown']);
      // What browsers say of every answer that is 401.
      expect(console.complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    });
  });

  describe('every screen', () => {
    const looks: readonly (readonly [string, Look])[] = [
      ['on a desk, light, in English', { width: 1280, theme: 'light', language: 'en' }],
      ['on a phone, dark, in Chinese', { width: 360, theme: 'dark', language: 'zh' }],
    ];
    const parts = [
      ...screens.map(({ slug, title }) => [slug, title] as const),
      ['programs/harbor', undefined],
      ...(['acceptances', 'notes', 'bridges', 'rules'] as const).map(
        (tab) => [`programs/harbor?tab=${tab}`, undefined] as const,
      ),
      ['members?tab=accounts', 'nav.members'],
      ['clearing/settlements', 'nav.clearing'],
      ['clearing/terms', 'nav.clearing'],
      ['governance/constitution', 'nav.governance'],
      ['governance/orders', 'nav.governance'],
      ['explorer/blocks/1', undefined],
      [`governance/${encodeURIComponent(proposalId)}`, undefined],
    ] as const;

    it.each(looks)('is whole, fits, and satisfies axe: %s', async (_name, look) => {
      const console = await open('harbor', 'admin', look);
      const texts = look.language === 'zh' ? zh : en;
      for (const [path, title] of [
        ...parts,
        [`members/account/${encodeURIComponent(accountId)}`, undefined] as const,
      ]) {
        await console.go(path);
        if (title !== undefined) await console.headed(texts[title]);
        expect([path, await console.page.locator('.failure').allInnerTexts()]).toEqual([path, []]);
        expect([path, await console.isTooWide()]).toEqual([path, false]);
        expect([path, await console.findings()]).toEqual([path, []]);
      }
    });

    it('fits with the other light and size, too', async () => {
      for (const look of [
        { width: 360, theme: 'light' },
        { width: 1280, theme: 'dark' },
      ] as const) {
        const console = await open('harbor', 'admin', look);
        for (const path of ['', 'programs/harbor', 'members', 'clearing', 'network']) {
          await console.go(path);
          expect([path, await console.isTooWide(), await console.findings()]).toEqual([path, false, []]);
        }
      }
    });

    it('is the same for an auditor at its own gateway, without actions', async () => {
      const console = await open('auditor');
      for (const [path] of parts) {
        await console.go(path);
        expect([path, await console.page.locator('.failure').allInnerTexts()]).toEqual([path, []]);
        const actions = await console.page.locator('.page-head .actions button').allInnerTexts();
        expect([path, actions]).toEqual([path, []]);
      }
      await console.go(`members/account/${encodeURIComponent(accountId)}`);
      await shown(console, '1,000');
      expect(await console.page.locator('.page-head button').allInnerTexts()).toEqual(['Copy']);
    });

    it('is for a till as far as a till may', async () => {
      const console = await open('harbor', 'cashier');
      for (const [path] of parts) {
        await console.go(path);
        expect([path, await console.page.innerText('h1')]).toEqual([path, expect.stringMatching(/./)]);
      }
      // Webhooks and proposals’ reasons are not for it; browsers tell of every 403.
      console.complaints.splice(0);
    });
  });

  describe('its figures', () => {
    it('are those of the ledger: four promises hold, each with its evidence', async () => {
      const console = await open();
      await console.go('');
      await console.page.waitForFunction(() => document.querySelectorAll('[data-verdict="good"]').length === 4);
      const supply = await consortium
        .as('harbor')
        .get('/v1/programs/{programId}/supply', { params: { programId: 'harbor' } });
      expect(supply).toMatchObject({ issued: '1200', outstanding: '1000', redeemed: '200' });
      await console.page.locator('summary', { hasText: 'Evidence' }).first().click();
      await console.says('.equation', ['Harbor Points', 'Issued 1,200 = Outstanding 1,000 + Held 0 + Redeemed 200']);
      await console.says('#main', ['Suspend a member']);
    });

    it('are found by own reference, by account, by operation', async () => {
      const console = await open();
      await console.go('members');
      await console.page.fill('input[type=search]', 'm-1');
      await console.press('Find');
      await shown(console, '1,000');
      await console.says('#main', [accountId]);
      const { operations } = await consortium.as('harbor').get('/v1/operations', { query: { kind: 'issue' } });
      await console.go('members');
      await console.page.fill('input[type=search]', operations[0]!.operationId);
      await console.press('Find');
      await console.hasText('receipt 1');
      await console.headed('Issued');
      await consortium.as('harbor').post('/v1/issuances', {
        programId: 'harbor',
        accountId: (await consortium.as('harbor').post('/v1/accounts', { memberRef: 'm-2' })).accountId,
        amount: '3',
        operationId: 'own-1',
        reference: 'receipt 3',
      });
      for (const [sought, title] of [
        ['own-1', 'Issued'],
        ['HarborMSP:own-1', 'Issued'],
      ] as const) {
        await console.go('members');
        await console.page.fill('input[type=search]', sought);
        await console.press('Find');
        await console.headed(title);
        await console.hasText('receipt 3');
      }
      for (const sought of ['nobody at all', 'own-2', 'GreenMartMSP:own-1']) {
        await console.go('members');
        await console.page.fill('input[type=search]', sought);
        await console.press('Find');
        await console.hasText(en['members.notFound']);
      }
      await console.go('explorer');
      await console.page.fill('input[type=search]', 'Nobody At All');
      await console.press('Find');
      await console.hasText(en['explorer.notKnown']);
      console.complaints.splice(0);
    });

    it('are right while others work, without a touch', async () => {
      const console = await open();
      await console.go(`members/account/${encodeURIComponent(accountId)}`);
      await shown(console, '1,000');
      await consortium.as('harbor').post('/v1/issuances', { programId: 'harbor', accountId, amount: '5' });
      await shown(console, '1,005');
      await consortium.as('harbor').post('/v1/redemptions', { programId: 'harbor', accountId, amount: '5' });
      await shown(console, '1,000');
    });

    it('of a list of several pages have no row missing between them, whatever comes meanwhile', async () => {
      const harbor = consortium.as('harbor');
      const of = await harbor.post('/v1/accounts', { memberRef: 'm-3' });
      const issue = (name: string): Promise<unknown> =>
        harbor.post('/v1/issuances', { programId: 'harbor', accountId: of.accountId, amount: '1', operationId: name });
      const ids = async (): Promise<string[]> =>
        (await harbor.get('/v1/operations', { query: { kind: 'issue', limit: 4 } })).operations.map(
          ({ operationId }) => operationId,
        );
      for (const name of ['row-1', 'row-2', 'row-3']) await issue(name);
      const console = await open();
      await console.page.route(/\/v1\/operations\?/, (route) => {
        const address = new URL(route.request().url());
        address.searchParams.set('limit', '2');
        return route.continue({ url: address.href });
      });
      await console.go('members?kind=issue');
      const rows = console.page.locator('table code[title]');
      const inOrder = async (): Promise<(string | null)[]> =>
        rows.evaluateAll((all) => all.map((each) => each.getAttribute('title')));
      await console.press(en['part.more']);
      await rows.nth(3).waitFor();
      expect(await inOrder()).toEqual(await ids());
      for (const name of ['row-4', 'row-5', 'row-6']) await issue(name);
      await console.page.locator('code[title="row-6"]').waitFor();
      await console.page.waitForFunction(() => document.querySelectorAll('table code[title]').length === 4);
      expect(await inOrder()).toEqual(await ids());
    });

    it('of clearing say who owes whom', async () => {
      const console = await open('citypark');
      await console.go('clearing');
      await console.says('table.matrix tbody', [
        'CityPark — US$0.00 US$0.00 Harbor US$1.80 — US$1.80 Is owed in all US$1.80 US$0.00 US$1.80',
      ]);
    });
  });

  describe('its actions', () => {
    it('issue, spend and return points, each shown before it is done', async () => {
      const console = await open();
      const { page } = console;
      await console.go(`members/account/${encodeURIComponent(accountId)}`);
      await console.press('Issue points');
      await page.getByLabel('Points', { exact: true }).fill('250');
      await page.getByLabel('Your reference').fill('by hand');
      await console.confirm('Preview');
      await console.says('.preview', ['Available after 1,250']);
      expect(await console.findings()).toEqual([]);
      expect(await balance()).toBe('1000');
      await console.confirm('Issue points');
      await console.hasText('To the operation');
      expect(await balance()).toBe('1250');
      await console.escape();
      await shown(console, '1,250');
      await console.press('Spend points');
      await page.getByLabel('Points', { exact: true }).fill('50');
      await console.confirm('Preview');
      await console.hasText(en['members.lotsTaken']);
      await console.confirm('Spend points');
      await page.getByText('To the operation').click();
      await console.headed('Spent');
      await console.press('Return');
      await page.locator('dialog input').fill('20');
      await console.confirm('Return points');
      await console.hasText('points returned');
      expect(await balance()).toBe('1220');
    });

    it('are refused in the ledger’s own words, and can be changed', async () => {
      const console = await open();
      const { page } = console;
      await console.go(`members/account/${encodeURIComponent(accountId)}`);
      await console.press('Spend points');
      await page.getByLabel('Points', { exact: true }).fill('1.5');
      await console.hasText(en['members.notWhole']);
      await page.locator('dialog button:disabled', { hasText: 'Preview' }).waitFor();
      await page.getByLabel('Points', { exact: true }).fill('999999');
      await console.confirm('Preview');
      await console.hasText(en['members.tooMany']);
      await console.confirm('Spend points');
      await console.hasText('INSUFFICIENT_POINTS');
      expect(await balance()).toBe('1220');
      await console.confirm('Change it');
      await page.getByLabel('Points', { exact: true }).fill('1');
      await console.confirm('Preview');
      await console.confirm('Spend points');
      await console.hasText('To the operation');
      expect(await balance()).toBe('1219');
      expect(console.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
    });

    it('import a file, after it was seen how it is read', async () => {
      const console = await open('harbor', 'operator');
      const { page } = console;
      await console.go('imports');
      const lines = [
        'purchase_id,customer_id,amount,date',
        'p1,m-1,12.50,2026-11-28',
        'p2,,3,2026-11-28',
        'p3,m-7,40,2026-11-28',
      ];
      await page.setInputFiles('input[type=file]', {
        name: 'purchases.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`${lines.join('\n')}\n`),
      });
      await console.hasText(/1 rejected/);
      await console.says('.preview', ['Rows 3', 'Points 52']);
      expect(await console.findings()).toEqual([]);
      expect(await consortium.as('harbor').get('/v1/imports')).toEqual({ imports: [] });
      await console.press('Issue these points');
      await console.hasText('Completed');
      const [file] = await Promise.all([page.waitForEvent('download'), console.press('Download rejected rows')]);
      expect(readFileSync(await file.path(), 'utf8')).toContain('p2,,3');
      await console.press('Take the import back');
      await console.confirm('Take the import back');
      await console.hasText(en['imports.takeBackDone']);
      await console.escape();
      await console.hasText('Points taken back');
    });

    it('vote as a delegate, and show everybody else the command', async () => {
      const admin = await open();
      await admin.go(`governance/${encodeURIComponent(proposalId)}`);
      await admin.hasText('GreenMartMSP is active, and will be suspended');
      await admin.says('#main', [`--as harbor/delegate proposals vote ${proposalId} for`]);
      expect(await admin.page.getByRole('button', { name: 'Vote', exact: true }).count()).toBe(0);
      const delegate = await open('citypark', 'delegate');
      await delegate.go(`governance/${encodeURIComponent(proposalId)}`);
      await delegate.press('Vote');
      await delegate.page.getByLabel('Against').check();
      await delegate.page.getByRole('textbox', { name: 'Reason' }).fill('not so');
      expect(await delegate.findings()).toEqual([]);
      await delegate.confirm('Vote');
      await delegate.hasText(en['governance.saidIt']);
      await delegate.escape();
      await delegate.hasText('Reasons');
      // The others' screens hear of it.
      await admin.page.locator('tr', { hasText: 'CityPark' }).getByText('Against').waitFor();
      delegate.complaints.splice(0);
    });

    it('make a webhook, whose secret is shown once; what is refused says why', async () => {
      const console = await open();
      const { page } = console;
      await console.go('webhooks');
      await console.press('Add a webhook');
      await page.getByRole('textbox', { name: 'Address' }).fill('https://127.0.0.1/hook');
      await page.locator('dialog').getByRole('button', { name: 'Add a webhook' }).click();
      await console.hasText('WEBHOOK_ADDRESS_NOT_ALLOWED');
      await page.getByRole('textbox', { name: 'Address' }).fill('https://hooks.example/commonpoint');
      await page.locator('dialog').getByRole('button', { name: 'Add a webhook' }).click();
      await console.hasText(en['webhooks.secretOnce']);
      const secret = await page.locator('dialog pre').innerText();
      expect(secret).toMatch(/^whsec_/);
      await console.escape();
      await page.getByRole('link', { name: 'https://hooks.example/commonpoint' }).click();
      await console.press('Remove');
      await console.confirm('Remove');
      await console.hasText('Done.');
      expect(await page.innerText('body')).not.toContain(secret);
      console.complaints.splice(0);
    });

    it('give evidence of one member, one programme, one cycle to take away', async () => {
      const console = await open('auditor');
      const { page } = console;
      await console.go('audit');
      await console.hasText(/Nothing was found/);
      const take = async (at: number): Promise<Record<string, never>> => {
        const [file] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Download' }).nth(at).click(),
        ]);
        return JSON.parse(readFileSync(await file.path(), 'utf8')) as Record<string, never>;
      };
      await page.getByLabel('One member').fill(accountId);
      expect(await take(0)).toMatchObject({
        at: 'AuditorMSP',
        account: { accountId },
        balances: { balances: [{ programId: 'harbor' }] },
        statement: expect.arrayContaining([expect.objectContaining({ kind: 'issue' })]),
        log: { size: expect.any(Number), checkpoints: expect.any(Array) },
      });
      await page.getByLabel('One programme').selectOption('harbor');
      expect(await take(1)).toMatchObject({ supply: { programId: 'harbor' }, liability: { cohorts: [{}] } });
      expect(await take(2)).toMatchObject({ report: { positions: [{ debtor: 'HarborMSP' }] }, operations: [{}] });
    });
  });

  it('is worked by the keyboard alone', async () => {
    const console = await open();
    const { page } = console;
    await console.go('');
    await page.keyboard.press('Tab');
    await console.focused(() => document.activeElement?.textContent === 'Skip to the content');
    const focus = async (name: string): Promise<void> => {
      for (let steps = 0; steps < 60; steps += 1) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return;
      }
      throw new Error(`${name} cannot be reached`);
    };
    await focus('Programmes');
    await page.keyboard.press('Enter');
    await console.headed('Programmes');
    // The new screen is where one goes on from.
    await console.focused(() => document.activeElement?.id === 'main');
    await page.goBack();
    await console.headed('Overview');
    await console.go(`members/account/${encodeURIComponent(accountId)}`);
    await focus('Issue points');
    await page.keyboard.press('Enter');
    await console.focused(() => document.activeElement?.closest('dialog') !== null);
    await console.escape();
    await console.focused(() => document.activeElement?.textContent === 'Issue points');
  });

  it('needs few and small files until the overview is seen', async () => {
    const console = await open();
    const bytes: number[] = [];
    console.page.on('response', (response) => {
      if (/\.(js|css|svg)$|\/console\/$/.test(new URL(response.url()).pathname))
        bytes.push(Number(response.headers()['content-length']));
    });
    await console.go('');
    expect(bytes.length).toBeLessThanOrEqual(24);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(60_000);
    const paint = await console.page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    );
    process.stderr.write(`first paint of the overview after ${Math.round(paint ?? 0)} ms\n`);
  });

  it('loads less than 120 kB of scripts for all its screens together, in Chinese, too', async () => {
    const console = await open('harbor', 'admin', { language: 'zh' });
    const scripts = new Map<string, number>();
    console.page.on('response', (response) => {
      const headers = response.headers();
      if (!response.url().endsWith('.js')) return;
      expect(headers['content-encoding']).toBe('br');
      scripts.set(response.url(), Number(headers['content-length']));
    });
    for (const { slug } of screens) await console.go(slug);
    const made = readdirSync(join(repositoryRoot, 'console', 'dist', 'site')).filter((name) => name.endsWith('.js'));
    expect([...scripts.keys()].map((url) => basename(new URL(url).pathname)).toSorted()).toEqual(made.toSorted());
    const bytes = [...scripts.values()].reduce((sum, each) => sum + each, 0);
    expect([bytes, bytes < 120_000]).toEqual([bytes, true]);
  });

  it('says that a gateway which hangs is away, soon, and goes on when it answers', async () => {
    const console = await open('greenmart');
    await console.go('programs');
    let hangs = true;
    await console.page.route(/\/(readyz|v1\/)/, (route) => (hangs ? undefined : route.continue()));
    // It looks every 15 seconds, and waits 20 for an answer; without an end of its own a request would be waited for for minutes.
    console.page.setDefaultTimeout(60_000);
    await console.hasText(en['shell.away']);
    await console.hasText(/Not up to date/);
    hangs = false;
    await console.page.locator('.freshness.good').waitFor();
    console.complaints.splice(0);
  });

  it('says that the gateway is away and since when its figures are, and goes on when it is back', async () => {
    const console = await open('greenmart');
    await console.go('programs');
    await consortium.holdDown('gateway-greenmart');
    // It looks every 15 seconds, and asks for some more before it gives up.
    console.page.setDefaultTimeout(120_000);
    await console.hasText(en['shell.away']);
    await console.hasText(/Not up to date/);
    await console.says('#main', ['Harbor Points']);
    await consortium.release('gateway-greenmart');
    await console.page.locator('.freshness.good').waitFor();
    console.complaints.splice(0);
  });
});
