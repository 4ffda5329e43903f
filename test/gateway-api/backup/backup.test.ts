/** A gateway's backup: made while it works, verified, and put back as a gateway that knows what it knew. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { backupCommand } from '../../../gateway-api/src/backup/command.js';
import type { GatewayFiles } from '../../../gateway-api/src/backup/kept-files.js';
import { makeBackup } from '../../../gateway-api/src/backup/make-backup.js';
import { restoreBackup } from '../../../gateway-api/src/backup/restore-backup.js';
import { verifyBackup } from '../../../gateway-api/src/backup/verify-backup.js';
import { Pseudonyms } from '../../../gateway-api/src/pseudonyms.js';
import { lockDatabase } from '../../../gateway-api/src/store/database-lock.js';
import { Spool } from '../../../gateway-api/src/imports/spool.js';
import { makeSecretOnce, makeTreeOnce } from '../../../consortium/launcher/secret-file.js';
import { prepare, startApp, until, type StartedApp } from '../start-app.js';

const root = mkdtempSync(join(tmpdir(), 'commonpoint-backup-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
/** A gateway's folder as a start leaves it. */
async function folderOf(): Promise<GatewayFiles> {
  const folder = join(root, `gateway-${++count}`);
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('wallet'), { recursive: true });
  await makeTreeOnce(at('pseudonym.tree'), at('pseudonym.key'));
  await makeSecretOnce(at('pseudonym.key'), 'other accounts');
  await makeSecretOnce(at('spending-code.key'), 'other codes');
  writeFileSync(at('wallet/operator.id'), '{}');
  writeFileSync(at('api-keys.json'), '["a"]');
  writeFileSync(at('config.json'), '{}');
  return {
    configPath: at('config.json'),
    organization: 'harbor',
    mspId: 'HarborMSP',
    channel: 'points',
    databasePath: at('gateway.db'),
    apiKeysPath: at('api-keys.json'),
    pseudonymKeyPath: at('pseudonym.key'),
    pseudonymTreePath: at('pseudonym.tree'),
    spendingCodeKeyPath: at('spending-code.key'),
    walletPath: at('wallet'),
  };
}

const appOf = (config: GatewayFiles, network?: StartedApp['network']): Promise<StartedApp> =>
  startApp({
    ...(network && { network }),
    parts: {
      databasePath: config.databasePath,
      spoolFolder: join(dirname(config.databasePath), 'imports'),
      pseudonymKey: readFileSync(config.pseudonymKeyPath),
      pseudonyms: Pseudonyms.at(config.pseudonymTreePath),
      spendingCodeKey: readFileSync(config.spendingCodeKeyPath),
    },
  });

const issue = (app: StartedApp, accountId: string, key: string) =>
  app
    .operator('post', '/v1/issuances')
    .set('idempotency-key', key)
    .send({ programId: 'harbor', accountId, amount: '1' });

const newBackup = (): string => join(root, `backup-${++count}`);

/** A closed gateway's folder, with an account. */
async function usedFolder(): Promise<GatewayFiles> {
  const config = await folderOf();
  const app = await appOf(config);
  await prepare(app);
  await app.gateway.close(0);
  return config;
}

it('is of one moment although the gateway goes on, and what is put back catches up and knows every key', async () => {
  const config = await folderOf();
  const app = await appOf(config);
  const accountId = await prepare(app);
  let made: Awaited<ReturnType<typeof makeBackup>> | undefined;
  const folder = newBackup();
  const making = makeBackup(config, folder).then((manifest) => (made = manifest));
  const receipts: unknown[] = [];
  // Before, while and after it is made.
  while (made === undefined || receipts.length < 60)
    receipts.push((await issue(app, accountId, `k-${receipts.length}`).expect(201)).body);
  await making;
  const { network } = app;
  await app.gateway.close(0);
  expect(verifyBackup(folder)).toEqual(made);
  expect(made.ledger.block).toBeLessThan(network.blocks.length - 1);
  // The machine is gone.
  rmSync(dirname(config.databasePath), { recursive: true });
  const { restored, kept, aside } = restoreBackup(config, folder);
  expect(restored).toEqual(made.files.map(({ name }) => name));
  expect([...kept, ...aside]).toEqual([]);
  const again = await appOf(config, network);
  await expect(again.gateway.ledgerConfirmed).resolves.toBeUndefined();
  await until(() => again.gateway.projection.lastBlock() === network.blocks.length - 1);
  const balances = await again.cashier('get', `/v1/accounts/${accountId}/balances`).expect(200);
  expect(balances.body.balances).toMatchObject([{ available: String(100 + receipts.length) }]);
  const before = network.blocks.length;
  for (const [number, receipt] of receipts.entries()) {
    const { body } = await issue(again, accountId, `k-${number}`);
    // Of what came after the backup, peers answer that it exists.
    expect({ ...(receipt as object), existed: body.existed, blockNumber: body.blockNumber }).toEqual(body);
  }
  expect(network.blocks).toHaveLength(before);
});

