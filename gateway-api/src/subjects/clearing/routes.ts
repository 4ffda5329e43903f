/** `/v1/clearing/cycles`: what merchants owe each other for a month, or for a part of it. */
import {
  clearingPositions as positionsEntry,
  closeCycle as closeEntry,
  cutOffCycle as cutOffEntry,
  cycle,
  getCycle,
  netByProgram,
  type CycleReport,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { CSV_TYPE, csvText } from '../../http/csv-text.js';
import { readRoute } from '../../http/read-route.js';
import { route } from '../../http/route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleTxId } from '../examples.js';
import { closeCycle as close } from './close-cycle.js';
import { clearingQueries } from './reads.js';
import { clearingView, cutOffView, cyclesView, cycleView, cycleWrittenView } from './views.js';

export * from './position-operations.js';

const examplePositions = [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '50' }];
const exampleNet = [
  { programId: 'harbor', mspId: 'CityParkMSP', amount: '50' },
  { programId: 'harbor', mspId: 'HarborMSP', amount: '-50' },
];
const exampleCycle = {
  cycle: '2026-11',
  status: 'open',
  folded: 0,
  positions: examplePositions.map((position) => ({ ...position, worth: '45000000' })),
  net: exampleNet,
  values: [{ programId: 'harbor', clearingValue: '900000' }],
  privatePairs: [],
  moneyNet: [
    { mspId: 'CityParkMSP', amount: '45000000' },
    { mspId: 'HarborMSP', amount: '-45000000' },
  ],
  unvalued: [],
  currency: 'USD',
  netting: 'pairs',
  remaindersBefore: [],
  payments: [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '45000000' }],
  remainders: [],
};
const params = { cycle: '2026-11' };
const path = '/v1/clearing/cycles/{cycle}';
const about = { tag: 'Clearing', params: z.strictObject({ cycle }) };

/** The report with its net in points by programme beside that in money. */
const withPoints = ({ net: moneyNet, ...statement }: CycleReport): object => ({
  ...statement,
  net: netByProgram(statement.positions),
  moneyNet,
});

export const readCycle = readRoute(getCycle, path, {
  ...about,
  operationId: 'readCycle',
  summary: 'A cycle: its positions in points, the clearing values, and what each merchant is owed or owes.',
  description:
    'Final once it is closed; it always comes from the peer. `payments` is what is really paid, in whole units of the currency: by pair, or netted over all, as the members agreed. What is less is in `remainders`, and owed with the cycle that is closed next. Of a cycle that is not closed it is what would be paid now. As CSV: the positions, with their values.',
  view: cycleView,
  shows: 'The cycle.',
  example: { params, replies: { 200: { ...exampleCycle, asOfBlock: 42 } } },
  body: withPoints,
  csv: (statement) => ({ type: CSV_TYPE, content: cycleCsv(statement) }),
});

function cycleCsv({ cycle: name, status, currency, positions, values, privatePairs }: CycleReport): string {
  const valueOf = new Map(values.map(({ programId, clearingValue }) => [programId, clearingValue]));
  const header = [
    'cycle',
    'status',
    'debtor',
    'creditor',
    'program',
    'points',
    'clearing_value',
    'money_millionths',
    'currency',
  ];
  const rows = positions.map(({ debtor, creditor, programId, amount, worth, unvalued }) => {
    const value = valueOf.get(programId);
    // What is owed on private terms is not this, and nobody else's to know.
    const inPrivate = privatePairs.some(({ parties }) => parties.includes(debtor) && parties.includes(creditor));
    const money = inPrivate || unvalued === amount ? undefined : worth;
    return [
      name,
      status,
      debtor,
      creditor,
      programId,
      amount,
      value,
      money,
      money === undefined ? undefined : currency,
    ];
  });
  return csvText(header, rows);
}

export const listCycles = route({
  operationId: 'listCycles',
  method: 'get',
  path: '/v1/clearing/cycles',
  tag: 'Clearing',
  summary:
    'All clearing cycles with their state, the newest first: those in which something was owed, and the present one.',
  roles: getCycle.roles,
  replies: { 200: { description: 'The cycles.', schema: cyclesView } },
  example: {
    replies: {
      200: {
        cycles: [
          { cycle: '2026-11', status: 'open' },
          { cycle: '2026-10', status: 'closed' },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: (_context, { projection }) => ({
    status: 200,
    body: { cycles: projection.of(clearingQueries).cycles(), asOfBlock: projection.lastBlock() },
  }),
});

export const clearingPositions = readRoute(positionsEntry, `${path}/positions`, {
  ...about,
  operationId: 'clearingPositions',
  summary: 'What each merchant owes each other one in a month, in points; positions sum to zero.',
  view: clearingView,
  shows: 'The positions.',
  example: {
    params,
    replies: { 200: { cycle: '2026-11', positions: examplePositions, net: exampleNet, asOfBlock: 42 } },
  },
  here: ({ projection }, request) => projection.of(clearingQueries).positions(request.cycle),
});

export const cutOffCycle = writeRoute(cutOffEntry, `${path}/cut-off`, {
  ...about,
  operationId: 'cutOffCycle',
  summary: 'Agrees to end the present cycle before its month does.',
  description:
    'When every active merchant has agreed, it ends: it can be closed, and what follows counts to `next`, another part of the month.',
  view: cutOffView,
  done: 'Agreed; with `cutAt` and `next`, by everybody.',
  later: 'Not committed yet.',
  example: {
    params,
    replies: { 200: { cycle: '2026-11', agreed: ['HarborMSP'], state: 'committed', txId: exampleTxId } },
  },
  content: (context) => ({ cutOff: context.params.cycle }),
  location: (context) => `/v1/clearing/cycles/${context.params.cycle}`,
});

export const closeCycle = writeRoute(closeEntry, `${path}/close`, {
  ...about,
  operationId: 'closeCycle',
  summary:
    'Closes a cycle that was cut off or ended two minutes ago or earlier; any merchant may, and it is done once.',
  view: cycleWrittenView,
  done: 'It is closed.',
  later: 'It takes longer than the request waits, and goes on: read the cycle.',
  example: {
    params,
    replies: { 200: { ...exampleCycle, status: 'closed', state: 'committed', txId: exampleTxId } },
  },
  write: (context, gateway, options) => close(gateway, context.caller, context.params.cycle, options),
  show: (statement: CycleReport | undefined, context) =>
    statement === undefined ? context.params : withPoints(statement),
  location: (context) => `/v1/clearing/cycles/${context.params.cycle}`,
});
