/** Receipts: what operations did. */
import { inKeyOrder, type Operation, type Receipt } from '@commonpoint/catalogue';
import type { Part } from './pool.js';
import { operationDigest } from '../core/digest.js';
import { isToldByEntry, operationOfEntry } from './imported-rows.js';
import { present } from '../core/present.js';
import { refuse, type Refusal } from '../core/refusal.js';
import type { WorkingSet } from './working-set.js';

/** What an operation's own rule knows of its receipt; the rest is the same for all. */
export type Effect = Omit<Receipt, 'id' | 'mspId' | 'kind' | 'digest' | 'txId' | 'txTime' | 'reversed' | 'reversedBy'>;

export function receiptOf(set: WorkingSet, operation: Operation, effect: Effect): Receipt {
  const { txId, txTime } = set.origin;
  // An authorization that nobody checked, because the account carries no key, is not recorded.
  const checked = set.accounts.get(effect.accountId)?.publicKey !== undefined && 'authorization' in operation;
  const nonce = checked && operation.authorization !== undefined ? { nonce: operation.authorization.nonce } : {};
  const { id, kind } = operation;
  const isEntry = isToldByEntry(operation);
  const digest = isEntry ? {} : { digest: operationDigest(operation) };
  const receipt = { id, mspId: set.mspId, kind, ...digest, txId, txTime, ...effect, ...nonce };
  // In order once, because it is spelled twice: as a row and in the reply. An entry is spelled as a line.
  return isEntry ? receipt : inKeyOrder(receipt);
}

/** What was taken of each lot, or added to it. */
export function partAmounts(parts: readonly Part[]): { lotId: string; amount: string }[] {
  return parts
    .filter(({ amount }) => amount > 0n)
    .map(({ lot, amount }) => ({ lotId: lot.lotId, amount: String(amount) }));
}

/** The fields in which an operation can differ from the one recorded under its id, in the order they are compared. */
const comparedFields = [
  'kind',
  'programId',
  'accountId',
  'toAccountId',
  'amount',
  'acceptor',
  'campaign',
  'operationMspId',
  'operationId',
  'beneficiary',
  'hashLock',
  'expiresAt',
  'holdMspId',
  'holdId',
  'targetProgramId',
  'rateVersion',
  'minReceived',
  'earnedOn',
  'endingBy',
  'expiresOn',
  'orderId',
  'offerId',
  'noteMspId',
  'noteId',
  'bridgeId',
  'lineId',
] as const;
type ComparedField = (typeof comparedFields)[number];

/**
 * The recorded receipt if this is the same operation again; of a claim, if it is shown to be the leaf of its place as the first one was.
 * Errors: ID_CONFLICT.
 */
export function decideReplay(operation: Operation, recorded: Receipt, isProved: boolean): Receipt | Refusal {
  if (isToldByPlace(recorded)) {
    if (isProved && isToldByEntry(operation)) return recorded;
  } else if (operationDigest(operation) === (recorded.digest ?? operationDigest(operationOfEntry(recorded)))) {
    return recorded;
  }
  const before = asSent(recorded);
  const now: Partial<Record<string, unknown>> = { ...operation };
  if (operation.kind === 'transfer') now['accountId'] = operation.fromAccountId;
  if (operation.kind === 'capture' || operation.kind === 'void') now['holdMspId'] ??= recorded.mspId;
  if ('noteId' in operation) now['noteMspId'] ??= recorded.mspId;
  if (operation.kind === 'reverse') now['operationMspId'] ??= recorded.mspId;
  // Not named, it is all that was held or left: then the receipt's amount says what was done, not what was sent.
  if (
    operation.kind === 'capture' ||
    operation.kind === 'reverse' ||
    operation.kind === 'seize' ||
    isRelease(operation, recorded)
  )
    now['amount'] ??= before.amount;
  if (operation.kind === 'issue') delete now['expiresOn'];
  const unrecorded = unrecordedField(operation, recorded);
  const field = comparedFields.find((name) => before[name] !== now[name]) ?? unrecorded;
  return refuse('ID_CONFLICT', `the id ${operation.id} was used before for an operation with another ${field}`, {
    field: field === 'accountId' && operation.kind === 'transfer' ? 'fromAccountId' : field,
  });
}

