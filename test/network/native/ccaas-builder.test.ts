import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builderEnvironment, prepareBuilder } from '../../../network/native/ccaas-builder.js';
import { createTopology } from '../../../network/topology.js';

let directory: string;
let bin: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'builder-'));
  const programs = { peer: '/nowhere/peer', orderer: '/nowhere/orderer', builderBin: undefined };
  bin = join(await prepareBuilder(programs, directory), 'bin');
  for (const folder of ['source', 'metadata', 'output', 'release']) mkdirSync(join(directory, folder));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const at = (folder: string) => join(directory, folder);
const endpoint = createTopology({ basePort: 30000 }).chaincode.endpoint;
const env = { PATH: process.env['PATH'], ...builderEnvironment(endpoint) };

test.each([
  ['ccaas', 0],
  ['node', 1],
])('where Fabric came without a builder, ours detects type %s with status %i', (type, status) => {
  writeFileSync(join(at('metadata'), 'metadata.json'), JSON.stringify({ type, label: 'points_1.0', path: '' }));
  let actual = 0;
  try {
    execFileSync(join(bin, 'detect'), [at('source'), at('metadata')], { env });
  } catch (error) {
    actual = (error as { status: number }).status;
  }
  expect(actual).toBe(status);
});

test('it fills in the address of the chaincode and releases the connection for the peer', () => {
  const connection = { address: '{{.ccaddr}}', dial_timeout: '10s', tls_required: false };
  writeFileSync(join(at('source'), 'connection.json'), JSON.stringify(connection));
  execFileSync(join(bin, 'build'), [at('source'), at('metadata'), at('output')], { env });
  execFileSync(join(bin, 'release'), [at('output'), at('release')], { env });
  expect(JSON.parse(readFileSync(join(at('release'), 'chaincode/server/connection.json'), 'utf8'))).toEqual({
    ...connection,
    address: '127.0.0.1:30090',
  });
});
