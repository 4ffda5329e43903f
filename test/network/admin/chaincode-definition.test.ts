import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { msp, peer } from '@hyperledger/fabric-protos';
import { chaincodeDefinition } from '../../../network/admin/chaincode-definition.js';
import { readCollections } from '../../../network/admin/collections.js';
import { repositoryFile } from '../../../network/repository-file.js';
import { createTopology } from '../../../network/topology.js';

const topology = createTopology();
const collections = readCollections(repositoryFile('collections_config.json'));

test('any two of the three merchants endorse, and the auditor does not', () => {
  const { endorsementPolicy } = chaincodeDefinition(topology, collections, 1);
  const policy = peer.ApplicationPolicy.deserializeBinary(endorsementPolicy).getSignaturePolicy()!;
  const principals = policy
    .getIdentitiesList()
    .map((principal) => msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8()));
  expect(principals.map((role) => role.getMspIdentifier())).toEqual(['HarborMSP', 'CityParkMSP', 'GreenMartMSP']);
  expect(new Set(principals.map((role) => role.getRole()))).toEqual(new Set([msp.MSPRole.MSPRoleType.PEER]));
  expect(policy.getRule()!.getNOutOf()!.getN()).toBe(2);
});

test('the definition has the same bytes each time', () => {
  const once = chaincodeDefinition(topology, collections, 1);
  const again = chaincodeDefinition(topology, collections, 1);
  expect(again).toEqual(once);
});

describe('collections_config.json', () => {
  test('has a collection for every merchant, every pair of merchants, what the auditor is shown, why an order was given, and what is said of proposals', () => {
    expect(collections.map(({ name }) => name)).toEqual([
      'figures-HarborMSP',
      'figures-CityParkMSP',
      'figures-GreenMartMSP',
      'terms-CityParkMSP-HarborMSP',
      'terms-GreenMartMSP-HarborMSP',
      'terms-CityParkMSP-GreenMartMSP',
      'disclosures-AuditorMSP',
      'reasons-HarborMSP',
      'reasons-CityParkMSP',
      'reasons-GreenMartMSP',
      'reasonings',
      expect.stringMatching(/^founding-[0-9a-f]{64}$/),
    ]);
  });

  test.each(collections.map((collection) => [collection.name, collection] as const))(
    '%s is kept, read and endorsed by its members only',
    (name, collection) => {
      const isFounding = name.startsWith('founding-');
      // All read what is said of proposals; a majority of merchants endorses it.
      const isForAll = name === 'reasonings';
      const merchants = topology.organizations.filter(({ kind }) => kind === 'merchant');
      const parties = topology.organizations.filter(({ mspId }) => name.split('-').includes(mspId));
      const members = isForAll ? topology.organizations : isFounding ? merchants : parties;
      const named = (policy: string) => [...policy.matchAll(/'(\w+)\.\w+'/g)].map((match) => match[1]).sort();
      const idsOf = (organizations: typeof members) => organizations.map(({ mspId }) => mspId).sort();
      expect(named(collection.policy)).toEqual(idsOf(members));
      const { signaturePolicy } = collection.endorsementPolicy;
      expect(named(signaturePolicy)).toEqual(idsOf(isForAll ? merchants : members));
      expect(signaturePolicy).toMatch(isForAll ? /^OutOf\(2,/ : members.length === 1 ? /^OR/ : /^AND/);
      // Whoever discloses something writes to what is not its own.
      const isWrittenByOthers = /^(disclosures|reasons)-/.test(name);
      expect([collection.memberOnlyRead, collection.memberOnlyWrite]).toEqual([true, !isWrittenByOthers]);
    },
  );

  test('data of a pair reaches the other before a transaction is endorsed', () => {
    for (const { name, requiredPeerCount } of collections) {
      expect([name, requiredPeerCount]).toEqual([name, name.startsWith('terms-') ? 1 : 0]);
    }
  });

  test('a collection without an endorsement policy is refused', () => {
    const directory = mkdtempSync(join(tmpdir(), 'collections-'));
    const path = join(directory, 'collections.json');
    writeFileSync(path, JSON.stringify([{ ...collections[0], endorsementPolicy: undefined }]));
    expect(() => readCollections(path)).toThrow('figures-HarborMSP has no endorsement policy');
    rmSync(directory, { recursive: true });
  });
});
