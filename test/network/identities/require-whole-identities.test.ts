/** Every certificate and every key of an organisation, damaged in every way: the sentence names the file. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { DamagedFiles } from '../../../network/damaged-files.js';
import { requireWholeIdentities } from '../../../network/identities/require-whole-identities.js';
import { createTopology } from '../../../network/topology.js';
import { damageKinds, damages, filesBelow, seeded } from '../../support/damage.js';
import { standingIdentities } from '../../support/standing-identities.js';

jest.setTimeout(60_000);

const topology = createTopology();
let saved: string;
let work: string;

beforeAll(async () => {
  saved = mkdtempSync(join(tmpdir(), 'commonpoint-identities-'));
  work = mkdtempSync(join(tmpdir(), 'commonpoint-identities-'));
  await standingIdentities(topology, saved);
});
afterAll(() => [saved, work].forEach((folder) => rmSync(folder, { recursive: true })));

const outcome = (): Promise<unknown> =>
  requireWholeIdentities(topology, work).then(
    () => 'whole',
    (error: unknown) => error,
  );

it('what was made is whole', async () => {
  cpSync(saved, work, { recursive: true });
  expect(await outcome()).toBe('whole');
});

it.each(damageKinds)('any one file %s is named', async (kind) => {
  const random = seeded(5);
  cpSync(saved, work, { recursive: true });
  const files = filesBelow(work).filter((path) => path.includes('/citypark.'));
  expect(files.length).toBeGreaterThan(40);
  for (const path of files) {
    damages[kind](path, kind === 'cut' ? () => 0.5 : random);
    const found = await outcome();
    // An authority's own key is not used again; and a bit of a line's end may mean nothing.
    const mayPass = /\/(ca|tlsca)\/priv_sk$/.test(path) || kind === 'flipped';
    if (!(mayPass && found === 'whole')) {
      expect([path, found]).toEqual([path, expect.any(DamagedFiles)]);
      const named = (found as Error).message.split(' is ')[0]!;
      // An authority's certificate is compared with its copies: either of the two may be named.
      if (!/cacerts|tlscacerts|ca\.crt|config\.yaml|tlsca|\/ca\//.test(path)) {
        expect([path, dirname(path)]).toContain(named);
      }
      expect((found as Error).message).toMatch(/: put back .* from a backup\.$/);
    }
    cpSync(join(saved, relative(work, path)), path);
  }
});

it('a whole organisation missing is named, not made anew', async () => {
  cpSync(saved, work, { recursive: true });
  rmSync(join(work, 'organizations', 'peerOrganizations', 'harbor.commonpoint.example'), { recursive: true });
  expect(String(await outcome())).toMatch(/harbor.* is missing/);
});
