/** Notes: what receipts say of each has to be what its offer promises, and what its row says. */
import type { Found } from './findings.js';
import type { LotPart, MemberRow, OperationRow, ProgramRow } from './ledger-rows.js';
import { dayAfter, usualExpiry } from './days.js';
import { begins, daysFrom, interestAtMost, interestByDays, reaches } from './note-terms.js';
import type { HeldPoints } from './held-points.js';
import { NoteOffers, type NoteOfferRow } from './note-offers.js';
import { dividedLots, type NoteRow, summaryOf } from './note-rows.js';
import { PledgedNotes } from './pledged-notes.js';
import type { Kept, Store } from './store.js';

/** What of a note bears on whether it is a pledge. */
export interface PledgedNote {
  readonly lots: readonly LotPart[];
  readonly redeemable: string;
}

export class SoldNotes {
  readonly offers: NoteOffers;
  /** By `organisation id`. */
  readonly #told: Kept<NoteRow>;
  readonly #rows: Kept<NoteRow>;
  readonly #touched = new Set<string>();
  readonly #on: Kept<boolean>;
  readonly pledged: PledgedNotes;

  constructor(
    private readonly found: Found,
    private readonly programs: Kept<ProgramRow>,
    private readonly members: Kept<MemberRow>,
    store: Store,
  ) {
    this.offers = new NoteOffers(found, store);
    this.#told = store.kept('notes-told');
    this.#rows = store.kept('notes');
    this.#on = store.kept('notes-on', 'small');
    this.pledged = new PledgedNotes(found, store);
  }

  applyConstitution(row: { readonly notes?: boolean } | undefined): void {
    if (row?.notes === true) this.#on.set('on', true);
    else this.#on.delete('on');
  }

  /** Where the points of notes lie is summed with those of holds. */
  applyRow(
    txId: string,
    type: 'note-offer' | 'note-quota' | 'note',
    parts: readonly string[],
    value: unknown,
    time: number | undefined,
    held: HeldPoints,
  ): void {
    const name = parts.join(' ');
    if (type === 'note-quota') return this.offers.applyLane(parts, value as { granted: string; used: string });
    if (type === 'note-offer') {
      const program = this.programs.get(parts[0] ?? '');
      return this.offers.applyOffer(
        txId,
        name,
        value as NoteOfferRow | undefined,
        this.#on.has('on') ? program : undefined,
        time,
      );
    }
    const row = value as NoteRow | undefined;
    held.applyNote(name, row && { ...row, amount: row.principal });
    this.#applyNote(txId, name, row);
  }

