/** What peers may make of a transaction, in words. */

const verdicts: Readonly<Record<string, string>> = {
  VALID: 'It took effect.',
  NIL_ENVELOPE: 'There is nothing in it.',
  BAD_PAYLOAD: 'Its contents cannot be read.',
  BAD_COMMON_HEADER: 'Its header is not as it has to be.',
  BAD_CREATOR_SIGNATURE: 'It is not signed by whom it names as its maker.',
  INVALID_ENDORSER_TRANSACTION: 'What was endorsed is not what stands in it.',
  INVALID_CONFIG_TRANSACTION: 'The configuration in it cannot be taken.',
  UNSUPPORTED_TX_PAYLOAD: 'It is of a kind that peers do not take.',
  BAD_PROPOSAL_TXID: 'Its id is not made of what its maker signed.',
  DUPLICATE_TXID: 'Its id was used before; the first transaction with it counts.',
  ENDORSEMENT_POLICY_FAILURE: 'Too few of those that have to endorse what it wrote did.',
  MVCC_READ_CONFLICT: 'A row that it had read was written by another transaction before it was its turn.',
  PHANTOM_READ_CONFLICT: 'Of the rows in a stretch that it had read, some came or went before it was its turn.',
  UNKNOWN_TX_TYPE: 'It is of a kind that peers do not know.',
  TARGET_CHAIN_NOT_FOUND: 'It is meant for another channel.',
  MARSHAL_TX_ERROR: 'The peer could not take it apart.',
  NIL_TXACTION: 'It does nothing.',
  EXPIRED_CHAINCODE: 'The chaincode that it was endorsed by had been replaced.',
  CHAINCODE_VERSION_CONFLICT: 'It was endorsed by another version of the chaincode than the one in force.',
  BAD_HEADER_EXTENSION: 'Its header says wrongly which chaincode it is for.',
  BAD_CHANNEL_HEADER: 'The channel’s part of its header is not as it has to be.',
  BAD_RESPONSE_PAYLOAD: 'What the endorsers answered cannot be read.',
  BAD_RWSET: 'What it read and wrote cannot be read.',
  ILLEGAL_WRITESET: 'It wrote what it may not write.',
  INVALID_WRITESET: 'What it wrote is not as it has to be.',
  INVALID_CHAINCODE: 'It calls a chaincode that is not there.',
  NOT_VALIDATED: 'The peer has not looked at it.',
  INVALID_OTHER_REASON: 'Peers refused it for another reason.',
};

export const explanationOf = (verdict: string): string => verdicts[verdict] ?? 'Peers refused it.';
