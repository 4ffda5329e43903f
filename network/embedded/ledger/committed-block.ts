/** A committed block as services see it; what is dear to compute waits until it is asked for. */
import { common } from '@hyperledger/fabric-protos';
import { type ParsedBlock, validationCodes } from '../wire/block.js';
import { parseEnvelope } from '../wire/envelope.js';
import { MalformedError } from '../wire/malformed-error.js';
import type { CommittedBlock, CommittedTransaction } from './types.js';

/** From a block with the peer's metadata in it. */
export function committedBlock(parsed: ParsedBlock): CommittedBlock {
  const { bytes } = parsed;
  let block: common.Block | undefined;
  let transactions: readonly CommittedTransaction[] | undefined;
  return {
    number: parsed.header.number,
    bytes,
    parsed,
    get block() {
      return (block ??= common.Block.deserializeBinary(bytes));
    },
    get transactions() {
      return (transactions ??= committedTransactions(parsed));
    },
  };
}

/** One entry per envelope; an unreadable envelope has an empty id. */
function committedTransactions(block: ParsedBlock): CommittedTransaction[] {
  const codes = validationCodes(block);
  return block.data.map((envelope, index) => ({
    txId: txIdOf(envelope),
    validationCode: codes[index] ?? 0,
    block: block.header.number,
    index,
  }));
}

function txIdOf(envelope: Uint8Array): string {
  try {
    return parseEnvelope(envelope).header.txId;
  } catch (error) {
    if (error instanceof MalformedError) return '';
    throw error;
  }
}
