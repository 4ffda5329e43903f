/** Rows of credit between merchants: the parts of their keys, behind the type, and what they hold. */
import { creditBack, creditLane, creditRelease, prepayment } from './credit.js';

export const creditRows = {
  'credit-quota': { key: ['programId', 'mspId', 'lane'], holds: creditLane },
  /** What one transaction gave back of a credit; blind, and deleted as it is put into a lane. */
  'credit-back': { key: ['programId', 'mspId', 'txId'], holds: creditBack },
  'credit-release': { key: ['programId', 'mspId', 'cycle'], holds: creditRelease },
  prepayment: { key: ['programId', 'mspId', 'prepaymentId'], holds: prepayment },
} as const;
