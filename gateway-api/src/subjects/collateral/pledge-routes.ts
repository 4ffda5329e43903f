/** `/v1/credit-lines/{mspId}/{lineId}`: what is pledged for a line, and what is claimed on one of a merchant in default. */
import { claimOnLine as claimEntry, hold, mspId, operationId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { writeRoute } from '../../http/write-route.js';
import { committedExample, exampleAccountId, exampleOperationId, exampleTime, exampleTxId } from '../examples.js';
import { isSignedWhole, operationRoute, signed, signedWhole } from '../points/operation-route.js';
import { settlementWrittenView } from '../settlements/views.js';
import { linePath, path, tag } from './line-path.js';
import { lineQueries } from './reads.js';

const params = { mspId: 'CityParkMSP', lineId: 'line-17' };
const done = { state: 'committed', txId: exampleTxId } as const;

export const pledgePoints = operationRoute('hold', `${path}/pledges`, {
  tag,
  operationId: 'pledgePoints',
  summary: 'Pledges points of the line’s account, as its custodian.',
  description:
    'The points are held for the pledgee: `POST /v1/holds/{holdId}/void` releases them, with `amount` a part, and `…/capture` takes them when they are due, each by the line’s rules. Points that end before the line’s `pledgesEndAt` are not taken. What the member signs is the hold, with `beneficiary`, `lineId` and `expiresAt` as the line says.',
  params: linePath,
  body: z
    .strictObject({ amount: hold.shape.amount, inputs: hold.shape.inputs, ...signed })
    .refine(isSignedWhole, signedWhole),
  example: {
    params,
    body: { amount: '40000' },
    replies: {
      201: {
        ...committedExample('hold', { programId: 'harbor', accountId: exampleAccountId, amount: '40000' }),
        beneficiary: 'CityParkMSP',
        lineId: 'line-17',
        expiresAt: '2027-08-13T00:00:00.000Z',
      },
    },
  },
  pointers: { LINE_UNKNOWN: '/path/lineId' },
  operation: (context, { projection }) => {
    const { operationId: _own, ...asked } = context.body;
    const line = projection.of(lineQueries).requireLine(context.params);
    const about = { programId: line.programId, accountId: line.accountId, expiresAt: line.pledgesEndAt };
    return { content: { kind: 'hold', ...asked, ...about, beneficiary: line.mspId, lineId: line.lineId } };
  },
});

export const pledgeNote = operationRoute('pledge-note', `${path}/notes`, {
  tag,
  operationId: 'pledgeNote',
  summary: 'Pledges a note of the line’s account, all of it, as its custodian.',
  description:
    'The note earns on. The hold that says it is pledged has the operation’s id: `POST /v1/holds/{holdId}/void` releases it, and `…/capture` takes of it what is due, as the note could be redeemed on that day; when its term ends, its points are what is held. What the member signs is the operation, with `beneficiary` and `lineId` as the line says.',
  params: linePath,
  body: z
    .strictObject({
      noteMspId: mspId.optional().meta({ description: 'Who sold the note; this organisation if absent.' }),
      noteId: operationId,
      ...signed,
    })
    .refine(isSignedWhole, signedWhole),
  example: {
    params,
    body: { noteId: exampleOperationId },
    replies: {
      201: {
        ...committedExample('pledge-note', { programId: 'harbor', accountId: exampleAccountId, amount: '10000' }),
        noteMspId: 'HarborMSP',
        noteId: exampleOperationId,
        beneficiary: 'CityParkMSP',
        lineId: 'line-17',
        expiresAt: '2027-08-13T00:00:00.000Z',
      },
    },
  },
  pointers: { LINE_UNKNOWN: '/path/lineId', NOTE_UNKNOWN: '/noteId', NOTE_NOT_PLEDGEABLE: '/noteId' },
  operation: ({ params: { mspId: beneficiary, lineId }, body: { operationId: _own, ...asked } }) => ({
    content: { kind: 'pledge-note', ...asked, beneficiary, lineId },
  }),
});

export const claimOnLine = writeRoute(claimEntry, `${path}/claims`, {
  tag,
  params: linePath,
  operationId: 'claimOnLine',
  summary: 'The pledgee claims what a merchant in default owes it for a cycle on the line that secures it.',
  description:
    'What it owed is met in this order: what was set off, what was paid in advance, the line’s pledges up to its limit; the rest is the pledgee’s loss. The settlement’s `claim` says how much each. Pledges are taken by the line’s rules, after a notice.',
  body: claimEntry.request.pick({ cycle: true }),
  view: settlementWrittenView,
  done: 'Claimed; the settlement.',
  example: {
    params,
    body: { cycle: '2026-10' },
    replies: {
      200: {
        ...{ cycle: '2026-10', debtor: 'HarborMSP', creditor: 'CityParkMSP', currency: 'USD', amount: '45000000' },
        ...{ status: 'due' as const, dueSince: '2026-11-01' },
        claim: {
          ...{ lineId: 'line-17', at: exampleTime, setOff: '12000000', prepaid: '5000000' },
          ...{ prepaidPoints: [{ programId: 'harbor', points: '5' }], pledges: '30000000', loss: '10000000' },
        },
        ...done,
      },
    },
  },
});
