/**
 * Every code that the ledger refuses with, each documented once.
 *
 * The order is the order of precedence: where several hold, the first one listed is the one given.
 */
export const errorCodes = {
  PRIVATE_INPUT_MISPLACED:
    'Confidential fields came as an ordinary argument, which would go into a block; they belong into the transient map.',
  REQUEST_INVALID: 'The request does not have the documented shape; `errors` points at what is wrong.',
  PRIVATE_INPUT_INVALID:
    'The private input is missing or does not have the documented shape; `errors` points at what is wrong.',
  ROLE_NOT_ALLOWED: 'The caller’s role may not do this.',
  ORGANIZATION_NOT_ALLOWED: 'The caller’s organisation may not do this: it is not a merchant of this consortium.',
  ORGANIZATION_UNKNOWN: 'No organisation with this MSP id is registered.',
  PRIVATE_DATA_NOT_ALLOWED: 'The data is private to other organisations than the caller’s.',
  ORGANIZATION_EXISTS: 'The organisation is registered already, with other content.',
  ID_CONFLICT: 'The id was used before for an operation with other content; `field` names the first difference.',
  LINKED_FAILED: 'Another operation of the same linked chain failed, so this one was not done.',
  HOLD_UNKNOWN: 'The organisation has posted no hold with this id.',
  PROGRAM_UNKNOWN: 'No programme has this id.',
  PROGRAM_ID_NOT_YOURS: 'A programme’s id begins with its issuer’s name; this one does not begin with the caller’s.',
  PROGRAM_EXISTS: 'A programme with this id exists already, with other content.',
  NOT_ISSUER: 'Only the programme’s issuer may do this.',
  PROGRAM_SUSPENDED: 'The programme is suspended.',
  ACCOUNT_UNKNOWN: 'No account has this id.',
  ORDER_UNKNOWN: 'No order has this id.',
  ORDER_NOT_ALLOWED: 'The order is beyond what the caller’s organisation may order.',
  ORDER_EXISTS: 'An order with this id exists already, with other content.',
  NOT_ORDER_AUTHORITY: 'An order is lifted by the organisation that issued or ratified it, or by a vote.',
  ORDER_STATE: 'In its present state this cannot be done with the order.',
  ORDER_PERIOD_INVALID:
    'An order has to end after it begins and after now; an emergency order begins at once and ends within 72 hours.',
  ORDER_REPEATED: 'An emergency order that lapsed is not issued anew by the same organisation within 30 days.',
  ORDERS_TOO_MANY: 'As many orders stand already as there may be on one account, programme or organisation.',
  NOT_CUSTODIAN: 'Only the account’s custodian may do this; an account’s id names its custodian.',
  ACCOUNT_EXISTS: 'An account with this id exists already, with other content.',
  ACCOUNT_FROZEN: 'The account is frozen.',
  ACCOUNT_CLOSED: 'The account is closed.',
  ACCOUNT_LOCKED: 'The account is locked: it earns, and nothing leaves.',
  ACCOUNT_NOT_LOCKED: 'There is no lock that the caller could lift.',
  ACCOUNT_NOT_EMPTY: 'The account still holds points.',
  ACCOUNT_UNDER_ORDER: 'An order stands against the account, so that it stays open.',
  PUBLIC_KEY_INVALID: 'The public key is not a point of its curve.',
  PUBLIC_KEY_EXISTS: 'The account carries another public key already.',
  PUBLIC_KEY_MISSING: 'The account carries no member’s key.',
  RECOVERY_ANNOUNCED: 'A recovery with another key is announced already; the member’s key can withdraw it.',
  RECOVERY_UNKNOWN: 'No recovery is announced, or it is in force already.',
  SIGNATURE_REQUIRED: 'It is for the member’s key to do this, and there is no authorization.',
  AUTHORIZATION_EXPIRED: 'The authorization’s time is over.',
  SIGNATURE_INVALID: 'The signature is not the member’s, or not over this operation.',
  DEBITS_STOPPED: 'An order in force stops points from leaving the account.',
  CREDITS_STOPPED: 'An order in force stops points from coming to the account.',
  SEQUENCE_WRONG: 'What a member signs of an account is numbered, and this is not the next number.',
  ACCOUNTS_EQUAL: 'A transfer needs two different accounts.',
  TRANSFER_NOT_ALLOWED: 'The programme’s rules do not allow transfers.',
  ACCEPTOR_UNKNOWN: 'The accepting merchant is not an active member of the consortium.',
  PROGRAM_OWN: 'A merchant takes the points that it issues itself without accepting them.',
  ACCEPTANCE_UNKNOWN: 'The caller’s organisation does not accept the programme.',
  PROGRAM_UNVALUED: 'The programme has no clearing value in this cycle, so that it is not taken elsewhere.',
  PROGRAM_NOT_ACCEPTED: 'The merchant does not accept the programme, or not at its present clearing value.',
  COUNTERPARTY_UNKNOWN: 'The counterparty is not another active merchant of the consortium.',
  AUDITOR_UNKNOWN: 'No organisation with this MSP id audits the consortium.',
  TERMS_PARTY_UNKNOWN: 'The terms name a payer that is neither of the two merchants.',
  TERMS_UNKNOWN: 'There is no such version of terms between the two merchants.',
  NOT_TERMS_PARTY: 'Terms are accepted by the merchant that did not propose them.',
  TERMS_EXISTS: 'This version of the terms exists already, with other content.',
  TERMS_OPEN: 'The version proposed last has been neither accepted nor withdrawn yet.',
  TERMS_VERSION_WRONG: 'Versions of terms are numbered one after the other, from 1 on.',
  TERMS_NOT_OPEN: 'The terms are not a proposal any more.',
  TERMS_DIFFER: 'What was proposed is not, byte for byte, what the caller would accept.',
  FIGURES_EXIST: 'Figures of the month were recorded already; they can be amended.',
  FIGURES_UNKNOWN: 'No such figures of the month were recorded.',
  REVISION_CONFLICT: 'The figures have another revision than the one that was to be amended.',
  DISCLOSURE_MISMATCH: 'What is disclosed is not what the ledger has the hash of; `errors` points at what is not.',
  PROGRAMS_EQUAL: 'A rate needs two different programmes.',
  RATE_UNKNOWN: 'There is no such version of a rate between these programmes.',
  RATE_EXISTS: 'This version of the rate exists already, with other content.',
  RATE_PERIOD_INVALID: 'A rate has to end after it begins, and after now.',
  NOT_RATE_PARTY: 'It is for another issuer to do this.',
  RATE_NOT_OPEN: 'The rate is not accepted, or it is suspended or withdrawn.',
  RATE_EXPIRED: 'The moment is not within the time for which the rate holds.',
  EXCHANGE_TOO_SMALL: 'The amount does not buy a single point.',
  RECEIVED_TOO_LITTLE: 'The amount buys fewer points than `minReceived`.',
  HOLD_PERIOD_INVALID: 'A hold has to end after now and within 31 days.',
  HOLD_NOT_YOURS: 'The hold’s beneficiary, or its custodian, has to do this; the caller’s organisation is not the one.',
  HOLD_EXPIRED: 'The hold is past its end, and its points go back or have gone back.',
  HOLD_RESOLVED: 'The hold was captured or voided already.',
  PREIMAGE_WRONG: 'What was shown does not open the hold’s hash lock.',
  HOLD_EXCEEDED: 'More was asked for than is held.',
  OPERATION_UNKNOWN: 'The organisation has no operation with this id.',
  REVERSAL_NOT_YOURS:
    'What was spent is taken back by the merchant at which it was spent, anything else by the organisation that posted it.',
  NOT_REVERSIBLE: 'Operations of this kind, or between these accounts, cannot be reversed.',
  ALREADY_REVERSED: 'The operation was reversed already.',
  REVERSAL_EXCEEDED: 'More was asked for than is left of the operation to be reversed.',
  AMOUNT_BELOW_MINIMUM: 'The amount is below what the programme takes in one operation of this kind.',
  AMOUNT_ABOVE_MAXIMUM: 'The amount is above what the programme takes in one operation of this kind.',
  DAY_LIMIT_EXCEEDED: 'The account would move more points on this day than the programme allows.',
  VELOCITY_EXCEEDED: 'The account would make more operations on this day than the programme allows.',
  CYCLE_NOT_CURRENT: 'Only the cycle that transactions fall in now can be cut off.',
  CYCLE_CLOSED: 'The clearing cycle of the transaction’s time is closed; send the operation again.',
  EARNED_ON_INVALID: 'The day of earning is in the future, or longer ago than the programme allows.',
  EXPIRY_OUT_OF_BOUNDS: 'The expiry is not within what the programme allows, or is past already.',
  MATURITY_AFTER_EXPIRY: 'The points would mature after their expiry.',
  INPUTS_INVALID: 'The lots named as inputs are not strictly ascending, or, of an expiry, not past theirs.',
  LOT_SPENT: 'A lot named as input does not exist: it was spent.',
  LOT_EXPIRED: 'A lot named as input is past its expiry.',
  LOT_NOT_MATURE: 'A lot named as input has not matured yet.',
  INSUFFICIENT_POINTS:
    'The account holds fewer spendable points than asked for; the detail says what is pending, and until when.',
  POINTS_RESERVED: 'The account would be left with fewer points than orders in force reserve.',
  SOURCES_NEEDED: 'The accounts debited hold more lots than a batch looks for by itself; name those to be spent.',
  NOTHING_TO_EXPIRE: 'The account holds no lots past their expiry.',
  NOTHING_TO_EXTEND: 'The account holds no lots whose expiry the extension would move.',
  LANE_UNKNOWN: 'The programme has no such quota lane.',
  QUOTA_EXHAUSTED: 'The quota lanes named have less left than asked for.',
  QUOTA_BELOW_USED: 'A lane cannot be granted less than it has used.',
  CAP_EXCEEDED: 'The lanes’ grants together would exceed the programme’s cap.',
  CAP_BELOW_GRANTED: 'The cap cannot be lower than what is granted to the lanes.',
  PERIOD_OPEN: 'The period has not ended yet, or another one is folded in part only.',
  SETTLEMENT_UNKNOWN:
    'The one owes the other nothing for this cycle, or the cycle is not closed, or the two settle it in private.',
  NOT_SETTLEMENT_PARTY: 'It is for another organisation to say this.',
  SETTLEMENT_STATE: 'In its present state this cannot be said of the settlement.',
  CYCLE_NOT_CLOSED: 'The clearing cycle is not closed.',
  STATEMENT_NOT_DUE: 'The two merchants had accepted no terms when the cycle was closed: they settle in public.',
  STATEMENT_UNKNOWN: 'No money statement of the cycle has been made for the two merchants.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** The codes in order of precedence. */
export const errorPrecedence = Object.keys(errorCodes) as ErrorCode[];

/**
 * What the chaincode throws: the message of a failed transaction is this, as canonical JSON, and nothing else,
 * so that clients read a code and never prose.
 */
export interface ErrorBody {
  code: ErrorCode;
  detail: string;
  errors?: { pointer: string; detail: string }[];
  field?: string;
}
