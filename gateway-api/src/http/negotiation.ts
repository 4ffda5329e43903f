/** Which of a resource's media types a request is given. */
import type { Request } from 'express';

/** Clients send the same header with every request; longer ones, and more of them, are looked at anew. */
const LENGTH_MAX = 200;
const REMEMBERED_MAX = 20;

/** The best of the types by the request's `Accept`; false if it takes none. */
export type Negotiate = (request: Request) => string | false;

export function createNegotiation(types: readonly string[]): Negotiate {
  const known = new Map<string, string | false>();
  return (request) => {
    const { accept = '' } = request.headers;
    const before = known.get(accept);
    if (before !== undefined) return before;
    const chosen = request.accepts([...types]);
    if (accept.length <= LENGTH_MAX && known.size < REMEMBERED_MAX) known.set(accept, chosen);
    return chosen;
  };
}
