/** Purchases as a shop's till has them, from a seed: most members buy now and then, a few every other day, most buy little. */

/** Of members that buy again, so many purchases for each: as in a grocer's data of two years. */
const PURCHASES_OF_A_MEMBER = 50;
const DAYS = 600;
const FIRST_DAY = Date.UTC(2025, 0, 1);
const DAY_MS = 86_400_000;

export interface GeneratedPurchases {
  readonly members: number;
  /** Rows of the whole from one on, as a file with its heading. */
  csv(from: number, rows: number): Buffer;
  memberRef(index: number): string;
}

/** The same seed and number of rows make the same purchases. */
export function generatedPurchases(rows: number, seed: number): GeneratedPurchases {
  const members = Math.max(100, Math.round(rows / PURCHASES_OF_A_MEMBER));
  const memberRef = (index: number): string => `g${String(index).padStart(7, '0')}`;
  const row = (index: number): string => {
    // Squared, so that a tenth of the members have a third of the purchases.
    const member = Math.floor(uniform(seed, index, 0) ** 2 * members);
    const day = new Date(FIRST_DAY + Math.floor((index / rows) * DAYS) * DAY_MS).toISOString().slice(0, 10);
    const cents = 100 + Math.floor(-Math.log(1 - uniform(seed, index, 1)) * 900);
    return `${memberRef(member)},${day},1,${(cents / 100).toFixed(2)}`;
  };
  return {
    members,
    memberRef,
    csv: (from, count) =>
      Buffer.from(
        ['customer_id,date,quantity,amount', ...Array.from({ length: count }, (_, at) => row(from + at)), ''].join(
          '\n',
        ),
      ),
  };
}

/** From 0 to 1, by a mixing of 32 bits (after Murmur's last step): any row can be made without those before it. */
function uniform(seed: number, index: number, use: number): number {
  let h = (seed ^ Math.imul(index * 2 + use + 1, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
