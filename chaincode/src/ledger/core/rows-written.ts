/**
 * Which version of rows this code writes: what its `package.json` says, which the digest covers that members decide on. So the same programs can write
 * older rows first, as long as the code before may have to take over again.
 */
import { createRequire } from 'node:module';
import { rowsRead } from '@commonpoint/catalogue';

interface Saying {
  readonly rows?: { readonly written?: unknown };
}

/** @throws Error for a version that this code could not read again */
export function versionSaid({ rows }: Saying): number {
  const written = rows?.written;
  if (typeof written === 'number' && written >= rowsRead.oldest && written <= rowsRead.newest) return written;
  throw new Error(
    `the chaincode’s package.json says that rows of version ${String(written)} are written: it reads others`,
  );
}

export const rowsWritten = versionSaid(createRequire(__filename)('../../../package.json') as Saying);
