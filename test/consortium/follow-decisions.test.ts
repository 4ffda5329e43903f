/** Stewards that run: each decision of the members is carried out once, in their order, by good signatures alone. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, orderer } from '@hyperledger/fabric-protos';
import type { PlanSignature, Proposal } from '@commonpoint/catalogue';
import { carriedOut, type Decided, NotDecided, openDecision, openPlans } from '../../consortium/steward/decisions.js';
import { executableNow } from '../../consortium/steward/execute-due.js';
import { type Follower, followOnce, Told } from '../../consortium/steward/follow-decisions.js';
import { applyUpdate } from '../../network/config/apply-update.js';
import { type PlannedUpdate, planUpdate } from '../../network/config/carry-out.js';
import { groupAt, valueIn } from '../../network/config/channel-values.js';
import { changeBetween, type ConfigurationChange } from '../../network/config/configuration-history.js';
import { refuseDangers } from '../../network/config/dangers.js';
import type { Intent } from '../../network/config/intents.js';
import { senderOf } from '../../network/config/signed-envelope.js';
import { signUpdate } from '../../network/config/sign-update.js';
import { introductionOf } from '../../network/config/introduction.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { loadOrganizationMaterial } from '../../network/genesis/organization-material.js';
import { readGenesisBlock } from '../../network/genesis/read-genesis-block.js';
import { loadIdentity } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { createTopology, type Organization } from '../../network/topology.js';
import { standingIdentities } from '../support/standing-identities.js';

const { channel, organizations } = createTopology();
const batchTimeout = (timeoutMs: number): Intent => ({ kind: 'batch-timeout', timeoutMs });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const everybody = { hasPolicy: () => true, whyUnsatisfied: () => undefined };
let dataDir: string;
let genesis: common.Config;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'follow-decisions-'));
  const topology = createTopology();
  await standingIdentities(topology, dataDir);
  genesis = readGenesisBlock(await createGenesisBlock(topology, dataDir, { consensus: 'BFT' }))!.config;
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** The ledger, the peers and the orderers, which take what enough signed. */
class SimulatedChannel {
  present = genesis;
  readonly changes: ConfigurationChange[] = [];
  readonly proposals: Proposal[] = [];
  readonly posted: PlanSignature[] = [];
  readonly said: string[] = [];

  get decided(): Decided {
    return {
      proposals: this.proposals.toSorted((a, b) => (a.proposalId < b.proposalId ? -1 : 1)),
      changes: this.changes,
    };
  }

  get timeout(): string {
    return valueIn(groupAt(this.present, 'Orderer'), 'BatchTimeout', orderer.BatchTimeout)!.getTimeout();
  }

  /** Executed, and one organisation has posted: `at` is the minute. */
  decide(name: string, at: number, wish: Intent, postedOn = genesis): void {
    const { planHash } = planUpdate(channel, this.present, wish);
    this.proposals.push({
      proposalId: `HarborMSP:${name}`,
      status: 'executed',
      actions: [{ kind: 'channel-configuration', planHash }],
      endedAt: `2026-01-01T00:${String(at).padStart(2, '0')}:00.000Z`,
    } as unknown as Proposal);
    // What somebody posted long ago is of no configuration any more, and says the intent.
    this.put({ ...this.row(planUpdate(channel, postedOn, wish), wish, organizations[3]!), planHash });
  }

  put(row: PlanSignature): PlanSignature {
    const at = this.posted.findIndex((each) => each.planHash === row.planHash && each.mspId === row.mspId);
    this.posted.splice(at < 0 ? this.posted.length : at, at < 0 ? 0 : 1, row);
    return row;
  }

  row(planned: PlannedUpdate, wish: Intent, by: Organization, role = '', of = by): PlanSignature {
    const paths = organizationPaths(dataDir, of);
    const identity = loadIdentity(of.mspId, role === '' ? paths.adminMspDir : paths.userMspDir(role));
    return {
      planHash: planned.planHash,
      mspId: by.mspId,
      proposalId: 'HarborMSP:any',
      intent: JSON.stringify(wish),
      sequence: planned.present.getSequence(),
      updateHash: sha256(planned.update),
      signature: Buffer.from(signUpdate(senderOf(identity), planned.update).serializeBinary()).toString('base64'),
      signedAt: '2026-01-01T00:00:00.000Z',
    };
  }

