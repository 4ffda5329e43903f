/** What is told of a credit that is nearly used up, as of the block with which it came to that. */
import type { CreditLimit } from '@commonpoint/catalogue';
import type { PrepareEachBlock } from '../../events/event-log.js';
import { exactSum, readSum } from '../../projection/large-sums.js';

/** In percent of the limit. */
const LEVELS = [80n, 95n] as const;
/** So many percent below a level it has to come before it is told of again. */
const AGAIN_BELOW = 5n;

interface Touched {
  readonly program_id: string;
  readonly msp_id: string;
  readonly value: string;
  readonly told: bigint;
  readonly lanes: string;
  readonly backs: string;
}

export const eachBlock: PrepareEachBlock = ({ sqlite }) => {
  const touched = sqlite.prepare(
    `SELECT program_id, msp_id, value, told,
       (SELECT ${exactSum('used')} FROM credit_lanes AS l WHERE l.program_id = c.program_id AND l.msp_id = c.msp_id) AS lanes,
       (SELECT ${exactSum('amount')} FROM credit_backs AS b WHERE b.program_id = c.program_id AND b.msp_id = c.msp_id) AS backs
     FROM credits AS c WHERE touched = 1 ORDER BY program_id, msp_id`,
  );
  touched.setReadBigInts(true);
  const settle = sqlite.prepare('UPDATE credits SET touched = 0, told = ? WHERE program_id = ? AND msp_id = ?');
  return () =>
    (touched.all() as unknown as Touched[]).flatMap(
      ({ program_id: programId, msp_id: mspId, value, told, lanes, backs }) => {
        const used = readSum(lanes) - readSum(backs);
        const { limit, endedAt } = JSON.parse(value) as CreditLimit;
        const percent = endedAt === undefined ? (used * 100n) / BigInt(limit) : 0n;
        const reached = LEVELS.filter((level) => percent >= level);
        const kept = LEVELS.filter((level) => level <= told && percent >= level - AGAIN_BELOW);
        settle.run(
          [0n, ...reached, ...kept].reduce((a, b) => (a > b ? a : b)),
          programId,
          mspId,
        );
        return reached
          .filter((level) => level > told)
          .map((level) => ({ type: `credit.${level}`, programId, mspId, limit, used: String(used) }));
      },
    );
};
