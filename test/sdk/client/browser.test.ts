/** The built client in a real browser, on a page of a gateway's own origin: it writes, reads, pages and is refused as in Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { bearer, serveGateway, type Served } from '../../gateway-api/served-gateway.js';
import { describeInBrowser } from '../../support/chromium.js';
import { repositoryRoot } from '../../support/repository-files.js';

const built = join(repositoryRoot, 'sdk', 'client', 'dist');

it('the modules import nothing that a browser would have to look for', () => {
  const modules = readdirSync(built).filter((name) => name.endsWith('.js'));
  const imported = modules.flatMap((name) =>
    [...readFileSync(join(built, name), 'utf8').matchAll(/(?:from|import) ?\(?'([^']+)'/g)].map(
      ([, from = '']) => from,
    ),
  );
  expect(imported.length).toBeGreaterThan(3);
  expect(imported.filter((from) => !/^\.\/[a-z-]+\.js$/.test(from))).toEqual([]);
});

describeInBrowser('in a browser', (executablePath) => {
  let served: Served;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    served = await serveGateway();
    // Chromium’s own sandbox cannot be set up in every container; the page is this test’s own.
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.route('**/till', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>till</title>' }),
    );
    await page.route('**/client/*.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: readFileSync(join(built, new URL(route.request().url()).pathname.replace('/client/', '')), 'utf8'),
      }),
    );
    await page.goto(`http://127.0.0.1:${served.port}/till`);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await served.end();
  });

  /** The rest of a function that has `gateway`, a client with an operator's key, and what the module exports. */
  const inPage = <T>(body: string): Promise<T> =>
    page.evaluate<T>(`(async () => {
      const { Client, ProblemError, OutcomeUnknownError } = await import('/client/index.js');
      const gateway = new Client({ url: location.origin, apiKey: '${bearer('operator')}' });
      ${body}
    })()`);

  it('a member earns and spends, and the ledger has it', async () => {
    const { accountId, balances } = await inPage<{ accountId: string; balances: object[] }>(`
      const { accountId } = await gateway.post('/v1/accounts', { memberRef: 'm-1' });
      await gateway.post('/v1/issuances', { programId: 'harbor', accountId, amount: '100' });
      await gateway.post('/v1/redemptions', { programId: 'harbor', accountId, amount: '30' });
      const { balances } = await gateway.get('/v1/accounts/{accountId}/balances', { params: { accountId }, consistency: 'ledger' });
      return { accountId, balances };`);
    expect(balances).toMatchObject([{ programId: 'harbor', available: '70' }]);
    const { body } = await served.send('operator', 'GET', `/v1/accounts/${accountId}/balances`);
    expect(body['balances']).toMatchObject([{ available: '70' }]);
  });

  it('the same key is one operation, and lists come by pages', async () => {
    const { supply, ids } = await inPage<{ supply: { issued: string }; ids: string[] }>(`
      const { accountId } = await gateway.post('/v1/accounts', { memberRef: 'm-2' });
      const issuance = { programId: 'harbor', accountId, amount: '5' };
      const before = await gateway.get('/v1/programs/harbor/supply', { consistency: 'ledger' });
      const [first, second] = await Promise.all([1, 2].map(() => gateway.post('/v1/issuances', issuance, { idempotencyKey: 'once' })));
      const after = await gateway.get('/v1/programs/harbor/supply', { consistency: 'ledger' });
      const ids = [];
      for await (const { programs } of gateway.pages('/v1/programs', { query: { limit: 1 } })) ids.push(...programs.map(({ programId }) => programId));
      return { supply: { issued: String(BigInt(after.issued) - BigInt(before.issued)) }, ids, same: first.operationId === second.operationId };`);
    expect(supply).toEqual({ issued: '5' });
    expect(ids).toContain('harbor');
  });

  it('a refusal is an error with its code and a pointer', async () => {
    const refused = await inPage<object>(`
      const { accountId } = await gateway.post('/v1/accounts', { memberRef: 'm-3' });
      const codeOf = (body) => gateway.post('/v1/redemptions', body).then(() => 'done', (error) =>
        ({ isProblem: error instanceof ProblemError, code: error.code, pointer: error.pointer }));
      const redemption = { programId: 'harbor', accountId, amount: '1' };
      return [await codeOf(redemption), await codeOf({ ...redemption, amount: 'one' })];`);
    expect(refused).toMatchObject([
      { isProblem: true, code: 'INSUFFICIENT_POINTS' },
      { isProblem: true, code: 'REQUEST_INVALID', pointer: '/amount' },
    ]);
  });

  it('nothing was complained about', () => expect(complaints).toEqual([]));
});
