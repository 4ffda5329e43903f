/** From a client's proposal to a transaction, and what is noticed on the way. */
import { common, peer } from '@hyperledger/fabric-protos';
import { parseEnvelope } from '../../../network/embedded/wire/envelope.js';
import { checkProposal, isWithinTimeWindow, parseSignedProposal } from '../../../network/embedded/wire/proposal.js';
import { parseTransaction } from '../../../network/embedded/wire/transaction.js';
import { computeTxId } from '../../../network/embedded/wire/transaction-id.js';
import { buildSignedProposal, type ChannelFixture, createChannelFixture } from '../ledger/channel-fixture.js';

let channel: ChannelFixture;
beforeAll(async () => {
  channel = await createChannelFixture();
});
afterAll(() => channel.remove());

describe('a proposal', () => {
  it('gives up its chaincode, arguments and transient map', () => {
    const proposal = parseSignedProposal(buildSignedProposal({ creator: channel.client('harbor') }));
    expect(proposal.chaincodeName).toBe('points');
    expect(Buffer.from(proposal.args[0] ?? []).toString()).toBe('Points:Post');
    expect(Buffer.from(proposal.transient.get('secret') ?? []).toString()).toBe('never in the transaction');
    expect(() => checkProposal(proposal)).not.toThrow();
  });

  it('keeps its transient map out of the transaction', () => {
    const proposal = parseSignedProposal(buildSignedProposal({ creator: channel.client('harbor') }));
    expect(Buffer.from(proposal.payloadForTransaction).includes('never in the transaction')).toBe(false);
    expect(Buffer.from(proposal.proposalBytes).includes('never in the transaction')).toBe(true);
  });

  const refused: { name: string; change: Parameters<typeof buildSignedProposal>[0] | object; message: string }[] = [
    { name: 'an id of its own choice', change: { txId: 'chosen' }, message: 'incorrectly computed txid' },
    {
      name: 'a type that nobody endorses',
      change: { type: common.HeaderType.MESSAGE },
      message: 'invalid header type 0',
    },
    { name: 'a configuration update', change: { type: common.HeaderType.CONFIG_UPDATE }, message: 'CONFIG_UPDATE' },
    { name: 'no nonce', change: { nonce: new Uint8Array() }, message: 'nonce is empty' },
  ];
  it.each(refused)('with $name is refused', ({ change, message }) => {
    const proposal = parseSignedProposal(buildSignedProposal({ creator: channel.client('harbor'), ...change }));
    expect(() => checkProposal(proposal)).toThrow(message);
  });

  it('without bytes is refused', () => {
    expect(() => parseSignedProposal(new peer.SignedProposal())).toThrow('empty proposal bytes');
  });

  it('that is not a message is refused', () => {
    const signed = new peer.SignedProposal();
    signed.setProposalBytes(Buffer.from('no proposal'));
    expect(() => parseSignedProposal(signed)).toThrow('malformed proposal');
  });

  it('is within the time window for two minutes to either side', () => {
    const proposal = parseSignedProposal(buildSignedProposal({ creator: channel.client('harbor') }));
    const minute = 60_000;
    expect([-3, -2, 0, 2, 3].map((minutes) => isWithinTimeWindow(proposal, minutes * minute))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('a transaction', () => {
  it('has the id that nonce and creator give', () => {
    const { envelope, txId } = channel.transaction({});
    const { header } = parseEnvelope(envelope);
    expect(header.txId).toBe(txId);
    expect(computeTxId(header.nonce, header.creator)).toBe(txId);
  });

  it('carries every endorser once', () => {
    const endorser = channel.peer('harbor');
    const { envelope } = channel.transaction({ endorsers: [endorser, endorser, channel.peer('greenmart')] });
    expect(parseTransaction(envelope).endorsements).toHaveLength(2);
  });

  it('does not accept another proposal hash', () => {
    const { envelope } = channel.transaction({ does: (set) => set.write('points', 'a', Buffer.from('1')) });
    const changed = common.Envelope.deserializeBinary(envelope);
    const payload = common.Payload.deserializeBinary(changed.getPayload_asU8());
    const header = payload.getHeader();
    const channelHeader = common.ChannelHeader.deserializeBinary(header?.getChannelHeader_asU8() ?? new Uint8Array());
    channelHeader.setVersion(1);
    header?.setChannelHeader(channelHeader.serializeBinary());
    changed.setPayload(payload.serializeBinary());
    expect(() => parseTransaction(changed.serializeBinary())).toThrow('proposal hash does not match');
  });

  it('is read once per bytes object, failures too', () => {
    const { envelope } = channel.transaction({});
    expect(parseTransaction(envelope)).toBe(parseTransaction(envelope));
    const broken = Uint8Array.of(0x0a, 0x05);
    expect(() => parseEnvelope(broken)).toThrow('malformed envelope');
    expect(() => parseEnvelope(broken)).toThrow('malformed envelope');
  });
});
