import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createGenesisBlock } from '../../../network/genesis/create-genesis-block.js';
import {
  consensusOf,
  FabricProgramsMissing,
  findFabricPrograms,
  majorVersion,
  majorVersionOf,
} from '../../../network/native/fabric-programs.js';
import { startNativeNetwork } from '../../../network/native/start-native-network.js';
import { createTopology } from '../../../network/topology.js';
import { standingIdentities } from '../../support/standing-identities.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'programs-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function install(folder: string, ...names: string[]): string {
  const path = join(directory, folder);
  mkdirSync(path, { recursive: true });
  for (const name of names) {
    writeFileSync(join(path, name), '#!/bin/sh\n');
    chmodSync(join(path, name), 0o755);
  }
  return path;
}

test('finds the programs in FABRIC_BIN and nowhere else', () => {
  const bin = install('fabric', 'peer', 'orderer');
  const other = install('other', 'peer', 'orderer');
  expect(findFabricPrograms({ FABRIC_BIN: bin, PATH: other })).toEqual({
    peer: join(bin, 'peer'),
    orderer: join(bin, 'orderer'),
    builderBin: undefined,
  });
  const empty = install('empty');
  expect(() => findFabricPrograms({ FABRIC_BIN: empty, PATH: other })).toThrow(FabricProgramsMissing);
});

test('finds the programs on PATH, each wherever it is', () => {
  const [first, second] = [install('a', 'peer'), install('b', 'orderer', 'peer')];
  const found = findFabricPrograms({ PATH: [first, second].join(delimiter) });
  expect([found.peer, found.orderer]).toEqual([join(first, 'peer'), join(second, 'orderer')]);
});

test.each([
  ["beside bin, as in Fabric's archive", 'builders/ccaas/bin'],
  ['in the folder of the programs', 'bin'],
])('finds the builder for chaincode as a service %s', (_, folder) => {
  const bin = install('bin', 'peer', 'orderer');
  const builder = install(folder, 'detect', 'build', 'release');
  expect(findFabricPrograms({ FABRIC_BIN: bin }).builderBin).toBe(builder);
});

test.each([
  [[], 'peer and orderer not found'],
  [['peer'], 'orderer not found'],
  [['orderer'], 'peer not found'],
])('with %j installed, says in one sentence what is missing', (names, text) => {
  const bin = install('bin', ...names);
  let message = '';
  try {
    findFabricPrograms({ FABRIC_BIN: bin });
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain(`${text} in FABRIC_BIN (${bin})`);
  expect(message).not.toContain('\n');
});

test('a file that cannot be executed is not a program', () => {
  const bin = install('bin', 'peer', 'orderer');
  chmodSync(join(bin, 'peer'), 0o644);
  expect(() => findFabricPrograms({ FABRIC_BIN: bin })).toThrow('peer not found');
});

test('a folder is not a program', () => {
  const bin = install('bin', 'orderer');
  mkdirSync(join(bin, 'peer'));
  expect(() => findFabricPrograms({ FABRIC_BIN: bin })).toThrow('peer not found');
});

test.each([
  [
    'fails',
    '#!/bin/sh\necho "one"; echo "no such library" >&2; exit 127\n',
    /^NETWORK=native needs .*peer does not run here \(no such library\)[^\n]*\.$/,
  ],
  [
    'is for another system',
    '\x7fELF of another processor',
    /^NETWORK=native needs [^\n]*peer does not run here [^\n]*\.$/,
  ],
])('a program that %s is told in one sentence too', async (_, content, message) => {
  const bin = install('bin', 'peer', 'orderer');
  writeFileSync(join(bin, 'peer'), content);
  const asked = majorVersionOf(findFabricPrograms({ FABRIC_BIN: bin }));
  await expect(asked).rejects.toThrow(FabricProgramsMissing);
  await expect(asked).rejects.toThrow(message);
});

test.each([
  ['peer:\n Version: v2.5.15\n Commit SHA: a\n', 'etcdraft'],
  ['peer:\n Version: 2.5.4\n', 'etcdraft'],
  ['peer:\n Version: v3.1.5\n', 'BFT'],
  ['peer:\n Version: 3.0.0-beta\n', 'BFT'],
  ['peer:\n Version: latest\n Commit SHA: development build\n', 'BFT'],
])('%j orders by %s', (text, consensus) => {
  expect(consensusOf(majorVersion(text))).toBe(consensus);
});

test('programs of Fabric 2.5 are not started on a channel that SmartBFT orders', async () => {
  const bin = install('bin', 'peer', 'orderer');
  writeFileSync(join(bin, 'peer'), '#!/bin/sh\necho "peer:"; echo " Version: v2.5.15"\n');
  const dataDir = join(directory, 'data');
  const topology = createTopology();
  await standingIdentities(topology, dataDir);
  await createGenesisBlock(topology, dataDir, { consensus: 'BFT' });
  const started = startNativeNetwork({ topology, dataDir, programs: findFabricPrograms({ FABRIC_BIN: bin }) });
  await expect(started).rejects.toThrow(FabricProgramsMissing);
  await expect(started).rejects.toThrow(/^\S+ holds a channel that SmartBFT orders, [^\n]* of Fabric 2; [^\n]*\.$/);
});

test('the launcher ends with code 2 and one line when the programs are missing', async () => {
  const main = join(__dirname, '../../../network/dist/native/main.js');
  const env = { ...process.env, FABRIC_BIN: directory };
  const result = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [main, '--data-dir', join(directory, 'data')], { env }, (error, _, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });
  expect(result.code).toBe(2);
  expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(result.stderr).toContain('NETWORK=native needs');
});
