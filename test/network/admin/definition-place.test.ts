/** Where a definition was committed is found in the blocks, by whoever did not commit it itself. */
import { common, peer } from '@hyperledger/fabric-protos';
import { commitIn } from '../../../network/admin/definition-place.js';

function transaction(txId: string, chaincode: string, called: string, sequence: number): Uint8Array {
  const args = new peer.lifecycle.CommitChaincodeDefinitionArgs();
  args.setName('points');
  args.setSequence(sequence);
  const input = new peer.ChaincodeInput();
  input.setArgsList([Buffer.from(called), args.serializeBinary()]);
  const id = new peer.ChaincodeID();
  id.setName(chaincode);
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(id);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const proposal = new peer.ChaincodeProposalPayload();
  proposal.setInput(invocation.serializeBinary());
  const content = new peer.ChaincodeActionPayload();
  content.setChaincodeProposalPayload(proposal.serializeBinary());
  const action = new peer.TransactionAction();
  action.setPayload(content.serializeBinary());
  const actions = new peer.Transaction();
  actions.addActions(action);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setTxId(txId);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(actions.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

const COMMIT = 'CommitChaincodeDefinition';
const block = new common.Block();
const header = new common.BlockHeader();
header.setNumber(7);
block.setHeader(header);
const data = new common.BlockData();
data.setDataList([
  transaction('other chaincode', 'points', COMMIT, 2),
  transaction('approval', '_lifecycle', 'ApproveChaincodeDefinitionForMyOrg', 2),
  transaction('invalid', '_lifecycle', COMMIT, 2),
  transaction('earlier', '_lifecycle', COMMIT, 1),
  transaction('it', '_lifecycle', COMMIT, 2),
]);
block.setData(data);
const metadata = new common.BlockMetadata();
metadata.setMetadataList([new Uint8Array(), new Uint8Array(), Uint8Array.of(0, 0, 11, 0, 0)]);
block.setMetadata(metadata);

test('it is the valid transaction that committed this sequence of it', () => {
  expect(commitIn(block, { name: 'points', sequence: 2 })).toEqual({ block: 7, txId: 'it' });
  expect(commitIn(block, { name: 'points', sequence: 1 })).toEqual({ block: 7, txId: 'earlier' });
});

test('in a block without it there is none', () => {
  expect(commitIn(block, { name: 'points', sequence: 3 })).toBeUndefined();
  expect(commitIn(block, { name: 'other', sequence: 2 })).toBeUndefined();
  expect(commitIn(new common.Block(), { name: 'points', sequence: 2 })).toBeUndefined();
});
