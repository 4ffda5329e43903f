/** Why a transaction was refused, where it lost against another one: which row it was about, and who wrote that first. */
import { type ExplainedBlock, type ExplainedTransaction, setsOf } from '@commonpoint/audit/explained-block';
import type { RowVersion } from '@commonpoint/audit/read-sets';

export interface Conflict {
  /**
   * - `written-meanwhile`: a row that it read was written after it had read it
   * - `range-changed`: so was one in a stretch that it read
   * - `policy-changed`: who has to endorse a row that it wrote changed earlier in its block
   */
  readonly kind: 'written-meanwhile' | 'range-changed' | 'policy-changed';
  readonly namespace: string;
  /** As Fabric has it. */
  readonly key: string;
  /** The row's version that it had read; absent if there was none. */
  readonly read?: RowVersion | undefined;
  readonly by: PlacedTransaction;
}

export interface PlacedTransaction {
  readonly block: number;
  readonly transaction: ExplainedTransaction;
}

/** The last write of a row before a block, unless that was before another one. */
export type FindLastWrite = (
  namespace: string,
  key: string,
  before: number,
  notBefore: number,
) => Promise<PlacedTransaction | undefined>;

const MVCC_READ_CONFLICT = 11;
const PHANTOM_READ_CONFLICT = 12;
const ENDORSEMENT_POLICY_FAILURE = 10;

export async function findConflict(
  transaction: ExplainedTransaction,
  block: ExplainedBlock,
  lastWrite: FindLastWrite,
): Promise<Conflict | undefined> {
  if (transaction.contents === undefined) return undefined;
  const { reads, writes } = setsOf(transaction.contents);
  const earlier = block.transactions.filter(
    ({ index, validationCode }) => index < transaction.index && validationCode === 0,
  );
  const inBlock = (namespace: string, isIt: (key: string) => boolean): PlacedTransaction | undefined => {
    const found = earlier.findLast((each) => writtenKeys(each, namespace).some(isIt));
    return found && { block: block.number, transaction: found };
  };
  const open = reads.filter(({ collection }) => collection === '');
  switch (transaction.validationCode) {
    case MVCC_READ_CONFLICT: {
      const all = open.flatMap((set) => set.reads.map((read) => ({ ...read, namespace: set.namespace })));
      for (const { namespace, key, version: read } of all) {
        const by = inBlock(namespace, (each) => each === key);
        if (by !== undefined) return { kind: 'written-meanwhile', namespace, key, read, by };
      }
      for (const { namespace, key, version: read } of all) {
        const by = await lastWrite(namespace, key, block.number, read?.block ?? 0);
        if (by !== undefined && isLater(by, read)) return { kind: 'written-meanwhile', namespace, key, read, by };
      }
      return undefined;
    }
    case PHANTOM_READ_CONFLICT:
      for (const { namespace, ranges } of open) {
        for (const { from, to } of ranges) {
          const by = inBlock(namespace, (key) => key >= from && (to === '' || key < to));
          if (by !== undefined) return { kind: 'range-changed', namespace, key: from, by };
        }
      }
      return undefined;
    case ENDORSEMENT_POLICY_FAILURE:
      for (const { namespace, key } of writes.flatMap((set) => set.writes.map((each) => ({ ...set, ...each })))) {
        const by = earlier.findLast(({ contents }) =>
          contents?.sets.some((set) => set.namespace === namespace && set.policies.some((each) => each.key === key)),
        );
        if (by) return { kind: 'policy-changed', namespace, key, by: { block: block.number, transaction: by } };
      }
      return undefined;
    default:
      return undefined;
  }
}

const writtenKeys = ({ contents }: ExplainedTransaction, namespace: string): string[] =>
  (contents?.sets ?? [])
    .filter((set) => set.namespace === namespace && set.collection === '')
    .flatMap(({ writes }) => writes.map(({ key }) => key));

function isLater({ block, transaction }: PlacedTransaction, read: RowVersion | undefined): boolean {
  if (read === undefined) return true;
  return block > read.block || (block === read.block && transaction.index > read.transaction);
}
