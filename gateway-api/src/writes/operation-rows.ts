/**
 * Operations that clients asked for, and the signed transactions that carry them.
 *
 * A row is written before the first call to Fabric and finished exactly once. `submitted` and `unknown` are not stored:
 * they follow from the row in `transactions` and from what the running gateway knows.
 */
import { hash } from 'node:crypto';
import type { Operation, Role } from '@commonpoint/catalogue';
import type { EndorsedTransaction } from '../channel/channel.js';
import type { AskedBy, OperationResult } from './results.js';
import type { Database, TableVersion } from '../store/database.js';
import type { IdempotencyClaim, KeptAnswer } from '../store/idempotency.js';

export const operationTables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE operations (
      id          TEXT PRIMARY KEY,
      seq         INTEGER NOT NULL,     -- order of arrival
      role        TEXT NOT NULL,        -- whose identity signs
      chain       TEXT NOT NULL,        -- id of the first operation of its linked chain
      content     TEXT NOT NULL,        -- JSON of the operation
      state       TEXT NOT NULL CHECK (state IN ('accepted', 'committed', 'rejected')),
      tx_id       TEXT,
      block       INTEGER,
      code        TEXT,
      detail      TEXT,
      field       TEXT,
      existed     INTEGER NOT NULL DEFAULT 0,
      traceparent TEXT
    ) WITHOUT ROWID;
    CREATE INDEX operations_unfinished ON operations (seq) WHERE state = 'accepted';

    -- Transactions that were signed and whose fate is not known yet.
    CREATE TABLE transactions (
      tx_id         TEXT PRIMARY KEY,
      role          TEXT NOT NULL,
      bytes         BLOB NOT NULL,
      signature     BLOB NOT NULL,
      operation_ids TEXT NOT NULL,      -- JSON
      created_at    INTEGER NOT NULL
    ) WITHOUT ROWID;
    `,
  },
  {
    // Whether an operation is asked for by the request that it came with, or by another one.
    version: 6,
    sql: 'ALTER TABLE operations ADD COLUMN request TEXT;',
  },
  {
    // JSON of what is answered under an `Idempotency-Key` if a transaction without operations takes effect.
    version: 7,
    sql: 'ALTER TABLE transactions ADD COLUMN answer TEXT;',
  },
  {
    // Who asked for it, and what was said of it beside the operation: never on the ledger.
    version: 10,
    sql: `
    ALTER TABLE operations ADD COLUMN client TEXT;
    ALTER TABLE operations ADD COLUMN key_id TEXT;
    ALTER TABLE operations ADD COLUMN reference TEXT;
    ALTER TABLE operations ADD COLUMN metadata TEXT; -- JSON
    CREATE INDEX operations_by_arrival ON operations (seq);
    CREATE INDEX operations_by_reference ON operations (reference, seq) WHERE reference IS NOT NULL;
    `,
  },
  {
    version: 15,
    sql: `
    -- Of what crosses a bridge: over which. What ends a hold for one is told by its receipt.
    ALTER TABLE operations ADD COLUMN bridge_id TEXT;
    UPDATE operations SET bridge_id = content ->> 'bridgeId';
    CREATE INDEX operations_by_bridge ON operations (bridge_id, seq) WHERE bridge_id IS NOT NULL;
    `,
  },
  {
    version: 20,
    sql: `
    -- What requests said beside them, and is forgotten later, leaves no copy here.
    PRAGMA secure_delete = ON;
    -- In the order of arrival: what comes together, and is finished together, stands together.
    ALTER TABLE operations RENAME TO operations_by_name;
    CREATE TABLE operations (
      id          TEXT NOT NULL,
      seq         INTEGER NOT NULL,
      role        TEXT NOT NULL,
      chain       TEXT NOT NULL,
      content     TEXT NOT NULL,
      state       TEXT NOT NULL CHECK (state IN ('accepted', 'committed', 'rejected')),
      tx_id       TEXT,
      block       INTEGER,
      code        TEXT,
      detail      TEXT,
      field       TEXT,
      existed     INTEGER NOT NULL DEFAULT 0,
      traceparent TEXT,
      request     TEXT,
      client      TEXT,
      key_id      TEXT,
      reference   TEXT,
      metadata    TEXT,
      bridge_id   TEXT
    );
    INSERT INTO operations SELECT id, seq, role, chain, content, state, tx_id, block, code, detail, field, existed,
      traceparent, request, client, key_id, reference, metadata, bridge_id FROM operations_by_name ORDER BY seq;
    DROP TABLE operations_by_name;
    CREATE UNIQUE INDEX operations_by_id ON operations (id);
    CREATE INDEX operations_unfinished ON operations (seq) WHERE state = 'accepted';
    CREATE INDEX operations_by_arrival ON operations (seq);
    CREATE INDEX operations_by_reference ON operations (reference, seq) WHERE reference IS NOT NULL;
    CREATE INDEX operations_by_bridge ON operations (bridge_id, seq) WHERE bridge_id IS NOT NULL;
    PRAGMA secure_delete = OFF;
    `,
  },
];

export interface OperationRow {
  readonly id: string;
  readonly seq: number;
  readonly role: Role;
  readonly chain: string;
  readonly content: string;
  readonly state: 'accepted' | 'committed' | 'rejected';
  readonly tx_id: string | null;
  readonly block: number | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly field: string | null;
  readonly existed: number;
  readonly traceparent: string | null;
  readonly request: string | null;
  readonly client: string | null;
  readonly key_id: string | null;
  readonly reference: string | null;
  readonly metadata: string | null;
}

export interface NewOperation {
  readonly operation: Operation;
  readonly role: Role;
  readonly chain: string;
  readonly askedBy?: AskedBy | undefined;
  readonly traceparent?: string | undefined;
  /** Stands for the client's request; absent for what the gateway does by itself. */
  readonly request?: string | undefined;
}

export interface PendingTransaction extends EndorsedTransaction {
  readonly operationIds: readonly string[];
  /** Of a transaction that carries no operations. */
  readonly answer?: KeptAnswer | undefined;
}

/** Operations are numbered by the clock, with room for this many in a millisecond. */
export const SEQ_PER_MS = 1000;

/** Rows from before this was written down have nobody. */
export function askedOf({
  client,
  key_id,
  reference,
  metadata,
  seq,
}: OperationRow): (AskedBy & { readonly recordedAt: string }) | undefined {
  if (client === null) return undefined;
  return {
    clientId: client,
    keyId: key_id ?? undefined,
    reference: reference ?? undefined,
    metadata: metadata === null ? undefined : (JSON.parse(metadata) as Record<string, string>),
    recordedAt: new Date(Math.floor(seq / SEQ_PER_MS)).toISOString(),
  };
}

export type OperationRows = ReturnType<typeof createOperationRows>;

/** All methods are synchronous and meant to be called inside a transaction of the database. */
export function createOperationRows({ sqlite }: Database, stamp: () => number = Date.now) {
  const select = sqlite.prepare('SELECT * FROM operations WHERE id = ?');
  const selectUnfinished = sqlite.prepare(`SELECT * FROM operations WHERE state = 'accepted' ORDER BY seq`);
  const insert = sqlite.prepare(
    `INSERT INTO operations
       (client, key_id, reference, metadata, seq, role, chain, content, request, bridge_id, traceparent, id, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'accepted') ON CONFLICT (id) DO NOTHING`,
  );
  const reopen = sqlite.prepare(
    `UPDATE operations SET client = ?, key_id = ?, reference = ?, metadata = ?, seq = ?, role = ?, chain = ?, content = ?,
     request = ?, bridge_id = ?, state = 'accepted', code = NULL, detail = NULL, field = NULL, tx_id = NULL WHERE id = ?`,
  );
  const finish = sqlite.prepare(
    `UPDATE operations SET state = ?, tx_id = ?, block = ?, code = ?, detail = ?, field = ?, existed = ?
     WHERE id = ? AND state = 'accepted'`,
  );
  const remove = sqlite.prepare(`DELETE FROM operations WHERE id = ? AND state = 'accepted'`);
  const insertTransaction = sqlite.prepare(
    `INSERT INTO transactions (tx_id, role, bytes, signature, operation_ids, created_at, answer)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectTransactions = sqlite.prepare('SELECT * FROM transactions ORDER BY created_at');
  const removeTransaction = sqlite.prepare('DELETE FROM transactions WHERE tx_id = ?');
  const removeOld = sqlite.prepare(`DELETE FROM operations WHERE seq < ? AND state <> 'accepted'`);
  const following = sqlite.prepare('SELECT id, seq, content FROM operations WHERE seq > ? ORDER BY seq LIMIT ?');
  const withoutNotes = sqlite.prepare(
    'UPDATE operations SET reference = NULL, metadata = NULL WHERE id = ? AND (reference IS NOT NULL OR metadata IS NOT NULL)',
  );
  const newest = sqlite.prepare(`SELECT max(seq) AS seq FROM operations WHERE state = 'accepted'`);
  // Follows the clock, so that it tells an operation's age; a clock that went back does not turn the order round.
  let seq = (newest.get() as { seq: number | null }).seq ?? 0;
  const nextSeq = (): number => (seq = Math.max(seq + 1, stamp() * SEQ_PER_MS));
  const askedColumns = ({ operation, role, chain, askedBy, request }: NewOperation) =>
    [
      askedBy?.clientId ?? null,
      askedBy?.keyId ?? null,
      askedBy?.reference ?? null,
      askedBy?.metadata === undefined ? null : JSON.stringify(askedBy.metadata),
      nextSeq(),
      role,
      chain,
      JSON.stringify(operation),
      request ?? null,
      ('bridgeId' in operation ? operation.bridgeId : undefined) ?? null,
    ] as const;

  return {
    find: (id: string) => select.get(id) as OperationRow | undefined,
    /** In order of arrival. */
    unfinished: () => selectUnfinished.all() as unknown as OperationRow[],
    /** Whether it is new: one that has a row keeps it as it is. */
    insert(asked: NewOperation): boolean {
      return insert.run(...askedColumns(asked), asked.traceparent ?? null, asked.operation.id).changes === 1;
    },
    /** An operation that was refused for the moment is tried again. */
    reopen(asked: NewOperation): void {
      reopen.run(...askedColumns(asked), asked.operation.id);
    },
    finish(result: OperationResult): void {
      finish.run(
        result.state,
        result.txId ?? null,
        result.blockNumber ?? null,
        result.code ?? null,
        result.detail ?? null,
        result.field ?? null,
        result.existed ? 1 : 0,
        result.operationId,
      );
    },
    /** Nothing was handed over, and nobody was told that it would be. */
    forget: (id: string) => void remove.run(id),
    /** Forgets finished operations that came before this time; answers how many. */
    forgetBefore: (time: Date) => Number(removeOld.run(time.getTime() * SEQ_PER_MS).changes),
    /** By arrival. */
    after: (place: number, limit: number) =>
      following.all(place, limit) as unknown as Pick<OperationRow, 'id' | 'seq' | 'content'>[],
    /** Forgets what was said of these beside them, and leaves no copy of it on a page that is free. */
    forgetNotes(ids: readonly string[]): void {
      sqlite.exec('PRAGMA secure_delete = ON');
      try {
        for (const id of ids) withoutNotes.run(id);
      } finally {
        sqlite.exec('PRAGMA secure_delete = OFF');
      }
    },
    recordTransaction({ txId, role, bytes, signature, operationIds, answer }: PendingTransaction): void {
      const kept = answer === undefined ? null : JSON.stringify(answer);
      insertTransaction.run(txId, role, bytes, signature, JSON.stringify(operationIds), stamp(), kept);
    },
    pendingTransactions: () =>
      selectTransactions.all().map((row): PendingTransaction => ({
        txId: row['tx_id'] as string,
        role: row['role'] as Role,
        bytes: row['bytes'] as Uint8Array,
        signature: row['signature'] as Uint8Array,
        operationIds: JSON.parse(row['operation_ids'] as string) as string[],
        answer: row['answer'] === null ? undefined : (JSON.parse(row['answer'] as string) as KeptAnswer),
      })),
    settleTransaction: (txId: string) => void removeTransaction.run(txId),
  };
}

/** What a row remembers of the request that it came with: whether another one asks for the same operation. */
export function requestOf(claim: IdempotencyClaim | undefined): string | undefined {
  return claim && hash('sha256', `${claim.scope}\n${claim.key}`).slice(0, 16);
}
