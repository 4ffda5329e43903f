/** What a proof proves, in sentences for people. */
import type { Signer } from './cosignatures.js';
import type { verifyReceipt } from './verify-receipt.js';

export const saidBy = (signers: readonly Signer[]): string =>
  `Signed by ${signers.map(({ name, at }) => `${name} (${at.toISOString()})`).join(', ')}.`;

export function describeReceipt({
  receipt,
  index,
  size,
  signers,
}: Awaited<ReturnType<typeof verifyReceipt>>): string[] {
  const { id, mspId, kind, programId, accountId, amount, txId, txTime, reversed } = receipt;
  return [
    `${mspId} posted “${kind}” of ${amount} points of ${programId}, account ${accountId}, at ${txTime}.`,
    ...(typeof reversed === 'string' ? [`Of it ${reversed} points were taken back since.`] : []),
    `Operation ${id}, transaction ${txId}; entry ${index} of a log of ${size}.`,
    saidBy(signers),
    'Whether more was done to it after that is not in this proof.',
  ];
}
