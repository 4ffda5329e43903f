/** `/v1/clearing/cycles`: what merchants owe each other for a month, or for a part of it. */
import { closeCycle as closeEntry, cutOffCycle as cutOffEntry, type CycleStatement } from '@commonpoint/catalogue';
import { CSV_TYPE, csvText } from '../http/csv-text.js';
import { route } from '../http/route.js';
import { exampleTxId } from './examples.js';
import { cyclePath } from './parameters.js';
import { clearingView, cutOffView, cycleView, cycleWrittenView } from './representations.js';
import { writeErrors, writeOnce } from './written.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;

const examplePositions = [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '50' }];
const exampleNet = [
  { mspId: 'CityParkMSP', amount: '50' },
  { mspId: 'HarborMSP', amount: '-50' },
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
};

/** The statement with its net in points beside that in money. */
function withPoints({ net: moneyNet, ...statement }: CycleStatement): object {
  const points = new Map<string, bigint>();
  const add = (mspId: string, amount: bigint): unknown => points.set(mspId, (points.get(mspId) ?? 0n) + amount);
  for (const { debtor, creditor, amount } of statement.positions) {
    add(creditor, BigInt(amount));
    add(debtor, -BigInt(amount));
  }
  const net = [...points].sort(([a], [b]) => (a < b ? -1 : 1)).map(([mspId, each]) => ({ mspId, amount: `${each}` }));
  return { ...statement, net, moneyNet };
}

export const readCycle = route({
  operationId: 'readCycle',
  method: 'get',
  path: '/v1/clearing/cycles/{cycle}',
  tag: 'Clearing',
  summary: 'A cycle: its positions in points, the clearing values, and what each merchant is owed or owes.',
  description: 'Final once it is closed; it always comes from the peer. As CSV: the positions, with their values.',
  roles: everyone,
  transactions: ['getCycle'],
  params: cyclePath,
  replies: { 200: { description: 'The cycle.', schema: cycleView, csv: true } },
  errors: readErrors,
  example: { params: { cycle: '2026-11' }, replies: { 200: { ...exampleCycle, asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.cycle(ask.params.cycle, ask.read);
    return ask.prefersCsv
      ? { status: 200, text: { type: CSV_TYPE, content: cycleCsv(value) } }
      : { status: 200, body: { ...withPoints(value), asOfBlock } };
  },
});

function cycleCsv({ cycle, status, positions, values, privatePairs }: CycleStatement): string {
  const valueOf = new Map(values.map(({ programId, clearingValue }) => [programId, clearingValue]));
  const header = ['cycle', 'status', 'debtor', 'creditor', 'program', 'points', 'clearing_value', 'money_millionths'];
  const rows = positions.map(({ debtor, creditor, programId, amount, worth, unvalued }) => {
    const value = valueOf.get(programId);
    // What is owed on private terms is not this, and nobody else's to know.
    const inPrivate = privatePairs.some(({ parties }) => parties.includes(debtor) && parties.includes(creditor));
    const money = inPrivate || unvalued === amount ? undefined : worth;
    return [cycle, status, debtor, creditor, programId, amount, value, money];
  });
  return csvText(header, rows);
}

export const clearingPositions = route({
  operationId: 'clearingPositions',
  method: 'get',
  path: '/v1/clearing/cycles/{cycle}/positions',
  tag: 'Clearing',
  summary: 'What each merchant owes each other one in a month, in points; positions sum to zero.',
  roles: everyone,
  transactions: ['clearingPositions'],
  params: cyclePath,
  replies: { 200: { description: 'The positions.', schema: clearingView } },
  errors: readErrors,
  example: {
    params: { cycle: '2026-11' },
    replies: { 200: { cycle: '2026-11', positions: examplePositions, net: exampleNet, asOfBlock: 42 } },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.clearing(ask.params.cycle, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});

export const cutOffCycle = route({
  operationId: 'cutOffCycle',
  method: 'post',
  path: '/v1/clearing/cycles/{cycle}/cut-off',
  tag: 'Clearing',
  summary: 'Agrees to end the present cycle before its month does.',
  description:
    'When every active merchant has agreed, it ends: it can be closed, and what follows counts to `next`, another part of the month.',
  roles: cutOffEntry.roles,
  transactions: ['cutOffCycle'],
  params: cyclePath,
  replies: {
    200: { description: 'Agreed; with `cutAt` and `next`, by everybody.', schema: cutOffView },
    202: { description: 'Not committed yet.', schema: cutOffView },
  },
  errors: writeErrors,
  example: {
    params: { cycle: '2026-11' },
    replies: { 200: { cycle: '2026-11', agreed: ['HarborMSP'], state: 'committed', txId: exampleTxId } },
  },
  handle: (ask, gateway) => {
    const { cycle } = ask.params;
    return writeOnce(ask, gateway, {
      content: { cutOff: cycle },
      write: (options) => gateway.writes.submitTransaction(ask.caller, cutOffEntry, { cycle }, options),
      body: (reply) => ({ cycle, ...reply }),
      status: 200,
      location: `/v1/clearing/cycles/${cycle}`,
    });
  },
});

export const closeCycle = route({
  operationId: 'closeCycle',
  method: 'post',
  path: '/v1/clearing/cycles/{cycle}/close',
  tag: 'Clearing',
  summary: 'Closes a cycle that was cut off or ended 15 minutes ago or earlier; any merchant may, and it is done once.',
  roles: closeEntry.roles,
  transactions: ['closeCycle'],
  params: cyclePath,
  replies: {
    200: { description: 'It is closed.', schema: cycleWrittenView },
    202: {
      description: 'It takes longer than the request waits, and goes on: read the cycle.',
      schema: cycleWrittenView,
    },
  },
  errors: writeErrors,
  example: {
    params: { cycle: '2026-11' },
    replies: { 200: { ...exampleCycle, status: 'closed', state: 'committed', txId: exampleTxId } },
  },
  handle: (ask, gateway) => {
    const { cycle } = ask.params;
    return writeOnce(ask, gateway, {
      content: ask.params,
      write: (options) => gateway.writes.closeCycle(ask.caller, cycle, options),
      body: (statement) => (statement === undefined ? { cycle } : withPoints(statement)),
      status: 200,
      location: `/v1/clearing/cycles/${cycle}`,
    });
  },
});
