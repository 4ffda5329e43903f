/**
 * The ledger's keys. Each is one of Fabric's composite keys: U+0000, the object type, U+0000, then every part followed
 * by U+0000. A `Key<T>` remembers in its type what its row holds.
 */
import {
  type Disclosure,
  type NamedRow,
  type OwnPolicyRow,
  figureKeyParts,
  figuresKeyParts,
  type Parties,
  type PrivateRow,
  type PrivateRowType,
  type RateReference,
  type Reasoning,
  type Row,
  type RowType,
  type Settlement,
} from '@commonpoint/catalogue';

declare const holds: unique symbol;
export type Key<T> = string & { readonly [holds]?: T };

/** All rows whose key begins with these parts. */
export interface Range<T> {
  readonly objectType: string;
  readonly parts: readonly string[];
  readonly [holds]?: T;
}

const SEPARATOR = '\u0000';

/** The Node shim accepts U+0000 inside a part, and two different keys could collide; so parts are checked here again. */
const safePart = /^[\x21-\x7e]+$/;

function key<Type extends RowType>(objectType: Type, ...parts: string[]): Key<Row<Type>> {
  return composite(objectType, parts);
}

function privateKey<Type extends PrivateRowType>(objectType: Type, ...parts: string[]): Key<PrivateRow<Type>> {
  return composite(objectType, parts);
}

function composite(objectType: string, parts: readonly string[]): string {
  let text = SEPARATOR + objectType + SEPARATOR;
  for (const part of parts) {
    if (!safePart.test(part)) throw new TypeError(`a key part of ${objectType} is not printable ASCII`);
    text += part + SEPARATOR;
  }
  return text;
}

function range<Type extends RowType>(objectType: Type, ...parts: string[]): Range<Row<Type>> {
  return { objectType, parts };
}

function privateRange<Type extends PrivateRowType>(objectType: Type, ...parts: string[]): Range<PrivateRow<Type>> {
  return { objectType, parts };
}

/** The text that all keys of a range begin with. */
export function rangePrefix(of: Range<unknown>): string {
  return composite(of.objectType, of.parts);
}

/** The parts of a key, without its object type. */
export function keyParts(of: string): string[] {
  return of.split(SEPARATOR).slice(2, -1);
}

/** Quota lanes are numbered with two digits, so that a range lists them in order. */
function laneNumber(lane: number): string {
  return String(lane).padStart(2, '0');
}

/** Of a row that is named by its kind and the parts of its key. */
export const rowKey = ({ kind, parts }: NamedRow): Key<Row<OwnPolicyRow>> => key(kind, ...parts);
export const rowsOf = (kind: OwnPolicyRow) => range(kind);

/** No row ever has it: to ask for something without asking for a row. */
export const noRowKey: Key<never> = composite('none', []);

export const organizationKey = (mspId: string) => key('org', mspId);
export const organizations = () => range('org');

export const constitutionKey = key('constitution');
export const epochKey = key('epoch');
export const proposalKey = (proposalId: string) => key('proposal', proposalId);
export const proposals = () => range('proposal');
export const voteKey = (proposalId: string, mspId: string) => key('vote', proposalId, mspId);
export const votes = (proposalId: string) => range('vote', proposalId);
export const objectionKey = (proposalId: string, mspId: string) => key('objection', proposalId, mspId);
export const objections = (proposalId: string) => range('objection', proposalId);

export const programKey = (programId: string) => key('program', programId);
export const programs = () => range('program');

export const laneKey = (programId: string, lane: number) => key('quota', programId, laneNumber(lane));

export const acceptanceKey = (programId: string, mspId: string) => key('acceptance', programId, mspId);
export const acceptances = (programId: string) => range('acceptance', programId);

export const accountKey = (accountId: string) => key('account', accountId);

export const referenceKey = (referenceId: string) => key('reference', referenceId);
export const orderKey = (orderId: string) => key('order', orderId);
export const orders = () => range('order');
/** In the collection that all members hold. */
export const reasoningKey = ({ proposalId, with: said, mspId }: Pick<Reasoning, 'proposalId' | 'with' | 'mspId'>) =>
  privateKey('reasoning', proposalId, said, mspId);
/** In the collection of whoever was shown it. */
export const orderReasonKey = (orderId: string) => privateKey('order-reason', orderId);
export const standingKey = (kind: 'program' | 'organization', id: string) => key('standing', kind, id);

export const accountDays = (accountId: string) => range('account-day', accountId);
export const accountDayKey = (accountId: string, programId: string) => key('account-day', accountId, programId);

/** `lotId` is `expiry.txId.n`; its three parts are the last three of the key. */
export const lotKey = (accountId: string, programId: string, lotId: string) =>
  key('lot', accountId, programId, ...lotId.split('.'));
