/**
 * Versions of the ledger's rows. A program says which it reads, this one and those before it that are on ledgers, and the chaincode says besides
 * which it writes: so readers are exchanged first, one by one, and the code that writes the newer rows last.
 */
import { z } from 'zod';

export const rowRange = z.strictObject({
  oldest: z.int().min(1).meta({ description: 'The oldest version that is read.' }),
  newest: z.int().min(1).meta({ description: 'The newest one.' }),
});
/** Both are read, and those between. */
export type RowRange = Readonly<z.infer<typeof rowRange>>;

/**
 * What is read here. `newest` is raised with every change of a row's shape, and the kind of row says how what was written before is read. `oldest` is
 * raised where rows, or names, that stand on a ledger already cannot be gone on with: such a ledger is refused.
 * 2: account ids name their custodian, programme ids begin with their issuer's name, hash locks are bound to theirs.
 * 3: organisations are members of a kind, and the chaincode's definition names who founds the consortium.
 * 4: what members say of proposals lies in a collection of the definition, which a start does not change without a vote.
 * 5: merchants have an identity more, with the role of a bridge.
 * 6: of imported files a hundred lines stand in one row.
 * 7: of migrations a hundred claims stand in one row.
 * 8: what a pledge that was taken paid off is not taken back; a proposal on which too few are left that vote is none.
 * 9: an account's row does not repeat its id. It is read from 8 on.
 */
export const rowsRead: RowRange = { oldest: 8, newest: 9 };

/** A row is one object in programs, in the present shape, however it stands on the ledger. */
export interface StoredShape {
  /** The row out of what was written by any version that is read; what is in the present shape comes back as it is. */
  read(stored: object, parts: readonly string[]): object;
  /** What of the row is written by a version. */
  write(row: object, version: number): object;
}

/** A field that the key says already is left out from a version on. Its place is among the parts of the key, behind the type. */
export function saidByKey(field: string, place: number, since: number): StoredShape {
  return {
    read: (stored, parts) => (Object.hasOwn(stored, field) ? stored : { ...stored, [field]: parts[place] }),
    write(row, version) {
      if (version < since) return row;
      const { [field]: _said, ...rest } = row as Readonly<Record<string, unknown>>;
      return rest;
    },
  };
}
