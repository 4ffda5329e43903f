/** `/v1/organizations`, `/v1/clearing/cycles/{cycle}`: who takes part, and who owes whom. */
import { route } from '../http/route.js';
import { exampleTime } from './examples.js';
import { cyclePath } from './parameters.js';
import { clearingView, organizationsView } from './representations.js';

const everyone = ['admin', 'operator', 'cashier', 'auditor'] as const;
const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;

export const listOrganizations = route({
  operationId: 'listOrganizations',
  method: 'get',
  path: '/v1/organizations',
  tag: 'Consortium',
  summary: 'The organisations that take part.',
  roles: everyone,
  transactions: ['listOrganizations'],
  replies: { 200: { description: 'All of them.', schema: organizationsView } },
  errors: readErrors,
  example: {
    replies: {
      200: {
        organizations: [{ mspId: 'HarborMSP', name: 'Harbor', status: 'active', registeredAt: exampleTime }],
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.organizations(ask.read);
    return { status: 200, body: { organizations: value, asOfBlock } };
  },
});

export const clearingPositions = route({
  operationId: 'clearingPositions',
  method: 'get',
  path: '/v1/clearing/cycles/{cycle}',
  tag: 'Consortium',
  summary: 'What each merchant owes each other one in a month, in points; positions sum to zero.',
  roles: everyone,
  transactions: ['clearingPositions'],
  params: cyclePath,
  replies: { 200: { description: 'The positions.', schema: clearingView } },
  errors: readErrors,
  example: {
    params: { cycle: '2026-11' },
    replies: {
      200: {
        cycle: '2026-11',
        positions: [{ debtor: 'HarborMSP', creditor: 'CityParkMSP', programId: 'harbor', amount: '50' }],
        net: [
          { mspId: 'CityParkMSP', amount: '50' },
          { mspId: 'HarborMSP', amount: '-50' },
        ],
        asOfBlock: 42,
      },
    },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.clearing(ask.params.cycle, ask.read);
    return { status: 200, body: { ...value, asOfBlock } };
  },
});
