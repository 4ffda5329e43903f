/** What an organisation takes back by itself, and what nobody should sign of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { membershipIn, requiredGroup, setMembershipIn } from '../../../network/config/channel-values.js';
import { copyOf } from '../../../network/config/config-elements.js';
import { dangersOf } from '../../../network/config/dangers.js';
import { planIntent } from '../../../network/config/intents.js';
import { revokedBy } from '../../../network/config/membership-intents.js';
import { readIdentity, serializeIdentity } from '../../../network/embedded/msp/identity.js';
import { OrganizationMsp } from '../../../network/embedded/msp/organization-msp.js';
import { createGenesisBlock } from '../../../network/genesis/create-genesis-block.js';
import { readGenesisBlock } from '../../../network/genesis/read-genesis-block.js';
import { loadIdentity } from '../../../network/identities/load-identity.js';
import { PRIVATE_KEY_FILE } from '../../../network/identities/msp-folder.js';
import { type OrganizationPaths, organizationPaths } from '../../../network/identities/organization-paths.js';
import { createTopology } from '../../../network/topology.js';
import { revocationList } from '../../support/revocation-list.js';
import { standingIdentities } from '../../support/standing-identities.js';

let dataDir: string;
let present: common.Config;
let harbor: OrganizationPaths;
let citypark: OrganizationPaths;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'revocation-'));
  const topology = createTopology();
  await standingIdentities(topology, dataDir);
  present = readGenesisBlock(await createGenesisBlock(topology, dataDir, { consensus: 'BFT' }))!.config;
  [harbor, citypark] = topology.organizations.map((each) => organizationPaths(dataDir, each)) as [
    OrganizationPaths,
    OrganizationPaths,
  ];
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const certificate = (mspDir: string): string => loadIdentity('HarborMSP', mspDir).certPem;
const keyOf = ({ caCertPath }: OrganizationPaths): string => join(dirname(caCertPath), PRIVATE_KEY_FILE);
const listed = (list: Buffer, from = present, mspId = 'HarborMSP'): common.Config =>
  planIntent({ kind: 'revoke-certificates', mspId, list: list.toString('base64') }, from);
const dangers = (wanted: common.Config, from = present): string[] => dangersOf(from, wanted, Date.now());
const whyInvalid = (config: common.Config, certPem: string): string | undefined =>
  new OrganizationMsp(membershipIn(requiredGroup(config, 'Application', 'HarborMSP'))!).whyInvalid(
    readIdentity(serializeIdentity('HarborMSP', certPem)),
  );

it('stands wherever the organisation takes part, beside what stood there, and is its own word', async () => {
  const [operator, cashier] = ['operator', 'cashier'].map((role) => certificate(harbor.userMspDir(role))) as [
    string,
    string,
  ];
  const once = listed(await revocationList(harbor.caCertPath, [operator]));
  const twice = listed(await revocationList(harbor.caCertPath, [cashier]), once);
  for (const [before, after] of [
    [present, once],
    [once, twice],
    [present, twice],
  ] as const) {
    expect(revokedBy(before, after)).toBe('HarborMSP');
    expect(dangers(after, before)).toEqual([]);
  }
  const [inApplication, inOrdering] = ['Application', 'Orderer'].map((name) =>
    membershipIn(requiredGroup(twice, name, 'HarborMSP'))!.serializeBinary(),
  );
  expect(inApplication).toEqual(inOrdering);
  expect([whyInvalid(once, operator), whyInvalid(once, cashier), whyInvalid(twice, operator)]).toEqual([
    'The certificate has been revoked',
    undefined,
    'The certificate has been revoked',
  ]);
});

it('anything beside it is no word of one organisation’s alone', async () => {
  const list = await revocationList(harbor.caCertPath, [certificate(harbor.userMspDir('operator'))]);
  const once = listed(list);
  expect(revokedBy(present, present)).toBeUndefined();
  expect(revokedBy(once, present)).toBeUndefined();
  expect(revokedBy(present, planIntent({ kind: 'batch-timeout', timeoutMs: 300 }, once))).toBeUndefined();
  const another = await revocationList(citypark.caCertPath, [certificate(citypark.userMspDir('operator'))]);
  expect(revokedBy(present, listed(another, once, 'CityParkMSP'))).toBeUndefined();
  const withRoot = copyOf(common.Config, once);
  for (const name of ['Application', 'Orderer']) {
    const membership = membershipIn(requiredGroup(withRoot, name, 'HarborMSP'))!;
    membership.addRootCerts(Buffer.from(certificate(harbor.adminMspDir)));
    setMembershipIn(requiredGroup(withRoot, name, 'HarborMSP'), membership);
  }
  expect(revokedBy(present, withRoot)).toBeUndefined();
});

it('nobody signs a list of another authority, one that an authority did not sign, and one that names no authority', async () => {
  const operator = certificate(harbor.userMspDir('operator'));
  const strange = ['a revocation list of HarborMSP is made by none of its authorities: it would take nothing back'];
  expect(dangers(listed(await revocationList(citypark.caCertPath, [operator])))).toEqual(strange);
  expect(dangers(listed(await revocationList(harbor.caCertPath, [operator], keyOf(citypark))))).toEqual(strange);
  expect(() => planIntent({ kind: 'revoke-certificates', mspId: 'FreshMSP', list: '' }, present)).toThrow(
    /FreshMSP is not in the channel/,
  );
  expect(dangers(listed(Buffer.from('no list')))).toContainEqual(
    expect.stringMatching(/HarborMSP's MSP cannot be used: could not parse RevocationList/),
  );
});

it('nobody signs what would make a revoked certificate good again, or an orderer’s vote void', async () => {
  const once = listed(await revocationList(harbor.caCertPath, [certificate(harbor.userMspDir('operator'))]));
  // As a plan does that was made before.
  expect(dangers(present, once)).toEqual(['1 revoked certificates of HarborMSP would be good again']);
  const orderers = await revocationList(harbor.caCertPath, [certificate(harbor.ordererMspDir)]);
  expect(dangers(listed(orderers))).toEqual([
    "consenter 1's certificate is none of HarborMSP: The certificate has been revoked",
  ]);
});
