/** The proof of one receipt as a file (C2SP tlog-proof): the entry, its path, and the checkpoint with all signatures. */
import { checkpointBody, leafInput, signatureLine, type LogCheckpoint } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { cosignature } from '../../log-key.js';
import { evidenceQueries } from './reads.js';

/** @throws Failure CHECKPOINT_AWAITED */
export function proofFile(
  { projection, receiptLog: { tree } }: Gateway,
  index: number,
  key: readonly string[],
  value: string,
): string {
  const { checkpointsFrom, keys } = projection.of(evidenceQueries);
  const known = checkpointsFrom(index + 1).filter(isOf(tree));
  const signed = bestOf(givenOut(known, keys().length));
  const [first] = signed;
  if (first === undefined) {
    const detail =
      known.length === 0 ? `No checkpoint has leaf ${index} yet.` : `Too few have signed leaf ${index} yet.`;
    throw new Failure('CHECKPOINT_AWAITED', detail);
  }
  const entry = leafInput(key, Buffer.from(value)).subarray(1);
  const path = tree.inclusionProof(index, first.size).map((hash) => `${hash.toString('base64')}\n`);
  return (
    `c2sp.org/tlog-proof@v1\nextra ${Buffer.from(entry).toString('base64')}\nindex ${index}\n${path.join('')}\n` +
    signedNote(signed)
  );
}

/** A checkpoint with the signatures of all who signed it. */
export function signedNote(signed: readonly LogCheckpoint[]): string {
  const signatures = signed.map((each) => signatureLine(each.mspId, cosignature(each.mspId, each)));
  return `${checkpointBody(signed[0]!)}\n${signatures.join('')}`;
}

/** Whether the log has such a size and root: whoever signs may say any. */
export const isOf =
  (tree: Gateway['receiptLog']['tree']) =>
  ({ size, root }: Pick<LogCheckpoint, 'size' | 'root'>): boolean =>
    size <= tree.size && root === tree.root(size).toString('base64');

/** For so long others are waited for, which sign a size within seconds; who does not come then is away. */
const OTHERS_AWAITED_MS = 60_000;

/**
 * Those of the sizes that more than half of the organisations have signed, as whoever verifies wants it unless it says otherwise: a file that is
 * fetched between the first signature and the others would be proved to nobody. Of a size that waited long enough, what there is.
 */
export function givenOut(checkpoints: readonly LogCheckpoint[], organizations: number): LogCheckpoint[] {
  const bySize = Map.groupBy(checkpoints, ({ size }) => size);
  return [...bySize.values()].filter((each) => each.length * 2 > organizations || isOld(each)).flat();
}

function isOld(signed: readonly LogCheckpoint[]): boolean {
  return Date.now() >= Math.min(...signed.map(({ time }) => time * 1000)) + OTHERS_AWAITED_MS;
}

/** Those of the size that most have signed; of several the largest. */
export function bestOf(checkpoints: readonly LogCheckpoint[]): readonly LogCheckpoint[] {
  const bySize = Map.groupBy(checkpoints, ({ size }) => size);
  return [...bySize.values()].reduce<readonly LogCheckpoint[]>(
    (best, each) => (each.length > best.length ? each : best),
    [],
  );
}
