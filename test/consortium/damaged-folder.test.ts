/** Files that the launcher wrote at an earlier start, damaged: made again, or refused in one sentence with exit code 2. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../consortium/launcher/data-folder.js';
import { credentialsPath, readCredentials } from '../../consortium/launcher/gateway-files.js';
import { makeSecretOnce, makeTreeOnce } from '../../consortium/launcher/secret-file.js';
import { Pseudonyms } from '../../gateway-api/src/pseudonyms.js';
import { type DamageKind, damageKinds, damages, seeded } from '../support/damage.js';

const wanted = { network: 'embedded', networkBasePort: 21_000, organizations: [] } as const;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'commonpoint-damaged-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const complaint = (text: string | RegExp) => ({ name: 'Complaint', exitCode: 2, message: expect.stringMatching(text) });

describe('foundation.json', () => {
  beforeEach(() => {
    openDataFolder(dataDir, wanted).release();
    mkdirSync(join(dataDir, 'channel'));
  });

  it.each<[string, DamageKind]>([
    ['missing', 'removed'],
    ['damaged', 'emptied'],
    ['damaged', 'cut'],
  ])('%s beside a ledger (%s) is refused', (how, kind) => {
    damages[kind](join(dataDir, 'foundation.json'), () => 0.5);
    expect(() => openDataFolder(dataDir, wanted)).toThrow(
      expect.objectContaining(complaint(`foundation.json is ${how}: .* Put it back from a backup`)),
    );
  });

  it.each(['null', '{}', '[]', '{"network":"embedded","networkBasePort":"21000"}'])(
    'with %s in it is refused',
    (text) => {
      writeFileSync(join(dataDir, 'foundation.json'), text);
      expect(() => openDataFolder(dataDir, wanted)).toThrow('foundation.json is damaged');
    },
  );

  it('is missed also when the channel’s folder went with it', () => {
    mkdirSync(join(dataDir, 'embedded'));
    for (const name of ['channel', 'foundation.json']) rmSync(join(dataDir, name), { recursive: true });
    expect(() => openDataFolder(dataDir, wanted)).toThrow('foundation.json is missing');
  });
});

it.each(damageKinds)('launcher.lock and launcher.pid %s: the folder is taken all the same, by one', (kind) => {
  const first = openDataFolder(dataDir, wanted);
  first.abandon();
  for (const name of ['launcher.lock', 'launcher.pid']) damages[kind](join(dataDir, name), seeded(7));
  const second = openDataFolder(dataDir, wanted);
  expect(() => openDataFolder(dataDir, wanted)).toThrow(`runs on ${dataDir} already`);
  second.release();
});

it('launcher.lock with something else in it is made anew', () => {
  writeFileSync(join(dataDir, 'launcher.lock'), 'no database '.repeat(700));
  const folder = openDataFolder(dataDir, wanted);
  expect(() => openDataFolder(dataDir, wanted)).toThrow(`runs on ${dataDir} already`);
  folder.release();
});

describe('credentials.json', () => {
  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"harbor":null}',
    '{"harbor":{"url":"u"}}',
    '{"harbor":{"url":"u","keys":{"admin":7}}}',
  ])('with %j in it is refused', async (text) => {
    writeFileSync(credentialsPath(dataDir), text);
    await expect(readCredentials(dataDir)).rejects.toMatchObject(complaint('credentials.json is damaged: .* new ones'));
  });

  it('that was removed is made again', async () => {
    expect(await readCredentials(dataDir)).toEqual({});
  });
});

describe('a secret', () => {
  let path: string;
  beforeEach(async () => {
    path = join(dataDir, 'pseudonym.key');
    await makeSecretOnce(path, 'all is lost');
  });

  it.each(damageKinds)('%s is refused', async (kind) => {
    damages[kind](path, seeded(3));
    await expect(makeSecretOnce(path, 'all is lost')).rejects.toMatchObject(
      complaint(/pseudonym\.key is .*, and with another one all is lost: put both files back/),
    );
  });

  it.each(['removed', 'emptied', 'cut'] as const)('whose digest was %s gets it again', async (kind) => {
    const [secret, digest] = [path, `${path}.sha256`].map((each) => readFileSync(each, 'utf8'));
    damages[kind](`${path}.sha256`, seeded(3));
    await makeSecretOnce(path, 'all is lost');
    expect([path, `${path}.sha256`].map((each) => readFileSync(each, 'utf8'))).toEqual([secret, digest]);
  });
});

describe('the tree of members’ secrets', () => {
  let path: string;
  const make = () => makeTreeOnce(path, join(dataDir, 'none.key'));
  beforeEach(async () => {
    path = join(dataDir, 'pseudonym.tree');
    await make();
  });

  it.each(damageKinds)('%s is refused', async (kind) => {
    damages[kind](path, seeded(3));
    await expect(make()).rejects.toMatchObject(complaint(/pseudonym\.tree is .*, and with another one members’/));
  });

  it.each(['removed', 'emptied', 'cut'] as const)('whose id was %s gets it again', async (kind) => {
    const [tree, id] = [path, `${path}.id`].map((each) => readFileSync(each, 'utf8'));
    damages[kind](`${path}.id`, seeded(3));
    await make();
    expect([path, `${path}.id`].map((each) => readFileSync(each, 'utf8'))).toEqual([tree, id]);
  });

  it('is read by the gateway as it was made, which a damaged one is not', () => {
    const pseudonyms = Pseudonyms.at(path);
    pseudonyms.destroy('0'.repeat(12));
    expect(Pseudonyms.at(path).id).toBe(pseudonyms.id);
    damages.flipped(path, seeded(5));
    expect(() => Pseudonyms.at(path)).toThrow(/pseudonym\.tree: it is damaged\. Put it back/);
  });

  it('is not made for accounts that were opened without it', async () => {
    const keyPath = join(dataDir, 'older.key');
    await makeSecretOnce(keyPath, 'all is lost');
    await expect(makeTreeOnce(join(dataDir, 'older.tree'), keyPath)).rejects.toMatchObject(
      complaint(/older\.key is from before .*Start on a new data folder\./),
    );
  });
});
