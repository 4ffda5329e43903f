/** What a request says of an operation beside the operation: it stays in the gateway and never reaches the ledger. */
import { z } from 'zod';
import { writtenDetail, type WrittenDetail } from '../evidence/given-details.js';

const PAIRS_MAX = 20;
/** Control characters, what breaks lines or turns their direction, and what cannot be seen; written so that all languages read it. */
const line = z
  .string()
  .regex(
    /^[^\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+$/u,
    'must not contain control characters',
  );

export const reference = line.min(1).max(100).meta({
  description: 'The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway.',
  example: 'receipt-4711',
});

export const metadata = z
  .record(
    z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/, 'must be 1 to 40 letters, digits, dots, dashes or underscores'),
    line.max(200),
  )
  .refine((pairs) => Object.keys(pairs).length <= PAIRS_MAX, `must have ${PAIRS_MAX} pairs at the most`)
  .meta({
    description: `Up to ${PAIRS_MAX} pairs of your own, such as the till’s shift; they stay in the gateway.`,
    example: { shift: 'early' },
  });

export const operationNotes = {
  reference: reference.optional(),
  metadata: metadata.optional(),
  detail: writtenDetail.optional(),
};

export interface OperationNotes {
  readonly reference?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly detail?: WrittenDetail | undefined;
}

/** What the gateway tells of again; the detail is shown as evidence, and nowhere else. */
export const toldAgain = ({ reference: own, metadata: pairs }: OperationNotes): Omit<OperationNotes, 'detail'> => ({
  reference: own,
  metadata: pairs,
});

export const hasNotes = ({ reference: own, metadata: pairs, detail }: OperationNotes): boolean =>
  own !== undefined || pairs !== undefined || detail !== undefined;
