/** `/v1/organizations`: who takes part. */
import { route } from '../http/route.js';
import { exampleTime } from './examples.js';
import { organizationsView } from './representations.js';

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
