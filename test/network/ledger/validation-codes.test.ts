/** Malformed and forged transactions get the code that Fabric gives them, and the rest of the block goes on. */
import { common, peer } from '@hyperledger/fabric-protos';
import type { PeerLedger } from '../../../network/embedded/ledger/types.js';
import { buildEnvelope } from '../../../network/embedded/wire/envelope.js';
import { type ChannelFixture, CHAINCODE, createChannelFixture, type TransactionSpec } from './channel-fixture.js';

const Code = peer.TxValidationCode;

let channel: ChannelFixture;
let ledger: PeerLedger;
beforeAll(async () => {
  channel = await createChannelFixture();
  ledger = await channel.openLedger(channel.temporaryFolder());
});
afterAll(async () => {
  await ledger.close();
  channel.remove();
});

const good: TransactionSpec = { does: (set) => set.write(CHAINCODE, 'k', Buffer.from('v')) };
const envelope = (spec: TransactionSpec = good): Uint8Array => channel.transaction(spec).envelope;

/** The transaction with its payload changed and signed again by the same client. */
function resigned(change: (payload: common.Payload) => void): Uint8Array {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope()).getPayload_asU8());
  change(payload);
  const bytes = payload.serializeBinary();
  return buildEnvelope(bytes, channel.client('harbor').sign(bytes));
}

function event(chaincode: string): Uint8Array {
  const message = new peer.ChaincodeEvent();
  message.setChaincodeId(chaincode);
  message.setEventName('Posted');
  return message.serializeBinary();
}

/** Two sets of the same namespace. */
function repeatedNamespace(): Uint8Array {
  const single = Buffer.from([0x12, 0x08, 0x0a, 0x06, ...Buffer.from(CHAINCODE)]);
  return Buffer.concat([single, single]);
}

describe('a transaction', () => {
  const cases: { name: string; envelope: () => Uint8Array; code: number }[] = [
    { name: 'that is in order', envelope: () => envelope(), code: Code.VALID },
    {
      name: 'with an event of its chaincode',
      envelope: () => envelope({ ...good, events: event(CHAINCODE) }),
      code: Code.VALID,
    },
    {
      name: 'endorsed for another chaincode than was asked for',
      envelope: () => envelope({ ...good, chaincode: 'other', endorsedAs: CHAINCODE }),
      code: Code.INVALID_CHAINCODE,
    },
    { name: 'that is no envelope', envelope: () => Buffer.from([0x0a, 0x7f, 0x01]), code: Code.INVALID_OTHER_REASON },
    {
      name: 'whose payload is none',
      envelope: () => buildEnvelope(Buffer.from([0x0a, 0x7f]), Buffer.from('s')),
      code: Code.BAD_PAYLOAD,
    },
    {
      name: 'without a header',
      envelope: () => buildEnvelope(new Uint8Array(), Buffer.from('s')),
      code: Code.BAD_COMMON_HEADER,
    },
    { name: 'of a type nobody knows', envelope: () => envelope({ ...good, type: 99 }), code: Code.BAD_COMMON_HEADER },
    {
      name: 'of a type that is not for blocks',
      envelope: () => envelope({ ...good, type: common.HeaderType.CONFIG_UPDATE }),
      code: Code.UNSUPPORTED_TX_PAYLOAD,
    },
    {
      name: 'whose signature is of other bytes',
      envelope: () => {
        const message = common.Envelope.deserializeBinary(envelope());
        message.setSignature(channel.client('harbor').sign(Buffer.from('other')));
        return message.serializeBinary();
      },
      code: Code.BAD_CREATOR_SIGNATURE,
    },
    {
      name: 'signed by somebody else',
      envelope: () => {
        const message = common.Envelope.deserializeBinary(envelope());
        message.setSignature(channel.client('citypark').sign(message.getPayload_asU8()));
        return message.serializeBinary();
      },
      code: Code.BAD_CREATOR_SIGNATURE,
    },
    {
      name: 'of another channel',
      envelope: () => envelope({ ...good, channel: 'other' }),
      code: Code.BAD_CREATOR_SIGNATURE,
    },
    {
      name: 'with an id of its own choice',
      envelope: () => envelope({ ...good, txId: 'chosen' }),
      code: Code.BAD_PROPOSAL_TXID,
    },
    {
      name: 'without an action',
      envelope: () => resigned((payload) => payload.setData(new peer.Transaction().serializeBinary())),
      code: Code.INVALID_ENDORSER_TRANSACTION,
    },
    {
      name: 'with two actions',
      envelope: () =>
        resigned((payload) => {
          const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
          const [action] = transaction.getActionsList();
          if (action) transaction.addActions(action);
          payload.setData(transaction.serializeBinary());
        }),
      code: Code.INVALID_ENDORSER_TRANSACTION,
    },
    {
      name: 'with another proposal than was endorsed',
      envelope: () =>
        resigned((payload) => {
          const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
          const [action] = transaction.getActionsList();
          const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
            action?.getPayload_asU8() ?? new Uint8Array(),
          );
          actionPayload.setChaincodeProposalPayload(Buffer.from('other'));
          action?.setPayload(actionPayload.serializeBinary());
          payload.setData(transaction.serializeBinary());
        }),
      code: Code.INVALID_ENDORSER_TRANSACTION,
    },
    {
      name: 'whose results are none',
      envelope: () => envelope({ results: Buffer.from([0x12, 0x7f]) }),
      code: Code.BAD_RWSET,
    },
    {
      name: 'that names a namespace twice',
      envelope: () => envelope({ results: repeatedNamespace() }),
      code: Code.ILLEGAL_WRITESET,
    },
    {
      name: 'with an event of another chaincode',
      envelope: () => envelope({ ...good, events: event('other') }),
      code: Code.INVALID_OTHER_REASON,
    },
    {
      name: 'with an event that is none',
      envelope: () => envelope({ ...good, events: Buffer.from([0xff]) }),
      code: Code.INVALID_OTHER_REASON,
    },
  ];
  it.each(cases)('$name', async ({ envelope: make, code }) => {
    const block = await ledger.commit(channel.nextBlock(ledger, [make(), envelope()]));
    expect(block.transactions.map(({ validationCode }) => validationCode)).toEqual([code, Code.VALID]);
  });
});

describe('a block', () => {
  const refused: { name: string; block: () => Uint8Array; message: string }[] = [
    {
      name: 'without enough orderers',
      block: () => channel.nextBlock(ledger, [envelope()], ['harbor', 'citypark']),
      message: 'is not signed',
    },
    {
      name: 'that is the first once more',
      block: () => channel.genesisBlockBytes,
      message: 'block number should have been',
    },
    {
      name: 'that follows another block',
      block: () =>
        channel.nextBlock({ height: ledger.height, currentBlockHash: new Uint8Array(32) } as unknown as PeerLedger, [
          envelope(),
        ]),
      message: 'unexpected previous block hash',
    },
    {
      name: 'whose data was changed',
      block: () => {
        const message = common.Block.deserializeBinary(channel.nextBlock(ledger, [envelope()]));
        message.getData()?.setDataList([envelope()]);
        return message.serializeBinary();
      },
      message: 'data hash',
    },
  ];
  it.each(refused)('$name is refused and leaves no trace', async ({ block, message }) => {
    const before = ledger.height;
    await expect(ledger.commit(block())).rejects.toThrow(message);
    expect(ledger.height).toBe(before);
    expect((await channel.commit(ledger, good)).codes).toEqual([Code.VALID]);
  });
});
