/** Progress of what takes long, for a person at a terminal or for a log. */
import { Presets, SingleBar } from 'cli-progress';

/** How far something is; a bar on a terminal, now and then a line elsewhere. */
export interface Progress {
  update(done: number): void;
  finish(): void;
}

/** Lines come at most so often, so that what takes long is seen to go on and what is quick says it once. */
const LINES_APART_MS = 2_000;

/** @param stream where it is shown; what a program answers with should go to another one */
export function showProgress(what: string, total: number, stream: NodeJS.WriteStream = process.stdout): Progress {
  return stream.isTTY ? bar(what, total, stream) : lines(what, total, stream);
}

function bar(what: string, total: number, stream: NodeJS.WriteStream): Progress {
  const format = `  ${what.padEnd(24)} [{bar}] {percentage} %  {value}/{total}  {duration_formatted}`;
  const single = new SingleBar({ format, hideCursor: true, etaBuffer: 50, stream }, Presets.rect);
  single.start(total, 0);
  return { update: (done) => single.update(done), finish: () => single.stop() };
}

function lines(what: string, total: number, stream: NodeJS.WriteStream): Progress {
  let toldAt = performance.now();
  let latest = 0;
  const tell = (): void => {
    toldAt = performance.now();
    stream.write(`  ${what}: ${latest} of ${total}\n`);
  };
  return {
    update: (done) => {
      latest = done;
      if (done < total && performance.now() - toldAt >= LINES_APART_MS) tell();
    },
    finish: tell,
  };
}