it('has what is of secrets for its owner alone, marks when it was made, and is whole or not there', async () => {
  const config = await usedFolder();
  const folder = newBackup();
  // What a run that was killed left.
  mkdirSync(`${folder}.partial/imports`, { recursive: true });
  await makeBackup(config, folder, new Date('2026-11-01T00:00:00Z'));
  expect(existsSync(`${folder}.partial`)).toBe(false);
  expect(existsSync(join(folder, 'imports'))).toBe(false);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'gateway.db')).mode & 0o777).toBe(0o600);
  const mark = join(dirname(config.databasePath), 'last-backup');
  expect(statSync(mark).mtime.toISOString()).toBe('2026-11-01T00:00:00.000Z');
  await expect(makeBackup(config, folder)).rejects.toThrow(/exists already: give a folder that does not\.$/);
  rmSync(config.databasePath);
  const none = newBackup();
  await expect(makeBackup(config, none)).rejects.toThrow(/gateway\.db is missing: there is nothing to back up\.$/);
  expect([existsSync(none), existsSync(`${none}.partial`)]).toEqual([false, false]);
});

it('has every database that a gateway keeps', async () => {
  const config = await usedFolder();
  const { files } = await makeBackup(config, newBackup());
  const kept = readdirSync(dirname(config.databasePath)).filter((name) => name.endsWith('.db'));
  expect(kept.length).toBeGreaterThan(3);
  expect(kept.filter((name) => !files.some((file) => file.name === name))).toEqual([]);
});

it('takes the files of imports under work along', async () => {
  const config = await usedFolder();
  const sqlite = new DatabaseSync(config.databasePath);
  const insert = sqlite.prepare(
    `INSERT INTO imports (import_id, role, parameters, sha256, bytes, rows_expected, state, created_at)
     VALUES (?, 'operator', '{}', '', 1, 1, ?, '2026-01-01T00:00:00Z')`,
  );
  for (const [id, state] of [
    ['under-work', 'running'],
    ['done', 'completed'],
  ] as const)
    insert.run(id, state);
  sqlite.close();
  const spool = new Spool(join(dirname(config.databasePath), 'imports'));
  mkdirSync(join(dirname(config.databasePath), 'imports'));
  for (const id of ['under-work', 'done']) writeFileSync(spool.pathOf(id), `rows of ${id}`);
  const folder = newBackup();
  await makeBackup(config, folder);
  rmSync(dirname(config.databasePath), { recursive: true });
  restoreBackup(config, folder);
  expect(readFileSync(spool.pathOf('under-work'), 'utf8')).toBe('rows of under-work');
  expect(existsSync(spool.pathOf('done'))).toBe(false);
  // One whose file is gone cannot be gone on with.
  rmSync(spool.pathOf('under-work'));
  await expect(makeBackup(config, newBackup())).rejects.toThrow(/come and go faster/);
});

describe('one that is not what was made is refused, and nothing is put back', () => {
  let config: GatewayFiles;
  let other: GatewayFiles;
  let folder: string;
  beforeAll(async () => {
    [config, other] = [await usedFolder(), await usedFolder()];
    folder = newBackup();
    await makeBackup(config, folder);
    rmSync(dirname(config.databasePath), { recursive: true });
  });

  it.each([
    ['a file is missing', 'pseudonym.key', (path: string) => rmSync(path), /pseudonym\.key is missing/],
    [
      'a file is shorter',
      'gateway.db',
      (path: string) => truncateSync(path, 4096),
      /gateway\.db has 4096 bytes of \d+/,
    ],
    ['a byte is another', 'pseudonym.tree', (path: string) => flip(path), /pseudonym\.tree is not what it was/],
    ['there is no manifest', 'manifest.json', (path: string) => rmSync(path), /is no backup: ENOENT/],
    ['the manifest is cut off', 'manifest.json', (path: string) => truncateSync(path, 40), /manifest\.json is damaged/],
    [
      'the block is another',
      'manifest.json',
      (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replace(/"block": \d+/, '"block": 1')),
      /is at another block than the manifest says/,
    ],
    [
      'a file of another kind is among it',
      'manifest.json',
      (path: string) => {
        const copy = join(dirname(path), '..', 'escaped');
        copyFileSync(path, copy);
        rmSync(copy);
        writeFileSync(path, readFileSync(path, 'utf8').replaceAll('api-keys.json', 'wallet/../../api-keys.json'));
      },
      /is missing|has a file that no gateway has/,
    ],
  ])('%s', (_what, name, spoil, message) => {
    const path = join(folder, name);
    const before = readFileSync(path);
    spoil(path);
    try {
      expect(() => restoreBackup(config, folder)).toThrow(message);
      expect(existsSync(dirname(config.databasePath))).toBe(false);
    } finally {
      writeFileSync(path, before);
    }
    expect(verifyBackup(folder).mspId).toBe('HarborMSP');
  });

  it('another organisation’s', () => {
    expect(() => restoreBackup({ ...config, organization: 'citypark' }, folder)).toThrow(
      /is a backup of harbor, and this gateway is of citypark\.$/,
    );
  });

  it('one whose tree of secrets is another, although its digest is right', async () => {
    const mixed = newBackup();
    copyFileSync(other.pseudonymTreePath, `${other.pseudonymTreePath}.own`);
    const theirs = await folderOf();
    copyFileSync(theirs.pseudonymTreePath, other.pseudonymTreePath);
    await makeBackup(other, mixed);
    expect(() => verifyBackup(mixed)).toThrow(/gateway\.db was made with another pseudonym\.tree\.$/);
  });
});

