/** Names of rows that a batch works with, by what their keys say. */
import type { NoteOfferReference, RateReference } from '@commonpoint/catalogue';

/** Two organisations may use the same id; an operation is known by both. */
export function receiptName(mspId: string, operationId: string): string {
  return `${mspId} ${operationId}`;
}

/** One account's points of one programme. */
export function holdingName(accountId: string, programId: string): string {
  return `${accountId} ${programId}`;
}

/** Two organisations may use the same id; a hold is known by both. */
export function holdName(mspId: string, holdId: string): string {
  return `${mspId} ${holdId}`;
}

/** A merchant's credit line. */
export function lineName(mspId: string, lineId: string): string {
  return `${mspId} ${lineId}`;
}

/** What orders are about, if it is no account. */
export function standingName(kind: 'program' | 'organization', id: string): string {
  return `${kind} ${id}`;
}

/** A rate between two programmes, of one version. */
export function rateName({ sourceProgramId, targetProgramId, version }: RateReference): string {
  return `${sourceProgramId}>${targetProgramId} ${version}`;
}

/** An offer of notes; no programme, and no rate, is called so. */
export function noteOfferName({ programId, offerId }: NoteOfferReference): string {
  return `note ${programId} ${offerId}`;
}

/** A merchant's acceptance of a programme. */
export function acceptanceName(programId: string, mspId: string): string {
  return `${programId} ${mspId}`;
}

/** What a merchant lets a programme's issuer owe it. */
export function creditName(programId: string, mspId: string): string {
  return `${programId}>${mspId}`;
}

/** A programme's bridge. */
export function bridgeName(programId: string, bridgeId: string): string {
  return `${programId} ${bridgeId}`;
}

export function accountDayName(accountId: string, programId: string): string {
  return `${accountId} ${programId}`;
}

/** A quota lane of a programme, or of a rate by its name. */
export function laneName(owner: string, lane: number): string {
  return `${owner} ${lane}`;
}