function isRelease({ kind }: Operation, { lineId }: Receipt): boolean {
  return kind === 'void' && lineId !== undefined;
}

/** Of a claim without a digest: its place, and what stands there in the migration’s tree, say all of it. */
const isToldByPlace = ({ digest, migrationId }: Receipt): boolean => digest === undefined && migrationId !== undefined;

/** In which field two operations differ whose receipts would be alike. */
function unrecordedField(operation: Operation, recorded: Receipt): string {
  switch (operation.kind) {
    case 'capture':
      return 'preimage';
    case 'reverse':
    case 'seize':
    case 'void':
      return 'amount';
    case 'redeem-note':
      return 'early';
    case 'transfer-note':
      return 'parts';
    case 'issue':
      if (isToldByPlace(recorded)) return operation.expiresOn === recorded.expiry ? 'migration' : 'expiresOn';
      // What it did not name, its programme said.
      return (operation.maturesOn ?? recorded.maturesOn) === recorded.maturesOn ? 'expiresOn' : 'maturesOn';
    default:
      return 'acceptor';
  }
}

/** The fields that an operation of the receipt's kind was sent with. */
function asSent(receipt: Receipt): Partial<Record<ComparedField, string | number>> {
  const { kind, programId, accountId, toAccountId, amount, acceptor, campaign, holdMspId, holdId } = receipt;
  const target = { programId, accountId };
  switch (kind) {
    case 'issue':
      return {
        kind,
        ...target,
        amount,
        ...present({ campaign, earnedOn: receipt.earnedOn, bridgeId: receipt.bridgeId }),
      };
    case 'transfer':
      return { kind, ...target, amount, ...(toAccountId !== undefined && { toAccountId }) };
    case 'redeem':
      return { kind, ...target, amount, ...(acceptor !== undefined && { acceptor }) };
    case 'expire':
    case 'consolidate':
      return { kind, ...target };
    case 'extend':
      return { kind, ...target, ...present({ endingBy: receipt.endingBy, expiresOn: receipt.expiry }) };
    case 'hold':
      return { kind, ...target, amount, ...holdTermsOf(receipt) };
    case 'capture':
      return { kind, amount, ...present({ holdMspId, holdId }) };
    case 'void':
      // In part only what is pledged.
      return { kind, ...present({ holdMspId, holdId }), ...(receipt.lineId !== undefined && { amount }) };
    case 'exchange': {
      const { targetProgramId, rateVersion, minReceived } = receipt;
      return { kind, ...target, amount, ...present({ targetProgramId, rateVersion, minReceived }) };
    }
    case 'buy-note':
      return { kind, ...target, amount, ...present({ offerId: receipt.offerId }) };
    case 'transfer-note':
      return { kind, ...present({ toAccountId, noteMspId: receipt.noteMspId, noteId: receipt.noteId }) };
    case 'redeem-note':
      return { kind, ...present({ noteMspId: receipt.noteMspId, noteId: receipt.noteId }) };
    case 'pledge-note': {
      const { beneficiary, lineId, noteMspId, noteId } = receipt;
      return { kind, ...present({ beneficiary, lineId, noteMspId, noteId }) };
    }
    case 'seize':
      return { kind, amount, ...present({ orderId: receipt.orderId }) };
    case 'reverse': {
      const { reverses, reversesMspId = receipt.mspId, shortfall = '0' } = receipt;
      const asked = String(BigInt(amount) + BigInt(shortfall));
      return { kind, operationMspId: reversesMspId, ...present({ operationId: reverses }), amount: asked };
    }
    default:
      return kind satisfies never;
  }
}

function holdTermsOf({
  beneficiary,
  hashLock,
  expiresAt,
  bridgeId,
  lineId,
}: Receipt): Partial<Record<ComparedField, string>> {
  return present({ beneficiary, hashLock, expiresAt, bridgeId, lineId });
}
