/** What `Points:Post` answers for each operation. */
import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../core/errors.js';
import { receipt } from './receipt.js';

export const outcome = z.strictObject({
  id: z.string(),
  /** `POSTED` took effect now; `EXISTS` took effect earlier, `receipt` is the recorded one; `REJECTED` had none. */
  state: z.enum(['POSTED', 'EXISTS', 'REJECTED']),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]).optional(),
  detail: z.string().optional(),
  field: z.string().optional(),
  receipt: receipt.optional(),
});
export type Outcome = z.infer<typeof outcome>;
