/** Renewing certificates on a folder of Fabric's own programs, which do not run: and whom it tells anything. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { holdIdle, openDataFolder } from '../../consortium/launcher/data-folder.js';
import { processes, signalIf } from '../../consortium/launcher/foreign-process.js';
import { consortiumMachine } from '../../consortium/launcher/machine.js';
import { rotate } from '../../consortium/launcher/rotate.js';
import { writeConnectionDescription } from '../../network/admin/connection-description.js';
import { createIdentities } from '../../network/identities/create-identities.js';
import { signingCertPath } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { pidPath } from '../../network/native/node-config.js';
import { createTopology } from '../../network/topology.js';

let dataDir: string;
let somebody: ChildProcess;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'rotate-'));
  somebody = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(somebody, 'spawn');
});
afterEach(() => {
  somebody.kill('SIGKILL');
  rmSync(dataDir, { recursive: true });
});
const isAlive = (): boolean => processes(somebody.pid).some(({ command }) => command === 'sleep 600');

it('while the consortium is stopped everything is renewed, and no process that has a node’s number by now is ended', async () => {
  const all = createTopology({ basePort: 21_000 });
  const [harbor] = all.organizations;
  const topology = { ...all, organizations: [harbor!] };
  await createIdentities(topology, dataDir);
  await writeConnectionDescription(topology, dataDir, 'native');
  for (const { hostname } of topology.organizations.flatMap(({ peer, orderer }) => [peer, orderer])) {
    mkdirSync(dirname(pidPath(dataDir, hostname)), { recursive: true });
    writeFileSync(pidPath(dataDir, hostname), `${somebody.pid}\n`);
  }
  const path = signingCertPath(organizationPaths(dataDir, harbor!).peerMspDir);
  const before = readFileSync(path, 'utf8');
  const lines: string[] = [];
  await rotate({
    machine: consortiumMachine({ topology, dataDir, say: (line) => lines.push(line) }),
    of: topology.organizations,
    days: 99_999,
    newKeys: false,
  });
  expect(lines).toEqual([
    `${harbor!.peer.hostname} is renewed, and uses it from the next start on`,
    `${harbor!.orderer.hostname} is renewed, and uses it from the next start on`,
    'users of Harbor are renewed',
    'all that was due is renewed',
  ]);
  expect(readFileSync(path, 'utf8')).not.toBe(before);
  expect(isAlive()).toBe(true);
  holdIdle(dataDir)!.release();
});

it('a signal goes to a process of that number and that command alone', async () => {
  const pid = somebody.pid!;
  expect(signalIf(pid, (command) => /(^|\/)orderer$/.test(command), 'SIGTERM')).toBe(false);
  for (const none of [0, -1, NaN]) expect(signalIf(none, () => true, 'SIGTERM')).toBe(false);
  expect(isAlive()).toBe(true);
  const ended = once(somebody, 'exit');
  expect(signalIf(pid, (command) => command === 'sleep 600', 'SIGTERM')).toBe(true);
  await ended;
  expect(signalIf(pid, () => true, 'SIGTERM')).toBe(false);
});

it('a folder on which a consortium runs is not held', () => {
  const organizations = [{ slug: 'harbor', name: 'Harbor', mspId: 'HarborMSP', kind: 'merchant' }] as const;
  const running = openDataFolder(dataDir, { network: 'native', networkBasePort: 21_000, organizations });
  expect(holdIdle(dataDir)).toBeUndefined();
  running.release();
  const idle = holdIdle(dataDir)!;
  expect(() => openDataFolder(dataDir, { network: 'native', networkBasePort: 21_000, organizations })).toThrow(
    'runs on',
  );
  idle.release();
});
