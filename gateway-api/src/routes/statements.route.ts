/** `/v1/clearing/cycles/{cycle}/statements`: what two merchants on private terms owe each other for a closed cycle. */
import { makeStatement as makeEntry, mspId, settleStatement as settleEntry } from '@commonpoint/catalogue';
import { z } from 'zod';
import { nextLink, pageOptions, route } from '../http/route.js';
import { requireCounterparty } from './counterparty.js';
import { exampleHash, exampleTime, exampleTxId } from './examples.js';
import { cursor, cyclePath, limit, statementPath } from './parameters.js';
import { moneyStatementsView, moneyStatementView, moneyStatementWrittenView } from './representations.js';
import { writeErrors, writeOnce } from './written.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;
const privateErrors = ['PRIVATE_DATA_NOT_HERE', 'COLLECTION_UNKNOWN'] as const;
const base = '/v1/clearing/cycles/{cycle}/statements';

const examplePath = { cycle: '2026-11', counterparty: 'CityParkMSP' };
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
  total: { debtor: 'HarborMSP', creditor: 'CityParkMSP', amount: '104737500' },
  salt: exampleHash,
};

const exampleSettlement = {
  cycle: '2026-11',
  ...exampleStatement.total,
  status: 'instructed',
  dueSince: '2026-12-01',
  reference: 'RF18 5390 0754 7034',
  instructedAt: exampleTime,
};

export const makeMoneyStatement = route({
  operationId: 'makeMoneyStatement',
  method: 'post',
  path: base,
  tag: 'Clearing',
  summary:
    'Makes the money statement of a closed cycle with another merchant; either of the two may, and it is made once.',
  description:
    'The peers of the two compute it from the cycle’s positions and the terms that they hold. The reply says what everybody may know; `GET` gives the statement.',
  roles: makeEntry.roles,
  transactions: ['makeStatement'],
  params: cyclePath,
  body: z.strictObject({ counterparty: mspId }),
  replies: {
    200: { description: 'It stands; its hash.', schema: moneyStatementWrittenView },
    202: { description: 'Handed over, not committed yet.', schema: moneyStatementWrittenView },
  },
  errors: [...writeErrors, ...privateErrors],
  example: {
    params: { cycle: '2026-11' },
    body: { counterparty: 'CityParkMSP' },
    replies: { 200: { ...exampleRecord, state: 'committed', txId: exampleTxId } },
  },
  handle: async (ask, gateway) => {
    const { cycle } = ask.params;
    const { counterparty } = ask.body;
    await requireCounterparty(ask, gateway, counterparty);
    const request = { counterparty, cycle };
    return writeOnce(ask, gateway, {
      content: request,
      write: (options) => gateway.writes.submitTransaction(ask.caller, makeEntry, request, options),
      body: (record) => ({ cycle, ...record }),
      status: 200,
      location: `/v1/clearing/cycles/${cycle}/statements/${counterparty}`,
    });
  },
});

export const readMoneyStatement = route({
  operationId: 'readMoneyStatement',
  method: 'get',
  path: `${base}/{counterparty}`,
  tag: 'Clearing',
  summary: 'The money statement of a cycle between this organisation and another merchant, as the own peer holds it.',
  roles: ['admin', 'operator'],
  transactions: ['getStatement'],
  params: statementPath,
  replies: { 200: { description: 'The statement.', schema: moneyStatementView } },
  errors: [...readErrors, ...privateErrors],
  example: {
    params: examplePath,
    replies: {
      200: { ...exampleRecord, statement: exampleStatement, settlement: exampleSettlement, asOfBlock: 42 },
    },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.moneyStatement(ask.params, ask.read);
    const { record, ...known } = value;
    return { status: 200, body: { ...record, ...known, asOfBlock } };
  },
});

export const settleMoneyStatement = route({
  operationId: 'settleMoneyStatement',
  method: 'post',
  path: `${base}/{counterparty}/settle`,
  tag: 'Clearing',
  summary: 'Says of the payment of a money statement that it is instructed, confirmed, disputed or resolved.',
  description:
    'As with public settlements: the debtor instructs, the creditor confirms, either side disputes, and whoever disputed resolves. Only the two get to know what was said; the reply says what everybody may know.',
  roles: settleEntry.roles,
  transactions: ['settleStatement'],
  params: statementPath,
  body: settleEntry.privateInput,
  replies: {
    200: { description: 'It is recorded.', schema: moneyStatementWrittenView },
    202: { description: 'Handed over, not committed yet.', schema: moneyStatementWrittenView },
  },
  errors: [...writeErrors, ...privateErrors],
  example: {
    params: examplePath,
    body: { say: 'instructed', reference: 'RF18 5390 0754 7034' },
    replies: { 200: { ...exampleRecord, state: 'committed', txId: exampleTxId } },
  },
  handle: async (ask, gateway) => {
    const { cycle, counterparty } = ask.params;
    await requireCounterparty(ask, gateway, counterparty);
    const request = { counterparty, cycle };
    return writeOnce(ask, gateway, {
      content: { ...request, digest: gateway.writes.confidentialDigest(ask.body) },
      write: (options) =>
        gateway.writes.submitTransaction(ask.caller, settleEntry, request, { ...options, privateInput: ask.body }),
      body: (record) => ({ cycle, ...record }),
      status: 200,
      location: `/v1/clearing/cycles/${cycle}/statements/${counterparty}`,
    });
  },
});

export const listMoneyStatements = route({
  operationId: 'listMoneyStatements',
  method: 'get',
  path: base,
  tag: 'Clearing',
  summary: 'Which money statements exist for a cycle, and their hashes.',
  description: 'What everybody may know; it always comes from the peer.',
  roles: everyone,
  transactions: ['listStatements'],
  params: cyclePath,
  query: z.strictObject({ limit, cursor }),
  replies: { 200: { description: 'A page.', schema: moneyStatementsView } },
  errors: [...readErrors, 'CURSOR_INVALID'],
  example: { params: { cycle: '2026-11' }, replies: { 200: { statements: [exampleRecord], asOfBlock: 42 } } },
  handle: async (ask, gateway) => {
    const page = await gateway.ledger.statements(ask.params.cycle, pageOptions(ask));
    const { items, next, asOfBlock } = page;
    return {
      status: 200,
      headers: { ...nextLink(ask, next) },
      body: { statements: items, nextCursor: next, asOfBlock },
    };
  },
});
