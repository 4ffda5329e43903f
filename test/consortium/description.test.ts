/** consortium.json: the default one, what follows from it, and every mistake with its code and place. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectionsOf } from '../../consortium/description/collections.js';
import { agreedIn } from '../../consortium/description/founding.js';
import { readDescription } from '../../consortium/description/read-description.js';
import { DescriptionInvalid } from '../../network/description.js';
import { networkPorts } from '../../consortium/launcher/ports.js';
import { createTopology, defaultDescriptionPath, withEachPeer } from '../../network/topology.js';
import { repositoryRoot } from '../support/repository-files.js';

interface Content {
  domain: string;
  organizations: Record<string, unknown>[];
  programs: Record<string, unknown>[];
}

const folder = mkdtempSync(join(tmpdir(), 'consortium-'));
afterAll(() => rmSync(folder, { recursive: true }));
const standard = (): Content => JSON.parse(readFileSync(defaultDescriptionPath(), 'utf8')) as Content;

function problemsOf(text: string): { code: string; pointer: string }[] {
  const path = join(folder, 'consortium.json');
  writeFileSync(path, text);
  try {
    readDescription(path);
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionInvalid)) throw error;
    for (const { code, pointer, detail } of error.problems) {
      expect(error.message).toContain(`${pointer || '(the file)'}: ${detail} (${code})`);
    }
    return error.problems.map(({ code, pointer }) => ({ code, pointer }));
  }
}

const merchant = (index: number) => ({ slug: `m${index}`, name: `M${index}`, mspId: `M${index}MSP`, kind: 'merchant' });

/** A change of the default file, and what is said of it. */
const mistakes: [name: string, change: (content: Content) => unknown, code: string, pointer: string][] = [
  ['a slug twice', (c) => (c.organizations[3]!.slug = 'harbor'), 'SLUG_REPEATED', '/organizations/3/slug'],
  ['a name twice', (c) => (c.organizations[2]!.name = 'HARBOR'), 'NAME_REPEATED', '/organizations/2/name'],
  ['an MSP id twice', (c) => (c.organizations[3]!.mspId = 'HarborMSP'), 'MSP_ID_REPEATED', '/organizations/3/mspId'],
  [
    'a domain twice',
    (c) => (c.organizations[1]!.domain = 'harbor.commonpoint.example'),
    'DOMAIN_REPEATED',
    '/organizations/1/domain',
  ],
  ['a slug that is none', (c) => (c.organizations[0]!.slug = 'Harbor Ltd'), 'VALUE_INVALID', '/organizations/0/slug'],
  [
    'an MSP id that no collection can be named after',
    (c) => (c.organizations[0]!.mspId = 'Harbor-MSP'),
    'VALUE_INVALID',
    '/organizations/0/mspId',
  ],
  ['a bad domain', (c) => (c.domain = 'https://commonpoint.example'), 'VALUE_INVALID', '/domain'],
  ['a kind that is none', (c) => (c.organizations[0]!.kind = 'bank'), 'VALUE_INVALID', '/organizations/0/kind'],
  ['a kind that is missing', (c) => delete c.organizations[0]!.kind, 'PROPERTY_MISSING', '/organizations/0/kind'],
  ['no organisations', (c) => delete (c as Partial<Content>).organizations, 'PROPERTY_MISSING', '/organizations'],
  ['an unknown property', (c) => Object.assign(c, { members: [] }), 'PROPERTY_UNKNOWN', '/members'],
  ['one of an organisation', (c) => (c.organizations[0]!.port = 1), 'PROPERTY_UNKNOWN', '/organizations/0/port'],
  [
    'one merchant',
    (c) => {
      c.organizations.splice(1, 2);
      c.programs.splice(1, 2);
    },
    'MERCHANTS_TOO_FEW',
    '/organizations',
  ],
  [
    'more than the ports take',
    (c) => c.organizations.push(...[1, 2, 3, 4, 5, 6].map(merchant)),
    'ORGANIZATIONS_TOO_MANY',
    '/organizations',
  ],
  ['a programme of nobody', (c) => (c.programs[0]!.issuer = 'nobody'), 'ISSUER_UNKNOWN', '/programs/0/issuer'],
  ['a programme of the auditor', (c) => (c.programs[0]!.issuer = 'auditor'), 'ISSUER_UNKNOWN', '/programs/0/issuer'],
  ['a programme twice', (c) => (c.programs[2]!.programId = 'harbor'), 'PROGRAM_REPEATED', '/programs/2/programId'],
  ['a programme that the ledger refuses', (c) => (c.programs[0]!.cap = '-1'), 'VALUE_INVALID', '/programs/0/cap'],
  ['a programme’s unknown property', (c) => (c.programs[0]!.colour = 'red'), 'PROPERTY_UNKNOWN', '/programs/0/colour'],
];

