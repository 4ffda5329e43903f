import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditConnectionOf } from '../../../consortium/member/audit-as-member.js';
import { type Member, memberSteps, requireMajority } from '../../../consortium/member/member-steps.js';
import { createDockerTopology } from '../../../network/docker/topology.js';

const topology = createDockerTopology();
// Certificates of four organisations take a while on a busy machine.
jest.setTimeout(60_000);

let folder: string;
let members: readonly Member[];

/** As on machines that do not see each other: each organisation has a folder of its own. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-members-'));
  members = topology.organizations.map((organization) => ({
    topology,
    organization,
    dataDir: join(folder, organization.slug),
    gatewayUrl: 'https://points.example',
  }));
  await Promise.all(members.map((member) => take(member, 'identities', 'public')));
  for (const giver of members) {
    for (const receiver of members) {
      if (giver !== receiver) cpSync(join(giver.dataDir, 'public'), receiver.dataDir, { recursive: true });
    }
  }
  await take(memberOf('harbor'), 'genesis');
  for (const receiver of members.slice(1)) give('harbor', receiver, 'channel/points.block');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function take(member: Member, ...steps: string[]): Promise<void> {
  for (const step of steps) await memberSteps[step]?.(member);
}

async function answerOf(step: string, member: Member): Promise<string> {
  return ((await memberSteps[step]?.(member)) ?? []).join('\n');
}

function memberOf(slug: string): Member {
  const member = members.find(({ organization }) => organization.slug === slug);
  if (member === undefined) throw new Error(`no member ${slug}`);
  return member;
}

function give(slug: string, receiver: Member, path: string): void {
  const target = join(receiver.dataDir, path);
  mkdirSync(join(target, '..'), { recursive: true });
  cpSync(join(memberOf(slug).dataDir, path), target);
}

it('gives away certificates and no key', () => {
  for (const { dataDir } of members) {
    const given = readdirSync(join(dataDir, 'public'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(given).toHaveLength(4);
    for (const { parentPath, name } of given) {
      const text = readFileSync(join(parentPath, name), 'utf8');
      expect(text).toContain('BEGIN CERTIFICATE');
      expect(text).not.toContain('PRIVATE KEY');
    }
  }
});

it('lets every organisation check the first block, which one of them has made', async () => {
  const answers = await Promise.all(members.map((member) => answerOf('check', member)));
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toMatch(/points\.block is right, SHA-256 [0-9a-f]{64}$/);
});

it('refuses a first block that was made with another organisation’s certificates', async () => {
  const deceived: Member = { ...memberOf('auditor'), dataDir: join(folder, 'deceived') };
  cpSync(memberOf('auditor').dataDir, deceived.dataDir, { recursive: true });
  const authority = (slug: string) =>
    join(
      deceived.dataDir,
      `organizations/peerOrganizations/${slug}.commonpoint.example/ca/ca.${slug}.commonpoint.example-cert.pem`,
    );
  cpSync(authority('citypark'), authority('harbor'));
  await expect(answerOf('check', deceived)).rejects.toThrow('does not say what');
});

it('refuses a first block that says more than the topology', async () => {
  const unaware: Member = {
    ...memberOf('citypark'),
    topology: { ...topology, organizations: topology.organizations.slice(0, 3) },
  };
  await expect(answerOf('check', unaware)).rejects.toThrow('does not say what');
});

it('makes no first block without everybody’s certificates, and says whose are missing', async () => {
  const alone: Member = { ...memberOf('citypark'), dataDir: join(folder, 'alone') };
  await take(alone, 'identities');
  await expect(answerOf('genesis', alone)).rejects.toThrow(
    /^the public certificates of Harbor are not complete: no \S+harbor\.commonpoint\.example/,
  );
});

it('does not join without a first block', async () => {
  const early: Member = { ...memberOf('greenmart'), dataDir: join(folder, 'early') };
  await take(early, 'identities');
  await expect(answerOf('join', early)).rejects.toThrow('points.block is missing');
});

describe('a step that is taken too early, or by the wrong organisation, says so at once', () => {
  const nobody = (): Member => ({ ...memberOf('harbor'), dataDir: join(folder, 'nothing here') });

  it.each(['join', 'approve', 'commit'])('%s before identities', async (step) => {
    await expect(answerOf(step, nobody())).rejects.toThrow(
      /^Harbor has no certificates and keys in \/\S.* yet: run `member identities` first$/,
    );
  });

  it('register by an auditor', async () => {
    await expect(answerOf('register', memberOf('auditor'))).rejects.toThrow(
      'Auditor is an auditor; only merchants register, and an auditor has nothing left to do',
    );
  });

  it('commit before a majority has approved', () => {
    const approvals = (...approved: string[]) =>
      new Map(topology.organizations.map(({ mspId }) => [mspId, approved.includes(mspId)]));
    expect(() => requireMajority(approvals('HarborMSP', 'CityParkMSP'), 1)).toThrow(
      'A majority has to approve before sequence 1 is committed: of 4 organisations 2 did, ' +
        'GreenMartMSP, AuditorMSP did not (member approve)',
    );
    expect(requireMajority(approvals('HarborMSP', 'CityParkMSP', 'AuditorMSP'), 1)).toHaveLength(3);
  });
});

it('audits from the own machine: with the own keys, by everybody’s certificates, from the block that all agreed on', async () => {
  const auditor = memberOf('auditor');
  const connection = auditConnectionOf(auditor);
  expect(connection.identity.mspId).toBe('AuditorMSP');
  expect(connection.identity.certPath).toContain(join(auditor.dataDir, 'organizations'));
  expect(connection.peers.map(({ mspId }) => mspId)).toEqual([
    'AuditorMSP',
    'HarborMSP',
    'CityParkMSP',
    'GreenMartMSP',
  ]);
  expect(connection.peers[1]).toMatchObject({ endpoint: 'peer0.harbor.commonpoint.example:7051' });
  expect(connection.firstBlock).toMatch(/^[0-9a-f]{64}$/);
  expect(auditConnectionOf(memberOf('harbor')).firstBlock).toBe(connection.firstBlock);
});

it.each([
  ['keys', 'nothing here', [], 'run `member identities` first'],
  ['a first block', 'without a block', ['organizations'], 'an audit begins with the first block'],
  [
    'others’ certificates',
    'without certificates',
    ['organizations/peerOrganizations/auditor.commonpoint.example', 'channel'],
    'among what Harbor gives',
  ],
])('does not audit without %s, and says so', (_what, name, taken, reason) => {
  const dataDir = join(folder, name);
  for (const path of taken) cpSync(join(memberOf('auditor').dataDir, path), join(dataDir, path), { recursive: true });
  expect(() => auditConnectionOf({ ...memberOf('auditor'), dataDir })).toThrow(reason);
});

it('API keys are for their owner', async () => {
  const member = memberOf('harbor');
  await take(member, 'gateway');
  expect(statSync(join(member.dataDir, 'credentials.json')).mode & 0o777).toBe(0o600);
});
