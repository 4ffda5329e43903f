/** The reasons of orders: told to whom they concern, and to nobody else. */
import {
  custodianOf,
  discloseReason as discloseEntry,
  getReason,
  mspId,
  type Order,
  orderId,
  orderReason,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { privateErrors, readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleHash, exampleTxId } from '../examples.js';
import { organizationQueries } from '../organizations/reads.js';
import { programQueries } from '../programs/reads.js';
import { orderQueries } from './reads.js';
import { reasonDisclosedView, reasonView } from './views.js';

const example = { orderId: 'RegulatorMSP:2026-17' };
const about = { tag: 'Orders', params: z.strictObject({ orderId }) };

export const discloseReason = writeRoute(discloseEntry, '/v1/orders/{orderId}/disclosures', {
  ...about,
  operationId: 'discloseReason',
  summary: 'Shows the reason of an order to the custodian, the issuer and the auditors, or to one that is named.',
  description:
    'The reason as it was given when the order was issued by this gateway; the ledger refuses another one. Each is shown it by a transaction of its own, which that organisation’s peer alone sees. Under the same key it is gone on with where it ended.',
  body: z.strictObject({ reason: orderReason.shape.reason, recipient: mspId.optional() }),
  view: reasonDisclosedView,
  done: 'Shown to these.',
  example: {
    params: example,
    body: { reason: 'case 2026-17' },
    replies: { 200: { ...example, recipients: ['AuditorMSP', 'HarborMSP'], state: 'committed', txId: exampleTxId } },
  },
  request: ({ params, body }, gateway) => ({ ...params, recipient: body.recipient ?? gateway.mspId }),
  content: ({ params, body: { reason, recipient } }, { secrets }) => ({
    ...params,
    recipient,
    reason: secrets.confidentialDigest(reason),
  }),
  check: ({ body }, gateway) => requireRecipient(gateway, body.recipient),
  write: ({ params, body, caller }, gateway, { waitMs }) => {
    const recipients = body.recipient === undefined ? concernedBy(gateway, params.orderId) : [body.recipient];
    const { salt } = gateway.secrets.saltedReason({ ...params, reason: body.reason });
    const privateInput = { reason: body.reason, salt };
    return gateway.transactions.within(waitMs, async (progress) => {
      let txId: string | undefined;
      for (const recipient of recipients) {
        const request = { ...params, recipient };
        const done = await gateway.transactions.run(caller.role, discloseEntry, request, { privateInput, progress });
        txId = done.txId ?? txId;
      }
      return { state: 'committed', txId, value: { recipients } };
    });
  },
  show: (value, { params }) => ({ ...params, ...(value as { recipients: string[] } | undefined) }),
});

/** Only a member's peer could be asked: without one, what is meant for nobody would look as if that peer were away. @throws Failure */
async function requireRecipient({ mspId: own, projection }: Gateway, recipient = own): Promise<void> {
  const organizations = projection.of(organizationQueries).organizations();
  if (organizations.some((each) => each.mspId === recipient && each.status === 'active')) return;
  throw new Failure('ORGANIZATION_UNKNOWN', `${recipient} is no active member of the consortium.`);
}

/** Whom an order concerns, as far as this gateway knows. @throws Failure ORDER_UNKNOWN */
function concernedBy({ mspId: own, auditors, projection }: Gateway, id: string): string[] {
  const { scope }: Order = projection.of(orderQueries).requireOrder(id);
  const concerned = new Set([own, ...auditors]);
  if (scope.kind === 'account') concerned.add(custodianOf(scope.accountId));
  if (scope.kind === 'organization') concerned.add(scope.mspId);
  const issuer =
    scope.kind === 'organization' || scope.programId === undefined
      ? undefined
      : projection.of(programQueries).program(scope.programId)?.issuer;
  if (issuer !== undefined) concerned.add(issuer);
  return [...concerned].sort();
}

export const readReason = readRoute(getReason, '/v1/orders/{orderId}/reason', {
  ...about,
  operationId: 'readReason',
  summary: 'The reason of an order, as it was disclosed to this organisation; its hash is the order’s `reasonHash`.',
  view: reasonView,
  shows: 'The reason, with its salt.',
  errors: privateErrors,
  example: {
    params: example,
    replies: { 200: { ...example, reason: 'case 2026-17', salt: exampleHash.slice(0, 32), asOfBlock: 42 } },
  },
});
