/** Where a definition of the chaincode was committed, as the own peer has the blocks: for whoever did not commit it itself, or was cut off. */
import { common, peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from './chaincode-definition.js';
import type { CommittedAt } from './lifecycle.js';
import type { PeerConnection } from './peer-connection.js';
import { callSystemChaincode } from './system-chaincode.js';

const { CommitChaincodeDefinitionArgs } = peer.lifecycle;
type Sought = Pick<ChaincodeDefinition, 'name' | 'sequence'>;

/** Looks from the newest block back to the first one that is all of before `sinceMs`. */
export async function committedPlace(
  connection: PeerConnection,
  channel: string,
  definition: Sought,
  sinceMs: number,
): Promise<CommittedAt | undefined> {
  const ask = (...args: string[]): Promise<Uint8Array> =>
    callSystemChaincode(connection, { channel, chaincode: 'qscc', args });
  const height = common.BlockchainInfo.deserializeBinary(await ask('GetChainInfo', channel)).getHeight();
  for (let number = height - 1; number > 0; number -= 1) {
    const block = common.Block.deserializeBinary(await ask('GetBlockByNumber', channel, String(number)));
    const found = commitIn(block, definition);
    if (found !== undefined) return found;
    const times = envelopesOf(block).map(({ header }) => header.getTimestamp()?.toDate().getTime() ?? Infinity);
    if (times.length > 0 && Math.max(...times) < sinceMs) return undefined;
  }
  return undefined;
}

/** The valid transaction of a block that committed this definition. */
export function commitIn(block: common.Block, { name, sequence }: Sought): CommittedAt | undefined {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  const found = envelopesOf(block).find(({ header, payload }, index) => {
    if (codes?.[index] !== peer.TxValidationCode.VALID) return false;
    if (header.getType() !== (common.HeaderType.ENDORSER_TRANSACTION as number)) return false;
    const committed = committedBy(payload);
    return committed?.getName() === name && committed.getSequence() === sequence;
  });
  if (found === undefined) return undefined;
  return { block: block.getHeader()?.getNumber() ?? 0, txId: found.header.getTxId() };
}

function envelopesOf(block: common.Block): { header: common.ChannelHeader; payload: common.Payload }[] {
  return (block.getData()?.getDataList_asU8() ?? []).map((bytes) => {
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes).getPayload_asU8());
    const header = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
    );
    return { header, payload };
  });
}

/** What a transaction asked the lifecycle to commit. */
function committedBy(payload: common.Payload): peer.lifecycle.CommitChaincodeDefinitionArgs | undefined {
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  if (action === undefined) return undefined;
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(
    peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getChaincodeProposalPayload_asU8(),
  );
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()).getChaincodeSpec();
  const [called, args] = spec?.getInput()?.getArgsList_asU8() ?? [];
  const isCommit = spec?.getChaincodeId()?.getName() === '_lifecycle' && args !== undefined;
  if (!isCommit || Buffer.from(called ?? []).toString() !== 'CommitChaincodeDefinition') return undefined;
  return CommitChaincodeDefinitionArgs.deserializeBinary(args);
}
