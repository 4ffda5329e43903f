/** `/v1/programs/{programId}/supply/fold` and `/expiring`: what is over, and what will be. */
import { foldSupply as foldEntry, NEVER, roles } from '@commonpoint/catalogue';
import { z } from 'zod';
import { route } from '../../http/route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTxId } from '../examples.js';
import { programPath } from '../parameters.js';
import { programQueries } from './reads.js';
import { expiringView, foldedView } from './views.js';

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
