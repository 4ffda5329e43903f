/**
 * What the peer remembers of one running invocation: its simulator and the queries it has open.
 *
 * Fabric: a context per channel and transaction id; its iterators are closed when the invocation ends, however it
 * ends. Reference: `core/chaincode/{transaction_context,transaction_contexts}.go`. Left out: nothing.
 */
import type { ResultsIterator } from '../ledger/row-types.js';
import type { TransactionSimulator } from '../ledger/types.js';
import type { CollectionAccess } from './collection-access.js';

/** Rows of a query, each already serialised as the shim wants it. */
export type SerialisedRows = ResultsIterator<Uint8Array>;

interface OpenQuery {
  readonly rows: SerialisedRows;
  /** A row that was read to learn whether there is more, and not sent yet. */
  ahead: Uint8Array | undefined;
}

export class TransactionContext {
  readonly #queries = new Map<string, OpenQuery>();
  #queryCount = 0;

  constructor(
    readonly namespace: string,
    readonly simulator: TransactionSimulator,
    /** Undefined: no collection may be used. */
    readonly access?: CollectionAccess,
  ) {}

  openQuery(rows: SerialisedRows): string {
    this.#queryCount += 1;
    const id = String(this.#queryCount);
    this.#queries.set(id, { rows, ahead: undefined });
    return id;
  }

  /**
   * Up to `rowsMax` rows. `hasMore` is only true when a next page would have a row in it: the shim reads one without
   * looking. The query is closed with its last page.
   */
  async nextRows(id: string, rowsMax: number): Promise<{ readonly rows: Uint8Array[]; readonly hasMore: boolean }> {
    const query = this.#queries.get(id);
    if (!query) throw new Error('query iterator not found');
    const rows: Uint8Array[] = [];
    if (query.ahead) rows.push(query.ahead);
    query.ahead = undefined;
    for (;;) {
      const row = await query.rows.next();
      if (!row) {
        await this.closeQuery(id);
        return { rows, hasMore: false };
      }
      if (rows.length === rowsMax) {
        query.ahead = row;
        return { rows, hasMore: true };
      }
      rows.push(row);
    }
  }

  async closeQuery(id: string): Promise<void> {
    const query = this.#queries.get(id);
    this.#queries.delete(id);
    await query?.rows.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queries.keys()].map((id) => this.closeQuery(id)));
  }
}
