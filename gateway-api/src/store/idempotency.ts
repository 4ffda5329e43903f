/** The rows behind `Idempotency-Key`. */
import type { Database, TableVersion } from './database.js';
import type { GroupCommit } from './group-commit.js';

/** One use of an `Idempotency-Key`. */
export interface IdempotencyClaim {
  /** Organisation, client and route, joined by spaces: `harbor harbor-operator POST /v1/issuances`. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 (hex) of the validated request; carries no personal data (member references enter as pseudonyms). */
  readonly fingerprint: string;
}

/** A reply that was given, as it is given again. */
export interface StoredReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What is answered under which key if the transaction takes effect. */
export interface KeptAnswer {
  readonly claim: IdempotencyClaim;
  readonly reply: StoredReply;
}

/**
 * - `new`: not seen before, recorded now, and marked as in flight until `end` or `complete`;
 * - `replay`: seen with the same fingerprint; `reply` is what was stored by `complete`, absent if the outcome is read
 *   from operation rows, or if the gateway stopped before it answered (it is then marked as in flight again, so `end`
 *   or `complete` must follow);
 * - `conflict`: seen with another fingerprint;
 * - `in-flight`: the first request with it has not been answered yet.
 */
export type ClaimOutcome =
  | { readonly kind: 'new' }
  | { readonly kind: 'replay'; readonly reply?: StoredReply }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'in-flight' };

/**
 * The rows behind `Idempotency-Key`, over the gateway's SQLite file. Synchronous, so that `claim` can be called inside the very transaction that records the
 * operations: the durability rule is that the key and the operation rows become durable in ONE SQLite transaction, before any
 * call to Fabric. If that transaction leaves nothing, nothing of it is in flight either.
 */
export interface IdempotencyRows {
  claim(claim: IdempotencyClaim): ClaimOutcome;
  /** The request was answered; what it did is read from the operation rows. Writes nothing. */
  end(claim: IdempotencyClaim): void;
  /** The request was answered with this, and a replay answers the same. */
  complete(claim: IdempotencyClaim, reply: StoredReply): void;
  /** Nothing happened: the key may be used afresh. */
  release(claim: IdempotencyClaim): void;
  /** Forgets keys that were last used before this time. */
  forgetBefore(time: Date): number;
}

/**
 * What the routes of rarer, naturally idempotent writes (opening accounts, programmes, quota, account status) use:
 * `IdempotencyRows` again, each call in a transaction of its own.
 */
export interface IdempotencyStore {
  /** Durable when it resolves. `replay` without a `reply` means: the gateway stopped midway, do it again. */
  begin(claim: IdempotencyClaim): Promise<ClaimOutcome>;
  end(claim: IdempotencyClaim): Promise<void>;
  complete(claim: IdempotencyClaim, reply: StoredReply): Promise<void>;
  release(claim: IdempotencyClaim): Promise<void>;
}

/** What a write under a key answers. */
export type Claimed<T> =
  ({ readonly kind: 'new' | 'replay' } & T) | { readonly kind: 'conflict' } | { readonly kind: 'in-flight' };

export const idempotencyTables: readonly TableVersion[] = [
  {
    version: 1,
    sql: `
    CREATE TABLE idempotency_keys (
      scope       TEXT NOT NULL,
      key         TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      reply       TEXT,                 -- JSON of the reply, where it is not read from operation rows
      used_at     INTEGER NOT NULL,     -- ms since 1970
      PRIMARY KEY (scope, key)
    ) WITHOUT ROWID;
    CREATE INDEX idempotency_keys_by_age ON idempotency_keys (used_at);
    `,
  },
  {
    version: 20,
    sql: `
    -- In the order in which they come, and found by what differs first.
    ALTER TABLE idempotency_keys RENAME TO idempotency_keys_by_scope;
    CREATE TABLE idempotency_keys (
      scope       TEXT NOT NULL,
      key         TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      reply       TEXT,
      used_at     INTEGER NOT NULL
    );
    INSERT INTO idempotency_keys SELECT scope, key, fingerprint, reply, used_at FROM idempotency_keys_by_scope
      ORDER BY used_at;
    DROP TABLE idempotency_keys_by_scope;
    CREATE UNIQUE INDEX idempotency_keys_by_key ON idempotency_keys (key, scope);
    CREATE INDEX idempotency_keys_by_age ON idempotency_keys (used_at);
    `,
  },
];