test.each(mistakes)('%s is told with code and place', (_name, change, code, pointer) => {
  const content = standard();
  change(content);
  expect(problemsOf(JSON.stringify(content))).toEqual([{ code, pointer }]);
});

test('a file that is no JSON, and one that is not there', () => {
  expect(problemsOf('{')).toEqual([{ code: 'JSON_INVALID', pointer: '' }]);
  expect(() => readDescription(join(folder, 'nowhere.json'))).toThrow('FILE_UNREADABLE');
});

test('every code has its line in docs/consortium-file.md, and no other', () => {
  const text = readFileSync(join(repositoryRoot, 'docs', 'consortium-file.md'), 'utf8');
  const documented = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);
  const tested = [...mistakes.map(([, , code]) => code), 'JSON_INVALID', 'FILE_UNREADABLE'];
  expect([...documented].sort()).toEqual([...new Set(tested)].sort());
});

test('the default is right, and collections_config.json is what follows from it', () => {
  const description = readDescription(defaultDescriptionPath());
  const committed = readFileSync(join(repositoryRoot, 'collections_config.json'), 'utf8');
  const made = collectionsOf({ ...createTopology({ description }), ...agreedIn(description) });
  // To bring it up to date: npm run compose -- --collections > collections_config.json
  expect(`${JSON.stringify(made, null, 2)}\n`).toBe(committed);
});

test('seven merchants and two auditors have seven collections of figures, 21 of terms and two of disclosures, and one of reasons for each merchant; one that all hold, and one that names the founding', () => {
  const organizations = [
    ...[1, 2, 3, 4, 5, 6, 7].map(merchant),
    { ...merchant(8), kind: 'auditor' },
    { ...merchant(9), kind: 'auditor' },
  ] as ReturnType<typeof readDescription>['organizations'];
  const made = collectionsOf(createTopology({ description: { domain: 'points.test', organizations } }));
  const count = (kind: string) => made.filter(({ name }) => name.startsWith(`${kind}-`)).length;
  expect(['figures', 'terms', 'disclosures', 'reasons'].map(count)).toEqual([7, 21, 2, 7]);
  expect(new Set(made.map(({ name }) => name)).size).toBe(39);
  for (const { name, memberOnlyRead, memberOnlyWrite } of made) {
    expect([name, memberOnlyRead, memberOnlyWrite]).toEqual([name, true, !/^(disclosures|reasons)-/.test(name)]);
  }
});

test('of an organisation with two peers, what it alone holds is on the other one before it is endorsed; every peer has its own ports', () => {
  const organizations = [{ ...merchant(1), peers: 2 }, merchant(2)] as ReturnType<
    typeof readDescription
  >['organizations'];
  const topology = createTopology({ description: { domain: 'points.test', organizations } });
  const required = new Map(collectionsOf(topology).map(({ name, requiredPeerCount }) => [name, requiredPeerCount]));
  const [one, two] = topology.organizations.map(({ mspId }) => mspId) as [string, string];
  expect([`figures-${one}`, `reasons-${one}`, `figures-${two}`].map((name) => required.get(name))).toEqual([1, 1, 0]);
  const ports = networkPorts(topology);
  expect(new Set(ports).size).toBe(2 * 6 + 3 + 1);
  expect(ports).toHaveLength(16);
  expect(withEachPeer(topology.organizations).map(({ mspId, peer: { hostname } }) => [mspId, hostname])).toEqual([
    [one, expect.stringMatching(/^peer0\./)],
    [one, expect.stringMatching(/^peer1\./)],
    [two, expect.stringMatching(/^peer0\./)],
  ]);
});
