/** Nodes of a consortium that runs, started again one at a time so that they use what is new on the disk. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NetworkKind } from '@commonpoint/network/admin/connection-description';
import { networkPidPath, startAgainPath, startedPath } from '@commonpoint/network/embedded/nodes-in-use';
import { pidPath } from '@commonpoint/network/native/node-config';
import type { Endpoint } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import { signalIf } from './foreign-process.js';

const BACK_WITHIN_MS = 120_000;
const LOOKED_AT_EVERY_MS = 250;
/** How they were started. */
const programs = { peer: /(^|\/)peer node start$/, orderer: /(^|\/)orderer$/ } as const;
const EMBEDDED = /network\/dist\/embedded\/main\.js/;

export interface RunningNodes {
  readonly kind: NetworkKind;
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

/** A file that is written whenever the node is started. */
export function startPath({ kind, dataDir }: Pick<RunningNodes, 'kind' | 'dataDir'>, hostname: string): string {
  return kind === 'native' ? pidPath(dataDir, hostname) : startedPath(dataDir, hostname);
}

/** Whether the node was started after this time, in milliseconds. */
export function wasStartedSince(
  nodes: Pick<RunningNodes, 'kind' | 'dataDir'>,
  { hostname }: Endpoint,
  since: number,
): boolean {
  const path = startPath(nodes, hostname);
  return existsSync(path) && statSync(path).mtimeMs > since;
}

/** Ends the node, which its supervision starts again, and waits for it; one that does not run is waited for. @throws Complaint */
export async function startAgain(
  nodes: RunningNodes,
  node: 'peer' | 'orderer',
  { hostname }: Endpoint,
  isBack?: () => Promise<unknown>,
): Promise<void> {
  const { say } = nodes;
  const path = startPath(nodes, hostname);
  const before = textAt(path);
  const startedAt = performance.now();
  // Of the process that all nodes share, as only those that use something new are started again otherwise.
  if (nodes.kind === 'embedded') ask(startAgainPath(nodes.dataDir, hostname));
  if (!tell(nodes, node, hostname)) say(`${hostname} does not run: waiting for it`);
  await until(hostname, () => Promise.resolve(textAt(path) !== before));
  await isBack?.();
  const tookMs = Math.round(performance.now() - startedAt);
  say(`${hostname} is started again, and ${isBack === undefined ? 'runs' : 'has all blocks'} after ${tookMs} ms`);
}

/** Ends it, or has the process of all nodes look at what it uses; false where it does not run. */
export function tell(nodes: RunningNodes, node: 'peer' | 'orderer', hostname: string): boolean {
  const { kind, dataDir } = nodes;
  return kind === 'native'
    ? signalIf(Number(textAt(startPath(nodes, hostname))), (command) => isOf(node, command), 'SIGTERM')
    : signalIf(Number(textAt(networkPidPath(dataDir))), (command) => EMBEDDED.test(command), 'SIGHUP');
}

/** Whether a program is such a node of Fabric's own. */
export function isOf(node: 'peer' | 'orderer', command: string): boolean {
  return programs[node].test(command);
}

function ask(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
}

const textAt = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** @throws Complaint */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + BACK_WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) {
      throw new Complaint(
        `${what} is not back after ${BACK_WITHIN_MS / 1000} s; nothing after it was touched. Run it again.`,
      );
    }
    await sleep(LOOKED_AT_EVERY_MS);
  }
}
