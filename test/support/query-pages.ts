/** What the stub peer answers to ranges and histories: results a page at a time, as the shim asks for them. */
import { ledger as protos, peer } from '@hyperledger/fabric-protos';

/** Fabric's own page of a range. */
const RANGE_PAGE_ROWS = 100;
const CHANNEL = 'points';

/** Pages of a transaction's queries that were not asked for yet, by the query's name. */
export type OpenQueries = Map<string, peer.QueryResponse[]>;

export function keyValue(key: string, value: Uint8Array): Uint8Array {
  const kv = new protos.queryresult.KV();
  kv.setNamespace(CHANNEL);
  kv.setKey(key);
  kv.setValue(value);
  return kv.serializeBinary();
}

export function openPages(queries: OpenQueries, results: readonly Uint8Array[]): peer.QueryResponse {
  const id = `query ${queries.size}`;
  const pages: peer.QueryResponse[] = [];
  for (let start = 0; start === 0 || start < results.length; start += RANGE_PAGE_ROWS) {
    const page = new peer.QueryResponse();
    page.setId(id);
    page.setHasMore(start + RANGE_PAGE_ROWS < results.length);
    page.setResultsList(
      results.slice(start, start + RANGE_PAGE_ROWS).map((bytes) => {
        const result = new peer.QueryResultBytes();
        result.setResultbytes(bytes);
        return result;
      }),
    );
    pages.push(page);
  }
  queries.set(id, pages.slice(1));
  return pages[0] as peer.QueryResponse;
}

export function nextPage(queries: OpenQueries, id: string): Uint8Array {
  const page = queries.get(id)?.shift();
  if (page === undefined) throw new Error('the iterator has no further page');
  return page.serializeBinary();
}
