/** Parameters that several subjects' routes take. */
import { accountId, day, operationId, PAGE_ROWS_MAX, programId } from '@commonpoint/catalogue';
import { z } from 'zod';

/** How many items a page may have. Digits only: `Number` would also take `0x10`, `1e1` and the empty string. */
export const limit = z
  .string()
  .regex(/^([1-9][0-9]?|100)$/, `must be a whole number from 1 to ${PAGE_ROWS_MAX}`)
  .meta({ digits: [1, PAGE_ROWS_MAX] })
  .transform((digits) => parseInt(digits, 10))
  .optional();

export const cursor = z
  .string()
  .min(1)
  .max(2048)
  .regex(/^[\x21-\x7e]+$/, 'must be the nextCursor of the page before')
  .optional();

export const page = z.strictObject({ limit, cursor });
export const pageOfProgram = z.strictObject({ limit, cursor, programId: programId.optional() });

export const programPath = z.strictObject({ programId });
export const accountPath = z.strictObject({ accountId });
export const operationPath = z.strictObject({ operationId });

/** A version in a path or a query. */
export const versionDigits = z
  .string()
  .regex(/^[1-9][0-9]{0,5}$/, 'must be a whole number from 1 to 999999')
  .meta({ digits: [1, 999_999] })
  .transform((digits) => parseInt(digits, 10));

/** A block's number in a query. */
export const blockDigits = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,11})$/, 'must be the number of a block')
  .meta({ digits: [0, 999_999_999_999] })
  .transform((digits) => parseInt(digits, 10));

/** From one day to another (UTC), both included. */
export const dayRange = { from: day.optional(), to: day.optional() };
export const inOrderOfDays = ({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean =>
  from === undefined || to === undefined || from <= to;
export const wrongOrderOfDays = { path: ['to'], error: 'is before `from`' };
