/** A consortium that a checkout starts by its own `npm start`, whatever its age, known by its credentials and its processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePorts } from '../launcher/ports.js';
import type { LaunchableNetwork } from '../launcher/settings.js';
import { snapshot, type Usage, usageBetween, withDescendants } from './process-usage.js';

const START_MS = 180_000;
const STOP_MS = 60_000;
const PORTS = 100;

export interface StartedCheckout {
  readonly url: string;
  readonly apiKey: string;
  /** What a piece of work gives, and the processor time that each program used meanwhile. */
  used<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly usage: Readonly<Record<string, Usage>> }>;
  stop(): Promise<void>;
}

/** @throws Error when it is not ready in time */
export async function startCheckout(
  folder: string,
  dataDir: string,
  network: LaunchableNetwork,
  /** Of a data folder that it made before. */
  ports?: Readonly<Record<'NETWORK_PORT' | 'PORT', string>>,
): Promise<StartedCheckout> {
  const basePort = ports === undefined ? await findFreePorts(PORTS + 4) : Number(ports.NETWORK_PORT);
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      NETWORK: network,
      NETWORK_PORT: String(basePort),
      PORT: String(basePort + PORTS),
      ...ports,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (printed = (printed + String(bytes)).slice(-4_000)));
  const stop = (): Promise<void> => stopChild(child);
  try {
    const { url, apiKey } = await credentialsOf(dataDir, child, () => printed);
    const pids = () => withDescendants('start', child.pid!).map(([, pid]): [string, number] => [programOf(pid), pid]);
    return {
      url,
      apiKey,
      used: async (work) => {
        const before = snapshot([...pids(), ['load', process.pid]]);
        const result = await work();
        return { result, usage: usageBetween(before, snapshot([...pids(), ['load', process.pid]])) };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function credentialsOf(dataDir: string, child: ChildProcess, printed: () => string) {
  const until = Date.now() + START_MS;
  const path = join(dataDir, 'credentials.json');
  while (Date.now() < until && child.exitCode === null) {
    // It prints this when everything is ready, since the first version that there was.
    if (printed().includes('Ctrl-C') && existsSync(path)) {
      const { harbor } = JSON.parse(readFileSync(path, 'utf8')) as {
        harbor: { url: string; keys: Record<string, string> };
      };
      return { url: harbor.url, apiKey: harbor.keys['operator'] ?? '' };
    }
    await sleep(200);
  }
  throw new Error(`a consortium did not start: ${printed()}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const pids = withDescendants('start', child.pid!).map(([, pid]) => pid);
  child.kill('SIGTERM');
  const isEnded = await Promise.race([ended.then(() => true), sleep(STOP_MS, false, { ref: false })]);
  if (isEnded) return;
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It had ended.
    }
  }
}

/** Which of a consortium's programs a process is, by its command line. */
export function programOf(pid: number): string {
  try {
    return programIn(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
  } catch {
    return 'other';
  }
}

export function programIn(commandLine: string): string {
  if (/gateway-api\/dist/.test(commandLine)) return commandLine.includes('harbor') ? 'gateway' : 'other gateways';
  if (/fabric-shim\/cli/.test(commandLine)) return 'chaincode';
  if (/(^|\/)peer(\s|$)/.test(commandLine)) return 'peers';
  if (/(^|\/)orderer(\s|$)/.test(commandLine)) return 'orderers';
  if (/network\/dist/.test(commandLine)) return 'network';
  return 'launcher';
}
