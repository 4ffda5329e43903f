/** Details as requests give them, of their own or with what they are of. */
import { z } from 'zod';
import type { Caller } from '../../caller.js';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { DETAIL_BYTES_MAX, fitsDetail, hasOneSpelling, type GivenDetail } from '../../store/detail-store.js';
import { isBehind } from './anchor-job.js';
import { requireUnposted } from './detail-owners.js';

export const detailSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes, underscores or slashes')
  .meta({ description: 'What the detail is, in the organisation’s own words.' });

export const detailContent = z
  .record(z.string(), z.unknown())
  .refine(fitsDetail, { error: `must not be longer than ${DETAIL_BYTES_MAX} bytes` })
  .refine(hasOneSpelling, { error: 'must hold whole numbers only: write others as text' });

/** What a request says an operation is about. */
export const writtenDetail = z
  .strictObject({
    schema: detailSchema,
    content: detailContent.meta({
      description: 'Texts, whole numbers, lists and objects of them: up to 8 KB of JSON.',
    }),
  })
  .meta({
    description:
      'What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there.',
  });
export type WrittenDetail = z.infer<typeof writtenDetail>;

/** @throws Failure SHUTTING_DOWN, DETAILS_BEHIND */
export function requireDetails(gateway: Gateway): void {
  gateway.transactions.requireOpen();
  if (isBehind(gateway)) throw new Failure('DETAILS_BEHIND');
}

/** As {@link DetailStore.keep}, but nobody waits for a disk. @throws Failure STORAGE_UNAVAILABLE */
export const keepGiven = ({ details }: Gateway, given: readonly GivenDetail[], written = false): Promise<string[]> =>
  details.health.orUnavailable(details.keep(given, written));

/**
 * Keeps what came with operations, before they are posted.
 * @throws Failure SHUTTING_DOWN, DETAILS_BEHIND, DETAIL_EXISTS; Problem ROLE_NOT_ALLOWED
 */
export async function keepWritten(
  gateway: Gateway,
  caller: Caller,
  written: readonly { readonly id: string; readonly detail?: WrittenDetail | undefined }[],
): Promise<void> {
  const given = written.flatMap(({ id: operationId, detail }): GivenDetail[] =>
    detail === undefined ? [] : [{ operationId, schema: detail.schema, detail: detail.content }],
  );
  if (given.length === 0) return;
  requireDetails(gateway);
  const ids = given.map(({ operationId }) => operationId);
  requireUnposted(gateway, caller, ids);
  await keepGiven(gateway, given, true);
}
