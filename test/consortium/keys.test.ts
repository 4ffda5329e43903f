import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopology } from '../../network/topology.js';
import { loadApiKeys } from '../../gateway-api/src/store/api-keys.js';
import {
  type Credentials,
  forgetRoleKey,
  planGateways,
  writeGatewayFiles,
} from '../../consortium/launcher/gateway-files.js';
import { makeConsoleKey } from '../../consortium/launcher/console-key.js';
import { runKeys } from '../../consortium/launcher/keys-command.js';
import { standingIdentities } from '../support/standing-identities.js';

describe('API keys by command', () => {
  const topology = createTopology();
  let dataDir = '';
  const harbor = () => planGateways(topology, dataDir, 9_000)[0]!;
  const start = (): Promise<Credentials> =>
    writeGatewayFiles(topology, dataDir, planGateways(topology, dataDir, 9_000));
  const keys = (...args: string[]): Promise<readonly string[]> => {
    const { organization, folder } = harbor();
    const { slug, roles } = organization;
    return runKeys(args, { slug, roles, folder, forget: (role) => forgetRoleKey(dataDir, slug, role) });
  };
  const create = async (name: string, role = 'cashier'): Promise<string> =>
    (await keys('create', '--role', role, '--name', name)).at(-1)!;
  const find = (key: string) => loadApiKeys(join(harbor().folder, 'api-keys.json')).find(key);

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'commonpoint-keys-'));
    await standingIdentities(topology, dataDir);
    await start();
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('make a till a client of its own, whose key is shown once and kept nowhere', async () => {
    const key = await create('till-4');
    expect(find(key)).toEqual({ id: 'till-4', client: 'till-4', role: 'cashier' });
    const path = join(harbor().folder, 'api-keys.json');
    expect(readFileSync(path, 'utf8')).not.toContain(key);
    expect(statSync(path).mode & 0o077).toBe(0);
    await start();
    expect(find(key)).toBeDefined();
  });

  it('have one for the console that the first start alone is told, also after it was revoked', async () => {
    const { folder } = harbor();
    const key = await makeConsoleKey(folder, 'harbor');
    expect(find(key ?? '')).toEqual({ id: 'console', client: 'console', role: 'admin' });
    expect(readFileSync(join(folder, 'api-keys.json'), 'utf8')).not.toContain(key);
    expect(await makeConsoleKey(folder, 'harbor')).toBeUndefined();
    await keys('revoke', '--id', 'console');
    expect(await makeConsoleKey(folder, 'harbor')).toBeUndefined();
    expect(find(key ?? '')).toBeUndefined();
  });

  it('have two of one client at a time, and never an id twice', async () => {
    const [first, second] = [await create('till-4'), await create('till-4')];
    expect([find(first), find(second)]).toMatchObject([
      { id: 'till-4', client: 'till-4' },
      { id: 'till-4.2', client: 'till-4' },
    ]);
    await expect(create('till-4')).rejects.toThrow('revoke one first');
    await keys('revoke', '--id', 'till-4');
    expect(find(await create('till-4'))).toMatchObject({ id: 'till-4.3', client: 'till-4' });
    await expect(create('till-4', 'operator')).rejects.toThrow('a client has one role');
  });

  it('stay revoked after every start', async () => {
    const key = await create('till-4');
    await keys('revoke', '--id', 'till-4');
    const { cashier = '' } = (await start())['harbor']!.keys;
    expect(find(cashier)).toMatchObject({ id: 'harbor-cashier' });
    await keys('revoke', '--id', 'harbor-cashier');
    for (const again of [await start(), await start()]) {
      expect(find(key)).toBeUndefined();
      expect(find(cashier)).toBeUndefined();
      expect(again['harbor']!.keys).not.toHaveProperty('cashier');
      expect(again['citypark']!.keys).toHaveProperty('cashier');
    }
  });

  it('are listed with their last use', async () => {
    await create('till-4');
    writeFileSync(join(harbor().folder, 'key-uses.json'), JSON.stringify({ 'till-4': '2026-11-23T09:30:00.000Z' }));
    await keys('revoke', '--id', 'harbor-cashier');
    const lines = await keys('list');
    expect(lines.find((line) => line.startsWith('till-4'))).toMatch(/till-4 +cashier +\S+Z +2026-11-23T09:30:00.000Z/);
    expect(lines.find((line) => line.startsWith('harbor-cashier'))).toMatch(/cashier +\d{4}-\S+Z$/);
  });

  it('lose nothing when two commands come at once', async () => {
    const made = await Promise.all(['till-1', 'till-2', 'till-3', 'till-4'].map((name) => create(name)));
    expect(made.map((key) => find(key)?.client)).toEqual(['till-1', 'till-2', 'till-3', 'till-4']);
  });

  it.each([
    [[], 'Usage'],
    [['destroy'], 'Usage'],
    [['create', '--role', 'cashier'], 'missing'],
    [['create', '--role', 'king', '--name', 'x'], 'has no role king'],
    [['create', '--role', 'cashier', '--name', 'a b'], 'A name is'],
    [['revoke', '--id', 'nobody'], 'No API key has the id nobody'],
    [['list', '--all'], 'Usage'],
  ])('say what is wrong with %j', async (args, message) => {
    await expect(keys(...args)).rejects.toThrow(message);
  });
});
