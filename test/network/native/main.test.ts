/** The native network as a process of its own. Runs where Fabric's programs are installed. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFabricPrograms } from '../../../network/native/fabric-programs.js';
import { createTopology, type Topology } from '../../../network/topology.js';
import { freePorts } from '../../support/start-tiny-chaincode.js';

jest.setTimeout(60_000);

function isInstalled(): boolean {
  try {
    return findFabricPrograms() !== undefined;
  } catch {
    return false;
  }
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => socket.destroy() && resolve(true));
    socket.on('error', () => resolve(false));
  });

(isInstalled() ? describe : describe.skip)('the native network as a process', () => {
  let dataDir: string;
  let topology: Topology;
  let launcher: ChildProcess;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'native-main-'));
    const basePort = await freePorts(100);
    topology = createTopology({ basePort });
    const main = join(__dirname, '../../../network/dist/native/main.js');
    launcher = fork(main, ['--data-dir', dataDir, '--base-port', String(basePort)], { execArgv: [], silent: true });
    const told: unknown[] = [];
    while (told.length < 3) told.push(...((await once(launcher, 'message')) as unknown[]).slice(0, 1));
    expect(told).toEqual([{ type: 'identities' }, { type: 'committed' }, { type: 'ready' }]);
  });

  afterEach(() => {
    launcher.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  const listening = async () => {
    const ports = topology.organizations.flatMap(({ peer, orderer }) => [peer.operationsPort, orderer.operationsPort]);
    return (await Promise.all(ports.map(listens))).filter(Boolean).length;
  };

  test.each([
    ['its parent disconnects', (child: ChildProcess) => child.disconnect()],
    ['Ctrl-C is pressed', (child: ChildProcess) => child.kill('SIGINT')],
  ])('says when it is ready, and ends everything when %s', async (_, end) => {
    expect(await listening()).toBe(8);
    const ended = once(launcher, 'exit');
    end(launcher);
    expect((await ended)[0]).toBe(0);
    expect(await listening()).toBe(0);
  });

  test('ends everything when it is killed itself', async () => {
    const ended = once(launcher, 'exit');
    launcher.kill('SIGKILL');
    await ended;
    for (const deadline = Date.now() + 10_000; (await listening()) > 0 && Date.now() < deadline; await sleep(50));
    expect(await listening()).toBe(0);
  });
});
