/**
 * What an order says is what its client asked for: a regulator is no merchant, so that two of these endorse its order, and could write
 * down another one under its signature.
 */
import type { Author, Change } from './row-changes.js';
import { isSame } from './same-rows.js';

const said = ['scope', 'effect', 'reasonHash', 'expiry', 'from', 'until'] as const;

export const orderAuthor: Pick<Author, 'may'> = {
  // Whose an order is, and what stands, is judged with the orders.
  may: ({ call, row, parts, argument }: Change) => {
    if (call !== 'Orders:Issue' || row === undefined) return true;
    const asked = argument();
    if (asked['orderId'] !== parts[0]) return false;
    // What is left open is filled in: from now on, and an emergency’s end.
    const named = said.filter((field) => asked[field] !== undefined || (field !== 'from' && field !== 'until'));
    return isSame(only(row, named), only(asked, named));
  },
};

function only(fields: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}
