/** `/v1/clearing/cycles/{cycle}/statements`: what two merchants on private terms owe each other for a closed cycle. */
import {
  cycle,
  getStatement,
  listStatements,
  makeStatement as makeEntry,
  mspId,
  settleStatement as settleEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { listRoute } from '../../http/list-route.js';
import { privateErrors, readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleHash, exampleTime, exampleTxId } from '../examples.js';
import { requireCounterparty } from '../organizations/counterparty.js';
import { page } from '../parameters.js';
import { moneyStatementsView, moneyStatementView, moneyStatementWrittenView } from './views.js';

const path = '/v1/clearing/cycles/{cycle}/statements';
const cyclePath = z.strictObject({ cycle });
const statementPath = z.strictObject({ cycle, counterparty: mspId });
const tag = 'Clearing';

const params = { cycle: '2026-11', counterparty: 'CityParkMSP' };
const exampleRecord = {
  cycle: '2026-11',
  parties: ['CityParkMSP', 'HarborMSP'],
  hash: exampleHash,
  madeBy: 'HarborMSP',
  madeAt: exampleTime,
};
const exampleStatement = {
  cycle: '2026-11',
  parties: ['CityParkMSP', 'HarborMSP'],
  currency: 'USD',
  termsVersion: 1,
  lines: [
    {
      debtor: 'HarborMSP',
      creditor: 'CityParkMSP',
      programId: 'harbor',
      points: '120',
      price: '870000',
      pointsAtPrice: '100',
      clearingValue: '900000',
      pointsAtClearingValue: '20',
      pointsUnvalued: '0',
      amount: '105000000',
    },
  ],
  fees: [
    {
      payer: 'CityParkMSP',
      payee: 'HarborMSP',
      basisPoints: 25,
      base: '105000000',
      perCycle: '0',
      amount: '262500',
    },
  ],
  total: { debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '104000000' },
  remainder: { debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '737500' },
  salt: exampleHash,
};

const exampleSettlement = {
  cycle: '2026-11',
  currency: 'USD',
  ...exampleStatement.total,
  status: 'instructed',
  dueSince: '2026-12-01',
  reference: 'RF18 5390 0754 7034',
  instructedAt: exampleTime,
};

export const makeMoneyStatement = writeRoute(makeEntry, path, {
  operationId: 'makeMoneyStatement',
  tag,
  summary:
    'Makes the money statement of a closed cycle with another merchant; either of the two may, and it is made once.',
  description:
    'The peers of the two compute it from the cycle’s positions and the terms that they hold. The reply says what everybody may know; `GET` gives the statement.',
  params: cyclePath,
  body: z.strictObject({ counterparty: mspId }),
  view: moneyStatementWrittenView,
  done: 'It stands; its hash.',
  example: {
    params: { cycle: '2026-11' },
    body: { counterparty: 'CityParkMSP' },
    replies: { 200: { ...exampleRecord, state: 'committed', txId: exampleTxId } },
  },
  check: ({ body }, gateway) => requireCounterparty(gateway, body.counterparty),
  request: (context) => ({ counterparty: context.body.counterparty, cycle: context.params.cycle }),
  location: (context) => `/v1/clearing/cycles/${context.params.cycle}/statements/${context.body.counterparty}`,
});

export const readMoneyStatement = readRoute(getStatement, `${path}/{counterparty}`, {
  operationId: 'readMoneyStatement',
  tag,
  summary: 'The money statement of a cycle between this organisation and another merchant, as the own peer holds it.',
  roles: ['admin', 'operator'],
  params: statementPath,
  view: moneyStatementView,
  shows: 'The statement.',
  errors: privateErrors,
  example: {
    params,
    replies: {
      200: { ...exampleRecord, statement: exampleStatement, settlement: exampleSettlement, asOfBlock: 42 },
    },
  },
  body: ({ record, ...known }) => ({ ...record, ...known }),
});

export const settleMoneyStatement = writeRoute(settleEntry, `${path}/{counterparty}/settle`, {
  operationId: 'settleMoneyStatement',
  tag,
  summary: 'Says of the payment of a money statement that it is instructed, confirmed, disputed or resolved.',
  description:
    'As with public settlements: the debtor instructs, the creditor confirms, either side disputes, and whoever disputed resolves. Only the two get to know what was said; the reply says what everybody may know.',
  params: statementPath,
  body: settleEntry.privateInput,
  view: moneyStatementWrittenView,
  done: 'It is recorded.',
  example: {
    params,
    body: { say: 'instructed', reference: 'RF18 5390 0754 7034' },
    replies: { 200: { ...exampleRecord, state: 'committed', txId: exampleTxId } },
  },
  check: (context, gateway) => requireCounterparty(gateway, context.params.counterparty),
  request: (context) => ({ counterparty: context.params.counterparty, cycle: context.params.cycle }),
  privateInput: ({ body }) => body,
  content: ({ params: { counterparty, cycle: closed }, body }, { secrets }) => ({
    counterparty,
    cycle: closed,
    digest: secrets.confidentialDigest(body),
  }),
  show: (record, context) => ({ cycle: context.params.cycle, ...record }),
  location: (context) => `/v1/clearing/cycles/${context.params.cycle}/statements/${context.params.counterparty}`,
});

export const listMoneyStatements = listRoute(listStatements, path, {
  operationId: 'listMoneyStatements',
  tag,
  summary: 'Which money statements exist for a cycle, and their hashes.',
  description: 'What everybody may know; it always comes from the peer.',
  params: cyclePath,
  query: page,
  view: moneyStatementsView,
  items: 'statements',
  example: { params: { cycle: '2026-11' }, replies: { 200: { statements: [exampleRecord], asOfBlock: 42 } } },
});
