/** A judge in a thread of its own: whatever a block does to it, requests are answered beside it. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FromThread, StartJudge, ThreadOptions, ToThread } from './judge.js';

/** What it needs does not grow with the ledger; if it ever takes more, it ends and the gateway does not. */
const MEMORY_MAX_MIB = 512;
/** How long a stop waits for the block that is being judged. */
const STOP_MS = 2_000;

export const startThread =
  (options: ThreadOptions, script = join(__dirname, 'watch-thread.js')): StartJudge =>
  (events) => {
    const worker = new Worker(script, {
      workerData: options,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MIB },
    });
    worker.unref();
    let isStopped = false;
    let reason = new Error('the thread ended');
    worker.on('message', (message: FromThread) => {
      if (isStopped) return;
      if (message.kind === 'ready') events.ready(message);
      else events.judged(message.block, message.findings);
    });
    worker.on('error', (error: Error) => (reason = error));
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    void ended.then(() => isStopped || events.ended(reason));
    const tell = (message: ToThread, memory: ArrayBuffer[] = []): void => worker.postMessage(message, memory);
    return {
      judge(block) {
        // What shares its memory with others is copied.
        const bytes = block.byteLength === block.buffer.byteLength ? block : Uint8Array.from(block);
        tell({ kind: 'block', bytes }, [bytes.buffer as ArrayBuffer]);
      },
      keep: () => tell({ kind: 'keep' }),
      async stop(keeping) {
        isStopped = true;
        tell({ kind: 'stop', keeping });
        await Promise.race([ended, pause(STOP_MS, undefined, { ref: false })]);
        await worker.terminate();
      },
    };
  };
