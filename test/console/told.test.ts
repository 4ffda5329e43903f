/** What a gateway says of a block is held against the block's bytes: of blocks of real Fabric, as they are and told otherwise. */
import { common } from '@hyperledger/fabric-protos';
import { readEnvelope as readForAudit } from '../../audit/src/block-contents.js';
import { type Told, toldOtherwise } from '../../console/src/explorer/told.js';
import { readBlock, readEnvelope } from '../../sdk/verify/src/block/read-block.js';
import { goldenChain } from '../support/golden-chain.js';

describe.each(['points', 'every-code', 'raft-duplicate'])('blocks of real Fabric: %s', (folder) => {
  const { bytes, expected } = goldenChain(folder);
  /** What Fabric said when they were recorded, and what they called, as the audit reads it. */
  const toldOf = (number: number): Told => {
    const { hash, previousHash, dataHash, transactions } = expected.blocks[number] as unknown as Told;
    const envelopes = common.Block.deserializeBinary(bytes[number]!).getData()!.getDataList_asU8();
    const all = transactions.map(({ txId }, index) => {
      const contents = readForAudit(envelopes[index]!);
      return { index, txId, called: contents.kind === 'transaction' ? contents.called().name : undefined };
    });
    return { hash, previousHash, dataHash, transactions: all };
  };
  const numbers = [...bytes.keys()];
  const number = numbers.findLast((each) => toldOf(each).transactions[0]?.called !== undefined)!;
  const told = toldOf(number);
  const found = (otherwise: Partial<Told>): unknown =>
    toldOtherwise({ ...told, ...otherwise }, readBlock(bytes[number]!), told.hash, readEnvelope);

  it('are told as they are', () => {
    for (const each of numbers) {
      const as = toldOf(each);
      expect([each, toldOtherwise(as, readBlock(bytes[each]!), as.hash, readEnvelope)]).toEqual([each, []]);
    }
  });

  it.each(['hash', 'previousHash', 'dataHash'] as const)('are told with another %s', (what) => {
    expect(found({ [what]: 'ab'.repeat(32) })).toEqual([{ what }]);
  });

  it('are told with a transaction too few, of another id, or that called something else', () => {
    const [first, ...rest] = told.transactions;
    expect(found({ transactions: rest })).toEqual([{ what: 'transactions' }]);
    const txId = 'ab'.repeat(32);
    expect(found({ transactions: [{ ...first!, txId }, ...rest] })).toEqual([{ what: 'transaction', index: 0 }]);
    const called = 'Points:Other';
    expect(found({ transactions: [{ ...first!, called }, ...rest] })).toEqual([{ what: 'called', index: 0 }]);
  });
});
