/** A judge in a thread of its own: whatever a block does to it, requests are answered beside it. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FromThread, StartJudge, ThreadOptions, ToThread } from './judge.js';

/** What it needs does not grow with the ledger; if it ever takes more, it ends and the gateway does not. */
const MEMORY_MAX_MIB = 512;
/** To wake a thread, and to be woken by its answer, costs as much as to judge an operation: blocks of this time go together. */
const GATHERED_MS = 150;
const GATHERED_BYTES_MAX = 1024 * 1024;
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
      else for (const { block, findings } of message.blocks) events.judged(block, findings);
    });
    worker.on('error', (error: Error) => (reason = error));
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    void ended.then(() => isStopped || events.ended(reason));
    const tell = (message: ToThread, memory: ArrayBuffer[] = []): void => worker.postMessage(message, memory);
    let gathered: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    let timer: NodeJS.Timeout | undefined;
    const hand = (): void => {
      clearTimeout(timer);
      timer = undefined;
      if (gathered.length === 0) return;
      const blocks = gathered;
      [gathered, bytes] = [[], 0];
      tell(
        { kind: 'blocks', blocks },
        blocks.map(({ buffer }) => buffer),
      );
    };
    return {
      judge(block) {
        // What shares its memory with others is copied.
        const isAlone = block.byteLength === block.buffer.byteLength && block.buffer instanceof ArrayBuffer;
        gathered.push(isAlone ? (block as Uint8Array<ArrayBuffer>) : new Uint8Array(block));
        bytes += block.byteLength;
        if (bytes >= GATHERED_BYTES_MAX) hand();
        else timer ??= setTimeout(hand, GATHERED_MS).unref();
      },
      hurry: hand,
      keep(actedOn) {
        hand();
        tell({ kind: 'keep', actedOn });
      },
      async stop(actedOn) {
        isStopped = true;
        hand();
        tell({ kind: 'stop', actedOn });
        await Promise.race([ended, pause(STOP_MS, undefined, { ref: false })]);
        await worker.terminate();
      },
    };
  };
