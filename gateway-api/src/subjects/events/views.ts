/** What replies about events look like. */
import { accountId, amount, mspId, operationId, programId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { eventTypes } from '../../events/ledger-event.js';
import { asOfBlock, blockNumber, transactionId } from '../views.js';

export const eventIdText = z.string().regex(/^(0|[1-9]\d{0,8}):(0|[1-9]\d{0,5})$/, 'must be the id of an event');
export const eventType = z.enum(eventTypes);

const points = amount.optional();
const text = z.string().optional();

export const eventView = z
  .strictObject({
    id: eventIdText.meta({
      description: 'The event’s id, the same at every gateway. Ids are in no other order than events.',
    }),
    type: eventType.meta({ description: 'What happened.' }),
    block: blockNumber,
    txId: transactionId.optional().meta({
      description: 'The transaction; absent of what a new day or the channel’s configuration brought.',
    }),
    time: z.iso.datetime({ precision: 3 }).meta({ description: 'When: the time of the operation, or of its block.' }),
    mspId: mspId.optional(),
    programId: programId.optional(),
    accountId: accountId.optional(),
    operationId: operationId.optional(),
    toAccountId: accountId.optional(),
    acceptor: mspId.optional(),
    amount: points,
    shortfall: points,
    clawback: points,
    paidOff: points,
    limit: points,
    used: points,
    targetProgramId: programId.optional(),
    taken: points,
    received: points,
    remainder: points,
    reverses: operationId.optional(),
    reversesMspId: mspId.optional(),
    holdId: operationId.optional(),
    holdMspId: mspId.optional(),
    orderId: text,
    maturesOn: text,
    expiry: text,
    cycle: text,
    lineId: operationId.optional(),
    paymentId: operationId.optional(),
    takenFrom: text,
    debtor: mspId.optional(),
    creditor: mspId.optional(),
    counterparty: mspId.optional(),
    version: z.int().optional(),
    number: z.int().optional(),
    proposalId: text,
    vote: text,
    endpoint: z.string().optional().meta({ description: 'The orderer, as `host:port`.' }),
    use: z.enum(['ca', 'tls-ca', 'orderer', 'orderer-tls']).optional().meta({
      description: 'What the certificate is for: to sign others with, for TLS or not, or an orderer’s own.',
    }),
    fingerprint: z.string().optional().meta({ description: 'SHA-256 of the certificate, in hex.' }),
    endsAt: z.iso.datetime({ precision: 3 }).optional().meta({ description: 'When the certificate ends.' }),
  })
  .meta({ id: 'Event' });

export const eventsView = z.strictObject({
  events: z.array(eventView),
  next: eventIdText.optional().meta({
    description:
      'What to give as `after` for what follows, also where the page is empty; absent if nothing was looked at.',
  }),
  isLast: z.boolean().meta({ description: 'Whether nothing more has happened yet.' }),
  asOfBlock,
});
