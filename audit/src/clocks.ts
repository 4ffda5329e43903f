/** Peers take a transaction's time that is so far off their clocks, ahead or behind. */
export const CLOCKS_APART_MS = 2 * 60 * 1000;
