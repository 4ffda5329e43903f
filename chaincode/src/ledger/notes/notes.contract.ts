/** Notes: points that are given for a term, for interest. They are sold and redeemed by `Points:Post`. */
import {
  changeNoteRate,
  closeNoteOffer,
  earnedAtEnd,
  getNote,
  getNoteOffer,
  listNoteOffers,
  listNotes,
  offerNotes,
  PAGE_ROWS_MAX,
} from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import { refuseUnlessAgreed } from '../../domain/governance/agreement-actions.js';
import { refuseUnlessSold } from '../../domain/notes/buy-note.js';
import { decideChangeNoteRate, decideCloseOffer, decideOfferNotes } from '../../domain/notes/offers.js';
import { quotaLanes } from '../../domain/programs/quota.js';
import type { LedgerContext } from '../core/context.js';
import { keyParts } from '../core/keys.js';
import { constitutionKey } from '../governance/keys.js';
import { openHolds } from '../holds/keys.js';
import { noteKey, noteOfferKey, noteOffers } from './keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { loadAccount, loadLanes, loadOrganization, loadProgram, requireMembership } from '../core/load.js';
import { applyOfferChange, loadOffer, loadOfferLanes } from './load-offers.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class NotesContract extends CatalogueContract {
  constructor() {
    super('Notes');
  }

  @CatalogueTransaction(offerNotes)
  async Offer(ctx: LedgerContext, json: string): Promise<string> {
    const asked = begin(ctx, offerNotes, json);
    await requireMembership(ctx);
    const organization = await loadOrganization(ctx.state, ctx.caller.mspId);
    const late = refuseUnlessAgreed(organization, ctx.txTime);
    if (late !== undefined) throw new LedgerError(late);
    accept(refuseUnlessSold({ constitution: await ctx.state.get(constitutionKey) }));
    const program = await loadProgram(ctx.state, asked.programId);
    const existing = await ctx.state.get(noteOfferKey(asked));
    const lanes = existing === undefined ? await loadLanes(ctx.state, program) : [];
    const change = accept(decideOfferNotes(existing, program, lanes, asked, ctx.caller.mspId, ctx.txTime));
    if (change.offer !== existing) applyOfferChange(ctx.state, change);
    return finish(ctx, offerNotes, change.offer);
  }

  @CatalogueTransaction(changeNoteRate)
  async ChangeRate(ctx: LedgerContext, json: string): Promise<string> {
    const { from, ppm, ...reference } = begin(ctx, changeNoteRate, json);
    await requireMembership(ctx);
    const before = await loadOffer(ctx.state, reference);
    const offer = accept(decideChangeNoteRate(before, { from, ppm }, ctx.caller.mspId, ctx.txTime));
    if (offer !== before) applyOfferChange(ctx.state, { offer, programLanes: new Map() });
    return finish(ctx, changeNoteRate, offer);
  }

  @CatalogueTransaction(closeNoteOffer)
  async Close(ctx: LedgerContext, json: string): Promise<string> {
    const reference = begin(ctx, closeNoteOffer, json);
    await requireMembership(ctx);
    const before = await loadOffer(ctx.state, reference);
    const program = await loadProgram(ctx.state, reference.programId);
    const lanes = await loadLanes(ctx.state, program);
    const offerLanes = await loadOfferLanes(ctx.state, before);
    const change = accept(decideCloseOffer(before, lanes, offerLanes, ctx.caller.mspId));
    if (change.offer !== before) applyOfferChange(ctx.state, change);
    return finish(ctx, closeNoteOffer, change.offer);
  }

  @CatalogueTransaction(getNoteOffer)
  async GetOffer(ctx: LedgerContext, json: string): Promise<string> {
    const offer = await loadOffer(ctx.state, begin(ctx, getNoteOffer, json));
    return finish(ctx, getNoteOffer, { offer, quota: quotaLanes(await loadOfferLanes(ctx.state, offer)) });
  }

  @CatalogueTransaction(listNoteOffers)
  async Offers(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listNoteOffers, json);
    const page = await ctx.state.page(noteOffers(programId), pageSize, bookmark);
    return finish(ctx, listNoteOffers, { offers: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }

  @CatalogueTransaction(getNote)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { mspId, noteId } = begin(ctx, getNote, json);
    const note = await ctx.state.get(noteKey(mspId, noteId));
    if (note === undefined) throw new LedgerError(refuse('NOTE_UNKNOWN', `${mspId} has sold no note ${noteId}`));
    const offer = await loadOffer(ctx.state, note);
    return finish(ctx, getNote, { ...note, atEnd: String(earnedAtEnd(note, offer)) });
  }

  @CatalogueTransaction(listNotes)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { accountId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listNotes, json);
    await loadAccount(ctx.state, accountId);
    const page = await ctx.state.page(openHolds(accountId), pageSize, bookmark);
    const keys = page.rows.map(({ key }) => {
      const [, , mspId = '', noteId = ''] = keyParts(key);
      return noteKey(mspId, noteId);
    });
    const notes = await ctx.state.getMany(keys);
    return finish(ctx, listNotes, { notes: keys.flatMap((key) => notes.get(key) ?? []), bookmark: page.bookmark });
  }
}
