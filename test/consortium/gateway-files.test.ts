import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopology } from '../../network/topology.js';
import { gatewayConfig } from '../../gateway-api/src/config.js';
import { loadApiKeys } from '../../gateway-api/src/store/api-keys.js';
import {
  type Credentials,
  planGateways,
  reachedAs,
  readCredentials,
  readDelegates,
  writeGatewayFiles,
} from '../../consortium/launcher/gateway-files.js';
import { standingIdentities } from '../support/standing-identities.js';

describe('the gateways’ files', () => {
  const topology = createTopology();
  let dataDir = '';
  let credentials: Credentials = {};
  const plan = () => planGateways(topology, dataDir, 9_000);
  const read = (...path: string[]) => readFileSync(join(dataDir, ...path), 'utf8');

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'commonpoint-gateways-'));
    await standingIdentities(topology, dataDir);
    credentials = await writeGatewayFiles(topology, dataDir, plan());
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('are configurations that gateways accept, on ports in a row', () => {
    const configs = plan().map(({ configPath }) => gatewayConfig.parse(JSON.parse(readFileSync(configPath, 'utf8'))));
    expect(configs.map(({ organization, port }) => [organization, port])).toEqual([
      ['harbor', 9_000],
      ['citypark', 9_001],
      ['greenmart', 9_002],
      ['auditor', 9_003],
    ]);
  });

  it('have keys of delegates, which are reached where the others are: from inside a container by other names', async () => {
    const delegates = await readDelegates(dataDir);
    const inside = Object.fromEntries(
      Object.entries(await readCredentials(dataDir)).map(([slug, own]) => [
        slug,
        { ...own, url: `http://${slug}:8080` },
      ]),
    );
    const reached = reachedAs(delegates, inside);
    expect(Object.keys(delegates)).toContain('harbor');
    expect(Object.keys(reached)).toEqual(Object.keys(delegates));
    for (const [slug, { url, keys }] of Object.entries(reached)) {
      expect([url, keys]).toEqual([`http://${slug}:8080`, delegates[slug]!.keys]);
    }
  });

  it('have digests of keys, and the keys stand only in credentials.json', () => {
    const { operator = '' } = credentials['harbor']?.keys ?? {};
    const apiKeys = read('gateways', 'harbor', 'api-keys.json');
    expect(apiKeys).toContain(createHash('sha256').update(operator).digest('hex'));
    expect(apiKeys).not.toContain(operator);
    expect(loadApiKeys(join(dataDir, 'gateways', 'harbor', 'api-keys.json')).find(operator)).toEqual({
      id: 'harbor-operator',
      client: 'harbor-operator',
      role: 'operator',
    });
    const all = Object.values(credentials).flatMap(({ keys }) => Object.values(keys));
    expect(new Set(all).size).toBe(13);
  });

  it('have delegates’ keys apart from the others: they vote, and open nothing else', () => {
    const delegates = JSON.parse(read('delegates.json')) as typeof credentials;
    const keys = Object.values(delegates).map(({ keys: each }) => Object.keys(each).join());
    expect(keys).toEqual(['delegate', 'delegate', 'delegate', 'delegate']);
    expect(read('credentials.json')).not.toContain('delegate');
    const { delegate = '' } = delegates['auditor']?.keys ?? {};
    expect(loadApiKeys(join(dataDir, 'gateways', 'auditor', 'api-keys.json')).find(delegate)).toEqual({
      id: 'auditor-delegate',
      client: 'auditor-delegate',
      role: 'delegate',
    });
  });

  it('are for their owner only', () => {
    for (const path of [
      'credentials.json',
      'delegates.json',
      'known-gateways.json',
      'gateways/harbor/pseudonym.key',
      'gateways/harbor/pseudonym.tree',
      'gateways/harbor/spending-code.key',
      'gateways/harbor/api-keys.json',
    ]) {
      expect([path, statSync(join(dataDir, path)).mode & 0o077]).toEqual([path, 0]);
    }
  });

  it('keep keys, pseudonyms and codes at the next start', async () => {
    const secrets = () =>
      ['pseudonym.key', 'pseudonym.tree', 'spending-code.key'].map((name) => read('gateways', 'harbor', name));
    const before = secrets();
    expect(new Set(before).size).toBe(3);
    expect(await writeGatewayFiles(topology, dataDir, plan())).toEqual(credentials);
    expect(secrets()).toEqual(before);
  });

  describe('that are gone with their folder, as a volume may be', () => {
    const folder = () => join(dataDir, 'gateways', 'citypark');
    const aside = () => join(dataDir, 'aside');
    const again = () => writeGatewayFiles(topology, dataDir, plan());
    beforeEach(() => renameSync(folder(), aside()));
    afterEach(() => {
      rmSync(folder(), { recursive: true, force: true });
      renameSync(aside(), folder());
    });

    it('are missed in one sentence, and nothing is made in their place', async () => {
      await expect(again()).rejects.toMatchObject({
        name: 'Complaint',
        message: expect.stringMatching(/citypark\/pseudonym.key is missing.*from a backup.*known-gateways.json/),
      });
      expect(existsSync(folder())).toBe(false);
    });

    it('are not taken from another gateway either', async () => {
      cpSync(join(dataDir, 'gateways', 'harbor'), folder(), { recursive: true });
      await expect(again()).rejects.toThrow('citypark/pseudonym.key is not the one that it was');
    });

    it('are made anew by who says so', async () => {
      const path = join(dataDir, 'known-gateways.json');
      const before = readFileSync(path, 'utf8');
      const { citypark: _gone, ...others } = JSON.parse(before) as Record<string, string>;
      writeFileSync(path, JSON.stringify(others));
      await again();
      expect(existsSync(join(folder(), 'pseudonym.key'))).toBe(true);
      writeFileSync(path, before);
    });
  });

  it.each(['', '{', 'null', '{"harbor":7}'])(
    'with %j in known-gateways.json are refused in one sentence',
    async (text) => {
      const path = join(dataDir, 'known-gateways.json');
      const before = readFileSync(path, 'utf8');
      writeFileSync(path, text);
      await expect(writeGatewayFiles(topology, dataDir, plan())).rejects.toMatchObject({
        name: 'Complaint',
        message: expect.stringContaining('known-gateways.json is damaged'),
      });
      writeFileSync(path, before);
    },
  );

  it('of a folder from before spending codes had a key get one', async () => {
    const path = join(dataDir, 'gateways', 'harbor', 'spending-code.key');
    for (const each of [path, `${path}.sha256`]) rmSync(each);
    await writeGatewayFiles(topology, dataDir, plan());
    expect(read('gateways', 'harbor', 'spending-code.key')).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(path).mode & 0o077).toBe(0);
  });
});
