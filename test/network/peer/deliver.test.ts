import { credentials } from '@grpc/grpc-js';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { common, msp, orderer, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { PeerConnection } from '../../../network/admin/peer-connection.js';
import { sign } from '../../../network/identities/load-identity.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { computeHeaderHash, parseBlock } from '../../../network/embedded/wire/block.js';
import { TestNetwork } from '../../support/embedded-network.js';

jest.setTimeout(60_000);

describe('blocks, from peers and from orderers', () => {
  let network: TestNetwork;
  let connection: PeerConnection;
  let ordererClient: orderer.AtomicBroadcastClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    connection = network.connect();
    await network.contract(connection).submitTransaction('event', 'Issued', 'secret');
    const organization = network.organization('CityParkMSP');
    const { host, port, hostname } = organization.orderer;
    const tlsRoot = readFileSync(organizationPaths(network.dataDir, organization).tlsCaCertPath);
    ordererClient = new orderer.AtomicBroadcastClient(`${host}:${port}`, credentials.createSsl(tlsRoot), {
      'grpc.ssl_target_name_override': hostname,
    });
  });
  afterAll(async () => {
    ordererClient.close();
    await network.close();
  });

  const height = async () => {
    const blocks = await deliver({ start: 'newest', stop: 'newest' });
    return blocks.blocks[0]!.getHeader()!.getNumber() + 1;
  };

  test('block events from block 0 on are a chain of hashes', async () => {
    const events = await network.network(connection).getBlockEvents({ startBlock: 0n });
    const last = (await height()) - 1;
    const blocks: common.Block[] = [];
    for await (const block of events) {
      blocks.push(block);
      if (block.getHeader()!.getNumber() === last) break;
    }
    events.close();
    expect(blocks.map((block) => block.getHeader()!.getNumber())).toEqual(blocks.map((_, index) => index));
    for (const [index, block] of blocks.slice(1).entries()) {
      const { header } = parseBlock(blocks[index]!.serializeBinary());
      expect(Buffer.from(block.getHeader()!.getPreviousHash_asU8())).toEqual(Buffer.from(computeHeaderHash(header)));
    }
  });

  test('filtered blocks tell of events without their payload', async () => {
    const events = await network.network(connection).getFilteredBlockEvents({ startBlock: 1n });
    for await (const block of events) {
      const [transaction] = block.getFilteredTransactionsList();
      expect(transaction?.getTxValidationCode()).toBe(peer.TxValidationCode.VALID);
      const [action] = transaction?.getTransactionActions()?.getChaincodeActionsList() ?? [];
      if (!action) continue;
      expect(action.getChaincodeEvent()?.toObject()).toMatchObject({ eventName: 'Issued', payload: '' });
      break;
    }
    events.close();
  });

  test('blocks with private data have none yet', async () => {
    const events = await network.network(connection).getBlockAndPrivateDataEvents({ startBlock: 0n });
    for await (const event of events) {
      expect(event.getBlock()?.getHeader()?.getNumber()).toBe(0);
      expect(event.getPrivateDataMapMap().getLength()).toBe(0);
      break;
    }
    events.close();
  });

  test('an orderer delivers the newest block, a range, and a status at the end', async () => {
    const newest = await deliver({ start: 'newest', stop: 'newest' });
    expect([newest.blocks.length, newest.status]).toEqual([1, common.Status.SUCCESS]);
    const range = await deliver({ start: 0, stop: 2 });
    expect(range.blocks.map((block) => block.getHeader()?.getNumber())).toEqual([0, 1, 2]);
  });

  test('blocks carry the signatures of the four orderers', async () => {
    const { blocks } = await deliver({ start: 1, stop: 1 });
    const metadata = blocks[0]!.getMetadata()!.getMetadataList_asU8();
    expect(common.Metadata.deserializeBinary(metadata[0]!).getSignaturesList()).toHaveLength(4);
  });

  test.each([
    ['a channel that is not there', { start: 0, stop: 0, channel: 'elsewhere' } as const, 'NOT_FOUND'],
    ['a range that ends before it begins', { start: 2, stop: 1 } as const, 'BAD_REQUEST'],
    [
      'a block that is not there yet, when not to wait',
      { start: 9999, stop: 9999, doNotWait: true } as const,
      'NOT_FOUND',
    ],
    ['a signature that does not fit', { start: 0, stop: 0, tamper: true } as const, 'FORBIDDEN'],
  ])('deliver refuses %s', async (_name, request, expected) => {
    const { status, blocks } = await deliver(request);
    expect(blocks).toEqual([]);
    expect(status).toBe(common.Status[expected as keyof common.StatusMap]);
  });

  test.each([
    ['an envelope that is none', () => garbage(), 'BAD_REQUEST'],
    ['a channel that is not there', () => envelope('elsewhere', common.HeaderType.ENDORSER_TRANSACTION), 'NOT_FOUND'],
    ['a configuration update', () => envelope('points', common.HeaderType.CONFIG_UPDATE), 'BAD_REQUEST'],
    [
      'a signature that does not fit',
      () => envelope('points', common.HeaderType.ENDORSER_TRANSACTION, true),
      'FORBIDDEN',
    ],
  ])('broadcast refuses %s', async (_name, make, expected) => {
    const stream = ordererClient.broadcast();
    const answer = await new Promise<orderer.BroadcastResponse>((resolve, reject) => {
      stream.on('data', resolve);
      stream.on('error', reject);
      stream.write(make());
    });
    stream.end();
    expect(answer.getStatus()).toBe(common.Status[expected as keyof common.StatusMap]);
  });

  test('a transaction that makes no sense is ordered, and marked invalid by the peers', async () => {
    const before = await height();
    const stream = ordererClient.broadcast();
    const answer = await new Promise<orderer.BroadcastResponse>((resolve) => {
      stream.on('data', resolve);
      stream.write(envelope('points', common.HeaderType.ENDORSER_TRANSACTION));
    });
    stream.end();
    expect(answer.getStatus()).toBe(common.Status.SUCCESS);
    const events = await network.network(connection).getFilteredBlockEvents({ startBlock: BigInt(before) });
    for await (const block of events) {
      expect(block.getFilteredTransactionsList()[0]?.getTxValidationCode()).not.toBe(peer.TxValidationCode.VALID);
      break;
    }
    events.close();
  });

  interface SeekRequest {
    readonly start: number | 'newest';
    readonly stop: number | 'newest';
    readonly channel?: string;
    readonly doNotWait?: boolean;
    readonly tamper?: boolean;
  }

  function deliver(request: SeekRequest): Promise<{ blocks: common.Block[]; status: number | undefined }> {
    const position = (at: number | 'newest') => {
      const seek = new orderer.SeekPosition();
      if (at === 'newest') seek.setNewest(new orderer.SeekNewest());
      else {
        const specified = new orderer.SeekSpecified();
        specified.setNumber(at);
        seek.setSpecified(specified);
      }
      return seek;
    };
    const seek = new orderer.SeekInfo();
    seek.setStart(position(request.start));
    seek.setStop(position(request.stop));
    if (request.doNotWait) seek.setBehavior(orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY);
    const stream = ordererClient.deliver();
    return new Promise((resolve, reject) => {
      const blocks: common.Block[] = [];
      let status: number | undefined;
      stream.on('data', (response: orderer.DeliverResponse) => {
        const block = response.getBlock();
        if (block) blocks.push(block);
        else status = response.getStatus();
      });
      stream.on('error', reject);
      stream.on('end', () => resolve({ blocks, status }));
      stream.write(
        envelope(
          request.channel ?? 'points',
          common.HeaderType.DELIVER_SEEK_INFO,
          request.tamper,
          seek.serializeBinary(),
        ),
      );
      // As the command line tool does: half-closed before anything was answered.
      stream.end();
    });
  }

  function envelope(
    channel: string,
    type: number,
    tamper = false,
    data: Uint8Array = new Uint8Array([1]),
  ): common.Envelope {
    const { identity } = connection;
    const creator = new msp.SerializedIdentity();
    creator.setMspid(identity.mspId);
    creator.setIdBytes(Buffer.from(identity.certPem));
    const signatureHeader = new common.SignatureHeader();
    signatureHeader.setCreator(creator.serializeBinary());
    signatureHeader.setNonce(randomBytes(24));
    const channelHeader = new common.ChannelHeader();
    channelHeader.setType(type);
    channelHeader.setChannelId(channel);
    channelHeader.setTimestamp(Timestamp.fromDate(new Date()));
    const header = new common.Header();
    header.setChannelHeader(channelHeader.serializeBinary());
    header.setSignatureHeader(signatureHeader.serializeBinary());
    const payload = new common.Payload();
    payload.setHeader(header);
    payload.setData(data);
    const bytes = payload.serializeBinary();
    const signed = new common.Envelope();
    signed.setPayload(bytes);
    signed.setSignature(sign(identity.privateKey, tamper ? Buffer.from('something else') : bytes));
    return signed;
  }

  function garbage(): common.Envelope {
    const broken = new common.Envelope();
    broken.setPayload(Buffer.from('garbage'));
    return broken;
  }
});
