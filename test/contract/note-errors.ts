/** Refusals of notes that are no operation's. */
import { catalogue, type ErrorCode } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, bob, citypark, greenmart, harbor, issue, post, program } from './consortium.js';
import { buy, giveNote, offer, redeemNote, switchNotes, terms } from './notes-world.js';

type Case = [code: ErrorCode, situation: string, work: (ledger: LedgerStub) => Promise<unknown>];

const offered =
  (work: (ledger: LedgerStub) => Promise<unknown>, more: Partial<typeof terms> = {}) =>
  async (ledger: LedgerStub) => {
    switchNotes(ledger, true);
    await ledger.submit(harbor(), catalogue.offerNotes, { ...terms, ...more });
    return work(ledger);
  };
const offering =
  (more: Partial<typeof terms>) =>
  (ledger: LedgerStub): Promise<unknown> => {
    switchNotes(ledger, true);
    return ledger.submit(harbor(), catalogue.offerNotes, { ...terms, ...more });
  };
const announce = (from: string, ppm: number, caller = harbor()) =>
  offered((ledger) => ledger.submit(caller, catalogue.changeNoteRate, { ...offer, from, ppm }));

const sold = (work: (ledger: LedgerStub) => Promise<unknown>) =>
  offered(async (ledger) => {
    await post(ledger, harbor(), issue('i-1', alice, '400'), buy('n-1', alice, '200'));
    return work(ledger);
  });

export const noteErrors: Case[] = [
  ['NOTES_OFF', 'an offer before a vote', (l) => l.submit(harbor(), catalogue.offerNotes, terms)],
  [
    'AGREEMENT_NOT_ACCEPTED',
    'an offer by a merchant that did not accept the agreement in time',
    async (l) => {
      const { value } = l.table('org').find(({ parts }) => parts[0] === 'HarborMSP')!;
      l.plant('org', ['HarborMSP'], { ...value, agreementDue: { version: 1, acceptBy: '2026-11-23T08:00:00.000Z' } });
      return offering({})(l);
    },
  ],
  ['REQUEST_INVALID', 'a rate beyond its own bounds', offering({ ppm: 300_000 })],
  ['PROGRAM_UNKNOWN', 'an offer of no programme', offering({ programId: 'harbor-none' })],
  [
    'NOT_ISSUER',
    'an offer of somebody else’s points',
    async (l) => {
      switchNotes(l, true);
      return l.submit(citypark(), catalogue.offerNotes, terms);
    },
  ],
  [
    'NOTE_OFFER_EXISTS',
    'an offer with other terms',
    offered((l) => l.submit(harbor(), catalogue.offerNotes, { ...terms, days: 90 })),
  ],
  ['QUOTA_EXHAUSTED', 'a ceiling above the quota', offering({ ceiling: '1001' })],
  [
    'PROGRAM_SUSPENDED',
    'an offer of a suspended programme',
    async (l) => {
      await l.submit(harbor(), catalogue.setProgramStatus, { programId: program.programId, status: 'suspended' });
      return offering({})(l);
    },
  ],
  ['NOTE_OFFER_UNKNOWN', 'a question about no offer', (l) => l.submit(harbor(), catalogue.getNoteOffer, offer)],
  [
    'NOTE_OFFER_UNKNOWN',
    'a rate of no offer',
    (l) => l.submit(harbor(), catalogue.changeNoteRate, { ...offer, from: '2027-01-01', ppm: 1 }),
  ],
  ['NOT_ISSUER', 'a rate by another merchant', announce('2027-01-01', 60_000, citypark())],
  ['NOT_ISSUER', 'a close by another merchant', offered((l) => l.submit(citypark(), catalogue.closeNoteOffer, offer))],
  ['NOTE_RATE_INVALID', 'a rate that is announced too late', announce('2026-12-02', 60_000)],
  ['NOTE_RATE_INVALID', 'a rate below the bounds', announce('2027-01-01', 49_999)],
  ['NOTE_RATE_INVALID', 'a rate above the bounds', announce('2027-01-01', 200_001)],
  [
    'NOTE_RATE_INVALID',
    'a rate before one that was announced',
    async (l) => {
      await announce('2027-01-01', 60_000)(l);
      return l.submit(harbor(), catalogue.changeNoteRate, { ...offer, from: '2026-12-31', ppm: 70_000 });
    },
  ],
  [
    'NOTE_OFFER_CLOSED',
    'a rate of a closed offer that is sold no more',
    sold(async (l) => {
      await l.submit(harbor(), catalogue.closeNoteOffer, offer);
      return post(l, harbor(), buy('n-2', alice, '100'));
    }),
  ],
  ['NOTE_TOO_SMALL', 'ten points for half a year', sold((l) => post(l, harbor(), buy('n-2', alice, '10')))],
  [
    'NOTE_NOT_DIVISIBLE',
    'two hundred points in seven parts',
    sold((l) => post(l, harbor(), giveNote('x-1', 'n-1', bob, { parts: { of: 7, given: 3 } }))),
  ],
  ['NOTE_NOT_DUE', 'a note that was just sold', sold((l) => post(l, harbor(), redeemNote('x-1', 'n-1')))],
  ['NOTE_NOT_YOURS', 'a note of others', sold((l) => post(l, greenmart(), redeemNote('x-1', 'n-1')))],
  [
    'NOTE_ENDED',
    'a note that was redeemed',
    sold((l) => {
      l.now = '2027-06-01T08:00:00.000Z';
      return post(l, harbor(), redeemNote('x-1', 'n-1'), redeemNote('x-2', 'n-1'));
    }),
  ],
  [
    'NOTE_UNKNOWN',
    'a question about no note',
    (l) => l.submit(harbor(), catalogue.getNote, { mspId: 'HarborMSP', noteId: 'none' }),
  ],
];