/** `expiry.txId.n` of a lot's key. */
export const lotIdOf = (lotsKey: string) => keyParts(lotsKey).slice(2).join('.');
export const lots = (accountId: string, ...programId: [] | [string]) => range('lot', accountId, ...programId);

export const receiptKey = (mspId: string, operationId: string) => key('op', mspId, operationId);

export const holdKey = (mspId: string, holdId: string) => key('hold', mspId, holdId);
export const openHoldKey = (accountId: string, programId: string, mspId: string, holdId: string) =>
  key('open-hold', accountId, programId, mspId, holdId);
export const openHolds = (accountId: string) => range('open-hold', accountId);

/** Versions are numbered with six digits, so that a range lists them in order. */
const versionNumber = (version: number) => String(version).padStart(6, '0');

const rateParts = ({ sourceProgramId, targetProgramId, version }: RateReference) =>
  [sourceProgramId, targetProgramId, versionNumber(version)] as const;
export const agreementKey = (version: number) => key('agreement', versionNumber(version));
export const agreements = () => range('agreement');
export const adherenceKey = (version: number, mspId: string) => key('adherence', versionNumber(version), mspId);

export const rateKey = (reference: RateReference) => key('rate', ...rateParts(reference));
export const rates = (...programIds: (string | undefined)[]) =>
  range('rate', ...programIds.filter((programId) => programId !== undefined));
export const rateLaneKey = (reference: RateReference, lane: number) =>
  key('rate-quota', ...rateParts(reference), laneNumber(lane));

export const supplyKey = (programId: string, day: string, txId: string) => key('supply', programId, day, txId);
export const supplyRows = (programId: string, ...day: [] | [string]) => range('supply', programId, ...day);
export const supplyTotalKey = (programId: string) => key('supply-total', programId);

export const clearingKey = (cycle: string, debtor: string, creditor: string, programId: string, txId: string) =>
  key('clearing', cycle, debtor, creditor, programId, txId);
export const clearingRows = (cycle: string) => range('clearing', cycle);

export const currentCycleKey = (month: string) => key('current-cycle', month);

export const cutOffKey = (cycle: string, mspId: string) => key('cut-off', cycle, mspId);
export const cutOffs = (cycle: string) => range('cut-off', cycle);

export const cycleKey = (cycle: string) => key('cycle', cycle);
export const remaindersKey = key('remainders');

export const settlementKey = ({ cycle, debtor, creditor }: Pick<Settlement, 'cycle' | 'debtor' | 'creditor'>) =>
  key('settlement', cycle, debtor, creditor);
export const settlements = (...cycle: (string | undefined)[]) =>
  range('settlement', ...cycle.filter((part) => part !== undefined));

export const termsPairKey = (parties: Parties) => key('terms-pair', ...parties);
export const termsPairs = () => range('terms-pair');
export const termsKey = (parties: Parties, version: number) => key('terms', ...parties, versionNumber(version));
export const terms = (...parties: [] | Parties) => range('terms', ...parties);
/** In the pair's collection. */
export const privateTermsKey = (version: number) => privateKey('terms', versionNumber(version));

export const statementKey = (cycle: string, parties: Parties) => key('statement', cycle, ...parties);
export const statements = (cycle: string) => range('statement', cycle);
/** In the pair's collection. */
export const privateStatementKey = (cycle: string) => privateKey('statement', cycle);
export const privateSettlementKey = (cycle: string) => privateKey('settlement', cycle);
export const privateRemainderKey = privateKey('remainder');

/** In the owner's collection. */
export const figureKey = (period: string, name: string) => privateKey(...figureKeyParts(period, name));
export const figuresKey = (period: string) => privateKey(...figuresKeyParts(period));

/** In the auditor's collection. */
export const disclosureKey = ({ id, figure: { owner, period, name, revision } }: Pick<Disclosure, 'id' | 'figure'>) =>
  privateKey('disclosure', owner, period, name, id, String(revision));
export const disclosures = (...parts: (string | undefined)[]) =>
  privateRange('disclosure', ...parts.filter((part) => part !== undefined));

export const logKeysKey = (mspId: string) => key('log-key', mspId);
export const logKeysOfAll = () => range('log-key');
export const checkpointKey = (mspId: string) => key('checkpoint', mspId);
export const checkpoints = () => range('checkpoint');
export const migrationKey = (mspId: string, migrationId: string) => key('migration', mspId, migrationId);
export const migrations = () => range('migration');
export const migratedKey = (mspId: string, migrationId: string, txId: string) =>
  key('migrated', mspId, migrationId, txId);
export const migratedRows = (mspId: string, migrationId: string) => range('migrated', mspId, migrationId);
export const anchorKey = (mspId: string, log: string) => key('anchor', mspId, log);
