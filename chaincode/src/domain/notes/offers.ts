/**
 * Offers of notes. The ceiling of their interest is carved out of the programme's quota, as that of a rate is: it counts as
 * used there, so that the cap holds with no further rule.
 *
 * | from   | another rate                   | closed                                        |
 * |--------|--------------------------------|-----------------------------------------------|
 * | open   | the issuer, announced in time  | the issuer; what is left of the ceiling goes back |
 * | closed | –                              | (stays)                                       |
 */
import {
  canonicalJson,
  type changeNoteRate,
  daysAfter,
  firstDayOf,
  type NoteOffer,
  type offerNotes,
  type Program,
  RATE_STEPS_MAX,
  type RequestOf,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { refuse, Refusal } from '../core/refusal.js';
import { refuseUnlessIssued } from '../points/standing.js';
import { carveQuota, giveBackQuota, spreadQuota, type LaneRow } from '../programs/quota.js';

/** An offer, and what changed of the programme's lanes and of its own, by number. */
export interface OfferChange {
  readonly offer: NoteOffer;
  readonly programLanes: ReadonlyMap<number, LaneRow>;
  /** The offer's lanes as they are to stand; absent if they stay. */
  readonly lanes?: readonly LaneRow[];
}

/** Errors: NOT_ISSUER, PROGRAM_SUSPENDED, PROGRAM_ENDING, NOTE_OFFER_EXISTS, QUOTA_EXHAUSTED. */
export function decideOfferNotes(
  existing: NoteOffer | undefined,
  program: Program,
  programLanes: readonly LaneRow[],
  asked: RequestOf<typeof offerNotes>,
  caller: string,
  txTime: string,
): OfferChange | Refusal {
  if (program.issuer !== caller) return refuse('NOT_ISSUER', `${program.programId} is issued by ${program.issuer}`);
  const notIssued = refuseUnlessIssued(program);
  if (notIssued !== undefined) return notIssued;
  if (existing !== undefined) {
    const { issuer: _issuer, rates: _rates, status: _status, offeredAt: _at, carved: _carved, ...terms } = existing;
    const { expiryMonths: _months, expiryRounding: _rounding, ...before } = terms;
    return canonicalJson(before) === canonicalJson(asked)
      ? { offer: existing, programLanes: new Map() }
      : refuse('NOTE_OFFER_EXISTS', `${program.programId} has an offer ${asked.offerId} already, with other content`);
  }
  const carved = carveQuota(programLanes, BigInt(asked.ceiling));
  if (carved instanceof Refusal) return carved;
  const lanes = spreadQuota(BigInt(asked.ceiling), asked.lanes).map((share) => ({ granted: String(share), used: '0' }));
  // A note’s first day is this one or a later one.
  const rates = [{ from: txTime.slice(0, 10), ppm: asked.ppm }];
  const made = { rates, status: 'open' as const, offeredAt: txTime, carved: carved.parts };
  const { expiryMonths, rules } = program;
  const life = { expiryMonths, ...present({ expiryRounding: rules.expiryRounding }) };
  return { offer: { ...asked, issuer: caller, ...life, ...made }, programLanes: carved.lanes, lanes };
}

/** Errors: NOT_ISSUER, NOTE_OFFER_CLOSED, NOTE_RATE_INVALID. */
export function decideChangeNoteRate(
  offer: NoteOffer,
  { from, ppm }: Pick<RequestOf<typeof changeNoteRate>, 'from' | 'ppm'>,
  caller: string,
  txTime: string,
): NoteOffer | Refusal {
  if (offer.issuer !== caller) return refuse('NOT_ISSUER', `the offer is ${offer.issuer}’s`);
  const last = offer.rates.at(-1);
  if (last?.from === from && last.ppm === ppm) return offer;
  if (offer.rates.length === RATE_STEPS_MAX)
    return refuse('NOTE_RATE_INVALID', `the rate was changed ${RATE_STEPS_MAX - 1} times, which is as often as may be`);
  const first = daysAfter(firstDayOf(txTime), offer.noticeDays);
  if (from < first) return refuse('NOTE_RATE_INVALID', `announced now, a rate holds from ${first} at the earliest`);
  if (last !== undefined && from <= last.from)
    return refuse(
      'NOTE_RATE_INVALID',
      `a rate from ${last.from} on is announced already, and another one comes after it`,
    );
  if (ppm < offer.ppmMin || ppm > offer.ppmMax)
    return refuse('NOTE_RATE_INVALID', `the offer has rates from ${offer.ppmMin} to ${offer.ppmMax}`);
  return { ...offer, rates: [...offer.rates, { from, ppm }] };
}

/** Errors: NOT_ISSUER. */
export function decideCloseOffer(
  offer: NoteOffer,
  programLanes: readonly LaneRow[],
  lanes: readonly LaneRow[],
  caller: string,
): OfferChange | Refusal {
  if (offer.issuer !== caller) return refuse('NOT_ISSUER', `the offer is ${offer.issuer}’s`);
  if (offer.status === 'closed') return { offer, programLanes: new Map() };
  const left = lanes.reduce((sum, { granted, used }) => sum + BigInt(granted) - BigInt(used), 0n);
  return {
    offer: { ...offer, status: 'closed' },
    programLanes: giveBackQuota(programLanes, offer.carved, left),
    lanes: lanes.map(({ used }) => ({ granted: used, used })),
  };
}
