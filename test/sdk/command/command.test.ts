/** The command at a real gateway over the contracts in memory, as a program of its own. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer as createPages, type Server } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyOf, startApp, withMembers, type Role } from '../../gateway-api/start-app.js';

const folder = mkdtempSync(join(tmpdir(), 'commonpoint-command-'));
let server: Server;
let url: string;
beforeAll(async () => {
  const network = await withMembers();
  const parts = { jobsEveryMs: { signCheckpoints: 20 } };
  const { app } = await startApp({ network, parts });
  for (const organization of ['citypark', 'greenmart', 'auditor'] as const)
    await startApp({ organization, network, parts });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);

interface RunOptions {
  readonly role?: Role;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function started(args: readonly string[], { role = 'operator', env = {}, input = '' }: RunOptions = {}) {
  const program = join(__dirname, '../../../sdk/command/dist/main.js');
  const connection = { COMMONPOINT_URL: url, COMMONPOINT_KEY: keyOf(role) };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    env: { PATH: process.env['PATH'], ...connection, ...env },
  });
  let [out, error] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, error })));
  return { child, ended, out: () => out };
}
const run = (args: readonly string[], options?: RunOptions): Promise<Ended> => started(args, options).ended;

it('imports a file, keeps what was rejected, and issues nothing for the same file', async () => {
  writeFileSync(
    at('day.csv'),
    'customer_id,date,amount\nm-1,2026-11-01,10.50\nm-2,2026-11-01,7.00\nm-2,2026-13-01,9.00\n',
  );
  const first = await run(['import', at('day.csv'), '--program', 'harbor']);
  expect(first.code).toBe(1);
  expect(first.out).toMatch(
    /completed\n3 rows: 2 posted, 1 rejected, 0 worth nothing, 0 there already\n17 points issued\n/,
  );
  expect(readFileSync(at('day.csv.rejected.csv'), 'utf8')).toMatch(/m-2,2026-13-01,9\.00,4,DATE_INVALID/);
  const again = await run(['import', at('day.csv'), '--program', 'harbor', '--json']);
  expect(JSON.parse(again.out)).toMatchObject({ state: 'completed', pointsIssued: '17' });
  const { out } = await run(['programs', 'supply', 'harbor', '--json']);
  expect(JSON.parse(out)).toMatchObject({ issued: '117' });
  const mended = 'customer_id,date,amount\nm-2,2026-11-02,9.00\n';
  writeFileSync(at('mended.csv'), mended);
  expect((await run(['import', at('mended.csv'), '--program', 'harbor'])).code).toBe(0);
});

it('tells the outcome of an import whose rejected rows have nowhere to go, and where they are', async () => {
  writeFileSync(at('wrong.csv'), 'customer_id,date,amount\nm-1,2026-13-01,9.00\n');
  const { code, out } = await run(['import', at('wrong.csv'), '--program', 'harbor', '--rejects', folder]);
  expect(code).toBe(1);
  expect(out).toMatch(/1 rows: 0 posted, 1 rejected/);
  const [, path] = /could not be written to .*: commonpoint get (\S+) has them/.exec(out) ?? [];
  const rows = await run(['get', path!]);
  expect([rows.code, rows.out]).toEqual([0, expect.stringContaining('DATE_INVALID')]);
});

it('shows how a file is understood, and issues nothing', async () => {
  writeFileSync(at('odd.csv'), 'customer_id,date,amount\nm-9,2026-11-01,1.00\n');
  const { code, out } = await run(['import', at('odd.csv'), '--program', 'harbor', '--preview']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ rowsTotal: 1, rowsPosting: 1 });
  expect((await run(['accounts', 'find', 'm-9'])).error).toContain('ACCOUNT_UNKNOWN');
});

it('finds accounts, their balances and statements; writes once, under a key', async () => {
  const { out: found } = await run(['accounts', 'find', 'm-1']);
  const body = JSON.stringify({ programId: 'harbor', accountId: found.trim(), amount: '3' });
  for (let time = 0; time < 2; time++) {
    const { code, out } = await run(['post', '/v1/issuances', '-', '--key', 'once'], { input: body });
    expect([code, (JSON.parse(out) as { state: string }).state]).toEqual([0, 'committed']);
  }
  expect((await run(['accounts', 'balances', 'm-1'])).out).toMatch(
    /^programme +available +pending +held +expired +owed back\nharbor +113 +0 +0 +0 +0\n$/,
  );
  const { out } = await run(['accounts', 'statement', found.trim()]);
  expect(out.trim().split('\n')).toHaveLength(5);
  const { out: operations } = await run(['operations', '--kind', 'issue']);
  expect(operations.trim().split('\n')).toHaveLength(6);
});

it('saves the proof of an operation, by the command and by its path', async () => {
  const { out: account } = await run(['accounts', 'find', 'm-1']);
  const body = JSON.stringify({ programId: 'harbor', accountId: account.trim(), amount: '1' });
  const { operationId } = JSON.parse((await run(['post', '/v1/issuances', '-'], { input: body })).out) as {
    operationId: string;
  };
  const path = `/v1/operations/${operationId}/proof`;
  let got: Ended;
  do {
    // The clock stands still otherwise, and nobody would sign anew.
    jest.setSystemTime(Date.now() + 1_000);
    got = await run(['get', path], { env: { COMMONPOINT_TIMEOUT_S: '1' } });
  } while (got.error.includes('CHECKPOINT_AWAITED'));
  expect(got).toMatchObject({ code: 0, error: '', out: expect.stringMatching(/^c2sp\.org\/tlog-proof@v1\n/) });
  const saved = await run(['operations', 'proof', operationId, at('sale.tlog-proof')]);
  expect(saved).toMatchObject({ code: 0, error: '', out: `${at('sale.tlog-proof')}\n` });
  expect(readFileSync(at('sale.tlog-proof'), 'utf8').split('\n')[0]).toBe(got.out.split('\n')[0]);
}, 120_000);

it('asks any route, with its query', async () => {
  const { out } = await run(['get', '/v1/programs?limit=1']);
  expect((JSON.parse(out) as { programs: object[] }).programs).toHaveLength(1);
  expect((await run(['get', '/v1/programs?limit=0'])).error).toContain('/query/limit');
});

it('goes by what stands on the command line before what the environment says', async () => {
  const env = { COMMONPOINT_CREDENTIALS: at('nowhere.json') };
  expect((await run(['programs', '--url', url], { env })).code).toBe(0);
});

it('tells events as they come, and goes on where it was', async () => {
  const watching = started(['watch', '--types', 'points.issued', '--from', '0', '--position', at('position')]);
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await until(() => watching.out().split('\n').length === 7 && existsSync(at('position')));
  watching.child.kill('SIGTERM');
  expect((await watching.ended).code).toBe(0);
  const { out: account } = await run(['accounts', 'find', 'm-1']);
  const body = JSON.stringify({ programId: 'harbor', accountId: account.trim(), amount: '5' });
  await run(['post', '/v1/issuances', '-'], { input: body });
  const later = started(['watch', '--types', 'points.issued', '--json', '--position', at('position')]);
  await until(() => later.out().includes('\n'));
  later.child.kill('SIGINT');
  const { out } = await later.ended;
  expect(JSON.parse(out)).toMatchObject({ type: 'points.issued', amount: '5' });
});

it('has each command that its page names', async () => {
  const page = readFileSync(join(__dirname, '../../../sdk/command/README.md'), 'utf8');
  const named = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)]);
  const commands = named.map(([, text]) => text!.split(' ').filter((word) => /^[a-z]+$/.test(word)));
  expect(commands.length).toBeGreaterThan(15);
  const [helps, known] = [new Set<string>(), new Map<string, string>()];
  for (const words of commands) helps.add(words.length > 1 && words[1] !== 'harbor' ? words[0]! : '');
  for (const of of helps) known.set(of, (await run([...(of === '' ? [] : [of]), '--help'])).out);
  for (const [first, second] of commands) {
    const isInside = second !== undefined && second !== 'harbor';
    expect(known.get(isInside ? first! : '')).toMatch(new RegExp(`^  ${isInside ? second : first}\\b`, 'm'));
  }
});

describe('ends with', () => {
  it.each<[number, string, readonly string[], Record<string, string>]>([
    [2, 'no command', [], {}],
    [2, 'an unknown command', ['imports'], {}],
    [2, 'an unknown option', ['programs', '--jsn'], {}],
    [2, 'a choice that there is not', ['import', 'x', '--program', 'harbor', '--rounding', 'up'], {}],
    [2, 'a file that is not there', ['import', '/nowhere', '--program', 'harbor'], {}],
    [2, 'no gateway', ['programs'], { COMMONPOINT_URL: '' }],
    [2, 'no address', ['programs', '--url', 'harbor'], {}],
    [2, 'no key', ['programs'], { COMMONPOINT_KEY: '' }],
    [
      2,
      'credentials of somebody else',
      ['programs', '--as', 'harbor/king'],
      { COMMONPOINT_CREDENTIALS: at('credentials.json') },
    ],
    [
      2,
      'credentials of what every object has',
      ['programs', '--as', '__proto__/constructor'],
      { COMMONPOINT_CREDENTIALS: at('credentials.json') },
    ],
    [2, 'two gateways', ['programs', '--url', 'http://127.0.0.1:9', '--credentials', at('credentials.json')], {}],
    [2, 'an address with a password', ['programs'], { COMMONPOINT_URL: 'http://me:secret@127.0.0.1:9' }],
    [2, 'a key of two lines', ['programs'], { COMMONPOINT_KEY: 'one\nsecret' }],
    [2, 'a folder', ['import', folder, '--program', 'harbor'], {}],
    [2, 'a path that is none', ['get', 'members'], {}],
    [2, 'a path that leads elsewhere', ['get', '/v1/../metrics'], {}],
    [2, 'JSON that is none', ['post', '/v1/issuances', '-'], {}],
    [1, 'a key that opens nothing', ['programs'], { COMMONPOINT_KEY: 'wrong' }],
    [1, 'a refusal', ['programs', 'supply', 'nobody'], {}],
    [0, 'help', ['--help'], {}],
  ])('%i: %s, and says why', async (code, _what, args, env) => {
    writeFileSync(
      at('credentials.json'),
      JSON.stringify({ harbor: { url: 'http://127.0.0.1:9', keys: { admin: 'secret' } } }),
    );
    const ended = await run(args, { env });
    expect(ended.code).toBe(code);
    expect(ended.error + ended.out).not.toBe('');
    expect(ended.error).not.toMatch(/\n\s+at /);
    expect(ended.error + ended.out).not.toContain(keyOf('operator'));
    expect(ended.error + ended.out).not.toContain('secret');
  });

  it('4, and 3 of a write, where a page answers that is no gateway’s', async () => {
    const portal = createPages((request, response) => {
      request.resume().on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Log in</h1>'));
    }).listen(0, '127.0.0.1');
    await once(portal, 'listening');
    const env = { COMMONPOINT_URL: `http://127.0.0.1:${(portal.address() as AddressInfo).port}` };
    expect(await run(['programs'], { env })).toMatchObject({
      code: 4,
      error: expect.stringContaining('not by a gateway'),
    });
    expect((await run(['watch'], { env })).code).toBe(4);
    const write = await run(['post', '/v1/issuances', '-', '--key', 'mine'], { env, input: '{}' });
    expect(write).toMatchObject({ code: 3, error: expect.stringContaining('--key mine') });
    portal.close();
  });

  it('3, and the key, when a write was not answered; 4 when a read was not', async () => {
    const silent = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const env = {
      COMMONPOINT_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      COMMONPOINT_TIMEOUT_S: '1',
    };
    const write = await run(['post', '/v1/issuances', '-', '--key', 'mine'], { env, input: '{}' });
    expect(write).toMatchObject({ code: 3, error: expect.stringContaining('--key mine') });
    expect((await run(['programs'], { env })).code).toBe(4);
    silent.close();
  });
});
