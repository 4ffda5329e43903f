/** An admission that could not come to its end is seen before anybody votes for it: by each member, from its own channel and topology. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, msp } from '@hyperledger/fabric-protos';
import { collectionsOf } from '../../consortium/description/collections.js';
import { joiningHindrances } from '../../consortium/steward/joining-hindrances.js';
import { joiningPlans } from '../../consortium/steward/joining-plans.js';
import { chaincodeDefinition, type ChaincodeDefinition } from '../../network/admin/chaincode-definition.js';
import { membershipIn, requiredGroup } from '../../network/config/channel-values.js';
import { type Introduction, introductionOf } from '../../network/config/introduction.js';
import { planIntent } from '../../network/config/intents.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { loadOrganizationMaterial } from '../../network/genesis/organization-material.js';
import { readGenesisBlock } from '../../network/genesis/read-genesis-block.js';
import { signingCertPath } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { createTopology, type Organization, type Topology } from '../../network/topology.js';
import { standingIdentities } from '../support/standing-identities.js';

const entry = (slug: string) => ({
  slug,
  name: slug[0]!.toUpperCase() + slug.slice(1),
  mspId: `${slug[0]!.toUpperCase()}${slug.slice(1)}MSP`,
  kind: 'merchant' as const,
  gateway: true,
});
const four = createTopology();
const withFresh = createTopology({ joined: [entry('fresh')] });
const withBoth = createTopology({ joined: [entry('fresh'), entry('novel')] });
const [fresh, novel] = withBoth.organizations.slice(-2) as [Organization, Organization];
const [harbor] = four.organizations as [Organization];
let dataDir: string;
let begun: common.Config;
let freshSays: Introduction;
let novelSays: Introduction;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hindrances-'));
  await standingIdentities(withBoth, dataDir);
  begun = readGenesisBlock(await createGenesisBlock(four, dataDir, { consensus: 'BFT' }))!.config;
  freshSays = introductionOf(await loadOrganizationMaterial(fresh, dataDir));
  novelSays = introductionOf(await loadOrganizationMaterial(novel, dataDir));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const definedFor = (topology: Topology): ChaincodeDefinition =>
  chaincodeDefinition(topology, collectionsOf(topology), 7);
const joined = (): common.Config =>
  planIntent(
    { kind: 'admit-orderer', introduction: freshSays },
    planIntent({ kind: 'admit-organization', introduction: freshSays }, begun),
  );

/** As a member is told whose topology has the newcomer. */
function told({
  topology = withFresh,
  newcomer = fresh,
  introduction = freshSays,
  present = begun,
  committed = definedFor(four),
  nowMs = Date.now(),
}: {
  topology?: Topology;
  newcomer?: Organization;
  introduction?: Introduction;
  present?: common.Config;
  committed?: ChaincodeDefinition;
  nowMs?: number;
} = {}): string[] {
  const joining = { topology, newcomer, introduction, present, committed };
  return joiningHindrances(joining, joiningPlans({ ...joining, highestBefore: 0 }), nowMs);
}
const ordererOf = (change: Partial<Introduction['orderer']>): Introduction => ({
  ...freshSays,
  orderer: { ...freshSays.orderer, ...change },
});
const pem = (path: string): string => readFileSync(path, 'utf8');
const at = (host: string, port: number): { newcomer: Organization; introduction: Introduction } => ({
  newcomer: { ...fresh, orderer: { ...fresh.orderer, host, port } },
  introduction: ordererOf({ host, port }),
});

test('nothing is in the way of who is as it should be, at each of its steps, nor of who joined whatever its file says by then', () => {
  expect(told()).toEqual([]);
  const inChannel = planIntent({ kind: 'admit-organization', introduction: freshSays }, begun);
  expect(told({ present: inChannel })).toEqual([]);
  expect(told({ present: inChannel, committed: definedFor(withFresh) })).toEqual([]);
  const inAHundredYears = Date.now() + 100 * 365 * 24 * 3_600_000;
  expect(
    told({
      present: joined(),
      committed: definedFor(withFresh),
      introduction: ordererOf({ certPem: 'garbage' }),
      nowMs: inAHundredYears,
    }),
  ).toEqual([]);
});

