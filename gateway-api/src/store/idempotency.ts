/**
 * The rows behind `Idempotency-Key`.
 *
 * A row says which request a key was used for; it outlives a crash because it commits together with what the request
 * recorded. That a request is in flight is known only in memory: after a restart nobody is waiting for it any more.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { ClaimOutcome, IdempotencyClaim, IdempotencyRows, StoredReply } from '../ports.js';

const schema = `
  CREATE TABLE IF NOT EXISTS idempotency_keys (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reply TEXT,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS idempotency_keys_by_use ON idempotency_keys (used_at);
`;

/** Keys and scopes are printable ASCII, so a line feed separates them unmistakably. */
const liveName = (claim: IdempotencyClaim): string => `${claim.scope}\n${claim.key}`;

/** Makes the table if it is not there. Calls neither begin nor commit a transaction. */
export function createIdempotencyRows(db: DatabaseSync, now: () => number = Date.now): IdempotencyRows {
  db.exec(schema);
  const insert = db.prepare(
    'INSERT INTO idempotency_keys (scope, key, fingerprint, used_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const select = db.prepare('SELECT fingerprint, reply FROM idempotency_keys WHERE scope = ? AND key = ?');
  const update = db.prepare('UPDATE idempotency_keys SET reply = ? WHERE scope = ? AND key = ?');
  const remove = db.prepare('DELETE FROM idempotency_keys WHERE scope = ? AND key = ?');
  const removeBefore = db.prepare('DELETE FROM idempotency_keys WHERE used_at < ?');
  const live = new Set<string>();

  return {
    claim(claim): ClaimOutcome {
      const name = liveName(claim);
      const inserted = insert.run(claim.scope, claim.key, claim.fingerprint, now()).changes;
      if (inserted > 0) {
        live.add(name);
        return { kind: 'new' };
      }
      const row = select.get(claim.scope, claim.key) as { fingerprint: string; reply: string | null };
      if (row.fingerprint !== claim.fingerprint) return { kind: 'conflict' };
      if (live.has(name)) return { kind: 'in-flight' };
      if (row.reply === null) {
        // Nobody answered: whoever repeats it now is the one in flight.
        live.add(name);
        return { kind: 'replay' };
      }
      return { kind: 'replay', reply: JSON.parse(row.reply) as StoredReply };
    },
    end(claim) {
      live.delete(liveName(claim));
    },
    complete(claim, reply) {
      update.run(JSON.stringify(reply), claim.scope, claim.key);
      live.delete(liveName(claim));
    },
    release(claim) {
      remove.run(claim.scope, claim.key);
      live.delete(liveName(claim));
    },
    forgetBefore(time) {
      return Number(removeBefore.run(time.getTime()).changes);
    },
  };
}
