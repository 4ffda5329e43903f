/**
 * How far a request's timestamp may be off the clock of a peer or an orderer. Fabric's default is 15 minutes, and a merchant
 * that dates its transactions ahead or back gains so much; rules of the ledger count on two (`CLOCKS_APART_MS`).
 */
export const TIME_WINDOW_MINUTES = 2;
export const TIME_WINDOW_MS = TIME_WINDOW_MINUTES * 60 * 1000;
