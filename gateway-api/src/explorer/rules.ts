/** What peers judge transactions by, as it was at any height: the audit's own code asks for it as for what it keeps itself. */
import type { Kept, Store } from '@commonpoint/audit/store';

/** The rules as they were before a block: a store that only reads. */
export function rulesBefore(
  block: number,
  find: (table: string, name: string, before: number) => string | undefined,
): Store {
  const kept = (table: string): Kept<string> => ({
    get: (name) => find(table, name, block),
    has: (name) => find(table, name, block) !== undefined,
    set: () => undefined,
    delete: () => false,
    size: 0,
    [Symbol.iterator]: () => [][Symbol.iterator](),
  });
  return { kept: <T>(table: string) => kept(table) as unknown as Kept<T>, settle: () => undefined };
}
