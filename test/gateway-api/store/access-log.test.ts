import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessLog, type AccessEntry } from '../../../gateway-api/src/store/access-log.js';
import { KeyUses } from '../../../gateway-api/src/store/key-uses.js';
import { serveGateway } from '../served-gateway.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const entry: AccessEntry = {
  time: '2026-11-23T09:30:00.000Z',
  key: 'till-4',
  client: 'till-4',
  role: 'cashier',
  method: 'POST',
  path: '/v1/redemptions',
  status: 201,
  trace: '0'.repeat(32),
};

describe('the access log', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'commonpoint-access-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const path = () => join(folder, 'access.log');
  const linesOf = (file: string) =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { operation?: string; lost?: number });

  it('is appended to, also after a restart', async () => {
    for (const operation of ['one', 'two']) {
      const log = new AccessLog(path(), { fileBytesMax: 1_000_000, filesKept: 3 }, silent);
      log.write({ ...entry, operation });
      await log.close();
    }
    expect(linesOf(path()).map(({ operation }) => operation)).toEqual(['one', 'two']);
    expect(statSync(path()).mode & 0o077).toBe(0);
  });

  it('is begun anew when it is large, and keeps so many of those before', async () => {
    for (let at = 0; at < 6; at++) {
      const log = new AccessLog(path(), { fileBytesMax: 10, filesKept: 3 }, silent);
      log.write({ ...entry, operation: `o-${at}` });
      await log.close();
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const kept = readdirSync(folder).toSorted();
    expect(kept).toHaveLength(3);
    expect(kept.flatMap((name) => linesOf(join(folder, name))).map(({ operation }) => operation)).toEqual([
      'o-3',
      'o-4',
      'o-5',
    ]);
  });

  it('counts what a disk did not take, and stops nobody', async () => {
    mkdirSync(path());
    const log = new AccessLog(path(), { fileBytesMax: 1_000_000, filesKept: 3 }, silent);
    log.write(entry);
    log.write(entry);
    await new Promise((resolve) => setTimeout(resolve, 400));
    rmSync(path(), { recursive: true });
    log.write({ ...entry, operation: 'later' });
    await log.close();
    expect(linesOf(path())).toMatchObject([{ lost: 2 }, { operation: 'later' }]);
  });

  it('keys’ last uses outlive a restart', async () => {
    const first = new KeyUses(join(folder, 'key-uses.json'), silent);
    first.used('till-4', '2026-11-23T09:30:00.000Z');
    await first.close();
    const second = new KeyUses(join(folder, 'key-uses.json'), silent);
    second.used('till-5', '2026-11-23T09:31:00.000Z');
    await second.close();
    expect(JSON.parse(readFileSync(join(folder, 'key-uses.json'), 'utf8'))).toEqual({
      'till-4': '2026-11-23T09:30:00.000Z',
      'till-5': '2026-11-23T09:31:00.000Z',
    });
  });
});

it('a request is told with its key, path and operation, and without what it says of members', async () => {
  const entries: AccessEntry[] = [];
  const served = await serveGateway({ record: (each) => void entries.push(each) });
  try {
    const account = await served.send('operator', 'POST', '/v1/accounts', {
      body: { memberRef: 'secret-ref' },
      key: 'a',
    });
    const { accountId } = account.body as { accountId: string };
    const body = { programId: 'harbor', accountId, amount: '5' };
    const issued = await served.send('cashier', 'POST', '/v1/issuances', { body, key: 'i' });
    await served.send('cashier', 'GET', '/v1/operations?reference=secret-ref');
    await served.send('cashier', 'GET', '/v1/operations', { headers: { authorization: 'Bearer wrong' } });
    expect(entries).toMatchObject([
      { key: 'harbor-operator', method: 'POST', path: '/v1/accounts', status: 201 },
      { key: 'harbor-cashier', client: 'harbor-cashier', role: 'cashier', path: '/v1/issuances', status: 201 },
      { key: 'harbor-cashier', path: '/v1/operations', status: 200 },
      { method: 'GET', path: '/v1/operations', status: 401, code: 'UNAUTHENTICATED' },
    ]);
    expect(entries[1]!.operation).toBe(issued.body['operationId']);
    expect(entries[3]).not.toHaveProperty('key', expect.anything());
    expect(JSON.stringify(entries)).not.toContain('secret-ref');
  } finally {
    await served.end();
  }
});
