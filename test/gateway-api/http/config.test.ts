import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, parseConfig } from '../../../gateway-api/src/config.js';
import { loadApiKeys } from '../../../gateway-api/src/store/api-keys.js';

const valid = {
  organization: 'harbor',
  mspId: 'HarborMSP',
  host: '127.0.0.1',
  port: 8081,
  channel: 'points',
  chaincode: 'points',
  peer: { endpoint: '127.0.0.1:17050', hostname: 'peer0.harbor.commonpoint.example', tlsRootCertPath: '/d/ca.pem' },
  walletPath: '/d/wallet',
  databasePath: '/d/gateway.db',
  apiKeysPath: '/d/api-keys.json',
  pseudonymKeyPath: '/d/pseudonym.key',
  pseudonymTreePath: '/d/pseudonym.tree',
  spendingCodeKeyPath: '/d/spending-code.key',
  endorsers: ['HarborMSP', 'CityParkMSP'],
  auditors: ['AuditorMSP'],
  logLevel: 'info',
};

describe('the configuration', () => {
  it('is taken, with limits filled in', () => {
    const config = parseConfig(JSON.stringify(valid), 'config.json');
    expect(config).toMatchObject(valid);
    expect(config.limits.requestsMax).toBeGreaterThanOrEqual(60_000);
  });

  it.each([
    ['no JSON', '{', /config.json is not JSON/],
    ['a missing field', JSON.stringify({ ...valid, port: undefined }), /port: is required/],
    ['a misspelt field', JSON.stringify({ ...valid, databsePath: '/x' }), /databsePath/],
    ['a relative path', JSON.stringify({ ...valid, walletPath: 'wallet' }), /walletPath: must be an absolute path/],
    [
      'a bad endpoint',
      JSON.stringify({ ...valid, peer: { ...valid.peer, endpoint: 'localhost' } }),
      /peer.endpoint: must be host:port/,
    ],
    ['a bad limit', JSON.stringify({ ...valid, limits: { requestMs: -1 } }), /limits.requestMs/],
  ])('with %s is refused with a clear sentence', (_name, text, message) => {
    expect(() => parseConfig(text, 'config.json')).toThrow(message);
  });

  it('that is not there is said to be missing', () => {
    expect(() => loadConfig('/nowhere/config.json')).toThrow(/cannot read the configuration \/nowhere\/config.json/);
  });
});

describe('the API keys', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commonpoint-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (content: unknown): string => {
    const path = join(folder, 'api-keys.json');
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const key = { id: 'harbor-admin', role: 'admin', sha256: 'a'.repeat(64) };

  it.each([
    ['no keys', [], /not a file of API keys/],
    ['a key in clear', [{ ...key, sha256: 'secret' }], /SHA-256/],
    ['an unknown role', [{ ...key, role: 'root' }], /not a file of API keys/],
    ['one id twice', [key, key], /two API keys with the id harbor-admin/],
  ])('with %s are refused', (_name, content, message) => {
    expect(() => loadApiKeys(file(content))).toThrow(message);
  });
});
