/** An organisation that introduces itself: what is taken of its file, and what is not; and who proposes it where several do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GovernanceAction, Proposal } from '@commonpoint/catalogue';
import { collectionsOf } from '../../consortium/description/collections.js';
import { foundingOf } from '../../consortium/description/founding.js';
import {
  introduceNewcomer,
  newcomerIn,
  type Newcomer,
  topologyWithFile,
  withNewcomer,
} from '../../consortium/member/newcomer.js';
import { saidOf } from '../../consortium/member/admit.js';
import { holdingUp, proposalIdFor, rivalsOf, underWay } from '../../consortium/steward/proposal-id.js';
import { createDockerTopology } from '../../network/docker/topology.js';
import { withoutOrganization } from '../../network/topology.js';
import { standingIdentities } from '../support/standing-identities.js';

const standing = createDockerTopology();
const entry = { slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant', domain: 'fresh.example' };
let dataDir: string;
let fresh: Newcomer;
const written = (content: object): string => {
  const path = join(dataDir, 'file.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'newcomer-'));
  const organization = topologyWithFile(standing, written(entry)).organizations.at(-1)!;
  await standingIdentities({ ...standing, organizations: [organization] }, dataDir);
  fresh = await introduceNewcomer(organization, dataDir);
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('a topology with one more', () => {
  test('is the same to the newcomer and to the members, who founded the consortium without it', () => {
    const mine = topologyWithFile(standing, written(entry));
    const theirs = topologyWithFile(standing, written(fresh));
    expect(theirs).toEqual(mine);
    expect(collectionsOf(theirs)).toEqual(collectionsOf(mine));
    expect(foundingOf(theirs)).toEqual(foundingOf(standing));
    expect(mine.organizations.at(-1)).toMatchObject({
      mspId: 'FreshMSP',
      roles: standing.organizations[0]!.roles,
      peer: { hostname: 'peer0.fresh.example', host: 'peer0.fresh.example', port: 7051 },
      orderer: { hostname: 'orderer0.fresh.example', port: 7050, consenterId: 5 },
    });
    expect(topologyWithFile(theirs, written(fresh))).toBe(theirs);
  });

  test('gives nobody the place of one that left', () => {
    const after = withoutOrganization(standing, 'AuditorMSP');
    expect(topologyWithFile(after, written(entry)).organizations.at(-1)?.orderer.consenterId).toBe(5);
  });

  test.each([
    ['without a domain', { ...entry, domain: undefined }, /describes no organisation: \/domain/],
    ['of an unknown kind', { ...entry, kind: 'bank' }, /describes no organisation: \/kind/],
    ['with another one’s slug', { ...entry, slug: 'harbor' }, /Fresh cannot join: \/organizations\/4\/slug is that of/],
    ['with another one’s MSP id', { ...entry, mspId: 'HarborMSP' }, /The topology has another HarborMSP/],
  ])('is none %s', (_what, file, said) => {
    expect(() => topologyWithFile(standing, written(file))).toThrow(said);
  });

  test('is none with one that has left, or that takes another number', () => {
    const [harbor] = standing.organizations;
    const after = withoutOrganization(standing, 'HarborMSP');
    expect(() => withNewcomer(after, harbor!)).toThrow(/HarborMSP has left/);
    const { organization } = fresh;
    const other = { ...organization, orderer: { ...organization.orderer, consenterId: 3 } };
    expect(() => withNewcomer(standing, other)).toThrow(/its orderer has the number 3, and the next one is 5/);
    const elsewhere = { ...organization, peers: [{ ...organization.peer, port: 1 }] };
    expect(() => withNewcomer(withNewcomer(standing, organization), elsewhere)).toThrow(/another FreshMSP/);
  });
});

describe('a file that introduces', () => {
  test('somebody says what it was made of', () => {
    expect(newcomerIn(written(fresh))).toEqual(fresh);
  });

  test('one and describes another is none', () => {
    const { introduction } = fresh;
    const orderer = { ...introduction.orderer, port: 1 };
    expect(() => newcomerIn(written({ ...fresh, introduction: { ...introduction, orderer } }))).toThrow(
      /introduces FreshMSP .* 1 5, and describes FreshMSP .* 7050 5/,
    );
  });

  const differing = (change: Partial<Newcomer['organization']>) => () =>
    newcomerIn(written({ ...fresh, organization: { ...fresh.organization, ...change } }));

  test.each([
    '../../harbor.commonpoint.example',
    'harbor.commonpoint.example/',
    'harbor.commonpoint.example.',
    'Fresh.example',
  ])('somebody with the domain %s is none', (domain) =>
    expect(differing({ domain })).toThrow(/\/organization\/domain: must be a domain/),
  );

  test.each([
    ['steers a terminal', 'Fresh\u001b[2J\u001b[31mHarbor', /control/],
    ['has a letter of another script', '\u041darbor', /mix letters of scripts/],
    ['has what nobody sees', 'Har\u200bbor', /not seen/],
    ['turns the direction', 'Fresh\u202e', /not seen/],
    ['has a filler', 'Har\u3164bor', /not seen/],
    ['is longer than the members’', 'x'.repeat(65), /name/],
  ])('somebody whose name %s is none', (_what, called, said) => {
    expect(differing({ name: called })).toThrow(said);
  });

  test.each(['a\nb', 'evil/../x', '127.1', '0x7f.1', 'Peer0.fresh.example', 'peer0.fresh.example.', ''])(
    'somebody with the host %j is none',
    (host) => {
      const { organization, introduction } = fresh;
      const peer = { ...organization.peer, host };
      const orderer = { ...organization.orderer, host };
      const said = {
        ...introduction,
        peer: { ...introduction.peer, host },
        orderer: { ...introduction.orderer, host },
      };
      const file = { organization: { ...organization, peer, peers: [peer], orderer }, introduction: said };
      expect(() => newcomerIn(written(file))).toThrow(/introduces nobody: \/organization\/peer\/host/);
    },
  );

  test('somebody by one peer and describes another one is none', () => {
    const { peer } = fresh.organization;
    for (const change of [
      { port: 7061 },
      { host: 'other.example' },
      { hostname: 'other.example' },
      { operationsPort: 1 },
    ])
      expect(differing({ peers: [{ ...peer, ...change }] })).toThrow(/another peer than the first of its peers/);
  });

  test('somebody at what a standing member has, or under its name or domain, joins nothing', () => {
    const [harbor] = standing.organizations;
    const { organization } = fresh;
    const at = (peer: typeof organization.peer) => ({ ...organization, peer, peers: [peer] });
    const { host, port, hostname, operationsPort } = harbor!.peer;
    for (const newcomer of [
      at({ ...organization.peer, host, port }),
      at({ ...organization.peer, host, operationsPort }),
      at({ ...organization.peer, hostname }),
      { ...organization, orderer: { ...organization.orderer, host: harbor!.orderer.host } },
      { ...organization, peers: [organization.peer, harbor!.peer] },
    ])
      expect(() => withNewcomer(standing, newcomer)).toThrow(/Fresh cannot join: .* is Harbor.*’s/);
    const wide = harbor!.name.replaceAll(/[!-~]/g, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0));
    for (const name of [harbor!.name.toUpperCase(), wide])
      expect(() => withNewcomer(standing, { ...organization, name })).toThrow(/\/name is that of/);
    for (const domain of [`${harbor!.domain}/`, `${harbor!.domain}.`, harbor!.domain.toUpperCase()])
      expect(() => withNewcomer(standing, { ...organization, domain })).toThrow(/\/domain is that of/);
  });

  test('somebody at what a standing member has on the same machine, or with two nodes at one place, joins nothing', () => {
    const [harbor, ...others] = standing.organizations;
    const { organization } = fresh;
    const here = (host: string) => ({ ...harbor!, orderer: { ...harbor!.orderer, host } });
    const there = (host: string) => ({ ...organization, orderer: { ...organization.orderer, host } });
    for (const [theirs, own] of [
      ['127.0.0.1', 'localhost'],
      ['localhost', '127.0.0.1'],
      ['::1', 'localhost'],
      ['LOCALHOST', 'orderer.localhost'],
    ] as const) {
      const topology = { ...standing, organizations: [here(theirs), ...others] };
      expect(() => withNewcomer(topology, there(own))).toThrow(/Fresh cannot join: .* is Harbor.*’s/);
    }
    const elsewhere = { ...standing, organizations: [here('127.0.0.1'), ...others] };
    expect(() => withNewcomer(elsewhere, there('127.0.0.2'))).not.toThrow();
    const { host, port } = organization.peer;
    const both = { ...organization, orderer: { ...organization.orderer, host, port } };
    expect(() => withNewcomer(standing, both)).toThrow(
      /Fresh cannot join: two of its nodes are at peer0.fresh.example:/,
    );
  });

  test('somebody is shown with kind, domain and addresses, and letters that are no ASCII by their code points', () => {
    const [who, what] = saidOf({ ...fresh.organization, name: 'Caf\u00e9' }, written(fresh));
    expect(who).toMatch(/introduces Caf\u00e9 \[U\+00E9\] \(FreshMSP\), SHA-256 [0-9a-f]{64}$/);
    expect(what).toBe(
      '  a merchant with the domain fresh.example, at peer0.fresh.example:7051 peer0.fresh.example:9443 ' +
        'orderer0.fresh.example:7050 orderer0.fresh.example:9443 orderer0.fresh.example:8443',
    );
  });

  test('with something more in it, such as a key, is none', () => {
    expect(() => newcomerIn(written({ ...fresh, key: 'secret' }))).toThrow(/introduces nobody/);
  });
});

describe('proposals of the same', () => {
  const admit = (name: string): GovernanceAction[] => [
    { kind: 'admit', mspId: 'FreshMSP', name, memberKind: 'merchant' },
  ];
  const made = (proposalId: string, minute: number, actions = admit('Fresh'), status = 'open'): Proposal =>
    ({ proposalId, actions, status, proposedAt: `2026-01-01T00:0${minute}:00.000Z` }) as unknown as Proposal;

  test('are told apart by when they were made, whoever made them', () => {
    const proposals = [made('A:join', 2), made('B:join', 1), made('C:join', 0, admit('Other')), made('D:join', 0)];
    const failed = made('E:join', 0, admit('Fresh'), 'failed');
    const ids = underWay([...proposals, failed], admit('Fresh')).map(({ proposalId }) => proposalId);
    expect(ids).toEqual(['D:join', 'B:join', 'A:join']);
    expect(rivalsOf(proposals, admit('Fresh'), 'FreshMSP').map(({ proposalId }) => proposalId)).toEqual(['C:join']);
    expect(rivalsOf(proposals, admit('Fresh'), 'OtherMSP')).toEqual([]);
  });

  test('hold one up that no more members stand behind, unless it was said that their proposer’s do not count', () => {
    const rival = { proposal: made('C:join', 0, admit('Other')), votesFor: 1 };
    rival.proposal = { ...rival.proposal, proposer: 'C' };
    expect(holdingUp([rival], { votesFor: 0, despite: [] })).toBe(rival);
    expect(holdingUp([rival], { votesFor: 1, despite: ['B'] })).toBe(rival);
    // What nobody but its proposer voted for holds up nothing that two did, however often it is proposed.
    expect(holdingUp([rival, { ...rival }], { votesFor: 2, despite: [] })).toBeUndefined();
    expect(holdingUp([rival, { ...rival }], { votesFor: 0, despite: ['C'] })).toBeUndefined();
    expect(holdingUp([{ ...rival, votesFor: 2 }], { votesFor: 2, despite: [] })).toMatchObject({ votesFor: 2 });
  });

  test('go on under their id, and get another one where that ended', () => {
    expect(proposalIdFor('join', 'A', admit('Fresh'), [])).toBe('A:join');
    expect(proposalIdFor('join', 'A', admit('Fresh'), [made('A:join', 1)])).toBe('A:join');
    expect(proposalIdFor('join', 'A', admit('Fresh'), [made('A:join', 1, admit('Fresh'), 'failed')])).toBe('A:join-2');
    expect(proposalIdFor('join', 'A', admit('Fresh'), [made('A:join', 1, admit('Other'))])).toBe('A:join-2');
  });
});
