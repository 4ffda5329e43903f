/** An organisation that joins the channel: under which number its orderer comes, whatever happened to the others' before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { common } from '@hyperledger/fabric-protos';
import { collectionsOf } from '../../consortium/description/collections.js';
import { undecided } from '../../consortium/steward/decisions.js';
import { joiningPlans, type JoiningPlans } from '../../consortium/steward/joining-plans.js';
import { type ChaincodeDefinition, chaincodeDefinition } from '../../network/admin/chaincode-definition.js';
import { planUpdate } from '../../network/config/carry-out.js';
import { consentersIn } from '../../network/config/channel-values.js';
import { highestNumberIn } from '../../network/config/consenter-numbers.js';
import { refuseDangers } from '../../network/config/dangers.js';
import { type Intent, planIntent } from '../../network/config/intents.js';
import { type Introduction, introductionOf } from '../../network/config/introduction.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { loadOrganizationMaterial } from '../../network/genesis/organization-material.js';
import { readGenesisBlock } from '../../network/genesis/read-genesis-block.js';
import { createTopology } from '../../network/topology.js';
import { standingIdentities } from '../support/standing-identities.js';

const joined = [{ slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant' as const, gateway: true }];
const [before, topology] = [createTopology(), createTopology({ joined })];
const [harbor, fresh] = [topology.organizations[0]!, topology.organizations[4]!];
const committed = chaincodeDefinition(before, collectionsOf(before), 7);
let dataDir: string;
let genesis: common.Config;
let introduction: Introduction;
let harbors: Introduction;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'joining-'));
  await standingIdentities(topology, dataDir);
  genesis = readGenesisBlock(await createGenesisBlock(before, dataDir, { consensus: 'BFT' }))!.config;
  introduction = introductionOf(await loadOrganizationMaterial(fresh, dataDir));
  harbors = introductionOf(await loadOrganizationMaterial(harbor, dataDir));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

interface Channel {
  readonly present: common.Config;
  readonly highestBefore: number;
  readonly committed?: ChaincodeDefinition;
}

/** The channel as one change after the other leaves it, with the highest number that it had on the way. */
function after(...intents: readonly Intent[]): Channel {
  let [present, highestBefore] = [genesis, highestNumberIn(genesis)];
  for (const intent of intents) {
    const wanted = planIntent(intent, present);
    refuseDangers(present, wanted);
    [present, highestBefore] = [wanted, Math.max(highestBefore, highestNumberIn(wanted))];
  }
  return { present, highestBefore };
}
const replaced = (number: number, by: number): Intent[] => [
  { kind: 'remove-orderer', consenterId: number },
  { kind: 'admit-orderer', introduction: { ...harbors, orderer: { ...harbors.orderer, consenterId: by } } },
];
const plansOn = (channel: Channel): JoiningPlans => joiningPlans({ topology, introduction, committed, ...channel });
const numberIn = ({ wanted }: JoiningPlans): number | undefined =>
  consentersIn(wanted)
    .find((each) => each.getMspId() === 'FreshMSP')
    ?.getId();
const orderersPlan = ({ actions }: JoiningPlans): unknown => actions.at(-1);

test('it has its place’s number where no orderer was replaced', () => {
  expect(numberIn(plansOn(after()))).toBe(5);
});

test('it has a higher one where the channel has, and nothing speaks against any of the changes', () => {
  const channel = after(...replaced(1, 7));
  const plans = plansOn(channel);
  expect(numberIn(plans)).toBe(8);
  const { present } = after(...replaced(1, 7), plans.organization!, plans.orderer!);
  expect(consentersIn(present).map((each) => each.getId())).toEqual([2, 3, 4, 7, 8]);
});

test('it has none that one had who is gone', () => {
  const channel = after(...replaced(1, 7), { kind: 'remove-orderer', consenterId: 7 });
  expect(highestNumberIn(channel.present)).toBe(4);
  expect(numberIn(plansOn(channel))).toBe(8);
  // Whose peer had what it ever was a moment before what it is.
  expect(numberIn(plansOn({ ...after(...replaced(1, 7)), highestBefore: 4 }))).toBe(8);
});

test('everybody plans the same, at each step of it and whatever else changes in between', () => {
  const known = replaced(1, 7);
  const first = plansOn(after(...known));
  const others: Intent[] = [{ kind: 'batch-timeout', timeoutMs: 210 }, first.organization!];
  for (let steps = 1; steps <= others.length; steps += 1) {
    const later = plansOn(after(...known, ...others.slice(0, steps)));
    expect(later.orderer).toEqual(first.orderer);
    expect(orderersPlan(later)).toEqual(orderersPlan(first));
  }
});

test('one that was decided on under too low a number is decided on again, and only that', () => {
  const known = replaced(1, 7);
  const { present } = after(...known);
  const tooLow: Intent = { kind: 'admit-orderer', introduction };
  const { planHash } = planUpdate(topology.channel, present, tooLow);
  expect(() => after(...known, tooLow)).toThrow(/consenter 5 is new, and its number is not above 7/);
  const { definition, organization } = plansOn(after(...known));
  const stuck = plansOn({ ...after(...known, organization!), committed: definition! });
  expect(undecided(stuck.actions, { open: [planHash], proposals: [] })).toEqual([orderersPlan(stuck)]);
  expect(stuck.actions).toHaveLength(1);
});

test('one that takes part keeps its number, also where another one comes after it', () => {
  const plans = plansOn(after(...replaced(1, 7)));
  const steps = [...replaced(1, 7), plans.organization!, plans.orderer!];
  for (const further of [[], replaced(7, 12)]) {
    const again = plansOn(after(...steps, ...further));
    expect([again.organization, again.orderer, numberIn(again)]).toEqual([undefined, undefined, 8]);
  }
});
