/** The thread that judges: it has the blocks and a file, and nothing else of the gateway. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { BlockJudge } from './block-judge.js';
import type { FromThread, ThreadOptions, ToThread } from './judge.js';

/** Of this thread alone: whoever waits at a till goes before. */
const NICENESS = 10;

const port = parentPort!;
const tell = (message: FromThread): void => port.postMessage(message);

try {
  if (process.platform === 'linux') setPriority(0, NICENESS);
} catch {
  // Not allowed here: it judges beside the others.
}
const judge = new BlockJudge(workerData as ThreadOptions);
port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'block': {
      const block = judge.next;
      return tell({ kind: 'judged', block, findings: judge.judge(message.bytes) });
    }
    case 'keep':
      return judge.keep();
    case 'stop':
      judge.close(message.keeping);
      return port.close();
    default:
      return message satisfies never;
  }
});
tell({ kind: 'ready', next: judge.next, found: judge.found, isAnew: judge.isAnew });
