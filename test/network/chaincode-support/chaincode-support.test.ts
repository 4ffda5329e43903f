import { common, msp, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { ChaincodeSupport } from '../../../network/embedded/chaincode-support/chaincode-support.js';
import { freePorts, startTinyChaincode, type TinyChaincode } from '../../support/start-tiny-chaincode.js';
import { MemorySimulator } from './memory-simulator.js';

const PACKAGE = 'tiny_1.0:0123';

describe('chaincode support, with the unmodified fabric-shim', () => {
  let chaincode: TinyChaincode;
  let support: ChaincodeSupport;
  let transactions = 0;

  beforeAll(async () => {
    chaincode = await startTinyChaincode(PACKAGE, `127.0.0.1:${await freePorts()}`);
  });
  beforeEach(() => {
    support = new ChaincodeSupport({ connectTimeoutMs: 1_500, executeTimeoutMs: 1_000 });
  });
  afterEach(() => support.close());
  afterAll(() => chaincode.stop());

  async function invoke(simulator: MemorySimulator, ...args: string[]) {
    const input = new peer.ChaincodeInput();
    input.setArgsList(args.map((arg) => Buffer.from(arg)));
    transactions += 1;
    const { response, event } = await support.invoke(PACKAGE, chaincode.address, {
      channel: 'points',
      txId: `tx${transactions}`,
      namespace: 'tiny',
      isInit: false,
      input: input.serializeBinary(),
      signedProposal: signedProposal(),
      simulator,
    });
    return {
      status: response.getStatus(),
      message: response.getMessage(),
      text: text(response.getPayload_asU8()),
      event,
    };
  }

  const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : Buffer.from(bytes).toString());
  const rows = (count: number) =>
    new Map(Array.from({ length: count }, (_, n) => [`k${String(n).padStart(5, '0')}`, `value ${n}`]));

  test('PUT_STATE and DEL_STATE reach the simulator', async () => {
    const simulator = new MemorySimulator();
    expect(await invoke(simulator, 'put', 'a', 'one')).toMatchObject({ status: 200 });
    await invoke(simulator, 'del', 'b');
    expect([...simulator.writes].map(([key, value]) => [key, text(value)])).toEqual([
      ['a', 'one'],
      ['b', undefined],
    ]);
  });

  test('GET_STATE answers the value, or nothing for a missing key', async () => {
    const simulator = new MemorySimulator(new Map([['a', 'one']]));
    expect((await invoke(simulator, 'get', 'a')).text).toBe('one');
    expect((await invoke(simulator, 'get', 'missing')).text).toBe('');
  });

  test('READY announces batches: WRITE_BATCH_STATE and GET_STATE_MULTIPLE with 1,000 keys', async () => {
    const simulator = new MemorySimulator(
      new Map([
        ['k00000', 'zero'],
        ['k00999', 'last'],
      ]),
    );
    await invoke(simulator, 'putBatch', 'w', '1000');
    expect(simulator.writes.size).toBe(1000);
    expect(text(simulator.writes.get('w00999'))).toBe('batch 999');
    const values = JSON.parse((await invoke(simulator, 'getBatch', 'k', '1000')).text!);
    expect([values[0], values[1], values[999]]).toEqual(['zero', '', 'last']);
  });

  test.each([0, 1, 99, 100, 101, 200, 250])('a range of %i rows arrives whole, in order', async (count) => {
    const simulator = new MemorySimulator(rows(count));
    const { text: answer } = await invoke(simulator, 'range', 'k', 'l');
    expect(JSON.parse(answer!)).toEqual([...rows(count)]);
    expect(simulator.openIterators).toBe(0);
  });

  test('a range that is left early is closed', async () => {
    const simulator = new MemorySimulator(rows(300));
    expect((await invoke(simulator, 'firstOfRange', 'k', 'l')).text).toBe('k00000');
    expect(simulator.openIterators).toBe(0);
  });

  test('a paged range gives count and bookmark', async () => {
    const simulator = new MemorySimulator(rows(250));
    const first = JSON.parse((await invoke(simulator, 'page', 'k', 'l', '120', '')).text!);
    expect(first).toMatchObject({ fetchedRecordsCount: 120, bookmark: 'k00120' });
    const last = JSON.parse((await invoke(simulator, 'page', 'k', 'l', '200', 'k00120')).text!);
    expect(last).toMatchObject({ fetchedRecordsCount: 130, bookmark: '' });
  });

  test('history comes with transaction, value and deletion', async () => {
    const timestamp = { seconds: 1_700_000_000, nanos: 5 };
    const simulator = new MemorySimulator(new Map(), [
      { txId: 't2', value: new Uint8Array(), timestamp, isDelete: true },
      { txId: 't1', value: Buffer.from('v'), timestamp, isDelete: false },
    ]);
    expect(JSON.parse((await invoke(simulator, 'history', 'k')).text!)).toEqual([
      { txId: 't2', value: '', isDelete: true },
      { txId: 't1', value: 'v', isDelete: false },
    ]);
  });

  test('PUT_STATE_METADATA and GET_STATE_METADATA carry a key policy', async () => {
    const simulator = new MemorySimulator();
    await invoke(simulator, 'requirePeersOf', 'a', 'HarborMSP');
    const policy = simulator.metadataWrites.get('a')?.get('VALIDATION_PARAMETER');
    expect(policy?.length).toBeGreaterThan(10);
    expect((await invoke(simulator, 'policyOf', 'a')).text).toBe(Buffer.from(policy!).toString('hex'));
  });

  test('COMPLETED carries the event, stamped with chaincode and transaction', async () => {
    const { event } = await invoke(new MemorySimulator(), 'event', 'Issued', '{"n":1}');
    expect(event?.toObject()).toMatchObject({ chaincodeId: 'tiny', eventName: 'Issued', txId: `tx${transactions}` });
  });

  test('a failure of the chaincode is a response with status 500', async () => {
    expect(await invoke(new MemorySimulator(), 'fail')).toMatchObject({
      status: 500,
      message: 'the chaincode says no',
    });
  });

  test.each([
    [
      'collections where there are none',
      ['privateGet', 'c', 'k'],
      /GET_STATE failed: transaction ID: tx\d+: there are no collections here/,
    ],
    ['rich queries', ['query', '{}'], /GET_QUERY_RESULT failed: .*not supported for leveldb/],
  ])('%s: ERROR says what is not supported', async (_name, args, message) => {
    const answer = await invoke(new MemorySimulator(), ...args);
    expect(answer.status).toBe(500);
    expect(answer.message).toMatch(message);
  });

  test('invocations run at once', async () => {
    const started = Date.now();
    const answers = await Promise.all(Array.from({ length: 8 }, () => invoke(new MemorySimulator(), 'wait', '200')));
    expect(answers.map((answer) => answer.text)).toEqual(Array.from({ length: 8 }, () => 'waited'));
    expect(Date.now() - started).toBeLessThan(1_400);
  });

  test('an invocation that takes too long fails, and the next one works', async () => {
    await expect(invoke(new MemorySimulator(), 'wait', '1300')).rejects.toThrow(
      /failed to execute transaction tx\d+: error sending: timeout expired while executing transaction/,
    );
    expect((await invoke(new MemorySimulator(), 'wait', '1')).text).toBe('waited');
  });

  test('when the process dies, what runs fails; when it is back, the next invocation connects', async () => {
    await expect(invoke(new MemorySimulator(), 'exit')).rejects.toThrow(/chaincode stream terminated$/);
    await expect(invoke(new MemorySimulator(), 'get', 'a')).rejects.toThrow(/could not launch chaincode tiny_1.0:0123/);
    chaincode = await startTinyChaincode(PACKAGE, chaincode.address);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await invoke(new MemorySimulator(new Map([['a', 'one']])), 'get', 'a')).text).toBe('one');
  });

  test('a process with another package is refused by name', async () => {
    const other = await startTinyChaincode('other:1', `127.0.0.1:${await freePorts()}`);
    try {
      await expect(support.connect(PACKAGE, other.address)).rejects.toThrow(/registered as 'other:1'/);
    } finally {
      await other.stop();
    }
  });
});

/** The shim reads creator, timestamp and transient data out of it before it runs anything. */
function signedProposal(): Uint8Array {
  const creator = new msp.SerializedIdentity();
  creator.setMspid('HarborMSP');
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  const channelHeader = new common.ChannelHeader();
  channelHeader.setTimestamp(Timestamp.fromDate(new Date(0)));
  const header = new common.Header();
  header.setSignatureHeader(signatureHeader.serializeBinary());
  header.setChannelHeader(channelHeader.serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(Buffer.from('not looked at'));
  proposal.setPayload(payload.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  signed.setSignature(Buffer.from('unused'));
  return signed.serializeBinary();
}