  #applyNote(txId: string, name: string, row: NoteRow | undefined): void {
    if (row === undefined) return void this.found.push(`transaction ${txId} deleted the note ${name}`);
    this.#touched.add(name);
    this.#rows.set(name, row);
    const lots = (row.lots ?? []).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    if (row.status === 'open' && lots !== BigInt(row.principal))
      this.found.push(`transaction ${txId}: the note ${name} of ${row.principal} has lots of ${lots}`);
  }

  applySale(name: string, row: OperationRow): void {
    const { programId, accountId, offerId = '', amount, txTime, from = '', until = '', interestMax = '0' } = row;
    const say = (text: string): void => void this.found.push(`${name} sold a note ${text}`);
    const offer = this.offers.get(programId, offerId);
    // Of a sale that makes no sense too: its lanes drew it.
    this.offers.promise(programId, offerId, BigInt(interestMax));
    const lots = row.consumed ?? [];
    const sold = { programId, offerId, accountId, principal: amount, from, until, interestMax, lots };
    this.#told.set(name, { ...sold, status: 'open' });
    this.#touched.add(name);
    if (!this.#on.has('on')) say('while notes are off');
    if (offer === undefined) return say(`of an offer that is not there: ${programId} ${offerId}`);
    if (from !== begins(txTime) || until !== dayAfter(from, offer.days))
      say(`from ${from} to ${until}, sold at ${txTime} for ${offer.days} days`);
    const most = interestAtMost(BigInt(amount), offer.ppmMax, offer.days);
    if (BigInt(interestMax) !== most || most === 0n) say(`that can come to ${most}, and drew ${interestMax}`);
    const ending = lots.find(({ lotId }) => lotId.slice(0, 10) <= until);
    if (ending !== undefined) say(`of points that end on ${ending.lotId.slice(0, 10)}, within its term to ${until}`);
  }

  /** All of it, or of so many equal parts some: what both can come to together is what the one could. */
  applyTransfer(name: string, row: OperationRow): void {
    const of = `${row.noteMspId} ${row.noteId}`;
    const say = (text: string): void => void this.found.push(`${name} gave away the note ${of} ${text}`);
    const note = this.#told.get(of);
    if (note === undefined) return say('which is not there');
    if (note.status !== 'open') say('which had ended');
    if (note.pledge !== undefined) say('which is pledged');
    if (note.accountId !== row.accountId || note.programId !== row.programId) say(`of ${row.accountId}`);
    this.#touched.add(of);
    const { toAccountId = '', parts, amount } = row;
    if (parts === undefined) {
      if (amount !== note.principal) say(`of ${amount} points, it has ${note.principal}`);
      this.#told.set(of, { ...note, accountId: toAccountId });
      return;
    }
    const [whole, given] = [BigInt(note.principal), BigInt(amount)];
    const { ppmMax = 0, days = 0 } = this.offers.get(note.programId, note.offerId) ?? {};
    const most = interestAtMost(given, ppmMax, days);
    if (whole * BigInt(parts.given) !== given * BigInt(parts.of) || parts.given >= parts.of)
      say(`to ${parts.given} parts of ${parts.of}, ${given} of ${whole}`);
    const { taken, rest } = dividedLots(note.lots ?? [], parts.lots);
    if (taken !== given) say(`with ${taken} of its points`);
    const kept = BigInt(note.interestMax) - most;
    this.#told.set(of, { ...note, principal: String(whole - given), interestMax: String(kept), lots: rest });
    const other = { ...note, accountId: toAccountId, principal: amount, interestMax: String(most), lots: parts.lots };
    this.#told.set(name, other);
    this.#touched.add(name);
  }

  /** @returns its points, and the first day on which it can be redeemed */
  applyPledge(name: string, row: OperationRow): PledgedNote {
    const of = `${row.noteMspId} ${row.noteId}`;
    const say = (text: string): void => void this.found.push(`${name} pledges the note ${of} ${text}`);
    const note = this.#told.get(of);
    if (note === undefined) {
      say('which is not there');
      return { lots: [], redeemable: '9999-12-31' };
    }
    if (note.status !== 'open') say('which had ended');
    if (note.pledge !== undefined) say('which is pledged');
    if (note.accountId !== row.accountId || note.programId !== row.programId || note.principal !== row.amount)
      say(`as ${row.amount} points of ${row.programId} of ${row.accountId}`);
    this.#told.set(of, { ...note, pledge: { mspId: row.mspId, holdId: row.id } });
    this.pledged.add(name, of);
    this.#touched.add(of);
    const { early } = this.offers.get(note.programId, note.offerId) ?? {};
    const first = early === undefined ? note.until : dayAfter(note.from, early.afterDays);
    return { lots: note.lots ?? [], redeemable: first < note.until ? first : note.until };
  }

  /** It is a note as before. */
  applyRelease(name: string, row: OperationRow): void {
    const { of, note } = this.#unpledged(name, row);
    if (note === undefined) return;
    this.#told.set(of, note);
    if (row.amount !== note.principal)
      this.found.push(`${name} releases ${row.amount} of the note ${of} of ${note.principal}`);
  }

  /** So much of it is redeemed as its offer says for the day, and the rest is a note as before. @returns what that earned, and did not */
  applyTaking(name: string, row: OperationRow): { readonly interest: bigint; readonly unused: bigint } {
    const { of, note } = this.#unpledged(name, row);
    if (note === undefined) return { interest: 0n, unused: 0n };
    const say = (text: string): void => void this.found.push(`${name} takes the note ${of} ${text}`);
    const interest = BigInt(row.interest ?? '0');
    const amount = BigInt(row.amount);
    const { taken, rest } = dividedLots(note.lots ?? [], row.consumed ?? []);
    if (taken !== amount) say(`of ${amount} points, of its own it took ${taken}`);
    const { ppmMax = 0, days = 0 } = this.offers.get(note.programId, note.offerId) ?? {};
    const whole = BigInt(note.interestMax);
    const most = rest.length === 0 ? whole : interestAtMost(amount, ppmMax, days);
    const left = String(BigInt(note.principal) - amount);
    this.#told.set(
      of,
      rest.length === 0
        ? { ...note, status: 'redeemed', interest: String(interest) }
        : { ...note, principal: left, interestMax: String(whole - most), lots: rest },
    );
    const part = { ...note, principal: row.amount, lots: [] };
    this.#checkEarned(part, row, interest, say);
    this.#checkExpiries(part, row, interest, say);
    return { interest, unused: most - interest };
  }

  #unpledged(name: string, row: OperationRow): { readonly of: string; readonly note: NoteRow | undefined } {
    const hold = `${row.holdMspId} ${row.holdId}`;
    const of = this.pledged.free(hold);
    this.#touched.add(of);
    if (of !== `${row.noteMspId} ${row.noteId}`)
      this.found.push(`${name} is about the note ${row.noteMspId} ${row.noteId}, ${hold} pledges ${of}`);
    const note = this.#told.get(of);
    return { of, note: note && { ...note, pledge: undefined } };
  }

  /** @returns what of its most it did not come to, and whether its points stay pledged */
  applyRedemption(name: string, row: OperationRow): { readonly unused: bigint; readonly staysPledged: boolean } {
    const of = `${row.noteMspId} ${row.noteId}`;
    const say = (text: string): void => void this.found.push(`${name} redeemed the note ${of} ${text}`);
    const note = this.#told.get(of);
    const interest = BigInt(row.interest ?? '0');
    if (note === undefined) {
      say('which is not there');
      return { unused: 0n, staysPledged: false };
    }
    if (note.status !== 'open') say('which had ended');
    if (note.programId !== row.programId || note.accountId !== row.accountId || note.principal !== row.amount)
      say(`of ${row.amount} points of ${row.programId} to ${row.accountId}`);
    const { pledge } = note;
    this.#told.set(of, { ...note, status: 'redeemed', interest: String(interest), pledge: undefined });
    this.#touched.add(of);
    this.#checkInterest(note, row, interest, say);
    if (pledge?.mspId !== row.holdMspId || pledge?.holdId !== row.holdId)
      say(`into the hold ${row.holdId}, it is pledged by ${pledge?.holdId}`);
    if (pledge !== undefined && reaches(row.txTime) < note.until) say('which is pledged, before its end');
    if (pledge !== undefined) this.pledged.end(`${pledge.mspId} ${pledge.holdId}`, note.lots ?? []);
    this.#checkExpiries(pledge === undefined ? note : { ...note, lots: [] }, row, interest, say);
    return { unused: BigInt(note.interestMax) - interest, staysPledged: pledge !== undefined };
  }

  endBlock(block: number): void {
    this.offers.endBlock(block);
    for (const name of this.#touched) {
      const [told, row] = [this.#told.get(name), this.#rows.get(name)];
      if (told === undefined || row === undefined || summaryOf(told) !== summaryOf(row))
        this.found.push(
          `block ${block}: the note ${name} is ${summaryOf(row)} by its row, ${summaryOf(told)} by receipts`,
        );
    }
    this.#touched.clear();
  }

  #checkInterest(note: NoteRow, row: OperationRow, interest: bigint, say: (text: string) => void): void {
    const isDue = reaches(row.txTime) >= note.until;
    const custodian = row.accountId.split(':')[0] ?? '';
    const keeps = row.mspId === custodian || row.mspId === this.members.get(custodian)?.successor;
    if (!keeps && !(isDue && row.mspId === this.programs.get(row.programId)?.issuer)) say('which is not its to redeem');
    this.#checkEarned(note, row, interest, say);
  }

  #checkEarned(note: NoteRow, row: OperationRow, interest: bigint, say: (text: string) => void): void {
    const { early, rates = [] } = this.offers.get(note.programId, note.offerId) ?? {};
    const day = reaches(row.txTime);
    const isDue = day >= note.until;
    const isAllowed = isDue || (early !== undefined && daysFrom(note.from, day) >= early.afterDays);
    if (!isAllowed) say(`on ${day}, which is due on ${note.until}`);
    const share = isDue ? undefined : early?.sharePpm;
    const earned = interestByDays(BigInt(note.principal), rates, note.from, isDue ? note.until : day, share);
    if (interest !== earned) say(`for ${interest}, it earned ${earned}`);
  }

  /** What was given comes back as it was, but for what pays off what was owed back; what it earned ends as if it were issued. */
  #checkExpiries(
    { programId, offerId, lots = [] }: NoteRow,
    row: OperationRow,
    interest: bigint,
    say: (text: string) => void,
  ): void {
    const offer = this.offers.get(programId, offerId);
    const left = new Map<string, bigint>();
    const put = (expiry: string, amount: bigint): unknown => left.set(expiry, (left.get(expiry) ?? 0n) + amount);
    for (const { lotId, amount } of lots) put(lotId.slice(0, 10), BigInt(amount));
    if (interest > 0n && offer !== undefined)
      put(usualExpiry(row.txTime.slice(0, 10), offer.expiryMonths, offer.expiryRounding), interest);
    for (const { lotId, amount } of row.created ?? []) put(lotId.slice(0, 10), -BigInt(amount));
    const rest = [...left.values()];
    const paidOff = rest.reduce((sum, amount) => sum + amount, 0n);
    if (rest.some((amount) => amount < 0n) || paidOff !== BigInt(row.paidOff ?? '0'))
      say('into points of other days than it had');
  }
}
