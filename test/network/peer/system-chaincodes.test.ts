import { common, peer } from '@hyperledger/fabric-protos';
import { type SystemCall, callSystemChaincode, signedProposal } from '../../../network/admin/system-chaincode.js';
import type { PeerConnection } from '../../../network/admin/peer-connection.js';
import { committedDefinition } from '../../../network/admin/lifecycle.js';
import { ordererParticipation } from '../../../network/admin/join-orderers.js';
import { TestNetwork } from '../../support/embedded-network.js';

jest.setTimeout(60_000);

const { lifecycle } = peer;

describe('system chaincodes and the orderers’ administration', () => {
  let network: TestNetwork;
  let admin: PeerConnection;
  let operator: PeerConnection;

  beforeAll(async () => {
    network = await TestNetwork.start();
    admin = network.connect('HarborMSP', 'admin of the peer');
    operator = network.connect();
    await network.contract(operator).submitTransaction('put', 'a', 'one');
  });
  afterAll(() => network.close());

  const call = (chaincode: SystemCall['chaincode'], channel: string, ...args: (string | Uint8Array)[]) =>
    callSystemChaincode(admin, { chaincode, channel, args });
  const asOperator = (chaincode: SystemCall['chaincode'], channel: string, ...args: (string | Uint8Array)[]) =>
    callSystemChaincode(operator, { chaincode, channel, args });
  const chainInfo = async () =>
    common.BlockchainInfo.deserializeBinary(await call('qscc', 'points', 'GetChainInfo', 'points'));

  test('qscc GetChainInfo: height and hashes of the newest block', async () => {
    const info = await chainInfo();
    const newest = common.Block.deserializeBinary(
      await call('qscc', 'points', 'GetBlockByNumber', 'points', String(info.getHeight() - 1)),
    );
    expect(newest.getHeader()?.getPreviousHash_asB64()).toBe(info.getPreviousblockhash_asB64());
    expect(info.getHeight()).toBeGreaterThan(1);
  });

  test('qscc gives a block by number, by hash and by transaction, and a transaction with its code', async () => {
    const info = await chainInfo();
    const number = info.getHeight() - 1;
    const byNumber = await call('qscc', 'points', 'GetBlockByNumber', 'points', String(number));
    const byHash = await call('qscc', 'points', 'GetBlockByHash', 'points', info.getCurrentblockhash_asU8());
    expect(Buffer.from(byHash).equals(byNumber)).toBe(true);
    const [envelope] = common.Block.deserializeBinary(byNumber).getData()!.getDataList_asU8();
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope!).getPayload_asU8());
    const txId = common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8()).getTxId();
    const byTxId = await call('qscc', 'points', 'GetBlockByTxID', 'points', txId);
    expect(Buffer.from(byTxId).equals(byNumber)).toBe(true);
    const processed = peer.ProcessedTransaction.deserializeBinary(
      await call('qscc', 'points', 'GetTransactionByID', 'points', txId),
    );
    expect(processed.getValidationcode()).toBe(peer.TxValidationCode.VALID);
    expect(Buffer.from(processed.getTransactionenvelope()!.serializeBinary()).equals(envelope!)).toBe(true);
  });

  test.each([
    ['a block that is not there', ['GetBlockByNumber', 'points', '999999'], /no such block number/],
    ['a number that is none', ['GetBlockByNumber', 'points', 'first'], /Failed to parse block number/],
    ['a transaction that is not there', ['GetTransactionByID', 'points', 'ff'], /no such transaction ID/],
    ['a channel that is not there', ['GetChainInfo', 'elsewhere'], /Invalid chain ID, elsewhere/],
    ['a function that is not there', ['GetEverything', 'points', 'x'], /Requested function GetEverything not found/],
  ])('qscc refuses %s', async (_name, args, message) => {
    await expect(call('qscc', 'points', ...args)).rejects.toThrow(message);
  });

  test('cscc lists channels to members and gives the configuration', async () => {
    const channels = peer.ChannelQueryResponse.deserializeBinary(await asOperator('cscc', '', 'GetChannels'));
    expect(channels.getChannelsList().map((channel) => channel.getChannelId())).toEqual(['points']);
    const block = common.Block.deserializeBinary(await call('cscc', 'points', 'GetConfigBlock', 'points'));
    expect(block.getHeader()?.getNumber()).toBe(0);
    const config = common.Config.deserializeBinary(await call('cscc', 'points', 'GetChannelConfig', 'points'));
    expect(config.getChannelGroup()?.getGroupsMap().has('Application')).toBe(true);
  });

  test('cscc joins only by an admin, and only once', async () => {
    const block = await call('cscc', 'points', 'GetConfigBlock', 'points');
    await expect(asOperator('cscc', '', 'JoinChain', block)).rejects.toThrow(
      /access denied for \[JoinChain\]\[points\]/,
    );
    await expect(call('cscc', '', 'JoinChain', block)).rejects.toThrow(/already exists/);
    await expect(call('cscc', '', 'JoinChain', Buffer.from('nonsense'))).rejects.toThrow(/JoinChain/);
  });

  test('_lifecycle: installed packages are for admins', async () => {
    const query = new lifecycle.QueryInstalledChaincodesArgs().serializeBinary();
    const installed = lifecycle.QueryInstalledChaincodesResult.deserializeBinary(
      await call('_lifecycle', '', 'QueryInstalledChaincodes', query),
    ).getInstalledChaincodesList();
    expect(installed.map((entry) => entry.getLabel())).toEqual([network.topology.chaincode.label]);
    const args = new lifecycle.GetInstalledChaincodePackageArgs();
    args.setPackageId(installed[0]!.getPackageId());
    const bytes = lifecycle.GetInstalledChaincodePackageResult.deserializeBinary(
      await call('_lifecycle', '', 'GetInstalledChaincodePackage', args.serializeBinary()),
    ).getChaincodeInstallPackage_asU8();
    const again = new lifecycle.InstallChaincodeArgs();
    again.setChaincodeInstallPackage(bytes);
    await expect(call('_lifecycle', '', 'InstallChaincode', again.serializeBinary())).rejects.toThrow(
      /chaincode already successfully installed/,
    );
    await expect(asOperator('_lifecycle', '', 'QueryInstalledChaincodes', query)).rejects.toThrow(/failed ACL check/);
  });

  test('_lifecycle: the committed definition with its approvals; an unknown one is not defined', async () => {
    const args = new lifecycle.QueryChaincodeDefinitionArgs();
    args.setName('points');
    const result = lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(
      await call('_lifecycle', 'points', 'QueryChaincodeDefinition', args.serializeBinary()),
    );
    expect(result.getSequence()).toBe(1);
    expect(Object.fromEntries(result.getApprovalsMap().toObject(true, () => undefined))).toEqual({
      HarborMSP: true,
      CityParkMSP: true,
      GreenMartMSP: true,
      AuditorMSP: true,
    });
    args.setName('nothing');
    await expect(call('_lifecycle', 'points', 'QueryChaincodeDefinition', args.serializeBinary())).rejects.toThrow(
      'namespace nothing is not defined',
    );
  });

  test('_lifecycle: a definition is committed only in sequence, and only if this organisation approved it', async () => {
    // A definition without the collections that there are is refused before anything else.
    const { collections } = (await committedDefinition(admin, 'points', 'points'))!;
    const commit = (sequence: number) => {
      const args = new lifecycle.CommitChaincodeDefinitionArgs();
      args.setCollections(peer.CollectionConfigPackage.deserializeBinary(collections));
      args.setName('points');
      args.setVersion('2.0');
      args.setSequence(sequence);
      return call('_lifecycle', 'points', 'CommitChaincodeDefinition', args.serializeBinary());
    };
    await expect(commit(5)).rejects.toThrow('requested sequence is 5, but new definition must be sequence 2');
    await expect(commit(2)).rejects.toThrow('chaincode definition not agreed to by this org (HarborMSP)');
  });

  test('a definition approved by one organisation only cannot be committed with its endorsement alone', async () => {
    const describe = <
      T extends { setName(v: string): void; setVersion(v: string): void; setSequence(v: number): void },
    >(
      args: T,
    ) => {
      args.setName('other');
      args.setVersion('1.0');
      args.setSequence(1);
      return args;
    };
    const contract = network.network(admin).getContract('_lifecycle');
    const approve = describe(new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs()).serializeBinary();
    const named = { endorsingOrganizations: ['HarborMSP'] };
    await contract.submit('ApproveChaincodeDefinitionForMyOrg', { arguments: [approve], ...named });
    const commit = describe(new lifecycle.CommitChaincodeDefinitionArgs()).serializeBinary();
    await expect(contract.submit('CommitChaincodeDefinition', { arguments: [commit], ...named })).rejects.toThrow(
      /ENDORSEMENT_POLICY_FAILURE/,
    );
  });

  test('a proposal with a wrong signature, an old timestamp or a foreign id is an error of the call', async () => {
    const send = (proposal: peer.SignedProposal) =>
      new Promise<string>((resolve) => {
        admin.endorser.processProposal(proposal, (error) => resolve(error?.message ?? 'no error'));
      });
    const good = () =>
      signedProposal(admin.identity, { channel: 'points', chaincode: 'qscc', args: ['GetChainInfo', 'points'] });
    const wrongSignature = good();
    wrongSignature.setSignature(good().getSignature_asU8());
    expect(await send(wrongSignature)).toMatch(/access denied: channel \[points\] creator org \[HarborMSP\]/);
    expect(await send(changed(good(), (header) => header.getTimestamp()!.setSeconds(1)))).toMatch(
      /incorrect timestamp/,
    );
    expect(await send(changed(good(), (header) => header.setTxId('00')))).toMatch(/incorrectly computed txid '00'/);
    expect(await send(good())).toBe('no error');
  });

  test('participation: an orderer tells about its channel; without a client certificate it does not answer', async () => {
    const found = await ordererParticipation(network.organization('HarborMSP'), 'points', network.dataDir);
    expect(found).toMatchObject({ name: 'points', status: 'active', consensusRelation: 'consenter' });
    expect(await ordererParticipation(network.organization('HarborMSP'), 'elsewhere', network.dataDir)).toBeUndefined();
    const { host, adminPort } = network.organization('HarborMSP').orderer;
    await expect(fetch(`https://${host}:${adminPort}/participation/v1/channels`)).rejects.toThrow();
  });
});

/** The proposal with another channel header; its signature no longer fits, which is checked later than the header. */
function changed(signed: peer.SignedProposal, change: (header: common.ChannelHeader) => void): peer.SignedProposal {
  const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  change(channelHeader);
  header.setChannelHeader(channelHeader.serializeBinary());
  proposal.setHeader(header.serializeBinary());
  signed.setProposalBytes(proposal.serializeBinary());
  return signed;
}
