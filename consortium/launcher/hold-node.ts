/** A node of a consortium that runs stands still for as long as something is done with its folder. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { heldPath } from '@commonpoint/network/embedded/nodes-in-use';
import { holdPath } from '@commonpoint/network/native/node-config';
import type { Endpoint } from '@commonpoint/network/topology';
import { processes } from './foreign-process.js';
import { isOf, type RunningNodes, startPath, tell, until } from './start-again.js';

/** Of the embedded network peers alone. @param isBack whether it has what it should, once it was started again. @throws Complaint */
export async function whileHeld<T>(
  nodes: RunningNodes,
  node: 'peer' | 'orderer',
  { hostname }: Endpoint,
  work: () => Promise<T>,
  isBack?: () => Promise<unknown>,
): Promise<T> {
  const { kind, dataDir } = nodes;
  const hold = kind === 'native' ? holdPath(dataDir, hostname) : heldPath(dataDir, hostname);
  const started = startPath(nodes, hostname);
  const before = existsSync(started) ? readFileSync(started, 'utf8') : '';
  mkdirSync(dirname(hold), { recursive: true });
  writeFileSync(hold, '');
  try {
    tell(nodes, node, hostname);
    const hasEnded = (): boolean =>
      kind === 'native' ? !processes(Number(before)).some(({ command }) => isOf(node, command)) : !existsSync(started);
    await until(hostname, () => Promise.resolve(hasEnded()));
    return await work();
  } finally {
    rmSync(hold, { force: true });
    if (kind === 'embedded') tell(nodes, node, hostname);
    await until(hostname, () => Promise.resolve(existsSync(started) && readFileSync(started, 'utf8') !== before));
    await isBack?.();
  }
}