interface KeyRow {
  readonly fingerprint: string;
  readonly reply: string | null;
}

/** See {@link IdempotencyRows}. Which keys are in flight is known in memory only: a restart ends all requests. */
export function createIdempotencyRows(database: Database, stamp: () => number = Date.now): IdempotencyRows {
  const { sqlite } = database;
  const select = sqlite.prepare('SELECT fingerprint, reply FROM idempotency_keys WHERE scope = ? AND key = ?');
  const insert = sqlite.prepare(
    'INSERT INTO idempotency_keys (scope, key, fingerprint, used_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const update = sqlite.prepare('UPDATE idempotency_keys SET reply = ?, used_at = ? WHERE scope = ? AND key = ?');
  const remove = sqlite.prepare('DELETE FROM idempotency_keys WHERE scope = ? AND key = ?');
  const removeOld = sqlite.prepare('DELETE FROM idempotency_keys WHERE used_at < ?');
  const inFlight = new Set<string>();
  /** Of the transaction that is under way what takes it back, and how many were committed before it. */
  let undo: (() => void)[] = [];
  let since = -1;
  const unlessUndone = (takeBack: () => void): void => {
    if (!sqlite.isTransaction) return;
    if (since !== database.done) undo = [];
    since = database.done;
    undo.push(takeBack);
  };
  database.onUndone(() => {
    // A part alone: nothing of keys is written in one.
    if (sqlite.isTransaction) return;
    if (since === database.done) for (const takeBack of undo.reverse()) takeBack();
    undo = [];
  });
  const begun = (name: string): void => {
    inFlight.add(name);
    unlessUndone(() => inFlight.delete(name));
  };
  const ended = (name: string): void => {
    if (inFlight.delete(name)) unlessUndone(() => inFlight.add(name));
  };
  const nameOf = ({ scope, key }: IdempotencyClaim): string => `${scope}\n${key}`;

  return {
    claim(claim): ClaimOutcome {
      const { scope, key, fingerprint } = claim;
      const name = nameOf(claim);
      // Nearly every key is new.
      if (!inFlight.has(name) && insert.run(scope, key, fingerprint, stamp()).changes === 1) {
        begun(name);
        return { kind: 'new' };
      }
      const row = select.get(scope, key) as KeyRow | undefined;
      if (row && row.fingerprint !== fingerprint) return { kind: 'conflict' };
      if (inFlight.has(name)) return { kind: 'in-flight' };
      if (row?.reply) return { kind: 'replay', reply: JSON.parse(row.reply) as StoredReply };
      begun(name);
      return { kind: 'replay' };
    },
    end(claim) {
      inFlight.delete(nameOf(claim));
    },
    complete(claim, reply) {
      ended(nameOf(claim));
      update.run(JSON.stringify(reply), stamp(), claim.scope, claim.key);
    },
    release(claim) {
      ended(nameOf(claim));
      remove.run(claim.scope, claim.key);
    },
    forgetBefore(time) {
      return Number(removeOld.run(time.getTime()).changes);
    },
  };
}

/** The same with durability awaited, for writes that keep their whole reply. */
export function createIdempotencyStore(rows: IdempotencyRows, commits: GroupCommit): IdempotencyStore {
  return {
    begin: (claim) => claimDurably(rows, commits, claim),
    end: (claim) => Promise.resolve(rows.end(claim)),
    complete: (claim, reply) => commits.keep(() => rows.complete(claim, reply)),
    release: (claim) => commits.keep(() => rows.release(claim)),
  };
}

async function claimDurably(
  rows: IdempotencyRows,
  commits: GroupCommit,
  claim: IdempotencyClaim,
): Promise<ClaimOutcome> {
  let outcome: ClaimOutcome | undefined;
  try {
    return await commits.run(() => {
      // Run a second time after a rollback, the claim of the first time is void.
      if (holds(outcome)) rows.end(claim);
      return (outcome = rows.claim(claim));
    });
  } catch (error) {
    if (holds(outcome)) rows.end(claim);
    throw error;
  }
}

function holds(outcome: ClaimOutcome | undefined): boolean {
  return outcome?.kind === 'new' || (outcome?.kind === 'replay' && outcome.reply === undefined);
}
