/** The thread that judges: it has the blocks and a file, and nothing else of the gateway. */
import { parentPort, workerData } from 'node:worker_threads';
import { giveWayToOthers } from '../low-priority.js';
import { BlockJudge } from './block-judge.js';
import type { FromThread, JudgedBlock, ThreadOptions, ToThread } from './judge.js';

const port = parentPort!;
const tell = (message: FromThread): void => port.postMessage(message);

giveWayToOthers();
const judge = new BlockJudge(workerData as ThreadOptions);
port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'blocks': {
      const blocks: JudgedBlock[] = [];
      try {
        for (const bytes of message.blocks) blocks.push({ block: judge.next, findings: judge.judge(bytes) });
      } finally {
        // Also what was judged before one that could not be.
        tell({ kind: 'judged', blocks });
      }
      return;
    }
    case 'keep':
      return judge.keep(message.actedOn);
    case 'stop':
      judge.close(message.actedOn);
      return port.close();
    default:
      return message satisfies never;
  }
});
tell({ kind: 'ready', ...judge.begun });
