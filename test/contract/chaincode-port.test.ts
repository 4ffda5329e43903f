/**
 * The port of the built chaincode, with somebody at it who is no peer and keeps to no protocol: his connection ends, and
 * the process goes on serving peers.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { credentials, type ClientDuplexStream } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';

jest.setTimeout(60_000);

type Message = peer.ChaincodeMessage;
const { Type } = peer.ChaincodeMessage;
const program = join(__dirname, '..', 'support', 'chaincode-process.cjs');

let chaincode: ChildProcess;
let client: peer.ChaincodeClient;

beforeAll(async () => {
  const port = await freePort();
  chaincode = spawn(process.execPath, [program, 'points:1', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, CORE_CHAINCODE_LOGGING_LEVEL: 'CRITICAL', CORE_CHAINCODE_LOGGING_SHIM: 'CRITICAL' },
  });
  await new Promise((resolve) => chaincode.stdout!.once('data', resolve));
  client = new peer.ChaincodeClient(`127.0.0.1:${port}`, credentials.createInsecure());
});
afterAll(() => {
  client.close();
  chaincode.kill('SIGKILL');
});
afterEach(async () => {
  expect(await registered()).toBe('points:1');
  expect(chaincode.exitCode).toBeNull();
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function message(type: number, payload: Uint8Array = new Uint8Array(), txId = ''): Message {
  const made = new peer.ChaincodeMessage();
  made.setType(type as never);
  made.setPayload(payload);
  made.setTxid(txId);
  made.setChannelId('points');
  return made;
}

function connected(): ClientDuplexStream<Message, Message> & { readonly received: Message[] } {
  const received: Message[] = [];
  const stream = client.connect().on('data', (each: Message) => received.push(each));
  return Object.assign(
    stream.on('error', () => undefined),
    { received },
  );
}

/** What the chaincode says of itself to a peer that connects. */
async function registered(): Promise<string> {
  const stream = connected();
  for (let n = 0; n < 100 && stream.received.length === 0; n++) await pause(20);
  stream.cancel();
  const [first] = stream.received;
  return first === undefined ? 'nothing' : peer.ChaincodeID.deserializeBinary(first.getPayload_asU8()).getName();
}

const garbage = Buffer.from('fffffffffffffffffffffffff0', 'hex');
const ready = [message(Type.REGISTERED), message(Type.READY)];
const input = new peer.ChaincodeInput();
input.setArgsList([Buffer.from('Points:Post'), Buffer.from('{}')]);

describe.each([
  ['before it has registered', []],
  ['before it is ready', ready.slice(0, 1)],
  ['when it is ready', ready],
] as const)('%s', (_when, before) => {
  it('any type of message, with nothing and with garbage in it', async () => {
    const types = [...Object.values(Type), 4_711];
    const tried = types.flatMap((type) =>
      ['', 'tx-1'].flatMap((txId) => [new Uint8Array(), garbage].map((payload) => message(type, payload, txId))),
    );
    await Promise.all(
      tried.map(async (bad) => {
        const stream = connected();
        for (const each of [...before, bad, bad]) stream.write(each);
        await pause(300);
        stream.cancel();
      }),
    );
  });
});

it('a peer that checks whether it is still there is answered, as by the shim for Go', async () => {
  const stream = connected();
  for (const each of [...ready, message(Type.KEEPALIVE)]) stream.write(each);
  await pause(200);
  expect(stream.received.map((each) => each.getType())).toEqual([Type.REGISTER, Type.KEEPALIVE]);
  stream.cancel();
});

it('one who hangs up in the middle of a transaction', async () => {
  for (let n = 0; n < 20; n++) {
    const stream = connected();
    for (const each of [...ready, message(Type.TRANSACTION, input.serializeBinary(), `tx-${n}`)]) stream.write(each);
    await pause(n * 5);
    stream.cancel();
  }
});

it('bytes that are not even gRPC', async () => {
  const { connect } = await import('node:net');
  const port = Number(client.getChannel().getTarget().split(':').at(-1));
  for (const bytes of [garbage, Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(100_000, 1)]) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(bytes);
    await pause(50);
    socket.destroy();
  }
});
