/**
 * Replies that say what their amounts of money are in: those whose schema has a `currency`. Where the ledger does not say it by
 * itself, the gateway does, which knows what the members agreed on.
 */
import { z } from 'zod';

type Replies = Readonly<Record<number, { readonly schema?: z.ZodType | undefined }>>;

/** The statuses of such replies. */
export function statusesInMoney(replies: Replies): ReadonlySet<number> {
  const found = Object.entries(replies).filter(([, { schema }]) => {
    return schema instanceof z.ZodObject && Object.hasOwn(schema.shape, 'currency');
  });
  return new Set(found.map(([status]) => Number(status)));
}

export function withCurrency<T extends { readonly body?: unknown }>(answer: T, currency: string): T {
  return answer.body === undefined ? answer : { ...answer, body: { ...(answer.body as object), currency } };
}

/** So that no example has to say it. */
export function exampleInMoney<T extends { readonly replies?: Readonly<Record<number, unknown>> }>(
  example: T,
  replies: Replies,
): T {
  const inMoney = statusesInMoney(replies);
  if (example.replies === undefined || inMoney.size === 0) return example;
  const shown = Object.entries(example.replies).map(([status, body]) =>
    inMoney.has(Number(status)) ? [status, { ...(body as object), currency: 'USD' }] : [status, body],
  );
  return { ...example, replies: Object.fromEntries(shown) as Record<number, unknown> };
}
