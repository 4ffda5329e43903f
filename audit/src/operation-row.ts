/** What an operation's receipt says, as an auditor reads it. */

/** The `op` row: what an operation did. Amounts are decimal strings. */
export interface OperationRow {
  readonly id: string;
  readonly mspId: string;
  readonly kind:
    | 'issue'
    | 'transfer'
    | 'redeem'
    | 'reverse'
    | 'expire'
    | 'hold'
    | 'capture'
    | 'void'
    | 'exchange'
    | 'extend'
    | 'consolidate'
    | 'seize'
    | 'buy-note'
    | 'redeem-note'
    | 'transfer-note'
    | 'pledge-note';
  readonly programId: string;
  readonly accountId: string;
  readonly toAccountId?: string;
  readonly acceptor?: string;
  readonly amount: string;
  /** Of a reversed issuance: what its account had not any more. */
  readonly shortfall?: string;
  /** What of that is owed back, and what of points that were issued or came back paid off what was owed. */
  readonly clawback?: string;
  readonly paidOff?: string;
  /** Of a reversed redemption: what had ended, and until when it can be spent. */
  readonly grace?: readonly { readonly expiry: string; readonly until: string; readonly amount: string }[];
  /** Lots that it drew on or made, and quota lanes. */
  readonly consumed?: readonly LotPart[];
  readonly created?: readonly LotPart[];
  readonly lanes?: readonly { readonly amount: string }[];
  /** Lanes of a credit; of a capture whether its hold had drawn on one; and what one gets back. */
  readonly credit?: readonly { readonly amount: string }[];
  readonly credited?: true;
  readonly creditBack?: string;
  readonly expiry?: string;
  readonly maturesOn?: string;
  readonly earnedOn?: string;
  /** Of a reversal: the operation that it undid, and whose that was if not the own organisation’s. */
  readonly reverses?: string;
  readonly reversesMspId?: string;
  /** How much of it was undone, and by whom. */
  readonly reversed?: string;
  readonly reversedBy?: readonly { readonly mspId: string; readonly operationId: string }[];
  /** Of a legacy balance: which migration it is of. */
  readonly migrationId?: string;
  /** Of what crosses a bridge to a legacy programme: which one. */
  readonly bridgeId?: string;
  /** Of a hold. */
  readonly beneficiary?: string;
  readonly hashLock?: string;
  readonly expiresAt?: string;
  /** Of a capture or a void: the hold it resolved. */
  readonly holdMspId?: string;
  readonly holdId?: string;
  /** Of a pledge, of its release and of its taking: the beneficiary’s credit line. */
  readonly lineId?: string;
  /** Of a seizure: the order that it was made on. */
  readonly orderId?: string;
  /** Of a note that was sold. */
  readonly offerId?: string;
  readonly from?: string;
  readonly until?: string;
  readonly interestMax?: string;
  /** Of one that was redeemed, given away, pledged, or released or taken while it was a pledge. */
  readonly noteMspId?: string;
  readonly noteId?: string;
  readonly interest?: string;
  /** Of one that was given away in parts. */
  readonly parts?: { readonly of: number; readonly given: number; readonly lots: readonly LotPart[] };
  /** Of an exchange. */
  readonly targetProgramId?: string;
  readonly rateVersion?: number;
  readonly minReceived?: string;
  readonly taken?: string;
  readonly received?: string;
  /** What a point was worth between the merchants as its liability, or the hold, arose. */
  readonly clearingValue?: string;
  /** The clearing cycle that its liability fell in. */
  readonly cycle?: string;
  readonly txId: string;
  readonly txTime: string;
}

export interface LotPart {
  /** `expiry.txId.n`. */
  readonly lotId: string;
  readonly amount: string;
}
