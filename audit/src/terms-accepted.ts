/**
 * Terms of use: each version of a programme follows the one before it, whoever accepted one could, and nobody who was late was issued
 * points. Computed from rows and receipts alone.
 */
import { programsOf, type Told } from './findings.js';
import type { OperationRow, RowWrite } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

interface Terms {
  readonly version: number;
  readonly hash: string;
  readonly since: string;
  readonly acceptBy?: string;
}
interface Program {
  readonly termsHash?: string;
  readonly termsOfUse?: Terms;
}
interface Accepted {
  readonly programId: string;
  readonly version: number;
  readonly acceptedAt: string;
}

interface Account {
  readonly termsOfUse?: readonly Accepted[];
  readonly mergedInto?: string;
}

const SETTING = 'Programs:SetTermsOfUse';
const MERGING = 'Accounts:Merge';

export class TermsAccepted {
  /** Of programmes that have some. */
  readonly #terms: Kept<Terms>;
  /** Of accounts that accepted some. */
  readonly #accepted: Kept<readonly Accepted[]>;

  constructor(store: Store) {
    this.#terms = store.kept('terms-of-use', 'small');
    this.#accepted = store.kept('terms-accepted');
  }

  /** Whether a programme's terms have to be accepted by some day. */
  haveEnd(programId: string): boolean {
    return this.#terms.get(programId)?.acceptBy !== undefined;
  }

  /** What is wrong, in sentences; `call` is the transaction's name, `time` its client's. */
  check(txId: string, rows: readonly RowWrite[], call: string, time: number): Told[] {
    const found: Told[] = [];
    // Receipts are judged by rows as they were: an account is opened before points are issued to it.
    for (const { key, value } of rows) {
      if (key[0] === 'op' && value !== undefined) found.push(...this.#late(txId, value as OperationRow));
      else if (key[0] === 'program') {
        const text = this.#set(key[1] ?? '', value as Program | undefined, call, time);
        if (text !== undefined) found.push({ text, programs: [key[1] ?? ''] });
      }
    }
    for (const { key, value } of rows) {
      if (key[0] !== 'account') continue;
      const [accountId = '', accepted] = [key[1], (value as Account | undefined)?.termsOfUse];
      const broughtAlong = call === MERGING ? this.#broughtAlong(accountId, rows) : [];
      if (accepted === undefined && broughtAlong.length === 0) continue;
      for (const text of this.#accept(accountId, accepted ?? [], time, broughtAlong))
        found.push({ text, programs: [] });
    }
    return found;
  }

  #late(txId: string, row: OperationRow): Told[] {
    const { kind, programId, accountId, txTime, migrationId } = row;
    const terms =
      kind === 'issue' && migrationId === undefined && row.txId === txId ? this.#terms.get(programId) : undefined;
    if (terms?.acceptBy === undefined || Date.parse(txTime) < Date.parse(terms.acceptBy)) return [];
    const accepted = this.#accepted.get(accountId)?.find((each) => each.programId === programId)?.version ?? 0;
    if (accepted >= terms.version) return [];
    const text = `${row.mspId} ${row.id} issues to ${accountId}, which has not accepted version ${terms.version} of ${programId} in time`;
    return [{ text, programs: programsOf({}, row) }];
  }

  #set(programId: string, row: Program | undefined, call: string, time: number): string | undefined {
    const before = this.#terms.get(programId);
    const terms =
      row?.termsOfUse ?? (row?.termsHash === undefined ? undefined : { version: 1, hash: row.termsHash, since: '' });
    if (terms === undefined) {
      return before === undefined ? undefined : `the terms of use of ${programId} are gone`;
    }
    this.#terms.set(programId, terms);
    if (JSON.stringify(before) === JSON.stringify(terms)) return undefined;
    if (row?.termsOfUse === undefined && before === undefined) return undefined;
    const follows =
      call === SETTING && terms.version === (before?.version ?? 0) + 1 && Date.parse(terms.since) === time;
    const isSooner =
      before?.acceptBy === undefined || (terms.acceptBy !== undefined && terms.acceptBy <= before.acceptBy);
    return follows && isSooner ? undefined : `the terms of use of ${programId} do not follow those before`;
  }

  /** What the account accepted that is merged into this one. */
  #broughtAlong(accountId: string, rows: readonly RowWrite[]): readonly Accepted[] {
    const merged = rows.find(({ value }) => (value as Account | undefined)?.mergedInto === accountId);
    return this.#accepted.get(merged?.key[1] ?? '') ?? [];
  }

  #accept(accountId: string, accepted: readonly Accepted[], time: number, broughtAlong: readonly Accepted[]): string[] {
    const before = this.#accepted.get(accountId) ?? [];
    this.#accepted.set(accountId, accepted);
    const lost = before.filter(({ programId }) => accepted.every((each) => each.programId !== programId));
    const older = broughtAlong.filter(({ programId, version }) =>
      accepted.every((each) => each.programId !== programId || each.version < version),
    );
    return [
      ...lost.map(({ programId }) => `${accountId} accepted terms of use of ${programId}, which is gone`),
      ...older.map(
        ({ programId }) => `${accountId} lacks what was accepted of the terms of use of ${programId} before`,
      ),
      ...accepted.flatMap((each) => {
        const was = before.find(({ programId }) => programId === each.programId);
        if (JSON.stringify(was) === JSON.stringify(each)) return [];
        const isBrought = broughtAlong.some((other) => JSON.stringify(other) === JSON.stringify(each));
        const isNewer = each.version > (was?.version ?? 0) && (isBrought || Date.parse(each.acceptedAt) === time);
        const exists = each.version <= (this.#terms.get(each.programId)?.version ?? 0);
        return isNewer && exists
          ? []
          : [`${accountId} cannot have accepted version ${each.version} of ${each.programId}`];
      }),
    ];
  }
}
