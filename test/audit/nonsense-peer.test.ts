/** A peer that answers nonsense is told in one sentence: no answer makes the audit go round for ever or take all memory. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Metadata, Server, ServerCredentials, type ServerDuplexStream, status } from '@grpc/grpc-js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import type { AuditConnection } from '../../audit/src/connection-file.js';
import { auditPeers } from '../../audit/src/audit-peers.js';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { connectPeer, type ConnectedPeer } from '../../audit/src/peers.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { createTopology } from '../../network/topology.js';
import { goldenChain } from '../support/golden-chain.js';
import { standingIdentities } from '../support/standing-identities.js';

jest.setTimeout(60_000);

const { bytes } = goldenChain('points');
const topology = createTopology();
const [organization] = topology.organizations;
const dataDir = mkdtempSync(join(tmpdir(), 'nonsense-'));
const paths = organizationPaths(dataDir, organization!);

/** What the peer says to what it is asked; an error is a failure of the call. */
let evaluated: Buffer | Error;
let delivered: () => Iterable<Buffer>;
const server = new Server({ 'grpc.max_send_message_length': -1 });
let connected: ConnectedPeer;

const asIs = (each: Buffer): Buffer => each;
const method = (path: string, responseStream: boolean) => ({
  path,
  requestStream: responseStream,
  responseStream,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});

beforeAll(async () => {
  await standingIdentities(topology, dataDir);
  server.addService(
    { evaluate: method('/gateway.Gateway/Evaluate', false) },
    {
      evaluate: (_call: unknown, answer: (error: Error | null, value?: Buffer) => void): void => {
        if (evaluated instanceof Error) answer(evaluated);
        else answer(null, evaluated);
      },
    },
  );
  server.addService(
    { deliver: method('/protos.Deliver/Deliver', true) },
    {
      deliver: (call: ServerDuplexStream<Buffer, Buffer>): void => {
        const messages = delivered()[Symbol.iterator]();
        const next = (): void => {
          const { done, value } = messages.next();
          if (done !== true && !call.cancelled) call.write(value, () => setImmediate(next));
        };
        call.once('data', next);
      },
    },
  );
  const [cert, key] = ['server.crt', 'server.key'].map((name) => readFileSync(join(paths.peerTlsDir, name)));
  const credentials = ServerCredentials.createSsl(null, [{ cert_chain: cert!, private_key: key! }]);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  const msp = paths.userMspDir('operator');
  const only = (folder: string): string => join(msp, folder, readdirSync(join(msp, folder))[0]!);
  const connection: AuditConnection = {
    channel: 'points',
    chaincode: 'points',
    identity: { mspId: 'HarborMSP', certPath: only('signcerts'), keyPath: only('keystore') },
    peers: [
      {
        mspId: 'HarborMSP',
        endpoint: `127.0.0.1:${port}`,
        hostname: organization!.peer.hostname,
        tlsRootCertPath: paths.tlsCaCertPath,
      },
    ],
  };
  connected = connectPeer(connection, connection.peers[0]);
});

afterAll(() => {
  connected?.close();
  server.forceShutdown();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A field of this number, whose length is far beyond what there is. */
const endless = (field: number): Buffer => Buffer.from([field * 8 + 2, 0xff, 0xff, 0xff, 0xff, 0x0f]);

function saysHeight(height: number): Buffer {
  const info = new common.BlockchainInfo();
  info.setHeight(height);
  return says(info.serializeBinary());
}
function says(payload: Uint8Array): Buffer {
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(payload);
  const reply = new gateway.EvaluateResponse();
  reply.setResult(response);
  return Buffer.from(reply.serializeBinary());
}
function block(of: common.Block): Buffer {
  const response = new peer.DeliverResponse();
  response.setBlock(of);
  return Buffer.from(response.serializeBinary());
}
function madeUp(number: number): Buffer {
  const header = new common.BlockHeader();
  header.setNumber(number);
  const made = new common.Block();
  made.setHeader(header);
  return block(made);
}
const first = (): Buffer => block(common.Block.deserializeBinary(bytes[0]!));
function* always(of: (number: number) => Buffer): Iterable<Buffer> {
  for (let number = 0; ; number += 1) yield of(number);
}

async function read(): Promise<string> {
  const audit = new BlockAudit({ chaincode: 'points' });
  const done = await auditPeers({ audit, read: connected, graceMs: 0, stalledMs: 1_500 }).catch(
    (error: unknown) => (error as Error).message,
  );
  return typeof done === 'string' ? done : `${audit.found.length} findings`;
}

describe('its answer to how far it is', () => {
  it.each<[string, Buffer | Error, RegExp]>([
    ['is nonsense', endless(1), /parsing error/],
    ['holds nonsense', says(endless(1)), /goes on behind the end/],
    ['is too large', Buffer.alloc(100 * 1024 * 1024 + 1), /larger than max/],
  ])('that %s ends it with a sentence', async (_name, answer, expected) => {
    evaluated = answer;
    expect(await read()).toMatch(expected);
  });

  it('that is a failure with nonsense in its details is that failure', async () => {
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', endless(3));
    evaluated = Object.assign(new Error('no'), { code: status.ABORTED, details: 'no', metadata });
    expect(await read()).toMatch(/ABORTED: no/);
  });
});

describe('its blocks', () => {
  beforeEach(() => (evaluated = saysHeight(1_000_000_000_000)));

  it.each<[string, () => Iterable<Buffer>, RegExp]>([
    ['are nonsense', () => [endless(2)], /did not give block 0: field \d goes on behind the end/],
    [
      'hold nonsense',
      () => [Buffer.from([0x12, 0x06, ...endless(1)])],
      /did not give block 0: field \d goes on behind the end/,
    ],
    ['are something else', () => [endless(4)], /did not give block 0: field \d goes on behind the end/],
    ['are a status', () => [Buffer.from([0x08, 0xc8, 0x01])], /did not give block 0: Unexpected status response: 200/],
    ['do not come', () => [], /did not give block 0: it took more than 1.5 seconds/],
    ['stop coming', () => [first()], /did not give block 1: it took more than 1.5 seconds/],
    ['are always the same one', () => always(first), /gave block 0 where block 1 comes next/],
    ['are made up and never end', () => always(madeUp), /^10000 findings$/],
  ])('that %s end it with a sentence', async (_name, blocks, expected) => {
    delivered = blocks;
    expect(await read()).toMatch(expected);
  });
});
