/** What rows of a file were about: kept before they are posted, and forgotten again where nothing came of it. */
import { gatewayFailureCodes, type Failure } from '../channel/failures.js';
import type { Log } from '../log.js';
import type { DetailStore } from '../store/detail-store.js';
import type { FinalResult } from './post-until-final.js';
import type { Row } from './stretches.js';
import { untilTaken } from './until-taken.js';

/** Of all files; what else there is to say of it is in the detail itself. */
const SCHEMA = 'import/1';

export interface KeptDetails {
  /** Their operations have other details already. */
  readonly differing: ReadonlySet<string>;
  /** Those that this import has kept. */
  readonly own: readonly string[];
}

export interface KeepingParts {
  readonly details: DetailStore;
  readonly log: Log;
}

/**
 * However long that takes. Another request may keep another detail meanwhile: then its row alone is told so.
 * @param isEarly a run of this import that was killed may have kept them
 */
export async function keepDetails<R extends Row>(
  { details, log }: KeepingParts,
  rows: readonly R[],
  idOf: (row: R) => string,
  signal: AbortSignal,
  isEarly: boolean,
): Promise<KeptDetails> {
  const given = rows.flatMap((row) =>
    row.detail === undefined ? [] : [{ operationId: idOf(row), schema: SCHEMA, detail: row.detail }],
  );
  if (given.length === 0) return { differing: new Set(), own: [] };
  const keep = async (): Promise<KeptDetails> => {
    const differing = details.differing(given);
    const same = given.filter(({ operationId }) => !differing.has(operationId));
    const fresh = await details.keep(same, true);
    return { differing, own: isEarly ? details.waiting(same.map(({ operationId }) => operationId)) : fresh };
  };
  return untilTaken(keep, signal, (error) => log.warn({ err: error }, 'Details of an import could not be kept yet'));
}

/** Of an import’s own those of which nothing came. */
export async function forgetDetails(
  { details, log }: KeepingParts,
  own: readonly string[],
  results: ReadonlyMap<string, FinalResult>,
  signal: AbortSignal,
): Promise<void> {
  const vain = own.filter((id) => results.get(id)?.state !== 'committed');
  const tell = (error: Failure): void => log.warn({ err: error }, 'Details of an import could not be forgotten yet');
  await untilTaken(() => details.forgetWaiting(vain), signal, tell);
}

export const differs = { code: 'DETAIL_EXISTS', detail: gatewayFailureCodes.DETAIL_EXISTS } as const;
