/** How far something is: a bar on a terminal, now and then a line elsewhere. */
import { Presets, SingleBar } from 'cli-progress';

const LINES_APART_MS = 5_000;

export function showProgress(
  what: string,
  total: number,
  stream: NodeJS.WriteStream,
): { update(done: number): void; finish(): void } {
  if (stream.isTTY) {
    const format = `${what} [{bar}] {percentage} %  {value}/{total}  {duration_formatted}`;
    const bar = new SingleBar({ format, hideCursor: true, etaBuffer: 50, stream }, Presets.rect);
    bar.start(total, 0);
    return { update: (done) => bar.update(done), finish: () => bar.stop() };
  }
  let toldAt = performance.now();
  return {
    update(done) {
      if (performance.now() - toldAt < LINES_APART_MS) return;
      toldAt = performance.now();
      stream.write(`${what}: ${done} of ${total}\n`);
    },
    finish: () => undefined,
  };
}
