/**
 * Agreeing on commercial terms.
 *
 * | from       | accepted               | superseded                    | withdrawn    |
 * |------------|------------------------|-------------------------------|--------------|
 * | proposed   | by who did not propose | –                             | either party |
 * | accepted   | (stays)                | when a newer one is accepted  | –            |
 * | superseded | (stays)                | (stays)                       | –            |
 * | withdrawn  | –                      | –                             | (stays)      |
 *
 * A proposal has to be answered before the next one is made, so that nobody accepts the older of two.
 */
import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type CommercialTerms,
  monthOfCycle,
  type Parties,
  type PrivateTerms,
  type Row,
  type TermsInput,
  type TermsRecord,
} from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { Saying } from '../core/saying.js';

export type TermsPair = Row<'terms-pair'>;

/** Two merchants in the order of their MSP ids, whoever asks. */
export function partiesOf(one: string, other: string): Parties {
  return one < other ? [one, other] : [other, one];
}

/** What the two are to hold, from what one of them sends: prices and fees in one order. Errors: TERMS_PARTY_UNKNOWN. */
export function spellTerms(parties: Parties, version: number, { terms, salt }: TermsInput): PrivateTerms | Refusal {
  if (terms.fees.some(({ payer }) => !parties.includes(payer)))
    return refuse('TERMS_PARTY_UNKNOWN', 'a fee is paid by one of the two merchants');
  const prices = sorted(terms.prices, ({ programId }) => programId);
  const fees = sorted(terms.fees, ({ payer }) => payer);
  return { ...terms, prices, fees, parties, version, salt };
}

/** What Fabric publishes of a private row: SHA-256, in hex, of its bytes. */
export function privateHash(row: object): string {
  return createHash('sha256').update(canonicalJson(row)).digest('hex');
}

/** Errors: TERMS_EXISTS, TERMS_OPEN, TERMS_VERSION_WRONG. */
export function decideProposeTerms(
  pair: TermsPair | undefined,
  existing: TermsRecord | undefined,
  newest: TermsRecord | undefined,
  proposed: Pick<TermsRecord, 'parties' | 'version' | 'hash'>,
  { by, at }: Saying,
): { record: TermsRecord; pair: TermsPair } | Refusal {
  const { parties, version, hash } = proposed;
  if (existing !== undefined) {
    if (pair !== undefined && existing.hash === hash && existing.proposedBy === by) return { record: existing, pair };
    return refuse('TERMS_EXISTS', `version ${version} of the terms exists already, with other content`);
  }
  if (newest?.status === 'proposed') return refuse('TERMS_OPEN', `version ${newest.version} has not been answered yet`);
  const next = (pair?.newest ?? 0) + 1;
  if (version !== next) return refuse('TERMS_VERSION_WRONG', `the next version is ${next}`);
  const record: TermsRecord = { parties, version, status: 'proposed', hash, proposedBy: by, proposedAt: at };
  return { record, pair: { ...pair, parties, newest: version } };
}

/**
 * `offered` is the hash of what the caller believes it accepts, `held` the one that the ledger has of the proposal.
 * Errors: NOT_TERMS_PARTY, TERMS_NOT_OPEN, TERMS_DIFFER.
 */
export function decideAcceptTerms(
  record: TermsRecord,
  offered: string,
  held: string | undefined,
  { by, at }: Saying,
): TermsRecord | Refusal {
  if (by === record.proposedBy) return refuse('NOT_TERMS_PARTY', 'it is for the other merchant to accept these terms');
  if (record.status === 'withdrawn') return refuse('TERMS_NOT_OPEN', 'these terms are withdrawn');
  if (offered !== held || offered !== record.hash)
    return refuse('TERMS_DIFFER', 'what was proposed is not what the caller would accept');
  if (record.status !== 'proposed') return record;
  return { ...record, status: 'accepted', acceptedAt: at };
}

/** The version that was accepted before, once another one takes its place. */
export function supersede(record: TermsRecord): TermsRecord {
  return { ...record, status: 'superseded' };
}

/** Errors: TERMS_NOT_OPEN. */
export function decideWithdrawTerms(record: TermsRecord, { by, at }: Saying): TermsRecord | Refusal {
  if (record.status === 'withdrawn') return record;
  if (record.status !== 'proposed') return refuse('TERMS_NOT_OPEN', `these terms are ${record.status}`);
  return { ...record, status: 'withdrawn', withdrawnBy: by, withdrawnAt: at };
}

/** The versions that may hold for a cycle, newest first: those that were accepted, up to the one that was at its closing. */
export function agreedVersions(records: readonly TermsRecord[], versionMax: number): number[] {
  return records
    .filter(({ status, version }) => version <= versionMax && (status === 'accepted' || status === 'superseded'))
    .map(({ version }) => version)
    .sort((a, b) => b - a);
}

/**
 * Whether terms hold for a cycle. Those that hold until a month hold until its end: when they were agreed on, nobody
 * knew that it would be cut into parts.
 */
export function holdsFor({ validFrom, validUntil }: CommercialTerms, cycle: string): boolean {
  if (cycle < validFrom) return false;
  return validUntil === undefined || cycle <= validUntil || monthOfCycle(cycle) === validUntil;
}

function sorted<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
