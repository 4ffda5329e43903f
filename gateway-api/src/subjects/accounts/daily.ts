/** What a new day does to points: some can be spent from now on, and some end before long. */
import { daysAfter } from '@commonpoint/catalogue';
import { TOLD_DAYS_BEFORE, type PrepareDaily } from '../../events/event-log.js';

export const daily: PrepareDaily = ({ sqlite }) => {
  const matured = sqlite.prepare(
    `DELETE FROM maturing WHERE matures_on <= ? RETURNING program_id, matures_on AS day, CAST(amount AS TEXT) AS amount`,
  );
  const ending = sqlite.prepare(
    `SELECT program_id, expiry AS day, CAST(amount AS TEXT) AS amount FROM ends
     WHERE expiry > ? AND expiry <= ? AND amount <> 0 ORDER BY expiry, program_id`,
  );
  interface Sum {
    readonly program_id: string;
    readonly day: string;
    readonly amount: string;
  }
  const inOrder = (a: Sum, b: Sum): number => (`${a.day} ${a.program_id}` < `${b.day} ${b.program_id}` ? -1 : 1);
  return ({ after, upTo }) => [
    ...(matured.all(upTo) as unknown as Sum[])
      .filter(({ amount }) => amount !== '0')
      .sort(inOrder)
      .map(({ program_id: programId, day: maturesOn, amount }) => ({
        type: 'points.matured',
        programId,
        maturesOn,
        amount,
      })),
    ...(ending.all(daysAfter(after, TOLD_DAYS_BEFORE), daysAfter(upTo, TOLD_DAYS_BEFORE)) as unknown as Sum[]).map(
      ({ program_id: programId, day: expiry, amount }) => ({
        type: 'points.expiring',
        programId,
        expiry,
        amount,
      }),
    ),
  ];
};