function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 3]! ^= 1;
  writeFileSync(path, bytes);
}

describe('a gateway that still has some of its files', () => {
  it('keeps those: who was erased and what was revoked since stays so', async () => {
    const config = await usedFolder();
    const folder = newBackup();
    await makeBackup(config, folder);
    const tree = Pseudonyms.at(config.pseudonymTreePath);
    tree.destroy('0123456789ab');
    writeFileSync(config.apiKeysPath, '["a", "revoked"]');
    rmSync(config.databasePath);
    const { restored, kept } = restoreBackup(config, folder);
    expect(restored).toEqual(['gateway.db', 'gateway-details.db'].filter((name) => restored.includes(name)));
    expect(kept).toEqual(expect.arrayContaining(['pseudonym.tree', 'api-keys.json']));
    expect(Pseudonyms.at(config.pseudonymTreePath).secretAt('0123456789ab')).toBeUndefined();
    expect(readFileSync(config.apiKeysPath, 'utf8')).toBe('["a", "revoked"]');
  });

  it('has its databases put aside where they are to be replaced, with their logs, and loses none', async () => {
    const config = await usedFolder();
    const folder = newBackup();
    await makeBackup(config, folder);
    writeFileSync(config.databasePath, 'spoilt');
    writeFileSync(`${config.databasePath}-wal`, 'of the spoilt one');
    const now = new Date('2026-11-02T03:04:05.678Z');
    const { aside, restored } = restoreBackup(config, folder, { replaceDatabases: true, now });
    expect(aside).toEqual(
      expect.arrayContaining(['', '-wal'].map((end) => `${config.databasePath}${end}.2026-11-02T03-04-05-678Z`)),
    );
    expect(
      readFileSync(
        aside.find((path) => path.includes('-wal'))!,
        'utf8',
      ),
    ).toBe('of the spoilt one');
    expect(restored).toContain('gateway.db');
    expect(existsSync(`${config.databasePath}-wal`)).toBe(false);
  });

  it('keeps a database that the backup has not, as it is from before there was one', async () => {
    const config = await usedFolder();
    const details = join(dirname(config.databasePath), 'gateway-details.db');
    const kept = readFileSync(details);
    rmSync(details);
    const folder = newBackup();
    await makeBackup(config, folder);
    writeFileSync(details, kept);
    const { aside } = restoreBackup(config, folder, { replaceDatabases: true });
    expect(aside.filter((path) => path.includes('details'))).toEqual([]);
    expect(readFileSync(details)).toEqual(kept);
  });

  it('is left alone while it runs', async () => {
    const config = await usedFolder();
    const folder = newBackup();
    await makeBackup(config, folder);
    const lock = lockDatabase(config.databasePath);
    expect(() => restoreBackup(config, folder, { replaceDatabases: true })).toThrow(
      /is in use by another gateway process/,
    );
    lock.release();
    expect(restoreBackup(config, folder).restored).toEqual([]);
  });
});

describe('the command', () => {
  const said = { out: [] as unknown[], error: [] as unknown[] };
  beforeEach(() => {
    said.out.length = said.error.length = 0;
    jest.spyOn(console, 'log').mockImplementation((line) => void said.out.push(line));
    jest.spyOn(console, 'error').mockImplementation((line) => void said.error.push(line));
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    [[]],
    [['make']],
    [['make', 'a', 'b']],
    [['mak', 'a']],
    [['make', 'a', '--replace-databases']],
    [['verify', 'a', '--force']],
  ])('%j is answered with its usage', async (args) => {
    expect(await backupCommand(args, '/nowhere')).toBe(2);
    expect(said.error).toEqual([expect.stringMatching(/^Usage: backup make FOLDER/)]);
  });

  it('says in one line what is wrong', async () => {
    expect(await backupCommand(['verify', join(root, 'nothing')], '/nowhere')).toBe(1);
    expect(await backupCommand(['make', join(root, 'some')], '/nowhere/config.json')).toBe(1);
    expect(said.error).toEqual([
      expect.stringMatching(/is no backup: ENOENT[^\n]*$/),
      expect.stringMatching(/^cannot read the configuration \/nowhere\/config\.json[^\n]*$/),
    ]);
  });

  it('says what is whole', async () => {
    const config = await usedFolder();
    const folder = newBackup();
    const { ledger } = await makeBackup(config, folder);
    expect(await backupCommand(['verify', folder], config.configPath)).toBe(0);
    expect(said.out).toEqual([expect.stringContaining(`is whole: harbor at block ${ledger.block}, `)]);
  });
});
