/** `/v1/members`, `/v1/constitution`, `/v1/agreement`: who decides, and by what rules. */
import {
  acceptAgreement as acceptEntry,
  charterOtherwise,
  getConstitution,
  leaveConsortium as leaveEntry,
  listOrganizations,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleHash, exampleTime, exampleTxId } from '../examples.js';
import { organizationQueries } from '../organizations/reads.js';
import { versionDigits } from '../parameters.js';
import { constitutionView, membersView, memberWrittenView } from './views.js';

const tag = 'Governance';
const exampleMember = {
  mspId: 'HarborMSP',
  name: 'Harbor',
  kind: 'merchant',
  status: 'active',
  agreementVersion: 1,
  registeredAt: exampleTime,
};

export const listMembers = readRoute(listOrganizations, '/v1/members', {
  operationId: 'listMembers',
  tag,
  summary: 'The members and those that have left, with what they have accepted of the agreement.',
  view: membersView,
  shows: 'All of them.',
  example: { replies: { 200: { members: [exampleMember], asOfBlock: 42 } } },
  here: ({ projection }) => ({ organizations: projection.of(organizationQueries).organizations() }),
  body: ({ organizations }) => ({ members: organizations }),
});

export const readConstitution = readRoute(getConstitution, '/v1/constitution', {
  operationId: 'readConstitution',
  tag,
  summary: 'By what rules members decide, the epoch, and the newest agreement.',
  view: constitutionView,
  shows: 'The constitution in force.',
  example: {
    replies: {
      200: {
        constitution: { version: 1, ...charterOtherwise, since: exampleTime },
        epoch: { number: 1, since: exampleTime },
        asOfBlock: 42,
      },
    },
  },
});

export const acceptAgreement = writeRoute(acceptEntry, '/v1/agreement/{version}/acceptance', {
  operationId: 'acceptAgreement',
  tag,
  summary: 'Accepts the newest version of the members’ agreement for the own organisation.',
  params: z.strictObject({ version: versionDigits }),
  body: z.strictObject({ hash: acceptEntry.request.shape.hash }),
  view: memberWrittenView,
  done: 'Accepted; the member.',
  example: {
    params: { version: '1' },
    body: { hash: exampleHash },
    replies: { 200: { ...exampleMember, state: 'committed', txId: exampleTxId } },
  },
  show: (member) => member ?? {},
});

export const leaveConsortium = writeRoute(leaveEntry, '/v1/departure', {
  operationId: 'leaveConsortium',
  tag,
  summary: 'The own organisation leaves: its points are spent until the end of that day, and issued no more.',
  description:
    'Once that day is over the same request completes it. A day that was told can be put off, and not taken back.',
  body: leaveEntry.request,
  view: memberWrittenView,
  done: 'Said, or completed; the member.',
  example: {
    body: { spendableUntil: '2027-06-30' },
    replies: {
      200: {
        ...exampleMember,
        status: 'leaving',
        leaving: { since: exampleTime, until: '2027-06-30' },
        state: 'committed',
        txId: exampleTxId,
      },
    },
  },
  show: (member) => member ?? {},
});
