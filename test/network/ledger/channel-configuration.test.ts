/** A configuration block changes who belongs to the channel, from the next block on and after a restart. */
import { common, peer } from '@hyperledger/fabric-protos';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import { applyUpdate } from '../../../network/config/apply-update.js';
import { computeUpdate } from '../../../network/config/compute-update.js';
import { copyOf } from '../../../network/config/config-elements.js';
import { signUpdate, updateEnvelope } from '../../../network/config/sign-update.js';
import { signedEnvelope } from '../../../network/config/signed-envelope.js';
import {
  type ChannelFixture,
  CHAINCODE,
  createChannelFixture,
  type OrganizationName,
  type TransactionSpec,
} from './channel-fixture.js';

const { VALID, INVALID_CONFIG_TRANSACTION, BAD_CREATOR_SIGNATURE } = peer.TxValidationCode;

let channel: ChannelFixture;
let ledger: PeerLedger;
let folder: string;
beforeAll(async () => {
  channel = await createChannelFixture();
});
afterAll(() => channel.remove());
beforeEach(async () => {
  folder = channel.temporaryFolder();
  ledger = await channel.openLedger(folder);
});
afterEach(() => ledger.close());

const byAuditor = (): TransactionSpec => ({
  does: (set) => set.write(CHAINCODE, 'k', Buffer.from('v')),
  creator: channel.client('auditor'),
});

type Change = (config: common.Config) => void;
const withoutAuditor: Change = (config) => {
  const groups = config.getChannelGroup()!.getGroupsMap();
  for (const name of ['Application', 'Orderer']) groups.get(name)!.getGroupsMap().del('AuditorMSP');
};

const nothing: Change = () => undefined;

/** What an orderer makes of an update that these administrators have signed. */
function configured(
  change: Change,
  {
    signer = channel.orderer('harbor'),
    admins = ['harbor', 'citypark', 'greenmart'] as readonly OrganizationName[],
    sequence = 1,
    afterwards = nothing,
  } = {},
): Uint8Array {
  const config = copyOf(common.Config, ledger.config.config);
  const wanted = copyOf(common.Config, config);
  change(wanted);
  const update = computeUpdate('points', config, wanted).serializeBinary();
  const signatures = admins.map((name) => signUpdate(channel.admin(name), update));
  const content = new common.ConfigEnvelope();
  const everybody = { hasPolicy: () => true, whyUnsatisfied: () => undefined };
  const applied = applyUpdate('points', config, common.ConfigUpdate.deserializeBinary(update), everybody);
  applied.setSequence(sequence);
  afterwards(applied);
  content.setConfig(applied);
  content.setLastUpdate(updateEnvelope(channel.admin('harbor'), 'points', update, signatures));
  return new Uint8Array(signedEnvelope(signer, common.HeaderType.CONFIG, 'points', content).serializeBinary());
}

async function codesOf(...envelopes: Uint8Array[]): Promise<number[]> {
  const { transactions } = await ledger.commit(channel.nextBlock(ledger, envelopes));
  return transactions.map(({ validationCode }) => validationCode);
}

it('takes effect with the block after it, and is remembered', async () => {
  expect((await channel.commit(ledger, byAuditor())).codes).toEqual([VALID]);
  expect(await codesOf(configured(withoutAuditor))).toEqual([VALID]);
  expect(ledger.config.msps.mspIds).toEqual(['CityParkMSP', 'GreenMartMSP', 'HarborMSP']);
  expect((await channel.commit(ledger, byAuditor())).codes).toEqual([BAD_CREATOR_SIGNATURE]);
  await ledger.close();
  ledger = await channel.openLedger(folder);
  expect((await channel.commit(ledger, byAuditor())).codes).toEqual([BAD_CREATOR_SIGNATURE]);
});

const refused: { name: string; envelope: () => Uint8Array }[] = [
  { name: 'that a client has made', envelope: () => configured(withoutAuditor, { signer: channel.client('harbor') }) },
  {
    name: 'that an administrator has made',
    envelope: () => configured(withoutAuditor, { signer: channel.admin('harbor') }),
  },
  { name: 'that does not continue the current one', envelope: () => configured(withoutAuditor, { sequence: 2 }) },
  { name: 'that too few have signed', envelope: () => configured(withoutAuditor, { admins: ['harbor', 'citypark'] }) },
  {
    name: 'that its update does not lead to',
    envelope: () =>
      configured(withoutAuditor, {
        afterwards: (config) => config.getChannelGroup()!.getGroupsMap().get('Application')!.setModPolicy('Readers'),
      }),
  },
];
it.each(refused)('one $name is invalid', async ({ envelope }) => {
  expect(await codesOf(envelope())).toEqual([INVALID_CONFIG_TRANSACTION]);
  expect(ledger.config.msps.mspIds).toContain('AuditorMSP');
});

it('one that is not alone in its block is invalid', async () => {
  const other = channel.transaction(byAuditor()).envelope;
  expect(await codesOf(configured(withoutAuditor), other)).toEqual([INVALID_CONFIG_TRANSACTION, VALID]);
});