describe('the newcomer’s orderer', () => {
  test('with another member’s certificate is refused, also one that is written otherwise', () => {
    const certPem = pem(signingCertPath(organizationPaths(dataDir, harbor).ordererMspDir));
    for (const each of [certPem, `${certPem}\n`]) {
      const said = told({ introduction: ordererOf({ certPem: each }) });
      expect(said).toContain('two consenters have one certificate');
      expect(said.join('\n')).toMatch(/consenter 5's certificate is none of FreshMSP/);
    }
    const tlsCertPem = pem(join(organizationPaths(dataDir, harbor).ordererTlsDir, 'server.crt'));
    const said = told({ introduction: ordererOf({ tlsCertPem }) });
    expect(said).toContain('two consenters have one TLS certificate');
    expect(said.join('\n')).toMatch(/issued by no TLS authority of its organisation/);
  });

  test.each<[string, () => Partial<Introduction['orderer']>, RegExp]>([
    ['garbage', () => ({ certPem: 'garbage' }), /consenter 5's certificate cannot be read/],
    ['garbage for TLS', () => ({ tlsCertPem: 'garbage' }), /consenter 5's TLS certificate as a server cannot be read/],
    [
      'a peer’s certificate',
      () => ({ certPem: pem(signingCertPath(organizationPaths(dataDir, fresh).peerMspDir)) }),
      /consenter 5's certificate is no orderer's/,
    ],
  ])('with %s is refused', (_what, change, said) => {
    expect(told({ introduction: ordererOf(change()) }).join('\n')).toMatch(said);
  });

  test('with certificates that have expired is refused', () => {
    const inAHundredYears = Date.now() + 100 * 365 * 24 * 3_600_000;
    expect(told({ nowMs: inAHundredYears }).join('\n')).toMatch(/consenter 5's certificate is not valid now/);
  });

  test('where another member’s is, under another name of the machine, is refused', () => {
    const { port } = harbor.orderer;
    for (const host of ['127.0.0.1', 'localhost'])
      expect(told(at(host, port)).join('\n')).toContain(
        `its file names 127.0.0.1:${port}, where a node of HarborMSP is`,
      );
    expect(told(at('localhost', harbor.peer.port)).join('\n')).toMatch(/where a node of HarborMSP is/);
    expect(told(at('localhost', fresh.orderer.port))).toEqual([]);
  });
});

test('an authority that is a member’s is refused', () => {
  const standing = membershipIn(requiredGroup(begun, 'Application', 'HarborMSP'))!.getRootCertsList_asU8()[0]!;
  const config = msp.MSPConfig.deserializeBinary(Buffer.from(freshSays.mspConfig, 'base64'));
  const membership = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
  membership.addRootCerts(standing);
  config.setConfig(membership.serializeBinary());
  const mspConfig = Buffer.from(config.serializeBinary()).toString('base64');
  expect(told({ introduction: { ...freshSays, mspConfig } })).toEqual(['its authority is that of HarborMSP']);
});

describe('the member’s own topology', () => {
  test('without the one that joined last is to have it first, whatever number the next one has', () => {
    const numbered = { ...novel, orderer: { ...novel.orderer, consenterId: 5 } };
    const introduction = { ...novelSays, orderer: { ...novelSays.orderer, consenterId: 5 } };
    const topology = { ...four, organizations: [...four.organizations, numbered] };
    const committed = definedFor(withFresh);
    const said = told({ topology, newcomer: numbered, introduction, present: joined(), committed });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^FreshMSP is in the channel, and your topology lacks it: `member topology FILE`/);
    expect(
      told({ topology: withBoth, newcomer: novel, introduction: novelSays, present: joined(), committed }),
    ).toEqual([]);
  });

  test('with one that never joined is to be without it', () => {
    const said = told({ topology: withBoth, newcomer: novel, introduction: novelSays });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^FreshMSP is in your topology, and not in the channel: .*`member topology FILE`/);
  });

  test('by which a collection would be dropped is refused', () => {
    const [first] = collectionsOf(four);
    const more = [...collectionsOf(four), { ...first!, name: 'figures-GoneMSP' }];
    expect(told({ committed: chaincodeDefinition(four, more, 7) }).join('\n')).toMatch(
      /the chaincode could not be defined with it: existing collection \[figures-GoneMSP\] missing/,
    );
  });

  test('with another chaincode than the channel’s is refused', () => {
    const committed = { ...definedFor(four), version: '1.0+rows9.abc' };
    expect(told({ committed }).join('\n')).toMatch(
      /the channel's chaincode is 1\.0\+rows9\.abc, and your topology names 1\.0/,
    );
  });
});
