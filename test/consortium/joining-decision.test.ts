/** What is left to decide on when an organisation joins, read while others decide on it and carry it out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GovernanceAction, Proposal } from '@commonpoint/catalogue';
import type { common } from '@hyperledger/fabric-protos';
import { collectionsOf } from '../../consortium/description/collections.js';
import { openPlans } from '../../consortium/steward/decisions.js';
import { joinableDecision } from '../../consortium/steward/joinable-decision.js';
import { joiningDecision } from '../../consortium/steward/joining-decision.js';
import { joiningPlans, type JoiningPlans } from '../../consortium/steward/joining-plans.js';
import { underWay } from '../../consortium/steward/proposal-id.js';
import type { Steward } from '../../consortium/steward/steward.js';
import { type ChaincodeDefinition, chaincodeDefinition } from '../../network/admin/chaincode-definition.js';
import { changeBetween } from '../../network/config/configuration-history.js';
import { highestNumberIn } from '../../network/config/consenter-numbers.js';
import { planIntent } from '../../network/config/intents.js';
import { type Introduction, introductionOf } from '../../network/config/introduction.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { loadOrganizationMaterial } from '../../network/genesis/organization-material.js';
import { readGenesisBlock } from '../../network/genesis/read-genesis-block.js';
import { createTopology } from '../../network/topology.js';
import { standingIdentities } from '../support/standing-identities.js';

const newcomer = { slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant' as const, gateway: true };
const [before, topology] = [createTopology(), createTopology({ joined: [newcomer] })];
const fresh = topology.organizations[4]!;
/** More reads than it makes. */
const READS_MAX = 8;

/** The channel and its decisions at one time. */
interface Moment {
  readonly configs: readonly common.Config[];
  readonly committed: ChaincodeDefinition;
  readonly status: Proposal['status'];
}

let dataDir: string;
let introduction: Introduction;
let plans: JoiningPlans;
let moments: readonly (readonly [string, Moment])[];
let actions: readonly GovernanceAction[];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'joining-'));
  await standingIdentities(topology, dataDir);
  const genesis = readGenesisBlock(await createGenesisBlock(before, dataDir, { consensus: 'BFT' }))!.config;
  introduction = introductionOf(await loadOrganizationMaterial(fresh, dataDir));
  const committed = chaincodeDefinition(before, collectionsOf(before), 7);
  const highestBefore = highestNumberIn(genesis);
  plans = joiningPlans({ topology, introduction, present: genesis, committed, highestBefore });
  actions = [{ kind: 'admit', mspId: 'FreshMSP', name: newcomer.name, memberKind: newcomer.kind }, ...plans.actions];
  const withOrganization = planIntent(plans.organization!, genesis);
  withOrganization.setSequence(1);
  const withOrderer = planIntent(plans.orderer!, withOrganization);
  withOrderer.setSequence(2);
  const passed: Moment = { configs: [genesis], committed, status: 'passed' };
  const executed: Moment = { ...passed, status: 'executed' };
  const inChannel: Moment = { ...executed, configs: [genesis, withOrganization] };
  const defined: Moment = { ...inChannel, committed: plans.definition! };
  const done: Moment = { ...defined, configs: [genesis, withOrganization, withOrderer] };
  moments = Object.entries({ passed, executed, inChannel, defined, done });
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** A steward whose peer has one moment until so many reads, and the next one from then on. */
function steward(from: Moment, to: Moment, reads: number): Steward {
  let count = 0;
  const now = async (): Promise<Moment> => {
    await Promise.resolve();
    return (count += 1) > reads ? to : from;
  };
  const proposalsAt = ({ status }: Moment) => [
    { proposalId: 'HarborMSP:join-fresh', proposedAt: '1', endedAt: '2', status, actions } as unknown as Proposal,
  ];
  const changesAt = ({ configs }: Moment) =>
    configs.slice(1).map((config, at) => changeBetween(topology.channel, configs[at]!, { block: at + 1, config }));
  const proposals = async () => proposalsAt(await now());
  const decided = async () => ({ proposals: await proposals(), changes: changesAt(await now()) });
  return {
    proposals,
    decisions: async () => {
      const both = await decided();
      return { proposals: both.proposals, open: openPlans(both) };
    },
    history: { highestNumber: async () => Math.max(...(await now()).configs.map(highestNumberIn)) },
    config: async () => (await now()).configs.at(-1)!,
    definition: async () => (await now()).committed,
    organizations: async () => ((await now()).status === 'executed' ? [{ mspId: 'FreshMSP', status: 'active' }] : []),
  } as unknown as Steward;
}

test('nothing that is decided on, or under way, is to be decided on again, wherever it is carried out in between', async () => {
  for (let at = 0; at + 1 < moments.length; at += 1) {
    const [[from, earlier], [to, later]] = [moments[at]!, moments[at + 1]!];
    for (let reads = 0; reads <= READS_MAX; reads += 1) {
      const one = steward(earlier, later, reads);
      const left = await joiningDecision(one, { topology, newcomer: fresh, introduction });
      const isUnderWay = underWay(left.proposals, left.actions).length > 0;
      expect({ from, to, reads, again: isUnderWay ? [] : left.actions }).toEqual({ from, to, reads, again: [] });
    }
  }
});

test('what is left to carry out is told until it is in force', async () => {
  const left = await Promise.all(
    moments.map(async ([name, moment]) => {
      const { plans: now } = await joiningDecision(steward(moment, moment, 0), {
        topology,
        newcomer: fresh,
        introduction,
      });
      return [name, now.organization, now.definition, now.orderer].map((each) => each !== undefined);
    }),
  );
  expect(left.map(([, ...parts]) => parts)).toEqual([
    [true, true, true],
    [true, true, true],
    [false, true, true],
    [false, false, true],
    [false, false, false],
  ]);
});

test('a joining that could not be carried out to its end is refused by all that is in its way', async () => {
  const [, first] = moments[0]!;
  const taken = before.organizations[0]!.peer;
  const there = { ...fresh, peers: [{ ...fresh.peer, host: taken.host, port: taken.port }] };
  const one = steward(first, first, 0);
  const refused = joinableDecision(one, { topology, newcomer: there, introduction });
  await expect(refused).rejects.toThrow(
    `Fresh cannot join:\n- its file names ${taken.host}:${taken.port}, where a node of`,
  );
  expect((await joinableDecision(one, { topology, newcomer: fresh, introduction })).actions).toEqual(actions);
});
