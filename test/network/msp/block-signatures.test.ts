/** A block is one only with enough orderers' signatures. */
import { randomBytes } from 'node:crypto';
import { isBlockSigned, ordererBlockMetadata, signBlock } from '../../../network/embedded/msp/block-signatures.js';
import { type ChannelConfig, readChannelConfig } from '../../../network/embedded/msp/channel-config.js';
import { encodeBlock, nextBlockHeader, parseBlock } from '../../../network/embedded/wire/block.js';
import { type ChannelFixture, createChannelFixture } from '../ledger/channel-fixture.js';

let fixture: ChannelFixture;
let channel: ChannelConfig;
beforeAll(async () => {
  fixture = await createChannelFixture();
  channel = readChannelConfig(fixture.genesisBlockBytes);
});
afterAll(() => fixture.remove());

const data = [Buffer.from('envelope')];
const header = nextBlockHeader(1, new Uint8Array(32), data);
type Name = Parameters<ChannelFixture['orderer']>[0];
const consenterId: Record<Name, number> = { harbor: 1, citypark: 2, greenmart: 3, auditor: 4 };

describe('a block', () => {
  it('is read from the configuration as BFT with four consenters', () => {
    expect(channel.isBft).toBe(true);
    expect(channel.consenters.map(({ id, mspId }) => `${id} ${mspId}`)).toEqual([
      '1 HarborMSP',
      '2 CityParkMSP',
      '3 GreenMartMSP',
      '4 AuditorMSP',
    ]);
  });

  const cases: { name: string; orderers: Name[]; isSigned: boolean }[] = [
    { name: 'three of four orderers are a quorum', orderers: ['harbor', 'greenmart', 'auditor'], isSigned: true },
    { name: 'two are not', orderers: ['harbor', 'greenmart'], isSigned: false },
    { name: 'one who signs three times is one', orderers: ['harbor', 'harbor', 'harbor'], isSigned: false },
    { name: 'nobody is nobody', orderers: [], isSigned: false },
  ];
  it.each(cases)('$name', async ({ orderers, isSigned }) => {
    const signers = orderers.map((name) => ({ signer: fixture.orderer(name), consenterId: consenterId[name] }));
    const metadata = [signBlock(header, ordererBlockMetadata(0), signers)];
    expect(await isBlockSigned(parseBlock(encodeBlock({ header, data, metadata })), channel)).toBe(isSigned);
  });

  it('may name its signers by identity', async () => {
    const signers = (['harbor', 'citypark', 'greenmart'] as const).map((name) => ({
      signer: fixture.orderer(name),
      nonce: randomBytes(24),
    }));
    const metadata = [signBlock(header, ordererBlockMetadata(0), signers)];
    expect(await isBlockSigned(parseBlock(encodeBlock({ header, data, metadata })), channel)).toBe(true);
  });

  it('with signatures of another block is not signed', async () => {
    const signers = (['harbor', 'citypark', 'greenmart'] as const).map((name) => ({
      signer: fixture.orderer(name),
      consenterId: consenterId[name],
    }));
    const other = nextBlockHeader(2, new Uint8Array(32), data);
    const metadata = [signBlock(other, ordererBlockMetadata(0), signers)];
    expect(await isBlockSigned(parseBlock(encodeBlock({ header, data, metadata })), channel)).toBe(false);
  });

  it('signed by peers in the place of orderers is not signed', async () => {
    const signers = (['harbor', 'citypark', 'greenmart'] as const).map((name) => ({
      signer: fixture.peer(name),
      consenterId: consenterId[name],
    }));
    const metadata = [signBlock(header, ordererBlockMetadata(0), signers)];
    expect(await isBlockSigned(parseBlock(encodeBlock({ header, data, metadata })), channel)).toBe(false);
  });
});
