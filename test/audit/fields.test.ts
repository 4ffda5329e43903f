/** What stands in blocks is read as Fabric's own generated classes read it, and numbers as Go does. */
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { blockOf, readBlock } from '../../audit/src/block.js';
import { contentsOf, readIdentity } from '../../audit/src/block-contents.js';
import { Fields } from '../../audit/src/fields.js';
import { goldenChain } from '../support/golden-chain.js';

const golden = ['points', 'every-code', 'raft-duplicate'].flatMap((folder) => goldenChain(folder).bytes);

it('a block is the same as its generated class has it', () => {
  for (const bytes of golden) expect(readBlock(bytes)).toEqual(blockOf(common.Block.deserializeBinary(bytes)));
});

it('a transaction is the same as the generated classes have it', () => {
  let seen = 0;
  for (const bytes of golden) {
    const block = readBlock(bytes);
    for (const [index, contents] of contentsOf(block).entries()) {
      if (contents.kind !== 'transaction') continue;
      seen += 1;
      const envelope = common.Envelope.deserializeBinary(block.envelopes[index]!);
      const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
      const channel = common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8());
      const signature = common.SignatureHeader.deserializeBinary(payload.getHeader()!.getSignatureHeader_asU8());
      const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
      const content = peer.ChaincodeActionPayload.deserializeBinary(action!.getPayload_asU8());
      const endorsed = content.getAction()!;
      const response = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8());
      const outcome = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
      const asked = peer.ChaincodeProposalPayload.deserializeBinary(content.getChaincodeProposalPayload_asU8());
      const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(asked.getInput_asU8());
      const [name, argument] = invocation.getChaincodeSpec()!.getInput()!.getArgsList_asU8();
      const identity = msp.SerializedIdentity.deserializeBinary(signature.getCreator_asU8());
      expect(contents).toMatchObject({
        txId: channel.getTxId(),
        channelId: channel.getChannelId(),
        time: channel.getTimestamp()!.toDate().getTime(),
        creator: {
          identity: signature.getCreator_asU8(),
          message: envelope.getPayload_asU8(),
          signature: envelope.getSignature_asU8(),
        },
        endorsements: endorsed.getEndorsementsList().map((each) => ({
          identity: each.getEndorser_asU8(),
          signature: each.getSignature_asU8(),
        })),
        chaincode: outcome.getChaincodeId()!.getName(),
      });
      expect(contents.isOfOnePiece()).toBe(true);
      expect(contents.called()).toEqual({
        name: Buffer.from(name!).toString(),
        argument: Buffer.from(argument ?? []).toString(),
      });
      expect(readIdentity(contents.creator.identity)).toEqual({
        mspId: identity.getMspid(),
        certPem: Buffer.from(identity.getIdBytes_asU8()).toString(),
      });
    }
  }
  expect(seen).toBeGreaterThan(10);
});

/** A varint as somebody may write it. */
const varint = (value: bigint): number[] => {
  const octets: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return [...octets, Number(rest)];
    octets.push(Number(rest & 0x7fn) | 0x80);
  }
};
const numberIn = (value: bigint): Fields => new Fields(Uint8Array.of(0x08, ...varint(value)));

it.each([
  ['3', 3n, 3, 3],
  ['3 with bits above the 32nd', 2n ** 40n + 3n, 3, 2 ** 40 + 3],
  ['3 with the highest bit of all', 2n ** 63n + 3n, 3, -(2 ** 63)],
  ['-1', 2n ** 64n - 1n, -1, -1],
  ['-7', 2n ** 64n - 7n, -7, -7],
])('%s is the number that Go reads', (_, written, low, all) => {
  expect(numberIn(written).int32(1)).toBe(low);
  expect(numberIn(written).int64(1)).toBe(all);
});

it('a type that is written with more bits than it has is the type that it is to Fabric', () => {
  const header = common.ChannelHeader.deserializeBinary(Uint8Array.of(0x08, ...varint(2n ** 63n + 3n)));
  expect(header.getType()).toBe(common.HeaderType.ENDORSER_TRANSACTION);
  expect(numberIn(2n ** 63n + 3n).int32(1)).toBe(common.HeaderType.ENDORSER_TRANSACTION);
});
