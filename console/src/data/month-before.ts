/** As cycles are called: the last one that is over, of UTC. */
export const monthBefore = (): string =>
  new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 1)).toISOString().slice(0, 7);
