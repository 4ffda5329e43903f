/**
 * The private collections of the peer in memory: one store for all organisations, of which each sees what its own peer
 * would hold. Who is a member, and what only members may, stands in collections_config.json.
 */
import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository-files.js';

interface Row {
  readonly value: Buffer;
  readonly version: number;
}

interface Collection {
  readonly members: readonly string[];
  /** Whether only members' clients may. */
  readonly read: boolean;
  readonly write: boolean;
}

const defined = new Map<string, Collection>(
  (
    JSON.parse(readFileSync(join(repositoryRoot, 'collections_config.json'), 'utf8')) as {
      name: string;
      policy: string;
      memberOnlyRead: boolean;
      memberOnlyWrite: boolean;
    }[]
  ).map(({ name, policy, memberOnlyRead, memberOnlyWrite }) => {
    const members = [...policy.matchAll(/'(\w+)\.member'/g)].map(([, mspId]) => mspId!);
    return [name, { members, read: memberOnlyRead, write: memberOnlyWrite }];
  }),
);

/** One more organisation that the definition makes a merchant, as a later one does when a member joins. */
export function defineMerchant(mspId: string): void {
  defined.set(`figures-${mspId}`, { members: [mspId], read: true, write: true });
}

/** An organisation that the definition makes a regulator. */
export function defineRegulator(mspId: string): void {
  defined.set(`regulator-${mspId}`, { members: [mspId], read: true, write: false });
}

/** Another founding that the definition says was agreed on. */
export function defineFounding(name: string): void {
  defined.set(name, { members: [], read: true, write: true });
}

export class PrivateRows {
  private readonly rows = new Map<string, Map<string, Row>>();

  copyFrom(other: PrivateRows): void {
    for (const [name, rows] of other.rows) this.rows.set(name, new Map(rows));
  }

  of(name: string): Map<string, Row> {
    const rows = this.rows.get(name) ?? new Map<string, Row>();
    this.rows.set(name, rows);
    return rows;
  }

  /** What a client of one organisation may do on the peer of another one. */
  open(clientOf: string, peerOf: string): PrivateAccess {
    return new PrivateAccess(this, clientOf, peerOf);
  }

  /** The values of a collection, as text. */
  values(name: string): string[] {
    return [...this.of(name).values()].map(({ value }) => value.toString());
  }
}

/** What one transaction reads and writes. */
export class PrivateAccess {
  /** By collection and key; a row without value is removed. */
  readonly writes = new Map<string, Map<string, Buffer | undefined>>();
  private readonly reads: { name: string; key: string; version: number }[] = [];

  constructor(
    private readonly rows: PrivateRows,
    private readonly clientOf: string,
    private readonly peerOf: string,
  ) {}

  get(name: string, key: string): Buffer | undefined {
    const { members } = this.enter(name, 'read');
    const row = this.read(name, key);
    if (row !== undefined && !members.includes(this.peerOf)) {
      throw new Error('private data matching public hash version is not available. Public hash version = 1');
    }
    return row?.value;
  }

  hash(name: string, key: string): Buffer | undefined {
    if (!defined.has(name)) throw new Error(`collection [${name}] not defined in the collection config`);
    const row = this.read(name, key);
    return row && createHash('sha256').update(row.value).digest();
  }

  range(name: string, start: string, end: string): { key: string; value: Buffer }[] {
    const { members } = this.enter(name, 'read');
    const rows = members.includes(this.peerOf) ? [...this.rows.of(name)] : [];
    return rows
      .filter(([key]) => key >= start && key < end)
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map(([key, { value }]) => ({ key, value }));
  }

  write(name: string, key: string, value: Buffer | undefined): undefined {
    this.enter(name, 'write');
    const rows = this.writes.get(name) ?? new Map<string, Buffer | undefined>();
    this.writes.set(name, rows.set(key, value));
  }

  /** What a block says of the writes. */
  hashedWrites(): { collection: string; keyHash: string; valueHash?: string; purged?: boolean }[] {
    return [...this.writes].flatMap(([collection, rows]) =>
      [...rows].map(([key, value]) => {
        const removed = value === undefined ? { purged: true } : { valueHash: hash('sha256', value) };
        return { collection, keyHash: hash('sha256', key), ...removed };
      }),
    );
  }

  /** Whether what was read is still so. */
  holds(): boolean {
    return this.reads.every(({ name, key, version }) => (this.rows.of(name).get(key)?.version ?? 0) === version);
  }

  apply(version: number): void {
    for (const [name, writes] of this.writes) {
      for (const [key, value] of writes) {
        if (value === undefined) this.rows.of(name).delete(key);
        else this.rows.of(name).set(key, { value, version });
      }
    }
  }

  private read(name: string, key: string): Row | undefined {
    const row = this.rows.of(name).get(key);
    this.reads.push({ name, key, version: row?.version ?? 0 });
    return row;
  }

  private enter(name: string, what: 'read' | 'write'): Collection {
    const collection = collectionOf(name);
    if (collection[what] && !collection.members.includes(this.clientOf)) {
      throw new Error(`tx creator does not have ${what} access permission on privatedata in collectionName: ${name}`);
    }
    return collection;
  }
}

function collectionOf(name: string): Collection {
  const collection = defined.get(name);
  if (collection === undefined) throw new Error(`collection points/points/${name} could not be found`);
  return collection;
}
