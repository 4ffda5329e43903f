/**
 * Preloaded into programs: their clock is so many milliseconds ahead as the file COMMONPOINT_CLOCK_AHEAD says, which a test
 * changes while they run. Only what Node calls the time of day; timers and certificates' validity in TLS are not moved.
 */
const { readFileSync } = require('node:fs');

const RealDate = Date;
const LOOKED_EVERY_MS = 50;
let ahead = 0;
let looked = -Infinity;

function now() {
  const ran = performance.now();
  if (ran - looked > LOOKED_EVERY_MS) {
    looked = ran;
    try {
      ahead = Number(readFileSync(process.env.COMMONPOINT_CLOCK_AHEAD, 'utf8')) || 0;
    } catch {
      // Not written yet.
    }
  }
  return RealDate.now() + ahead;
}

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }

  static now() {
    return now();
  }
};
