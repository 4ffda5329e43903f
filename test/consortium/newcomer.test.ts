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
import { proposalIdFor, rivalOf, underWay } from '../../consortium/steward/proposal-id.js';
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
    expect(rivalOf(proposals, admit('Fresh'), 'FreshMSP')?.proposalId).toBe('C:join');
    expect(rivalOf(proposals, admit('Fresh'), 'OtherMSP')).toBeUndefined();
  });

  test('go on under their id, and get another one where that ended', () => {
    expect(proposalIdFor('join', 'A', admit('Fresh'), [])).toBe('A:join');
    expect(proposalIdFor('join', 'A', admit('Fresh'), [made('A:join', 1)])).toBe('A:join');
    expect(proposalIdFor('join', 'A', admit('Fresh'), [made('A:join', 1, admit('Fresh'), 'failed')])).toBe('A:join-2');
    expect(proposalIdFor('join', 'A', admit('Fresh'), [made('A:join', 1, admit('Other'))])).toBe('A:join-2');
  });
});
