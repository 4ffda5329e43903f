import type { KeyValue, ResultsIterator } from '../../../network/embedded/ledger/row-types.js';
import type { KeyModification, TransactionSimulator } from '../../../network/embedded/ledger/types.js';

/** A simulator over a map; what is written is kept apart, as Fabric does. */
export class MemorySimulator implements TransactionSimulator {
  readonly writes = new Map<string, Uint8Array | undefined>();
  readonly metadataWrites = new Map<string, ReadonlyMap<string, Uint8Array>>();
  openIterators = 0;

  constructor(
    private readonly rows: ReadonlyMap<string, string> = new Map(),
    private readonly history: readonly KeyModification[] = [],
  ) {}

  async getState(_namespace: string, key: string): Promise<Uint8Array | undefined> {
    const value = this.rows.get(key);
    return value === undefined ? undefined : Buffer.from(value);
  }

  getStateMultiple(namespace: string, keys: readonly string[]): Promise<(Uint8Array | undefined)[]> {
    return Promise.all(keys.map((key) => this.getState(namespace, key)));
  }

  async getStateRange(_namespace: string, startKey: string, endKey: string): Promise<ResultsIterator<KeyValue>> {
    return this.iterate(this.between(startKey, endKey));
  }

  async getStateRangePage(_namespace: string, startKey: string, endKey: string, pageSize: number, bookmark: string) {
    const rows = this.between(bookmark || startKey, endKey);
    return { rows: rows.slice(0, pageSize), bookmark: rows[pageSize]?.key ?? '' };
  }

  async getHistory(): Promise<ResultsIterator<KeyModification>> {
    return this.iterate(this.history);
  }

  async getStateMetadata(_namespace: string, key: string) {
    return this.metadataWrites.get(key);
  }

  putState(_namespace: string, key: string, value: Uint8Array): void {
    this.writes.set(key, value);
  }

  deleteState(_namespace: string, key: string): void {
    this.writes.set(key, undefined);
  }

  putStateMetadata(_namespace: string, key: string, metakey: string, value: Uint8Array): void {
    this.metadataWrites.set(key, new Map([[metakey, value]]));
  }

  takeReadWriteSet(): Uint8Array {
    return new Uint8Array();
  }

  async release(): Promise<void> {}

  private between(startKey: string, endKey: string): KeyValue[] {
    return [...this.rows]
      .filter(([key]) => key >= startKey && (endKey === '' || key < endKey))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value: Buffer.from(value) }));
  }

  private iterate<T>(rows: readonly T[]): ResultsIterator<T> {
    let position = 0;
    let open = true;
    this.openIterators += 1;
    return {
      next: async () => rows[position++],
      close: async () => {
        if (open) this.openIterators -= 1;
        open = false;
      },
    };
  }
}
