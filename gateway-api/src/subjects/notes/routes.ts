/** `/v1/note-offers`, `/v1/notes`: points that are given for a term, for interest. */
import {
  buyNote as buyOperation,
  changeNoteRate as changeRateEntry,
  closeNoteOffer as closeEntry,
  earnedAtEnd,
  getNote,
  getNoteOffer,
  listNoteOffers as listOffersEntry,
  listNotes as listEntry,
  mspId,
  noteOfferId,
  offerNotes as offerEntry,
  operationId,
  programId,
  redeemNote as redeemOperation,
  transferNote as transferOperation,
  type ReplyOf,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { accountQueries } from '../accounts/reads.js';
import {
  committedExample,
  exampleAccountId,
  exampleOperationId,
  exampleTime,
  exampleTxId,
  otherAccountId,
} from '../examples.js';
import { accountPath, cursor, limit, page } from '../parameters.js';
import { isSignedWhole, operationRoute, signed, signedWhole } from '../points/operation-route.js';
import { noteQueries } from './reads.js';
import { noteOffersView, noteOfferView, noteOfferWrittenView, notesView, noteView } from './views.js';

const reference = { programId: 'harbor', offerId: 'half-year' };
const exampleConditions = {
  ...reference,
  days: 180,
  ppm: 40_000,
  ppmMin: 20_000,
  ppmMax: 50_000,
  noticeDays: 30,
  ceiling: '100000',
  lanes: 4,
  early: { afterDays: 30, sharePpm: 500_000 },
};
const exampleOffer = {
  ...exampleConditions,
  issuer: 'HarborMSP',
  rates: [{ from: '2026-11-23', ppm: 40_000 }],
  status: 'open',
  offeredAt: exampleTime,
  expiryMonths: 24,
  carved: [{ lane: 0, amount: '100000' }],
};
const written = { ...exampleOffer, state: 'committed', txId: exampleTxId };
const exampleNote = {
  mspId: 'HarborMSP',
  noteId: exampleOperationId,
  ...reference,
  accountId: exampleAccountId,
  principal: '10000',
  from: '2026-11-23',
  until: '2027-05-22',
  interestMax: '246',
  status: 'open',
};

const offers = { tag: 'Notes', params: z.strictObject({ programId, offerId: noteOfferId }) };
const offerPath = '/v1/note-offers/{programId}/{offerId}';
const done = 'Done; the offer.';

export const listNoteOffers = listRoute(listOffersEntry, '/v1/note-offers', {
  operationId: 'listNoteOffers',
  tag: 'Notes',
  summary: 'Offers of notes, by programme.',
  query: z.strictObject({ limit, cursor, programId: programId.optional() }),
  view: noteOffersView,
  items: 'offers',
  example: { query: { programId: 'harbor' }, replies: { 200: { offers: [exampleOffer], asOfBlock: 42 } } },
  here: {
    position: z.strictObject({ programId: z.string(), offerId: z.string() }),
    first: { programId: '', offerId: '' },
    rows: ({ projection }, of, after, count) => projection.of(noteQueries).noteOffers(of.programId, after, count),
    at: ({ programId: ofProgram, offerId }) => ({ programId: ofProgram, offerId }),
  },
});

export const offerNotes = writeRoute(offerEntry, '/v1/note-offers', {
  operationId: 'offerNotes',
  tag: 'Notes',
  summary: 'Offers notes of an own programme; the ceiling of their interest is carved out of its quota.',
  description:
    'Rates are in millionths a year of 365 days. Notes have to be switched on by a vote on the constitution.',
  body: offerEntry.request,
  view: noteOfferWrittenView,
  made: 'Offered.',
  done,
  example: { body: exampleConditions, replies: { 201: written } },
  show: (offer, { body }) => ({ programId: body.programId, offerId: body.offerId, ...offer }),
  location: ({ body }) => `/v1/note-offers/${body.programId}/${body.offerId}`,
});

/** What may still be promised: of a closed one nothing, as the rest went back to the programme. */
function withRemaining({ offer, quota }: ReplyOf<typeof getNoteOffer>): object {
  const left = quota.reduce((sum, { granted, used }) => sum + BigInt(granted) - BigInt(used), 0n);
  return { ...offer, quotaByLane: quota, remaining: String(left) };
}

export const readNoteOffer = readRoute(getNoteOffer, offerPath, {
  ...offers,
  operationId: 'readNoteOffer',
  summary: 'One offer of notes, with the interest that may still be promised under it.',
  view: noteOfferView,
  shows: 'The offer.',
  example: {
    params: reference,
    replies: {
      200: {
        ...exampleOffer,
        quotaByLane: [{ lane: 0, granted: '100000', used: '246' }],
        remaining: '99754',
        asOfBlock: 42,
      },
    },
  },
  here: ({ projection }, asked) => {
    const queries = projection.of(noteQueries);
    const offer = queries.noteOffer(asked);
    if (!offer) throw new Failure('NOTE_OFFER_UNKNOWN', `${asked.programId} has no offer ${asked.offerId}.`);
    return { offer, quota: queries.noteLanes(asked) };
  },
  body: withRemaining,
});

export const changeNoteRate = writeRoute(changeRateEntry, `${offerPath}/rates`, {
  ...offers,
  operationId: 'changeNoteRate',
  summary: 'Announces what notes of the offer earn from a day on, those that were sold too.',
  body: changeRateEntry.request.omit({ programId: true, offerId: true }),
  view: noteOfferWrittenView,
  done,
  example: { params: reference, body: { from: '2027-01-01', ppm: 30_000 }, replies: { 200: written } },
});

export const closeNoteOffer = writeRoute(closeEntry, `${offerPath}/close`, {
  ...offers,
  operationId: 'closeNoteOffer',
  summary: 'Ends the sale of notes; what is left of the ceiling goes back to the programme. Notes that were sold stay.',
  view: noteOfferWrittenView,
  done,
  example: { params: reference, replies: { 200: { ...written, status: 'closed' } } },
});

const {
  authorization: _authorization,
  id: _id,
  kind: _kind,
  linked: _linked,
  lanes: _lanes,
  ...sale
} = buyOperation.shape;
const saleFields = { programId: 'harbor', accountId: exampleAccountId, amount: '10000' };

export const buyNote = operationRoute('buy-note', '/v1/notes', {
  operationId: 'buyNote',
  tag: 'Notes',
  summary: 'Gives points of an account for a term, for the interest that an offer promises.',
  description: 'The note’s id is the operation’s. Points that end within the term are not taken.',
  body: z.strictObject({ ...sale, ...signed }).refine(isSignedWhole, signedWhole),
  example: {
    body: { ...saleFields, offerId: 'half-year' },
    replies: {
      201: {
        ...committedExample('buy-note', saleFields),
        offerId: 'half-year',
        from: '2026-11-23',
        until: '2027-05-22',
        interestMax: '246',
      },
    },
  },
});

const notePath = z.strictObject({ noteId: operationId });
const noteOwner = z.strictObject({
  noteMspId: mspId.optional().meta({ description: 'Who sold the note; this organisation if absent.' }),
});

export const redeemNote = operationRoute('redeem-note', '/v1/notes/{noteId}/redeem', {
  operationId: 'redeemNote',
  tag: 'Notes',
  summary: 'Gives a note’s points back with what they earned.',
  description: 'At its end the gateways do it by themselves. With `early` also before, by the offer’s rule.',
  params: notePath,
  body: noteOwner
    .extend({
      early: redeemOperation.shape.early.meta({ description: 'Also before its end, for what the offer pays then.' }),
      ...signed,
    })
    .refine(isSignedWhole, signedWhole),
  bodyKind: 'optional-json',
  example: {
    params: { noteId: exampleOperationId },
    body: { early: true },
    replies: {
      201: {
        ...committedExample('redeem-note', saleFields),
        noteMspId: 'HarborMSP',
        noteId: exampleOperationId,
        interest: '197',
      },
    },
  },
  pointers: { NOTE_UNKNOWN: '/path/noteId' },
});

export const transferNote = operationRoute('transfer-note', '/v1/notes/{noteId}/transfer', {
  operationId: 'transferNote',
  tag: 'Notes',
  summary: 'Gives a note to another account: all of it, or some of so many equal parts.',
  description: 'The parts that are given are a note of their own, with the id of this operation.',
  params: notePath,
  body: noteOwner
    .extend({
      toAccountId: transferOperation.shape.toAccountId,
      parts: transferOperation.shape.parts.meta({ description: 'So many of so many equal parts; absent, all of it.' }),
      ...signed,
    })
    .refine(({ parts }) => parts === undefined || parts.given < parts.of, {
      path: ['parts', 'given'],
      error: 'must be fewer parts than there are',
    })
    .refine(isSignedWhole, signedWhole),
  example: {
    params: { noteId: exampleOperationId },
    body: { toAccountId: otherAccountId, parts: { of: 4, given: 1 } },
    replies: {
      201: {
        ...committedExample('transfer-note', { ...saleFields, amount: '2500', toAccountId: otherAccountId }),
        noteMspId: 'HarborMSP',
        noteId: exampleOperationId,
      },
    },
  },
  pointers: { NOTE_UNKNOWN: '/path/noteId' },
});

export const readNote = readRoute(getNote, '/v1/notes/{noteId}', {
  operationId: 'readNote',
  tag: 'Notes',
  summary: 'One note, with what it earns by its end.',
  params: notePath,
  query: noteOwner,
  view: noteView,
  shows: 'The note.',
  example: {
    params: { noteId: exampleOperationId },
    replies: { 200: { ...exampleNote, atEnd: '197', asOfBlock: 42 } },
  },
  request: (context) => ({ mspId: context.query.noteMspId ?? context.caller.mspId, ...context.params }),
  here: ({ projection }, { mspId: seller, noteId }) => {
    const queries = projection.of(noteQueries);
    const note = queries.note(seller, noteId);
    const offer = note && queries.noteOffer(note);
    if (!note || !offer) throw new Failure('NOTE_UNKNOWN', `${seller} has sold no note with the id ${noteId}.`);
    return { ...note, atEnd: String(earnedAtEnd(note, offer)) };
  },
});

export const listNotes = listRoute(listEntry, '/v1/accounts/{accountId}/notes', {
  operationId: 'listNotes',
  tag: 'Notes',
  summary: 'An account’s notes that have not ended.',
  params: accountPath,
  query: page,
  view: notesView,
  items: 'notes',
  beside: (context) => context.params,
  example: {
    params: { accountId: exampleAccountId },
    replies: { 200: { accountId: exampleAccountId, notes: [exampleNote], asOfBlock: 42 } },
  },
  here: {
    position: z.strictObject({ programId: z.string(), mspId: z.string(), noteId: z.string() }),
    first: { programId: '', mspId: '', noteId: '' },
    rows: ({ projection }, request, after, count) => {
      projection.of(accountQueries).requireAccount(request.accountId);
      return projection.of(noteQueries).openNotes(request.accountId, after, count);
    },
    at: ({ programId: ofProgram, mspId: seller, noteId }) => ({ programId: ofProgram, mspId: seller, noteId }),
  },
});
