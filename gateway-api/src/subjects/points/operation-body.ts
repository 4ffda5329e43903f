/** How an operation is told of. */
import type { Operation, Receipt } from '@commonpoint/catalogue';
import type { OperationResult } from '../../writes/results.js';
import type { OperationView } from './views.js';

/** The representation of an operation; `asked` fills in what is known before there is a receipt. */
export function operationBody(result: OperationResult, asked?: Operation): OperationView {
  const { clientId, ...noted } = result.asked ?? {};
  const { operationId, state, txId, blockNumber, code, detail, field, receipt } = result;
  const kind = receipt?.kind ?? result.kind ?? asked?.kind;
  const debited = receipt?.accountId ?? (asked !== undefined && 'accountId' in asked ? asked.accountId : undefined);
  return {
    operationId,
    state,
    kind,
    programId: receipt?.programId ?? (asked !== undefined && 'programId' in asked ? asked.programId : undefined),
    ...(kind === 'transfer'
      ? {
          fromAccountId: debited ?? (asked?.kind === 'transfer' ? asked.fromAccountId : undefined),
          toAccountId: receipt?.toAccountId ?? (asked?.kind === 'transfer' ? asked.toAccountId : undefined),
        }
      : { accountId: debited, toAccountId: receipt?.toAccountId }),
    acceptor: receipt?.acceptor ?? (asked?.kind === 'redeem' ? asked.acceptor : undefined),
    amount: receipt?.amount ?? (asked !== undefined && 'amount' in asked ? asked.amount : undefined),
    shortfall: receipt?.shortfall,
    clawback: receipt?.clawback,
    paidOff: receipt?.paidOff,
    grace: receipt?.grace,
    reverses: receipt?.reverses ?? (asked?.kind === 'reverse' ? asked.operationId : undefined),
    reversesMspId: receipt?.reversesMspId ?? (asked?.kind === 'reverse' ? asked.operationMspId : undefined),
    expiry: receipt?.expiry,
    maturesOn: receipt?.maturesOn,
    earnedOn: receipt?.earnedOn,
    bridgeId: receipt?.bridgeId ?? (asked !== undefined && 'bridgeId' in asked ? asked.bridgeId : undefined),
    endingBy: receipt?.endingBy,
    ...circulation(receipt, asked),
    txId: receipt?.txId ?? txId,
    txTime: receipt?.txTime,
    blockNumber,
    code,
    detail,
    field,
    ...(clientId !== undefined && { client: clientId, ...noted }),
    receipt,
  };
}

/** What only holds, notes, their ends and exchanges have. */
function circulation(receipt: Receipt | undefined, asked: Operation | undefined): Partial<OperationView> {
  const hold = asked?.kind === 'hold' ? asked : undefined;
  const pledge = asked?.kind === 'pledge-note' ? asked : hold;
  const resolution = asked?.kind === 'capture' || asked?.kind === 'void' ? asked : undefined;
  const sale = asked?.kind === 'buy-note' ? asked : undefined;
  const ofNote = asked !== undefined && 'noteId' in asked ? asked : undefined;
  const exchange = asked?.kind === 'exchange' ? asked : undefined;
  return {
    holdMspId: receipt?.holdMspId ?? resolution?.holdMspId,
    holdId: receipt?.holdId ?? resolution?.holdId,
    lineId: receipt?.lineId ?? pledge?.lineId,
    beneficiary: receipt?.beneficiary ?? pledge?.beneficiary,
    expiresAt: receipt?.expiresAt ?? hold?.expiresAt,
    targetProgramId: receipt?.targetProgramId ?? exchange?.targetProgramId,
    rateVersion: receipt?.rateVersion ?? exchange?.rateVersion,
    taken: receipt?.taken,
    received: receipt?.received,
    remainder: receipt?.remainder,
    offerId: receipt?.offerId ?? sale?.offerId,
    from: receipt?.from,
    until: receipt?.until,
    interestMax: receipt?.interestMax,
    noteMspId: receipt?.noteMspId ?? ofNote?.noteMspId,
    noteId: receipt?.noteId ?? ofNote?.noteId,
    interest: receipt?.interest,
  };
}
