/** What the programs are made of is told out of the lock file: NOTICE for people, a bill of materials for programs. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';

const sbom = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repositoryRoot, 'scripts', 'sbom.mjs'), ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
};

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly object[];
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
}

it('NOTICE is what it says (npm run --silent sbom -- --notice > NOTICE)', () => {
  expect(readFileSync(join(repositoryRoot, 'NOTICE'), 'utf8')).toBe(sbom('--notice').stdout);
});

it('the bill has what each workspace depends on, with version and hash, and nothing that only tests need', () => {
  const { components } = JSON.parse(sbom().stdout) as { components: readonly Component[] };
  const names = components.map(({ name }) => name);
  const wanted = trackedFiles(/^([a-z-]+|sdk\/client)\/package\.json$/).flatMap((path) =>
    Object.keys(
      (JSON.parse(readFileSync(join(repositoryRoot, path), 'utf8')) as { dependencies?: object }).dependencies ?? {},
    ),
  );
  expect(wanted.length).toBeGreaterThan(15);
  expect(wanted.filter((name) => !name.startsWith('@commonpoint/') && !names.includes(name))).toEqual([]);
  for (const name of ['jest', 'typescript', 'playwright-core']) expect(names).not.toContain(name);
  for (const { purl, hashes } of components) {
    expect([purl, hashes]).toEqual([purl, [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }]]);
  }
});

it('says the same each time, and refuses what it does not know', () => {
  expect(sbom().stdout).toBe(sbom().stdout);
  expect(sbom('--xml')).toMatchObject({ status: 2, stdout: '' });
});

it('of fabric-network nothing is imported but the wallet store, which brings no cryptography along', () => {
  const imported = trackedFiles(/^(gateway-api\/src|consortium|network|audit\/src|chaincode\/src)\/.*\.ts$/).flatMap(
    (path) => [
      ...readFileSync(join(repositoryRoot, path), 'utf8').matchAll(/['"](fabric-(?:network|common)[^'"]*)['"]/g),
    ],
  );
  expect([...new Set(imported.map(([, name]) => name))]).toEqual([
    'fabric-network/lib/impl/wallet/filesystemwalletstore.js',
  ]);
  const { stdout } = spawnSync(
    process.execPath,
    ['-e', `require(${JSON.stringify(imported[0]?.[1])}); console.log(Object.keys(require.cache).join('\\n'))`],
    { cwd: repositoryRoot, encoding: 'utf8' },
  );
  expect(stdout).toContain('filesystemwalletstore.js');
  expect(stdout).not.toMatch(/jsrsasign|elliptic|sjcl|fabric-common/);
});
