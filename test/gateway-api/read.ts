/** What a route answers, asked past HTTP. */
import type { z } from 'zod';
import type { Caller } from '../../gateway-api/src/caller.js';
import type { Consistency } from '../../gateway-api/src/channel/reads.js';
import type { Gateway } from '../../gateway-api/src/gateway.js';
import type { ReplyDeclaration, RequestContext, Route } from '../../gateway-api/src/http/route.js';

type Reading<V extends z.ZodType> = Route & { readonly replies: { readonly 200: ReplyDeclaration<V> } };

export interface Asking {
  readonly caller: Caller;
  readonly consistency: Consistency;
}

/** The body. `query` is as it is after validation. */
export async function read<V extends z.ZodType>(
  gateway: Gateway,
  route: Reading<V>,
  params: object,
  { caller, consistency }: Asking,
  query: object = {},
): Promise<z.infer<V>> {
  const context = { params, query, caller, read: { caller, consistency }, path: route.path };
  const { body } = await route.handle(context as unknown as RequestContext<never, never, never>, gateway);
  return body as z.infer<V>;
}
