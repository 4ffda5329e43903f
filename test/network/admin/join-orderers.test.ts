import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { joinOrderers, ordererParticipation } from '../../../network/admin/join-orderers.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { createTopology } from '../../../network/topology.js';
import { freePorts } from '../../support/start-tiny-chaincode.js';
import { standingIdentities } from '../../support/standing-identities.js';

interface Answer {
  readonly status: number;
  readonly body: object | string;
}

const consenter = { name: 'points', status: 'active', consensusRelation: 'consenter', height: 1 };
const unknown: Answer = { status: 404, body: { error: 'channel does not exist' } };
const block = Buffer.from([0, 13, 10, 255, 45, 45]);

let dataDir: string;
let topology: ReturnType<typeof createTopology>;
let server: Server;
const requests: { method: string; url: string; subject: string | undefined; body: Buffer; contentType: string }[] = [];
let answers: Record<string, Answer[]>;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'participation-'));
  const whole = createTopology({ basePort: await freePorts(10) });
  topology = { ...whole, organizations: whole.organizations.slice(0, 1) };
  await standingIdentities(topology, dataDir);
  const [harbor] = topology.organizations;
  const { ordererTlsDir, tlsCaCertPath } = organizationPaths(dataDir, harbor!);
  server = createServer(
    {
      cert: readFileSync(join(ordererTlsDir, 'server.crt')),
      key: readFileSync(join(ordererTlsDir, 'server.key')),
      ca: readFileSync(tlsCaCertPath),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      void describeRequest(request).then((described) => {
        requests.push(described);
        const answer = answers[described.method]?.shift() ?? unknown;
        response.writeHead(answer.status).end(JSON.stringify(answer.body));
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(harbor!.orderer.adminPort, '127.0.0.1', resolve));
});

beforeEach(() => {
  requests.length = 0;
  answers = {};
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(dataDir, { recursive: true, force: true });
});

async function describeRequest(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (!(request.socket instanceof TLSSocket)) throw new Error('the request came without TLS');
  const certificate = request.socket.getPeerCertificate();
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    subject: String(certificate.subject?.CN),
    body: Buffer.concat(chunks),
    contentType: request.headers['content-type'] ?? '',
  };
}

test('posts the block, as it is, in a form with the one part that Fabric asks for', async () => {
  answers = { POST: [{ status: 201, body: consenter }] };
  await joinOrderers(topology, dataDir, block);
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /participation/v1/channels/points',
    'POST /participation/v1/channels',
  ]);
  const { body, contentType, subject } = requests[1]!;
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(contentType)?.[1];
  const opening = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="config-block"; filename="config.block"',
    'Content-Type: application/octet-stream',
    '\r\n',
  ].join('\r\n');
  expect(body).toEqual(Buffer.concat([Buffer.from(opening), block, Buffer.from(`\r\n--${boundary}--\r\n`)]));
  expect(subject).toBe('Admin@harbor.commonpoint.example');
});

test('leaves an orderer alone that has joined', async () => {
  answers = { GET: [{ status: 200, body: consenter }] };
  await joinOrderers(topology, dataDir, block);
  expect(requests.map(({ method }) => method)).toEqual(['GET']);
});

test.each([['joined by somebody else meanwhile', { status: 405, body: 'channel already exists' }]])(
  'is content with %s',
  async (_, answer) => {
    answers = { POST: [answer] };
    await joinOrderers(topology, dataDir, block);
    expect(requests).toHaveLength(2);
  },
);

test('tries again while the orderer is not ready', async () => {
  answers = {
    POST: [
      { status: 503, body: 'later' },
      { status: 201, body: consenter },
    ],
  };
  await joinOrderers(topology, dataDir, block);
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST']);
});

test('a refused block is reported at once, with the reason', async () => {
  answers = { POST: [{ status: 400, body: { error: 'invalid join block: no BlockValidation' } }] };
  await expect(joinOrderers(topology, dataDir, block)).rejects.toThrow('no BlockValidation');
  expect(requests).toHaveLength(2);
});

test('an orderer that is not a consenter is an error: nothing would ever commit', async () => {
  answers = { POST: [{ status: 201, body: { ...consenter, consensusRelation: 'follower' } }] };
  await expect(joinOrderers(topology, dataDir, block)).rejects.toThrow('joined as follower');
});

test('tells what an orderer says about the channel', async () => {
  answers = { GET: [{ status: 200, body: consenter }, unknown] };
  const [harbor] = topology.organizations;
  expect(await ordererParticipation(harbor!, 'points', dataDir)).toEqual(consenter);
  expect(await ordererParticipation(harbor!, 'points', dataDir)).toBeUndefined();
});
