import { Presets, SingleBar } from 'cli-progress';

/** How far something is; a bar on a terminal, now and then a line elsewhere. */
export interface Progress {
  update(done: number): void;
  finish(): void;
}

export function showProgress(what: string, total: number): Progress {
  return process.stdout.isTTY ? bar(what, total) : lines(what, total);
}

function bar(what: string, total: number): Progress {
  const format = `  ${what.padEnd(24)} [{bar}] {percentage} %  {value}/{total}  {duration_formatted}`;
  const single = new SingleBar({ format, hideCursor: true, etaBuffer: 50 }, Presets.rect);
  single.start(total, 0);
  return { update: (done) => single.update(done), finish: () => single.stop() };
}

function lines(what: string, total: number): Progress {
  let toldTenths = 0;
  let latest = 0;
  const tell = () => console.log(`  ${what}: ${latest} of ${total}`);
  return {
    update: (done) => {
      latest = done;
      const tenths = Math.floor((done / total) * 10);
      if (tenths > toldTenths && tenths < 10) {
        toldTenths = tenths;
        tell();
      }
    },
    finish: tell,
  };
}
