/** The rows behind `Idempotency-Key`. */
import type { ClaimOutcome, IdempotencyClaim, IdempotencyRows, IdempotencyStore, StoredReply } from '../ports.js';
import type { Database } from './database.js';
import type { GroupCommit } from './group-commit.js';

interface KeyRow {
  readonly fingerprint: string;
  readonly reply: string | null;
}

/** See {@link IdempotencyRows}. Which keys are in flight is known in memory only: a restart ends all requests. */
export function createIdempotencyRows({ sqlite }: Database): IdempotencyRows {
  const select = sqlite.prepare('SELECT fingerprint, reply FROM idempotency_keys WHERE scope = ? AND key = ?');
  const insert = sqlite.prepare('INSERT INTO idempotency_keys (scope, key, fingerprint, used_at) VALUES (?, ?, ?, ?)');
  const update = sqlite.prepare('UPDATE idempotency_keys SET reply = ?, used_at = ? WHERE scope = ? AND key = ?');
  const remove = sqlite.prepare('DELETE FROM idempotency_keys WHERE scope = ? AND key = ?');
  const removeOld = sqlite.prepare('DELETE FROM idempotency_keys WHERE used_at < ?');
  const inFlight = new Set<string>();
  const nameOf = ({ scope, key }: IdempotencyClaim): string => `${scope}\n${key}`;

  return {
    claim(claim): ClaimOutcome {
      const row = select.get(claim.scope, claim.key) as KeyRow | undefined;
      if (row && row.fingerprint !== claim.fingerprint) return { kind: 'conflict' };
      if (inFlight.has(nameOf(claim))) return { kind: 'in-flight' };
      if (row?.reply) return { kind: 'replay', reply: JSON.parse(row.reply) as StoredReply };
      inFlight.add(nameOf(claim));
      if (row) return { kind: 'replay' };
      insert.run(claim.scope, claim.key, claim.fingerprint, Date.now());
      return { kind: 'new' };
    },
    end(claim) {
      inFlight.delete(nameOf(claim));
    },
    complete(claim, reply) {
      inFlight.delete(nameOf(claim));
      update.run(JSON.stringify(reply), Date.now(), claim.scope, claim.key);
    },
    release(claim) {
      inFlight.delete(nameOf(claim));
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
    complete: (claim, reply) => commits.run(() => rows.complete(claim, reply)),
    release: (claim) => commits.run(() => rows.release(claim)),
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
