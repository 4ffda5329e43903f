/** Holds what each transaction wrote against the table of who may, with the rows as they were before. */
import type { Call } from './block-contents.js';
import { programsOf, type Told } from './findings.js';
import type { RowWrite } from './ledger-rows.js';
import { anybody, type Author, type Fields } from './row-changes.js';
import { type KindOfRow, type RowKind, rowKinds } from './row-kinds.js';
import { namedParts } from './sensible-rows.js';
import type { Kept, Store } from './store.js';

/** A valid transaction, as its client signed it. */
export interface Authored {
  readonly mspId: string;
  readonly time: number;
  readonly call: Call;
  readonly rows: readonly RowWrite[];
}

export class AuthoredRows {
  readonly #rows: Kept<Fields>;
  readonly #accounts: Kept<Fields>;
  /** Their status, by MSP id. */
  readonly #organizations: Kept<string>;

  constructor(store: Store) {
    this.#rows = store.kept('authored', 'small');
    this.#accounts = store.kept('authored-accounts');
    this.#organizations = store.kept('authored-organizations', 'small');
  }

  /** What somebody wrote who may not, in sentences. Rows that make no sense are not among those of the transaction. */
  check({ mspId, time, call, rows }: Authored): Told[] {
    const found: Told[] = [];
    let written: ReadonlyMap<string, Fields> | undefined;
    let argument: Fields | undefined;
    const surroundings = {
      by: mspId,
      call: call.name,
      time,
      argument: () => (argument ??= argumentOf(call)),
      actsFor: (of: unknown) => of === mspId || this.#rows.get(`org ${String(of)}`)?.['successor'] === mspId,
      rowOf: (other: string) => this.#rows.get(other),
      besides: (other: string) => (written ??= writtenBy(rows)).get(other),
    };
    for (const { key, value } of rows) {
      const kind = key[0] as RowKind;
      const author: KindOfRow = rowKinds[kind];
      if (author.may === anybody && author.isKept !== true && author.calls.includes(call.name)) {
        if (value !== undefined || author.ends === true) continue;
      }
      const [name, parts] = [key.join(' '), key.slice(1)];
      const kept = this.#keptOf(kind, author);
      const row = value as Fields | undefined;
      const before = kept?.get(name);
      const say = (text: string) => found.push({ text, programs: programsOf(namedParts(key), value) });
      if (kind === 'org') this.#organizations.set(parts[0] ?? '', String(row?.['status']));
      if (row === undefined) kept?.delete(name);
      else kept?.set(name, row);
      if (!author.calls.includes(call.name)) {
        say(`${call.name || 'nothing'}, which ${mspId} called, does not write the row ${name}`);
        continue;
      }
      const mayDelete = row !== undefined || author.ends === true;
      if (!mayDelete || !author.may({ ...surroundings, parts, row, before }))
        say(`the row ${name} is not for ${mspId} to write by ${call.name}`);
    }
    return found;
  }

  /** The MSP ids of the organisations that are active. */
  get active(): string[] {
    return [...this.#organizations].filter(([, status]) => status === 'active').map(([mspId]) => mspId);
  }

  hasLeft(mspId: string): boolean {
    return this.#organizations.get(mspId) === 'left';
  }

  issuerOf(programId: string): string | undefined {
    return this.#rows.get(`program ${programId}`)?.['issuer'] as string | undefined;
  }

  #keptOf(kind: RowKind, { isKept }: Author): Kept<Fields> | undefined {
    if (isKept !== true) return undefined;
    return kind === 'account' ? this.#accounts : this.#rows;
  }
}

/** What stands beside a row in its transaction, and what the receipts there moved. */
function writtenBy(rows: readonly RowWrite[]): ReadonlyMap<string, Fields> {
  const written = new Map<string, Fields>();
  for (const { key, value } of rows) {
    if (value !== undefined) written.set(key.join(' '), value as Fields);
    if (key[0] === 'op') for (const moved of movedBy(value as Fields | undefined)) written.set(moved, {});
  }
  return written;
}

/** Of which accounts and programmes a receipt moved points, and of which programme it took something back. */
function movedBy(row: Fields | undefined): string[] {
  const { accountId, toAccountId, programId, targetProgramId } = row ?? {};
  const moved = [accountId, toAccountId].flatMap((account) =>
    [programId, targetProgramId].map((program) => `moves ${String(account)} ${String(program)}`),
  );
  return row?.['kind'] === 'reverse' ? [...moved, `returns ${String(programId)}`] : moved;
}

function argumentOf({ argument }: Call): Fields {
  try {
    return (JSON.parse(argument) ?? {}) as Fields;
  } catch {
    return {};
  }
}
