/** Routes that read lists, a page at a time: from the projection, or by the peer's own bookmarks. */
import type { ReplyOf, RequestOf, Transaction } from '@commonpoint/catalogue';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../channel/pages.js';
import type { Page } from '../channel/reads.js';
import type { Gateway } from '../gateway.js';
import { CSV_TYPE, csvLine } from './csv-text.js';
import { readErrors, type ReadDeclaration } from './read-route.js';
import { route, type Answer, type Inferred, type RequestContext, type Schema } from './route.js';

/** What every list's query may have. */
interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const bookmark = z.string().max(4096);
const ITEMS_DEFAULT = 100;

type Items<T extends Transaction, K extends keyof ReplyOf<T>> = ReplyOf<T>[K] extends readonly (infer Item)[]
  ? Item
  : never;

/** How the projection has a list: its rows after a position, and the position of each. */
interface ListHere<T extends Transaction, Item, Position> {
  readonly position: z.ZodType<Position>;
  readonly first: Position;
  readonly rows: (gateway: Gateway, request: RequestOf<T>, after: Position, limit: number) => readonly Item[];
  readonly at: (item: Item) => Position;
}

/** Declares a route that reads a list; `items` is its name in the peer's reply and in the body. */
export function listRoute<
  T extends Transaction,
  const Path extends string,
  K extends string & keyof ReplyOf<T>,
  V extends z.ZodType,
  Q extends z.ZodType<PageQuery>,
  Position,
  P extends Schema = undefined,
>(
  entry: T,
  path: Path,
  declaration: Omit<ReadDeclaration<T, P, Q>, 'query'> & {
    readonly query: Q;
    readonly view: V;
    readonly items: K;
    /** Without it the peer is always asked. */
    readonly here?: ListHere<T, Items<T, K>, Position>;
    /** Members of the body beside the page. */
    readonly beside?: (context: RequestContext<Inferred<P>, Inferred<Q>>) => object;
    /** All that follows, for those who would rather have CSV. */
    readonly csv?: {
      readonly columns: readonly string[];
      readonly fields: (item: Items<T, K>) => readonly (string | undefined)[];
    };
  },
) {
  const { view, items, here, beside, csv, request, roles, errors = [], also = [], ...rest } = declaration;
  type Context = RequestContext<Inferred<P>, Inferred<Q>>;

  async function pageFor(context: Context, gateway: Gateway, cursor: string | undefined): Promise<Page<Items<T, K>>> {
    const { limit = ITEMS_DEFAULT, cursor: _cursor, ...query } = context.query as PageQuery;
    const asked = request?.(context, gateway) ?? ({ ...(context.params as object), ...query } as RequestOf<T>);
    if (here && context.read.consistency === 'projection') {
      const after = decodeCursor(cursor, here.position, here.first);
      return toPage(here.rows(gateway, asked, after, limit + 1), limit, here.at, gateway.projection.lastBlock());
    }
    const from = decodeCursor(cursor, bookmark, '');
    const paged = { ...(asked as object), pageSize: limit, ...(from && { bookmark: from }) };
    const { value, asOfBlock } = await gateway.peer.read(entry, paged as RequestOf<T>, context.caller.role);
    const reply = value as Record<K, readonly Items<T, K>[]> & { readonly bookmark: string };
    return { items: reply[items], asOfBlock, next: reply.bookmark ? encodeCursor(reply.bookmark) : undefined };
  }

  async function* csvOf(context: Context, gateway: Gateway, first: Page<Items<T, K>>): AsyncGenerator<string> {
    yield csvLine(csv!.columns);
    for (let page = first; ; page = await pageFor(context, gateway, page.next)) {
      for (const item of page.items) yield csvLine(csv!.fields(item));
      if (page.next === undefined) return;
    }
  }

  return route({
    ...rest,
    method: 'get',
    path,
    roles: roles ?? entry.roles,
    entries: [entry, ...also],
    errors: [...readErrors, ...errors, 'CURSOR_INVALID'],
    replies: { 200: { description: 'A page.', schema: view, ...(csv && { csv: true }) } },
    handle: async (context: Context, gateway): Promise<Answer> => {
      const page = await pageFor(context, gateway, (context.query as PageQuery).cursor);
      if (csv && context.prefersCsv) {
        return { status: 200, text: { type: CSV_TYPE, content: csvOf(context, gateway, page) } };
      }
      return answerPage(context, items, page, beside?.(context));
    },
  });
}

/** A page of which one item more than asked for was read, to know whether another follows. */
export function toPage<Item>(
  rows: readonly Item[],
  limit: number,
  at: (item: Item) => unknown,
  asOfBlock: number,
): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, asOfBlock, next: rows.length > limit ? encodeCursor(at(items.at(-1)!)) : undefined };
}

/** With `Link: rel="next"`, when there is a next page. */
export function answerPage(
  context: { readonly path: string; readonly query: unknown },
  name: string,
  { items, next, asOfBlock }: Page<unknown> | (Omit<Page<unknown>, 'asOfBlock'> & { readonly asOfBlock?: undefined }),
  beside: object = {},
): Answer {
  const body = { ...beside, [name]: items, nextCursor: next, asOfBlock };
  if (next === undefined) return { status: 200, body };
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(context.query as object))
    if (value !== undefined) query.set(key, String(value));
  query.set('cursor', next);
  return { status: 200, body, headers: { link: `<${context.path}?${query.toString()}>; rel="next"` } };
}
