/** An authority takes another one's place on the disk, and is cut off at each of its steps. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  authoritiesOf,
  authorityFolders,
  certificatesIn,
  forgetBefore,
  isAuthorityChanging,
  prepareAuthority,
  takeOver,
} from '../../../network/identities/authority-change.js';
import { createIdentities } from '../../../network/identities/create-identities.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { createTopology } from '../../../network/topology.js';

const topology = createTopology();
const organization = topology.organizations[0]!;
let dataDir: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'authority-'));
  await createIdentities({ ...topology, organizations: [organization] }, dataDir);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const folders = () => authorityFolders(dataDir, organization, 'tlsca');
/** What a node believes of its own organisation. */
const believed = (): string[] =>
  certificatesIn(readFileSync(join(organizationPaths(dataDir, organization).ordererTlsDir, 'ca.crt'), 'utf8'));

it('both are believed from when it takes over until the one before is forgotten', async () => {
  const [old] = believed();
  const next = await prepareAuthority(folders(), organization);
  expect(believed()).toEqual([old]);
  takeOver(folders(), organization, dataDir, 'tlsca');
  expect([believed(), authoritiesOf(folders()), isAuthorityChanging(folders())]).toEqual([
    [next, old],
    [next, old],
    true,
  ]);
  forgetBefore(folders(), organization, dataDir, 'tlsca');
  expect([believed(), authoritiesOf(folders()), isAuthorityChanging(folders())]).toEqual([[next], [next], false]);
});

it('the time at which it took over stays, however often the command is run again', async () => {
  const before = Date.now();
  // An authority is as old as the consortium; that says nothing of when another one took its place.
  utimesSync(folders().folder, new Date(0), new Date(0));
  await prepareAuthority(folders(), organization);
  const first = takeOver(folders(), organization, dataDir, 'tlsca');
  expect(first).toBeGreaterThanOrEqual(before - 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(takeOver(folders(), organization, dataDir, 'tlsca')).toBe(first);
});

it('cut off between the two folders, it takes the place that is empty', async () => {
  const next = await prepareAuthority(folders(), organization);
  renameSync(folders().folder, folders().before);
  expect([isAuthorityChanging(folders()), authoritiesOf(folders()).length]).toEqual([true, 1]);
  expect(await prepareAuthority(folders(), organization)).toBe(next);
  takeOver(folders(), organization, dataDir, 'tlsca');
  expect(authoritiesOf(folders())[0]).toBe(next);
});

it('cut off while the one before is removed, nothing of it is taken for another change', async () => {
  const next = await prepareAuthority(folders(), organization);
  takeOver(folders(), organization, dataDir, 'tlsca');
  // What a removal leaves that was cut off.
  renameSync(folders().before, `${folders().before}.gone`);
  expect(isAuthorityChanging(folders())).toBe(false);
  forgetBefore(folders(), organization, dataDir, 'tlsca');
  expect([believed(), existsSync(`${folders().before}.gone`)]).toEqual([[next], false]);
});
