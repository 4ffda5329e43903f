/** Where a page ended, as an opaque text for clients. */
import { z } from 'zod';
import { Failure } from '../channel/failures.js';

export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws Failure CURSOR_INVALID */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>, first: T): T {
  if (cursor === undefined) return first;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new Failure('CURSOR_INVALID', undefined, { cause });
  }
}
