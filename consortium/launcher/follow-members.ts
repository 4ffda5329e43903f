/**
 * A consortium that runs follows what `joined.json` and `left.json` say since it began to start: nodes first, and a gateway once there is
 * something to connect to; of one that left, its gateway ends before its nodes.
 */
import { type Stats, unwatchFile, watchFile } from 'node:fs';
import { joinedPath } from '@commonpoint/network/joined';
import { leftPath } from '@commonpoint/network/left';

const LOOKED_AT_EVERY_MS = 250;

export interface MembersPrograms {
  readonly dataDir: string;
  /** Ends the gateways of those that left. */
  readonly endGateways: () => Promise<void>;
  /** Has the nodes started that do not run yet, and those ended that are to run no more. */
  readonly nodes: () => void;
  /** Starts the gateways that do not run yet. */
  readonly gateways: () => Promise<void>;
  readonly log: (line: string) => void;
}

/** One change after the other; `stop` resolves when none is under way. */
export function followMembers({ dataDir, endGateways, nodes, gateways, log }: MembersPrograms): {
  stop(): Promise<void>;
} {
  const paths = [joinedPath(dataDir), leftPath(dataDir)];
  let last = Promise.resolve();
  let isStopped = false;
  const follow = (): void => {
    last = last.then(async () => {
      if (isStopped) return;
      await endGateways();
      nodes();
      await gateways();
    });
    last = last.catch((error: unknown) => log(`an organisation cannot join or leave: ${String(error)}`));
  };
  // It is called when a file is read, too, and when there is none.
  const changed = (now: Stats, before: Stats): void => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino) follow();
  };
  for (const path of paths) watchFile(path, { interval: LOOKED_AT_EVERY_MS, persistent: false }, changed);
  // What it said changed before, while the consortium was being started.
  follow();
  return {
    stop() {
      isStopped = true;
      for (const path of paths) unwatchFile(path, changed);
      return last;
    },
  };
}
