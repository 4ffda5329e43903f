import { type Contract, EndorseError, GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { status } from '@grpc/grpc-js';
import { common, gateway, msp } from '@hyperledger/fabric-protos';
import { sign } from '../../../network/identities/load-identity.js';
import { TestNetwork } from '../../support/embedded-network.js';
import { eventually } from '../../support/eventually.js';

jest.setTimeout(60_000);

describe('the Gateway service, with the unmodified client', () => {
  let network: TestNetwork;
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  const harbor = () => network.contract(harborConnection);
  let harborConnection: ReturnType<TestNetwork['connect']>;

  beforeAll(async () => {
    network = await TestNetwork.start();
    harborConnection = network.connect();
  });
  afterAll(() => network.close());

  /** A peer that was not asked for the transaction has its block a moment later. */
  const becomes = (contract: Contract, key: string, value: string) =>
    eventually(
      async () => text(await contract.evaluateTransaction('get', key)),
      (found) => found === value,
    );

  async function failureOf(action: Promise<unknown>): Promise<GatewayError> {
    const error = await action.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(GatewayError);
    return error as GatewayError;
  }

  test('submitTransaction writes, evaluateTransaction reads, on every peer', async () => {
    await harbor().submitTransaction('put', 'a', 'one');
    for (const mspId of ['HarborMSP', 'CityParkMSP', 'GreenMartMSP']) {
      await becomes(network.contract(network.connect(mspId)), 'a', 'one');
    }
    await becomes(network.contract(network.connect('AuditorMSP', 'auditor')), 'a', 'one');
  });

  test('a transaction submitted through the auditor is endorsed by merchants', async () => {
    const auditor = network.contract(network.connect('AuditorMSP', 'auditor'));
    await auditor.submitTransaction('put', 'by auditor', 'yes');
    await becomes(harbor(), 'by auditor', 'yes');
  });

  test('the result of submit is what the chaincode returned', async () => {
    expect(text(await harbor().submitTransaction('increment', 'counter'))).toBe('1');
    expect(text(await harbor().submitTransaction('increment', 'counter'))).toBe('2');
  });

  test('a refusal by the chaincode: evaluate has code 2 and the text in its message', async () => {
    const error = await failureOf(harbor().evaluateTransaction('fail'));
    expect(error.code).toBe(status.UNKNOWN);
    expect(error.message).toContain(
      'evaluate call to endorser returned error: chaincode response 500, the chaincode says no',
    );
    expect(error.details).toEqual([
      expect.objectContaining({ mspId: 'HarborMSP', message: 'chaincode response 500, the chaincode says no' }),
    ]);
  });

  test('a refusal by the chaincode: endorse has code 10 and the text only in its details', async () => {
    const error = await failureOf(harbor().submitTransaction('fail'));
    expect(error).toBeInstanceOf(EndorseError);
    expect(error.code).toBe(status.ABORTED);
    expect(error.message).toContain('failed to endorse transaction, see attached details for more info');
    expect(error.message).not.toContain('says no');
    expect(error.details).toEqual([
      expect.objectContaining({ mspId: 'HarborMSP', message: 'chaincode response 500, the chaincode says no' }),
    ]);
  });

  test('endorsers that differ: mismatch', async () => {
    const error = await failureOf(harbor().submitTransaction('random'));
    expect(error.code).toBe(status.ABORTED);
    expect(error.message).toContain('failed to collect enough transaction endorsements');
    expect(error.details.map(({ message }) => message)).toContain('ProposalResponsePayloads do not match');
  });

  test('an organisation without an endorsing peer', async () => {
    const error = await failureOf(
      harbor().submit('put', { arguments: ['a', 'b'], endorsingOrganizations: ['NobodyMSP'] }),
    );
    expect(error.code).toBe(status.UNAVAILABLE);
    expect(error.message).toContain('failed to find any endorsing peers for org(s): NobodyMSP');
  });

  test('too few organisations named: endorsement succeeds, commit has code 10', async () => {
    const proposal = harbor().newProposal('put', { arguments: ['a', 'x'], endorsingOrganizations: ['HarborMSP'] });
    const commit = await (await proposal.endorse()).submit();
    expect((await commit.getStatus()).code).toBe(StatusCode.ENDORSEMENT_POLICY_FAILURE);
    expect(text(await harbor().evaluateTransaction('get', 'a'))).not.toBe('x');
  });

  test('two increments of one value at once: one is valid, the other MVCC_READ_CONFLICT', async () => {
    const endorsed = await Promise.all(
      [1, 2].map(() =>
        harbor()
          .newProposal('increment', { arguments: ['race'] })
          .endorse(),
      ),
    );
    const codes = await Promise.all(endorsed.map(async (it) => (await (await it.submit()).getStatus()).code));
    expect(codes.sort()).toEqual([StatusCode.VALID, StatusCode.MVCC_READ_CONFLICT]);
  });

  test('a row that appears in a range: PHANTOM_READ_CONFLICT', async () => {
    await harbor().submitTransaction('putMany', 'ph', '0', '3');
    const endorsed = await harbor()
      .newProposal('rangeThenPut', { arguments: ['ph', 'pi', 'count'] })
      .endorse();
    await harbor().submitTransaction('put', 'ph00001x', 'new');
    expect((await (await endorsed.submit()).getStatus()).code).toBe(StatusCode.PHANTOM_READ_CONFLICT);
  });

  test('the same transaction sent twice: the second is DUPLICATE_TXID and changes nothing', async () => {
    const endorsed = await harbor()
      .newProposal('increment', { arguments: ['twice'] })
      .endorse();
    const first = await endorsed.submit();
    expect((await first.getStatus()).code).toBe(StatusCode.VALID);
    await endorsed.submit();
    await harbor().submitTransaction('put', 'after twice', 'x');
    expect(text(await harbor().evaluateTransaction('get', 'twice'))).toBe('1');
  });

  test('a key that asks for GreenMart: without it the commit fails, left to itself the gateway finds the right peers', async () => {
    await harbor().submitTransaction('put', 'guarded', 'v1');
    await harbor().submitTransaction('requirePeersOf', 'guarded', 'GreenMartMSP');
    const without = await harbor()
      .newProposal('put', { arguments: ['guarded', 'v2'], endorsingOrganizations: ['HarborMSP', 'CityParkMSP'] })
      .endorse();
    expect((await (await without.submit()).getStatus()).code).toBe(StatusCode.ENDORSEMENT_POLICY_FAILURE);
    await harbor().submitTransaction('put', 'guarded', 'v3');
    expect(text(await harbor().evaluateTransaction('get', 'guarded'))).toBe('v3');
    expect(text(await harbor().evaluateTransaction('policyOf', 'guarded'))).not.toBe('');
  });

  test('composite keys, pages and history', async () => {
    await harbor().submitTransaction('putComposite', 'lot', '1', 'alice', 'p1');
    await harbor().submitTransaction('putComposite', 'lot', '2', 'alice', 'p2');
    await harbor().submitTransaction('putComposite', 'lot', '3', 'bob', 'p1');
    const lots = JSON.parse(text(await harbor().evaluateTransaction('composite', 'lot', 'alice')));
    expect(lots.map(({ attributes }: { attributes: string[] }) => attributes)).toEqual([
      ['alice', 'p1'],
      ['alice', 'p2'],
    ]);

    await harbor().submitTransaction('putBatch', 'page', '25');
    const page = JSON.parse(text(await harbor().evaluateTransaction('page', 'page', 'pagf', '10', '')));
    expect([page.rows.length, page.bookmark]).toEqual([10, 'page00010']);

    await harbor().submitTransaction('put', 'hist', '1');
    await harbor().submitTransaction('put', 'hist', '2');
    await harbor().submitTransaction('del', 'hist');
    const history = JSON.parse(text(await harbor().evaluateTransaction('history', 'hist')));
    expect(history.map(({ value, isDelete }: { value: string; isDelete: boolean }) => [value, isDelete])).toEqual([
      ['', true],
      ['2', false],
      ['1', false],
    ]);
  });

  test('500 rows read and 500 written in one transaction', async () => {
    await harbor().submitTransaction('touchBatch', 'big', '500');
    expect(JSON.parse(text(await harbor().evaluateTransaction('getBatch', 'big', '500')))).toHaveLength(500);
  });

  test('chaincode events arrive in order, from a block on, and after a transaction', async () => {
    const events = await network.network(harborConnection).getChaincodeEvents('points', { startBlock: 0n });
    const sent: string[] = [];
    for (const n of [1, 2, 3]) {
      const submitted = await harbor().submitAsync('event', { arguments: ['Issued', `${n}`] });
      sent.push(submitted.getTransactionId());
      await submitted.getStatus();
    }
    const received: { txId: string; payload: string; name: string }[] = [];
    for await (const { transactionId, payload, eventName } of events) {
      received.push({ txId: transactionId, payload: text(payload), name: eventName });
      if (received.length === 3) break;
    }
    events.close();
    expect(received).toEqual(sent.map((txId, index) => ({ txId, payload: `${index + 1}`, name: 'Issued' })));

    const later = await network
      .network(harborConnection)
      .getChaincodeEvents('points', { startBlock: 0n, checkpoint: checkpointAfter(sent[1]!) });
    for await (const event of later) {
      expect(event.transactionId).toBe(sent[2]);
      break;
    }
    later.close();
  });

  test('64 clients at once: every transaction commits', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) => harbor().submitTransaction('put', `concurrent ${n}`, String(n))),
    );
    expect(results.filter(({ status: outcome }) => outcome === 'rejected')).toEqual([]);
    expect(text(await harbor().evaluateTransaction('get', 'concurrent 63'))).toBe('63');
  });

  test('system chaincodes can be asked through the gateway', async () => {
    const qscc = network.network(harborConnection).getContract('qscc');
    const info = common.BlockchainInfo.deserializeBinary(await qscc.evaluateTransaction('GetChainInfo', 'points'));
    expect(info.getHeight()).toBeGreaterThan(3);
  });

  test('events and commit status of a channel that the peer has not joined: refused', async () => {
    const elsewhere = harborConnection.gateway.getNetwork('elsewhere');
    const events = await elsewhere.getChaincodeEvents('points', { startBlock: 0n });
    const error = await failureOf(events[Symbol.asyncIterator]().next());
    expect(error.code).toBe(status.PERMISSION_DENIED);
  });

  test('waiting for a commit ends at the client’s deadline', async () => {
    const endorsed = await harbor()
      .newProposal('put', { arguments: ['never', 'sent'] })
      .endorse();
    const request = new gateway.CommitStatusRequest();
    request.setChannelId('points');
    request.setTransactionId(endorsed.getTransactionId());
    const creator = new msp.SerializedIdentity();
    creator.setMspid(harborConnection.identity.mspId);
    creator.setIdBytes(Buffer.from(harborConnection.identity.certPem));
    request.setIdentity(creator.serializeBinary());
    const signed = new gateway.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    signed.setSignature(sign(harborConnection.identity.privateKey, request.serializeBinary()));
    const commit = harborConnection.gateway.newSignedCommit(signed.serializeBinary(), signed.getSignature_asU8());
    const error = await failureOf(commit.getStatus({ deadline: Date.now() + 200 }));
    expect(error.code).toBe(status.DEADLINE_EXCEEDED);
  });

  test('an unknown chaincode and an unknown channel', async () => {
    const unknown = network.network(harborConnection).getContract('nothing');
    expect((await failureOf(unknown.evaluateTransaction('get', 'a'))).code).toBe(status.FAILED_PRECONDITION);
    const elsewhere = harborConnection.gateway.getNetwork('elsewhere').getContract('points');
    expect((await failureOf(elsewhere.submitTransaction('put', 'a', 'b'))).code).toBe(status.FAILED_PRECONDITION);
  });
});

function checkpointAfter(transactionId: string) {
  return { getBlockNumber: () => undefined, getTransactionId: () => transactionId };
}