  steward(of: Organization): Follower {
    return {
      mspId: of.mspId,
      decisions: () => Promise.resolve({ ...this.decided, open: openPlans(this.decided) }),
      postedOn: (planHash) => Promise.resolve(this.posted.filter((each) => each.planHash === planHash)),
      plan: async (wish) => planUpdate(channel, this.present, wish),
      post: async (planned, wish) => {
        refuseDangers(planned.present, planned.wanted);
        const elements = planned.changes.map(({ element }) => element);
        openDecision(this.decided, { planHash: planned.planHash, elements });
        return this.put(this.row(planned, wish, of));
      },
      send: async (planned) => {
        const update = common.ConfigUpdate.deserializeBinary(planned.update);
        const next = applyUpdate(channel, this.present, update, everybody);
        this.changes.push(changeBetween(channel, this.present, { config: next, block: 10 * next.getSequence() }));
        this.present = next;
        return next;
      },
      proposals: () => Promise.resolve([...this.decided.proposals]),
      submit: () => Promise.reject(new Error('nothing passed that was not executed')),
      recordExecutions: () => Promise.resolve(0),
    };
  }

  async rounds(count: number, by: readonly Organization[] = organizations): Promise<string[]> {
    const stewards = by.map((each) => this.steward(each));
    const timeouts: string[] = [];
    for (let round = 0; round < count; round += 1) {
      for (const each of stewards) {
        await followOnce(each, (line) => this.said.push(line));
        if (timeouts.at(-1) !== this.timeout) timeouts.push(this.timeout);
      }
    }
    return timeouts;
  }
}

test('a decision is carried out once, and in the order in which they were made, whatever their names', async () => {
  const simulated = new SimulatedChannel();
  const before = simulated.timeout;
  simulated.decide('b-first', 1, batchTimeout(300));
  simulated.decide('a-second', 2, batchTimeout(400));
  expect(await simulated.rounds(5)).toEqual([before, '300ms', '400ms']);
  expect(openPlans(simulated.decided)).toEqual([]);
  // By hand neither.
  const { planHash } = planUpdate(channel, simulated.present, batchTimeout(300));
  expect(() => openDecision(simulated.decided, { planHash, elements: [] })).toThrow(
    /was carried out as configuration 1, and each decision is good for once: propose it again/,
  );

  simulated.decide('c-again', 3, batchTimeout(300));
  expect(await simulated.rounds(5)).toEqual(['400ms', '300ms']);
});

test('an old removal is not carried out again once the organisation has come back', async () => {
  const simulated = new SimulatedChannel();
  const greenMart = organizations[2]!;
  const removal: Intent = { kind: 'remove-organization', mspId: greenMart.mspId };
  const introduction = introductionOf(await loadOrganizationMaterial(greenMart, dataDir));
  const steps: Intent[] = [
    { kind: 'remove-orderer', consenterId: 3 },
    removal,
    { kind: 'admit-organization', introduction },
  ];
  for (const [at, wish] of steps.entries()) {
    simulated.decide(`step-${at}`, at, wish, simulated.present);
    // Nobody of those that are removed has to say anything.
    await simulated.rounds(2, [organizations[0]!, organizations[1]!, organizations[3]!]);
    expect(simulated.changes).toHaveLength(at + 1);
  }
  const again = planUpdate(channel, simulated.present, removal);
  expect(again.planHash).toBe(simulated.changes[1]!.planHash);
  simulated.put(simulated.row(again, removal, organizations[1]!));
  await simulated.rounds(3);
  expect(simulated.changes).toHaveLength(3);
  expect(() => openDecision(simulated.decided, { planHash: again.planHash, elements: [] })).toThrow(
    /was carried out as configuration 2, and each decision is good for once/,
  );
  expect(carriedOut(simulated.decided).map(({ proposal, change }) => [proposal.proposalId, change.block])).toEqual([
    ['HarborMSP:step-0', 10],
    ['HarborMSP:step-1', 20],
    ['HarborMSP:step-2', 30],
  ]);
});

test('a decision that a later one on the same replaced is not carried out after it', async () => {
  const simulated = new SimulatedChannel();
  simulated.decide('first', 1, batchTimeout(300));
  const waits = simulated.posted.splice(0);
  simulated.decide('second', 2, batchTimeout(400));
  await simulated.rounds(3);
  waits.forEach((each) => simulated.put(each));
  await simulated.rounds(3);
  expect(simulated.timeout).toBe('400ms');
  expect(simulated.said).toContainEqual(
    expect.stringMatching(/HarborMSP:first was replaced: HarborMSP:second, decided later on the same, is in force/),
  );
  // Another thing is no replacement, and one that was decided before it neither.
  const wish: Intent = { kind: 'batch-size', messagesMax: 77 };
  simulated.decide('third', 0, wish);
  await simulated.rounds(3);
  expect(simulated.changes).toHaveLength(2);
});

