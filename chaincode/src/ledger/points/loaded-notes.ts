/** What the notes of a batch need: those that are redeemed, and the offers that they are sold under. */
import type { Constitution, Note, NoteOffer, NoteOfferReference, Operation } from '@commonpoint/catalogue';
import { holdName, noteOfferName } from '../../domain/points/row-names.js';
import type { PostRows } from '../../domain/points/post-rows.js';
import { constitutionKey } from '../governance/keys.js';
import { noteKey, noteLaneKey, noteOfferKey } from '../notes/keys.js';
import type { PendingReads } from '../core/pending-reads.js';

export class LoadedNotes {
  readonly notes = new Map<string, Note>();
  readonly #offers = new Map<string, NoteOffer>();
  readonly #lanes: PostRows['noteLanes'][number][] = [];
  #constitution: Constitution | undefined;

  constructor(private readonly reads: PendingReads) {}

  wantNote(mspId: string, noteId: string): void {
    this.reads.want(noteKey(mspId, noteId), (row) => this.notes.set(holdName(mspId, noteId), row));
  }

  wantOffer(offer: NoteOfferReference): void {
    this.reads.want(noteOfferKey(offer), (row) => this.#offers.set(noteOfferName(offer), row));
  }

  /** Of a note that is pledged, once that is read. */
  wantOfferOf({ mspId, noteId }: Pick<Note, 'mspId' | 'noteId'>): void {
    const note = this.notes.get(holdName(mspId, noteId));
    if (note !== undefined) this.wantOffer(note);
  }

  wantSale({ programId, offerId, lanes = [0] }: Extract<Operation, { kind: 'buy-note' }>): void {
    const offer = { programId, offerId };
    this.reads.want(constitutionKey, (row) => (this.#constitution = row));
    this.wantOffer(offer);
    for (const lane of lanes)
      this.reads.want(noteLaneKey(offer, lane), (row) => this.#lanes.push({ offer, lane, row }));
  }

  rows(): Pick<PostRows, 'notes' | 'noteOffers' | 'noteLanes' | 'constitution'> {
    const { notes } = this;
    return { notes, noteOffers: this.#offers, noteLanes: this.#lanes, constitution: this.#constitution };
  }
}
