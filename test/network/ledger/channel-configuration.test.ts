/** A configuration block changes who belongs to the channel, from the next block on and after a restart. */
import { common, peer } from '@hyperledger/fabric-protos';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import type { Signer } from '../../../network/embedded/msp/signer.js';
import { buildEnvelope, parseEnvelope } from '../../../network/embedded/wire/envelope.js';
import { parseBlock } from '../../../network/embedded/wire/block.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture, type TransactionSpec } from './channel-fixture.js';

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

/** The channel's configuration without the auditor's peer and orderer, signed by whoever. */
function withoutAuditor(signer: Signer, sequence = 1): Uint8Array {
  const first = parseEnvelope(parseBlock(channel.genesisBlockBytes).data[0] ?? new Uint8Array());
  const configEnvelope = common.ConfigEnvelope.deserializeBinary(first.data);
  const config = configEnvelope.getConfig();
  config?.setSequence(sequence);
  const groups = config?.getChannelGroup()?.getGroupsMap();
  groups?.get('Application')?.getGroupsMap().del('AuditorMSP');
  groups?.get('Orderer')?.getGroupsMap().del('AuditorMSP');
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(signer.identity);
  signatureHeader.setNonce(Buffer.from('nonce'));
  const header = new common.Header();
  header.setChannelHeader(first.header.channelHeaderBytes);
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(configEnvelope.serializeBinary());
  const bytes = payload.serializeBinary();
  return buildEnvelope(bytes, signer.sign(bytes));
}

async function codesOf(...envelopes: Uint8Array[]): Promise<number[]> {
  const { transactions } = await ledger.commit(channel.nextBlock(ledger, envelopes));
  return transactions.map(({ validationCode }) => validationCode);
}

it('takes effect with the block after it, and is remembered', async () => {
  expect((await channel.commit(ledger, byAuditor())).codes).toEqual([VALID]);
  expect(await codesOf(withoutAuditor(channel.orderer('harbor')))).toEqual([VALID]);
  expect(ledger.config.msps.mspIds).toEqual(['CityParkMSP', 'GreenMartMSP', 'HarborMSP']);
  expect((await channel.commit(ledger, byAuditor())).codes).toEqual([BAD_CREATOR_SIGNATURE]);
  await ledger.close();
  ledger = await channel.openLedger(folder);
  expect((await channel.commit(ledger, byAuditor())).codes).toEqual([BAD_CREATOR_SIGNATURE]);
});

const refused: { name: string; envelope: () => Uint8Array }[] = [
  { name: 'that a client has made', envelope: () => withoutAuditor(channel.client('harbor')) },
  { name: 'that an administrator has made', envelope: () => withoutAuditor(channel.admin('harbor')) },
  { name: 'that does not continue the current one', envelope: () => withoutAuditor(channel.orderer('harbor'), 2) },
];
it.each(refused)('one $name is invalid', async ({ envelope }) => {
  expect(await codesOf(envelope())).toEqual([INVALID_CONFIG_TRANSACTION]);
  expect(ledger.config.msps.mspIds).toContain('AuditorMSP');
});

it('one that is not alone in its block is invalid', async () => {
  const other = channel.transaction(byAuditor()).envelope;
  expect(await codesOf(withoutAuditor(channel.orderer('harbor')), other)).toEqual([INVALID_CONFIG_TRANSACTION, VALID]);
});
