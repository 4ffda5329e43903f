/** `/v1/programs/{programId}/supply/days`, `/supply/fold` and `/expiring`: what was, what is over, and what will be. */
import { foldSupply as foldEntry, NEVER, roles } from '@commonpoint/catalogue';
import { z } from 'zod';
import { route } from '../../http/route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTxId } from '../examples.js';
import { programPath } from '../parameters.js';
import { programQueries } from './reads.js';
import { expiringView, foldedView, supplyDaysView } from './views.js';

const params = { programId: 'harbor' };
const about = { tag: 'Programmes', params: programPath };
const total = { issued: '1000', redeemed: '150', expired: '50', reversed: '0' };
const exampleFolded = { ...params, period: '2026-11-22', folded: 12, more: false, total };

export const foldSupply = writeRoute(foldEntry, '/v1/programs/{programId}/supply/fold', {
  ...about,
  operationId: 'foldSupply',
  summary: 'Folds supply rows of a past day into the programme’s total, 500 at a time.',
  description:
    'The issuer’s gateway does it by itself once a day is over. With a cap on what is outstanding, what the day retired comes back as quota. `more` says that the day has further rows.',
  body: z.strictObject({ period: foldEntry.request.shape.period }),
  view: foldedView,
  done: 'Folded.',
  example: {
    params,
    body: { period: '2026-11-22' },
    replies: { 200: { ...exampleFolded, state: 'committed', txId: exampleTxId } },
  },
  show: (folding, { params: path }) => ({ ...path, ...folding }),
});

const SUPPLY_DAYS_MAX = 366;
const exampleDay = {
  day: '2026-11-23',
  issued: '1000',
  interest: '0',
  redeemed: '150',
  expired: '50',
  reversed: '0',
  held: '0',
  outstanding: '800',
};

export const readSupplyDays = route({
  ...about,
  operationId: 'readSupplyDays',
  method: 'get',
  path: '/v1/programs/{programId}/supply/days',
  summary: 'What each of the newest days came to, and what was outstanding and held at its end.',
  description:
    'Days are those of UTC, and have an entry where anything happened on them. Of a day the points that were issued, earned by notes, redeemed, expired and reversed; `held` and `outstanding` are as of its end.',
  roles,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(SUPPLY_DAYS_MAX).default(31).meta({ description: 'How many days.' }),
  }),
  replies: { 200: { description: 'By day, the last one first.', schema: supplyDaysView } },
  errors: ['PROGRAM_UNKNOWN'],
  example: { params, replies: { 200: { ...params, days: [exampleDay], asOfBlock: 42 } } },
  handle: ({ params: { programId }, query: { limit } }, { projection }) => {
    const programs = projection.of(programQueries);
    const now = programs.supply(programId);
    // Back from what is there now, so that no day before has to be known.
    let outstanding = BigInt(now.outstanding);
    let held = BigInt(now.held);
    const days = programs.supplyDays(programId, limit).map(({ day, held: heldOnIt, ...came }) => {
      const { issued, interest, redeemed, expired, reversed } = came;
      const atEnd = { held: String(held), outstanding: String(outstanding) };
      outstanding -= issued + interest - redeemed - expired - reversed - heldOnIt;
      held -= heldOnIt;
      const said = { issued, interest, redeemed, expired, reversed };
      return {
        day,
        ...(Object.fromEntries(Object.entries(said).map(([name, of]) => [name, String(of)])) as Strings),
        ...atEnd,
      };
    });
    return { status: 200, body: { programId, days, asOfBlock: projection.lastBlock() } };
  },
});
type Strings = Record<'issued' | 'interest' | 'redeemed' | 'expired' | 'reversed', string>;

export const readExpiring = route({
  ...about,
  operationId: 'readExpiring',
  method: 'get',
  path: '/v1/programs/{programId}/expiring',
  summary: 'What of a programme’s points ends in which month, in the accounts of all merchants.',
  description:
    'Points that are held are not among them: whether they come back is not known. Months that have passed have points that ended and are not retired yet.',
  roles,
  replies: { 200: { description: 'By month, the soonest first.', schema: expiringView } },
  errors: ['PROGRAM_UNKNOWN'],
  example: {
    params,
    replies: { 200: { ...params, months: [{ month: '2028-11', amount: '800' }], never: '0', asOfBlock: 42 } },
  },
  handle: ({ params: { programId } }, { projection }) => {
    const { ends, requireProgram } = projection.of(programQueries);
    requireProgram(programId);
    let never = 0n;
    const byMonth = new Map<string, bigint>();
    for (const { expiry, amount } of ends(programId)) {
      if (expiry === NEVER) never = amount;
      else byMonth.set(expiry.slice(0, 7), (byMonth.get(expiry.slice(0, 7)) ?? 0n) + amount);
    }
    const months = [...byMonth].map(([month, amount]) => ({ month, amount: String(amount) }));
    return { status: 200, body: { programId, months, never: String(never), asOfBlock: projection.lastBlock() } };
  },
});
