/** The judge of the watch in the test's own process, in place of its thread. */
import { BlockJudge } from '../../../gateway-api/src/watch/block-judge.js';
import type { StartJudge } from '../../../gateway-api/src/watch/judge.js';

export const judgeHere =
  (statePath: string): StartJudge =>
  (events) => {
    const judge = new BlockJudge({ statePath, chaincode: 'points' });
    let work = Promise.resolve();
    const next = (step: () => void): void => void (work = work.then(step));
    next(() => events.ready(judge.begun));
    return {
      judge: (bytes) =>
        next(() => {
          const { next: block } = judge;
          events.judged(block, judge.judge(bytes));
        }),
      keep: (actedOn) => next(() => judge.keep(actedOn)),
      async stop(actedOn) {
        next(() => judge.close(actedOn));
        await work;
      },
    };
  };
