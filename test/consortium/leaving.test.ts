/** An organisation that leaves the channel: what is planned without it, what it is kept by, and where the others stay. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { common } from '@hyperledger/fabric-protos';
import { collectionsOf } from '../../consortium/description/collections.js';
import { foundingOf } from '../../consortium/description/founding.js';
import { planGateways } from '../../consortium/launcher/gateway-files.js';
import { obligationsOf, type Standing } from '../../consortium/launcher/obligations.js';
import { networkPorts } from '../../consortium/launcher/ports.js';
import { leavingPlans } from '../../consortium/steward/leaving-plans.js';
import { chaincodeDefinition } from '../../network/admin/chaincode-definition.js';
import { checkCollections } from '../../network/embedded/peer/collection-checks.js';
import { encodeCollections } from '../../network/admin/collections.js';
import { planUpdate } from '../../network/config/carry-out.js';
import { consentersIn, groupAt, organizationsIn } from '../../network/config/channel-values.js';
import { refuseDangers } from '../../network/config/dangers.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { readGenesisBlock } from '../../network/genesis/read-genesis-block.js';
import { createTopology, withoutOrganization } from '../../network/topology.js';
import { standingIdentities } from '../support/standing-identities.js';

const before = createTopology();
const after = withoutOrganization(before, 'CityParkMSP');
const mspIds = ['HarborMSP', 'GreenMartMSP', 'AuditorMSP'];

describe('the others', () => {
  test('keep their ports, their gateways’ ports and their numbers, and nobody takes its place', () => {
    const kept = before.organizations.filter(({ mspId }) => mspId !== 'CityParkMSP');
    expect(after.organizations).toEqual(kept);
    expect(createTopology({ left: ['CityParkMSP'] })).toEqual(after);
    const portOf = (topology: typeof before) =>
      new Map(planGateways(topology, '/data', 8081).map(({ organization, port }) => [organization.slug, port]));
    const ports = portOf(before);
    ports.delete('citypark');
    expect(portOf(after)).toEqual(ports);
    const joined = [{ slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant' as const, gateway: true }];
    const later = createTopology({ joined, left: ['CityParkMSP'] });
    const [fresh] = later.organizations.slice(-1);
    expect(fresh?.orderer.consenterId).toBe(5);
    expect(networkPorts(later).length).toBe(new Set(networkPorts(later)).size);
  });

  test('are founded by whom they were founded', () => {
    expect(foundingOf(after)).toEqual(foundingOf(before));
  });
});

describe('collections', () => {
  const [old, now] = [collectionsOf(before), collectionsOf(after)];
  const called = (name: string) => now.find((each) => each.name === name);

  test('all stay, and none names it: a peer takes the definition when it is out of the channel', () => {
    expect(now.map(({ name }) => name)).toEqual(old.map(({ name }) => name));
    expect(JSON.stringify(now)).not.toContain('CityParkMSP.');
    const bytes = (of: typeof now) => encodeCollections(of).serializeBinary();
    expect(() => checkCollections(bytes(now), bytes(old), mspIds)).not.toThrow();
    expect(() => checkCollections(bytes(old), bytes(old), mspIds)).toThrow(/'CityParkMSP' is not part of the channel/);
  });

  test('what it alone held, no peer holds; what it held with another, that one; and nobody writes it by itself', () => {
    const endorsementPolicy = {
      signaturePolicy: "OutOf(2, 'HarborMSP.peer', 'GreenMartMSP.peer', 'AuditorMSP.peer')",
    };
    for (const name of ['figures-CityParkMSP', 'reasons-CityParkMSP'])
      expect(called(name)).toMatchObject({ policy: "OR('HarborMSP.client')", endorsementPolicy, requiredPeerCount: 0 });
    expect(called('terms-CityParkMSP-HarborMSP')).toMatchObject({
      policy: "OR('HarborMSP.member')",
      endorsementPolicy,
      requiredPeerCount: 0,
    });
  });

  test('of which it was no member stay as they are', () => {
    for (const name of ['figures-HarborMSP', 'terms-GreenMartMSP-HarborMSP'])
      expect(called(name)).toEqual(old.find((each) => each.name === name));
  });
});

describe('plans', () => {
  let dataDir: string;
  let present: common.Config;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'leaving-'));
    await standingIdentities(before, dataDir);
    present = readGenesisBlock(await createGenesisBlock(before, dataDir, { consensus: 'BFT' }))!.config;
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const plansOn = (config: common.Config) =>
    leavingPlans({
      topology: after,
      mspId: 'CityParkMSP',
      present: config,
      committed: chaincodeDefinition(before, collectionsOf(before), 7),
    });

  test('are the chaincode without it, then its orderer, then itself; none is dangerous, and each is planned on the one before', () => {
    const plans = plansOn(present);
    expect(plans.definition?.sequence).toBe(8);
    expect(plans.orderers).toEqual([{ kind: 'remove-orderer', consenterId: 2 }]);
    expect(plans.actions.map(({ kind }) => kind)).toEqual([
      'chaincode-definition',
      'channel-configuration',
      'channel-configuration',
    ]);
    const hashes = plans.actions.flatMap((each) => ('planHash' in each ? [each.planHash] : []));
    let config = present;
    for (const [index, intent] of [...plans.orderers, plans.organization!].entries()) {
      const planned = planUpdate(before.channel, config, intent);
      expect(planned.planHash).toBe(hashes[index + 1]);
      expect(() => refuseDangers(config, planned.wanted)).not.toThrow();
      config = planned.wanted;
    }
    expect(consentersIn(config).map((each) => each.getId())).toEqual([1, 3, 4]);
    for (const group of ['Application', 'Orderer'])
      expect([...organizationsIn(groupAt(config, group)).keys()].sort()).toEqual([...mspIds].sort());
    // Cut off and run again: nothing is left of what is in force.
    expect(plansOn(config)).toMatchObject({ orderers: [], organization: undefined });
  });
});

describe('what it leaves behind', () => {
  const none: Standing = { programs: [], positions: [], settlements: [], lines: [], holds: [] };
  const now = '2027-07-01T12:00:00.000Z';
  const owed = (standing: Partial<Standing>) => obligationsOf('CityParkMSP', { ...none, ...standing }, now);
  const supply = { outstanding: '120', held: '5' };

  test('is named: points, cycles, settlements, credit lines', () => {
    const position = { debtor: 'CityParkMSP', creditor: 'HarborMSP', programId: 'citypark', amount: '3' };
    const settlement = {
      cycle: '2027-05',
      debtor: 'HarborMSP',
      creditor: 'CityParkMSP',
      amount: '5000000',
      status: 'instructed',
    } as const;
    expect(
      owed({
        programs: [
          { programId: 'citypark', supply },
          { programId: 'citypark-2', supply, spendableUntil: '2027-12-31' },
        ],
        positions: [{ cycle: '2027-06', positions: [position] }],
        settlements: [settlement],
        lines: [{ mspId: 'CityParkMSP', lineId: 'l-1', status: 'noticed' }],
      }),
    ).toEqual([
      'citypark: 120 points are outstanding and 5 held, and nobody winds it down',
      'citypark-2: 120 points are outstanding and 5 held, to be spent until 2027-12-31',
      'the cycle 2027-06 is not closed, and it takes part in it',
      'what HarborMSP owes CityParkMSP for the cycle 2027-05 is instructed',
      'its credit line l-1 is noticed',
    ]);
  });

  test('is named, too, of holds that it posted or may capture, the first ones one by one', () => {
    const hold = (holdId: string, more: object = {}) => ({
      ...{ mspId: 'CityParkMSP', holdId, programId: 'harbor', amount: '7', expiresAt: '2027-07-02T00:00:00.000Z' },
      ...more,
    });
    const holds = [
      hold('h-1', { beneficiary: 'HarborMSP' }),
      hold('h-2', { mspId: 'HarborMSP', beneficiary: 'CityParkMSP' }),
      hold('pledged', { mspId: 'HarborMSP', beneficiary: 'CityParkMSP', lineId: 'l-1' }),
    ];
    expect(owed({ holds })).toEqual([
      'the hold h-1 of 7 harbor points, which it posted, is open until 2027-07-02T00:00:00.000Z',
      'the hold h-2 of 7 harbor points, which it may capture of HarborMSP, is open until 2027-07-02T00:00:00.000Z',
    ]);
    const many = owed({ holds: Array.from({ length: 13 }, (_, index) => hold(`h-${index}`)) });
    expect([many.length, many.at(-1)]).toEqual([11, '3 holds more that it posted or may capture are open']);
  });

  test('is nothing where it is settled, over, or between others', () => {
    const between = { debtor: 'GreenMartMSP', creditor: 'HarborMSP' };
    expect(
      owed({
        programs: [
          { programId: 'citypark', supply, spendableUntil: '2027-06-30' },
          { programId: 'citypark-2', supply: { outstanding: '0', held: '0' } },
        ],
        positions: [{ cycle: '2027-06', positions: [{ ...between, programId: 'harbor', amount: '3' }] }],
        settlements: [
          { cycle: '2027-05', ...between, amount: '5000000', status: 'due' },
          { cycle: '2027-05', debtor: 'CityParkMSP', creditor: 'HarborMSP', amount: '5000000', status: 'confirmed' },
          // All of it is owed on a credit line, which is named where it is open.
          {
            ...{ cycle: '2027-04', debtor: 'CityParkMSP', creditor: 'HarborMSP' },
            ...{ amount: '5000000', status: 'due', claim: { loss: '0' } },
          },
        ],
        lines: [{ mspId: 'CityParkMSP', lineId: 'l-1', status: 'closed' }],
      }),
    ).toEqual([]);
  });
});