test('what was planned on a steward’s machine needs nobody’s signature before its own', async () => {
  const simulated = new SimulatedChannel();
  simulated.decide('planned-here', 1, batchTimeout(300));
  simulated.posted.splice(0);
  const [harbor, ...others] = organizations.slice(0, 3) as [Organization, ...Organization[]];
  const { planHash } = planUpdate(channel, simulated.present, batchTimeout(300));
  const noted = (hash: string): Intent | undefined => (hash === planHash ? batchTimeout(300) : undefined);
  await simulated.rounds(2, others);
  expect(simulated.posted).toEqual([]);
  // Under another plan's hash it is nothing.
  await followOnce(simulated.steward(harbor), () => undefined, { noted: () => batchTimeout(1) });
  expect(simulated.posted).toEqual([]);
  await followOnce(simulated.steward(harbor), () => undefined, { noted });
  expect(await simulated.rounds(2, others)).toEqual([expect.any(String), '300ms']);
});

test('decisions that passed are executed by whoever proposed them, and by others where that does not', () => {
  const at = Date.parse('2026-01-01T00:00:00.000Z');
  const passed = (proposalId: string, more: object = {}): Proposal =>
    ({
      proposalId,
      proposer: 'HarborMSP',
      status: 'passed',
      actions: [{ kind: 'channel-configuration', planHash: 'ab' }],
      executableFrom: '2026-01-01T00:00:00.000Z',
      expiresAt: '2026-01-01T01:00:00.000Z',
      ...more,
    }) as unknown as Proposal;
  const proposals = [
    passed('due'),
    passed('open', { status: 'open' }),
    passed('of-members', { actions: [{ kind: 'channel-configuration' }, { kind: 'admit' }] }),
  ];
  const now = (mspId: string, ms: number) =>
    executableNow(proposals, mspId, at + ms).map(({ proposalId }) => proposalId);
  expect(now('HarborMSP', -1)).toEqual([]);
  expect(now('HarborMSP', 0)).toEqual(['due']);
  expect(now('CityParkMSP', 29_999)).toEqual([]);
  expect(now('CityParkMSP', 30_000)).toEqual(['due']);
  expect(now('HarborMSP', 3_600_000)).toEqual([]);
});

test('an application that an earlier decision was used up by replaces nothing', () => {
  const change = (sequence: number, planHash: string) => ({ sequence, block: 7, planHash, elements: ['x'] });
  const executed = (proposalId: string, planHash: string, endedAt: string) =>
    ({ proposalId, endedAt, status: 'executed', actions: [{ kind: 'channel-configuration', planHash }] }) as Proposal;
  const proposals = [executed('B:1', 'b', '1'), executed('A:1', 'a', '2'), executed('B:2', 'b', '3')];
  const plan = { planHash: 'a', elements: ['x'] };
  expect(openDecision({ proposals, changes: [change(1, 'b')] }, plan).proposalId).toBe('A:1');
  expect(openPlans({ proposals, changes: [change(1, 'b')] })).toEqual(['a', 'b']);
  expect(() => openDecision({ proposals, changes: [change(1, 'b'), change(2, 'b')] }, plan)).toThrow(NotDecided);
});

test('one plan that cannot be signed keeps no other one back, and is told once', async () => {
  const simulated = new SimulatedChannel();
  simulated.decide('never', 1, { kind: 'batch-size', messagesMax: 10 });
  simulated.decide('good', 2, batchTimeout(400));
  const steward = simulated.steward(organizations[0]!);
  const broken: Follower = {
    ...steward,
    post: (planned, wish) =>
      wish.kind === 'batch-size' ? Promise.reject(new Error('nobody signs this')) : steward.post(planned, wish),
  };
  const said: string[] = [];
  const say = (line: string): unknown => said.push(line);
  const told = new Told(say);
  for (let round = 0; round < 3; round += 1) await followOnce(broken, say, { told });
  expect(said).toEqual([
    expect.stringMatching(/^the plan [0-9a-f]{64}: nobody signs this$/),
    expect.stringMatching(/^signed [0-9a-f]{64} for configuration 0$/),
  ]);
  expect(simulated.posted.filter(({ mspId }) => mspId === 'HarborMSP')).toHaveLength(1);
});

test('a signature that is none of the organisation’s administrator counts for nothing', async () => {
  const simulated = new SimulatedChannel();
  const wish = batchTimeout(300);
  const planned = planUpdate(channel, simulated.present, wish);
  simulated.decide('forged', 1, wish);
  const [harbor, cityPark, greenMart, auditor] = organizations as [
    Organization,
    Organization,
    Organization,
    Organization,
  ];
  // Another one's administrator, one of its own without the right, and bytes that are nothing.
  simulated.put(simulated.row(planned, wish, cityPark, '', harbor));
  simulated.put(simulated.row(planned, wish, greenMart, 'delegate'));
  simulated.put({ ...simulated.row(planned, wish, auditor), signature: 'CgA=' });
  await simulated.rounds(2, [harbor]);
  expect(simulated.changes).toEqual([]);
  await simulated.rounds(1, [cityPark]);
  expect(simulated.changes).toEqual([]);
  simulated.put(simulated.row(planned, wish, auditor));
  await simulated.rounds(1, [harbor]);
  expect(simulated.changes).toHaveLength(1);
});
