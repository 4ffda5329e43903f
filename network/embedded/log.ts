/** Where the nodes tell what a person may want to know, one line each. */
export type Log = (line: string) => void;

const EVERY_MS = 10_000;

/** Of what takes long, a line every ten seconds, the first after as many: who waits knows then that it goes on. */
export function nowAndThen(log: Log): (line: () => string) => void {
  let lastAt = performance.now();
  return (line) => {
    const at = performance.now();
    if (at - lastAt < EVERY_MS) return;
    lastAt = at;
    log(line());
  };
}
