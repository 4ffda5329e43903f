/** The built modules in a real browser: the page of the README, with a merchant's server that checks what it is sent. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { authorizationBytes, publicKey as publicKeySchema, type PublicKey } from '@commonpoint/catalogue';
import { verifySignature } from '../../chaincode/src/domain/points/verify-signature.js';
import type { SignedRequest } from '../../member-keys/src/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { repositoryRoot } from '../support/repository-files.js';

const built = join(repositoryRoot, 'member-keys', 'dist');
const readme = readFileSync(join(repositoryRoot, 'member-keys', 'README.md'), 'utf8');
const [, examplePage = ''] = /```html\n([\s\S]*?)```/.exec(readme) ?? [];
const blankPage = '<!doctype html><title>blank</title>';

/** Serves the README's page and the modules, and keeps what the page posts. */
class MerchantServer {
  readonly publicKeys: PublicKey[] = [];
  readonly payments: SignedRequest[] = [];
  readonly #server: Server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const send = (type: string, content: string) => response.writeHead(200, { 'content-type': type }).end(content);
    if (request.method === 'POST') {
      const body = JSON.parse(await text(request)) as unknown;
      if (path === '/app/public-key') this.publicKeys.push(publicKeySchema.parse(body));
      if (path === '/app/pay') this.payments.push(body as SignedRequest);
      return void send('application/json', '{"state":"committed"}');
    }
    if (path === '/') return void send('text/html', examplePage);
    if (path === '/blank') return void send('text/html', blankPage);
    const file = join(built, normalize(path.replace(/^\/member-keys\//, '/')));
    if (!path.startsWith('/member-keys/') || !existsSync(file)) return void response.writeHead(404).end();
    send('text/javascript', readFileSync(file, 'utf8'));
  }
}

describeInBrowser('in a browser', (executablePath) => {
  const server = new MerchantServer();
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let origin: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    origin = await server.start();
    // Chromium’s own sandbox cannot be set up in every container; the page is this test’s own.
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    context = await browser.newContext();
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    server.stop();
  });

  const outputIs = (wanted: string) => page.waitForSelector(`output:text-is("${wanted}")`, { timeout: 20_000 });
  const verifies = ({ body }: SignedRequest, by: PublicKey): boolean => {
    const {
      operationId: id,
      authorization,
      ...content
    } = body as {
      operationId: string;
      authorization: { nonce: string; expiresAt: string; signature: string };
      accountId: string;
    };
    const operation = { kind: 'redeem', id, ...content };
    const { nonce, expiresAt, signature } = authorization;
    const signed = { accountId: content.accountId, custodian: 'HarborMSP', nonce, expiresAt, operation };
    return verifySignature(by, authorizationBytes(signed), signature);
  };

  it('the README’s page makes a key, and pays with a signature that the chaincode takes', async () => {
    await page.goto(origin);
    await outputIs('ready');
    expect(server.publicKeys).toHaveLength(1);
    await page.click('button');
    await outputIs('committed');
    expect(server.payments).toHaveLength(1);
    expect(server.payments[0]).toMatchObject({ path: '/v1/redemptions', body: { amount: '30' } });
    expect(verifies(server.payments[0]!, server.publicKeys[0]!)).toBe(true);
    const { path, body } = server.payments[0]!;
    expect(verifies({ path, body: { ...body, amount: '31' } }, server.publicKeys[0]!)).toBe(false);
  });

  it('the key is still there after the page was closed, and has never been seen', async () => {
    await page.close();
    page = await context.newPage();
    await page.goto(origin);
    await outputIs('ready');
    expect(server.publicKeys).toHaveLength(1);
    await page.click('button');
    await outputIs('committed');
    expect(verifies(server.payments[1]!, server.publicKeys[0]!)).toBe(true);
    expect(server.payments[1]?.body['operationId']).not.toBe(server.payments[0]?.body['operationId']);
  });

  it('both algorithms work here, exported and imported again', async () => {
    await page.goto(`${origin}/blank`);
    const made = await page.evaluate<{ publicKey: PublicKey; request: SignedRequest }[]>(`(async () => {
      const { createMemberKey, exportMemberKey, importMemberKey, signRequest } =
        await import('/member-keys/member-keys/src/index.js');
      const operation = { kind: 'redeem', programId: 'harbor', accountId: 'HarborMSP:alice-0001', amount: '5' };
      const results = [];
      for (const algorithm of ['ES256', 'Ed25519']) {
        const key = await importMemberKey(await exportMemberKey(await createMemberKey({ algorithm, extractable: true })));
        const request = await signRequest(key, operation, { custodian: 'HarborMSP' });
        results.push({ publicKey: key.publicKey, request });
      }
      return results;
    })()`);
    expect(made.map(({ publicKey }) => publicKey.crv)).toEqual(['P-256', 'Ed25519']);
    for (const { publicKey, request } of made) {
      expect(publicKeySchema.parse(publicKey)).toEqual(publicKey);
      expect(verifies(request, publicKey)).toBe(true);
    }
  });

  it('nothing was complained about', () => {
    expect(complaints).toEqual([]);
  });
});

it('the modules import nothing that a browser would have to look for', () => {
  const folder = join(built, 'member-keys', 'src');
  for (const name of ['index', 'member-key', 'sign-operation', 'spending-code', 'debit', 'web-crypto']) {
    const source = readFileSync(join(folder, `${name}.js`), 'utf8');
    const imported = [...source.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from);
    expect(imported.filter((from) => !/^\.{1,2}\/.*\.js$/.test(from))).toEqual([]);
  }
});
