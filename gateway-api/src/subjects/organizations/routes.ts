/** `/v1/organizations`: who takes part. */
import { listOrganizations as listEntry, organization } from '@commonpoint/catalogue';
import { z } from 'zod';
import { readRoute } from '../../http/read-route.js';
import { exampleTime } from '../examples.js';
import { asOfBlock } from '../views.js';
import { organizationQueries } from './reads.js';

export const listOrganizations = readRoute(listEntry, '/v1/organizations', {
  operationId: 'listOrganizations',
  tag: 'Consortium',
  summary: 'The organisations that take part.',
  view: z.strictObject({ organizations: z.array(organization), asOfBlock }),
  shows: 'All of them.',
  example: {
    replies: {
      200: {
        organizations: [
          { mspId: 'HarborMSP', name: 'Harbor', kind: 'merchant', status: 'active', registeredAt: exampleTime },
        ],
        asOfBlock: 42,
      },
    },
  },
  here: ({ projection }) => ({ organizations: projection.of(organizationQueries).organizations() }),
});
