/** Who has to sign: policies against sets of signers. */
import { common, peer } from '@hyperledger/fabric-protos';
import { type ChannelConfig, readChannelConfig } from '../../../network/embedded/msp/channel-config.js';
import type { Signer } from '../../../network/embedded/msp/signer.js';
import { compileSignaturePolicy } from '../../../network/embedded/msp/signature-policy.js';
import type { SignedData } from '../../../network/embedded/wire/signed-data.js';
import { parseSignaturePolicy } from '../../../network/genesis/index.js';
import { type ChannelFixture, createChannelFixture } from '../ledger/channel-fixture.js';

let fixture: ChannelFixture;
let channel: ChannelConfig;
beforeAll(async () => {
  fixture = await createChannelFixture();
  channel = readChannelConfig(fixture.genesisBlockBytes);
});
afterAll(() => fixture.remove());

const data = Buffer.from('what is signed');
const signedBy = (...signers: readonly Signer[]): SignedData[] =>
  signers.map((signer) => ({ data, identity: signer.identity, signature: signer.sign(data) }));

/** `harbor.peer`, `citypark.operator`, `auditor.orderer`. */
function signer(name: string): Signer {
  const [organization, role] = name.split('.') as [Parameters<ChannelFixture['peer']>[0], string];
  switch (role) {
    case 'peer':
      return fixture.peer(organization);
    case 'orderer':
      return fixture.orderer(organization);
    case 'admin':
      return fixture.admin(organization);
    default:
      return fixture.client(organization, role);
  }
}

describe('a signature policy', () => {
  const twoOfThree = "OutOf(2, 'HarborMSP.peer', 'CityParkMSP.peer', 'GreenMartMSP.peer')";
  const cases: { policy: string; signers: string[]; holds: boolean; why: string }[] = [
    { policy: twoOfThree, signers: ['harbor.peer', 'greenmart.peer'], holds: true, why: 'two merchants' },
    { policy: twoOfThree, signers: ['greenmart.peer', 'harbor.peer'], holds: true, why: 'in any order' },
    { policy: twoOfThree, signers: ['harbor.peer'], holds: false, why: 'one is not two' },
    {
      policy: twoOfThree,
      signers: ['harbor.peer', 'harbor.peer'],
      holds: false,
      why: 'one who signs twice counts once',
    },
    { policy: twoOfThree, signers: ['harbor.peer', 'auditor.peer'], holds: false, why: 'the auditor is no merchant' },
    { policy: twoOfThree, signers: ['harbor.peer', 'citypark.operator'], holds: false, why: 'a client is no peer' },
    { policy: twoOfThree, signers: ['harbor.peer', 'citypark.orderer'], holds: false, why: 'an orderer is no peer' },
    { policy: twoOfThree, signers: [], holds: false, why: 'nobody' },
    {
      policy: "AND('HarborMSP.peer', 'HarborMSP.peer')",
      signers: ['harbor.peer'],
      holds: false,
      why: 'a signer fills one place',
    },
    {
      policy: "AND('HarborMSP.member', 'HarborMSP.member')",
      signers: ['harbor.peer', 'harbor.operator'],
      holds: true,
      why: 'two members fill two places',
    },
    { policy: "OR('HarborMSP.admin')", signers: ['harbor.admin'], holds: true, why: 'the administrator' },
    { policy: "OR('HarborMSP.admin')", signers: ['harbor.operator'], holds: false, why: 'a role attribute is no unit' },
    { policy: "OR('HarborMSP.client')", signers: ['harbor.cashier'], holds: true, why: 'a client' },
    { policy: "OR('HarborMSP.orderer')", signers: ['harbor.orderer'], holds: true, why: 'an orderer' },
    {
      policy: "OR(AND('HarborMSP.peer', 'CityParkMSP.peer'), AND('HarborMSP.peer', 'GreenMartMSP.peer'))",
      signers: ['harbor.peer', 'greenmart.peer'],
      holds: true,
      why: 'a branch that fails gives its signer back',
    },
    {
      policy: "AND('HarborMSP.member', 'HarborMSP.peer')",
      signers: ['harbor.peer', 'harbor.operator'],
      holds: false,
      why: 'places are filled greedily, without backtracking, as in Fabric',
    },
  ];
  it.each(cases)('$why: $policy by $signers is $holds', async ({ policy, signers, holds }) => {
    const compiled = compileSignaturePolicy(parseSignaturePolicy(policy), channel.msps);
    const members = await channel.msps.validSigners(signedBy(...signers.map(signer)));
    expect(compiled.isSatisfiedBy(members)).toBe(holds);
  });

  it('that names a principal it does not list is refused', () => {
    const rule = new common.SignaturePolicy();
    rule.setSignedBy(0);
    const envelope = new common.SignaturePolicyEnvelope();
    envelope.setRule(rule);
    expect(() => compileSignaturePolicy(envelope, channel.msps)).toThrow('out of range');
  });
});

describe("the channel's policies", () => {
  const cases: { path: string; signers: string[]; holds: boolean }[] = [
    { path: '/Channel/Application/Writers', signers: ['citypark.operator'], holds: true },
    { path: '/Channel/Application/Writers', signers: ['citypark.peer'], holds: false },
    { path: '/Channel/Application/Readers', signers: ['auditor.auditor'], holds: true },
    { path: '/Channel/Application/Admins', signers: ['harbor.admin', 'citypark.admin'], holds: false },
    { path: '/Channel/Application/Admins', signers: ['harbor.admin', 'citypark.admin', 'auditor.admin'], holds: true },
    {
      path: '/Channel/Application/LifecycleEndorsement',
      signers: ['harbor.peer', 'citypark.peer', 'greenmart.peer'],
      holds: true,
    },
    { path: '/Channel/Application/LifecycleEndorsement', signers: ['harbor.peer', 'citypark.peer'], holds: false },
    {
      path: '/Channel/Orderer/BlockValidation',
      signers: ['harbor.orderer', 'citypark.orderer', 'auditor.orderer'],
      holds: true,
    },
    { path: '/Channel/Orderer/BlockValidation', signers: ['harbor.orderer', 'citypark.orderer'], holds: false },
    { path: '/Channel/Writers', signers: ['greenmart.cashier'], holds: true },
    { path: '/Channel/Application/NoSuchPolicy', signers: ['harbor.admin'], holds: false },
  ];
  it.each(cases)('$path by $signers is $holds', async ({ path, signers, holds }) => {
    expect(await channel.policies.isSatisfied(path, signedBy(...signers.map(signer)))).toBe(holds);
  });

  it('can be named by an application policy', async () => {
    const reference = new peer.ApplicationPolicy();
    reference.setChannelConfigPolicyReference('/Channel/Application/Endorsement');
    const policy = channel.policies.applicationPolicy(reference.serializeBinary());
    const three = ['harbor.peer', 'citypark.peer', 'auditor.peer'].map(signer);
    expect(policy.isSatisfiedBy(await channel.msps.validSigners(signedBy(...three)))).toBe(true);
    expect(policy.isSatisfiedBy(await channel.msps.validSigners(signedBy(...three.slice(1))))).toBe(false);
  });

  it('refuse everyone when an application policy cannot be read', () => {
    expect(channel.policies.applicationPolicy(Buffer.from('nonsense')).isSatisfiedBy([])).toBe(false);
    expect(channel.policies.keyPolicy(new Uint8Array()).isSatisfiedBy([])).toBe(false);
  });
});
