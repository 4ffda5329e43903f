/** `add-org` run again: what is noted of an organisation counts, as its identities and ports follow from it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topologyWith } from '../../consortium/launcher/add-organization.js';
import { joinedPath, noteJoined, readJoined } from '../../network/joined.js';

const BASE_PORT = 21_000;
const fresh = { slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant' } as const;
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'add-organization-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it.each([
  [
    'two peers',
    { peers: 2 },
    'with 1 peer on this machine, not Fresh (fresh), merchant, at fresh.commonpoint.example, with 2 peers',
  ],
  ['another domain', { domain: 'fresh.example' }, 'at fresh.commonpoint.example, with 1 peer on this machine, not'],
  ['another kind', { kind: 'auditor' as const }, 'FreshMSP is Fresh (fresh), merchant,'],
  ['another name', { name: 'Fresher' }, 'not Fresher (fresh)'],
])('an edited file is refused, and nothing is noted: %s', (_what, edit, said) => {
  noteJoined(dataDir, { ...fresh, gateway: false });
  const before = readFileSync(joinedPath(dataDir), 'utf8');
  expect(() => topologyWith({ ...fresh, ...edit }, dataDir, BASE_PORT)).toThrow(said);
  expect(readFileSync(joinedPath(dataDir), 'utf8')).toBe(before);
});

it('the same in other words goes on, with what is noted', () => {
  noteJoined(dataDir, { ...fresh, gateway: true });
  const { entry, topology } = topologyWith(
    { ...fresh, peers: 1, domain: 'fresh.commonpoint.example' },
    dataDir,
    BASE_PORT,
  );
  expect(entry).toEqual(fresh);
  expect(topology.organizations.at(-1)).toMatchObject({ mspId: 'FreshMSP', domain: 'fresh.commonpoint.example' });
  expect(readJoined(dataDir)).toEqual([{ ...fresh, gateway: true }]);
});

it('a first time takes what the file says', () => {
  const { entry, topology } = topologyWith({ ...fresh, peers: 2 }, dataDir, BASE_PORT);
  expect(entry).toEqual({ ...fresh, peers: 2 });
  expect(topology.organizations.at(-1)).toMatchObject({ mspId: 'FreshMSP' });
});
