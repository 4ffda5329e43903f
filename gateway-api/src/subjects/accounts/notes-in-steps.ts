/** Lets the notes of an account that was merged follow it, so many at a time. Cut off anywhere, it is gone on with. */
import { createHash } from 'node:crypto';
import type { Operation, Role } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { noteQueries } from '../notes/reads.js';

/** Notes of one transaction. */
const NOTES_AT_ONCE = 100;
/** How long one step is waited for. */
const STEP_MS = 60_000;

/** One that came to its end meanwhile is among the lots. @throws Failure */
export async function letNotesFollow(
  { mspId, operations, projection, caughtUp }: Pick<Gateway, 'mspId' | 'operations' | 'projection' | 'caughtUp'>,
  { accountId, intoAccountId }: { readonly accountId: string; readonly intoAccountId: string },
  role: Role,
): Promise<void> {
  const notes = projection.of(noteQueries);
  const caller = { organization: mspId, mspId, clientId: 'gateway', role };
  for (;;) {
    // What was sold just before the account was closed has to be seen.
    if (!(await caughtUp())) throw new Failure('LEDGER_TIMEOUT');
    const open = notes.openNotes(accountId, { programId: '', mspId: '', noteId: '' }, NOTES_AT_ONCE);
    if (open.length === 0) return;
    const steps = open.map(({ mspId: noteMspId, noteId }): Operation => ({
      kind: 'transfer-note',
      id: `mn-${digestOf(accountId, noteMspId, noteId)}`,
      noteMspId,
      noteId,
      toAccountId: intoAccountId,
    }));
    const answer = await operations.submit(caller, steps, { waitMs: STEP_MS });
    if (answer.kind === 'conflict' || answer.kind === 'in-flight') throw new Failure('LEDGER_CONFLICT');
    const refused = answer.results.find(({ state, code }) => state === 'rejected' && code !== 'NOTE_ENDED');
    if (refused !== undefined)
      throw new Failure('LEDGER_REFUSED', `A step was refused: ${refused.detail ?? refused.code}`);
    if (answer.results.some(({ state }) => state !== 'committed' && state !== 'rejected'))
      throw new Failure('LEDGER_TIMEOUT');
  }
}

/** The same note is the same step, whoever takes it. */
function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 40);
}
