/**
 * Migrations, recomputed: who approved what, that each claim is a leaf of what was approved, what was claimed in all, and that
 * what is said at the end adds up.
 */
import type { Call } from './block-contents.js';
import { claimsIn, isUnderOwnId, rootOfClaims, type SentClaim } from './claimed-leaves.js';
import { drawnBalances } from './drawn-balances.js';
import type { Found } from './findings.js';
import type { OperationRow, RowWrite } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

interface MigrationRow {
  readonly mspId: string;
  readonly migrationId: string;
  readonly programId: string;
  readonly size: number;
  readonly root: string;
  readonly total: string;
  readonly byStatus: readonly { readonly status: string; readonly count: number; readonly amount: string }[];
  readonly status: string;
  readonly approvals: readonly { readonly mspId: string }[];
  readonly claimed?: Sums;
  readonly unclaimed?: Sums & { readonly owedUntil?: string };
}

interface Sums {
  readonly count: number;
  readonly amount: string;
}

/** A migration as it was recomputed. */
export interface AuditedMigration {
  readonly mspId: string;
  readonly migrationId: string;
  readonly status: string;
  readonly balances: number;
  readonly total: string;
  readonly claimed: Sums;
  /** The places of balances that its merchant has to show legacy evidence for; none before a block came after its approval. */
  readonly drawn: readonly number[];
}

const none: Sums = { count: 0, amount: '0' };
const isOfMigration = ({ key: [kind], value }: RowWrite): boolean =>
  kind === 'migrated' || (kind === 'op' && (value as OperationRow | undefined)?.migrationId !== undefined);
const owedStatuses: ReadonlySet<string> = new Set(['active', 'frozen']);

export class Migrations {
  readonly #rows: Kept<MigrationRow>;
  readonly #claimed: Kept<Sums>;
  /** By migration, the hash of the first block after its approval; empty until that comes. */
  readonly #draws: Kept<string>;
  /** Merchants that are active. */
  readonly #merchants: Kept<true>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#rows = store.kept('migrations', 'small');
    this.#claimed = store.kept('migrated', 'small');
    this.#draws = store.kept('migrations-draws', 'small');
    this.#merchants = store.kept('migrations-merchants', 'small');
  }

  apply(txId: string, rows: readonly RowWrite[], { name, argument }: Call, client: string): void {
    const say = (text: string): unknown => this.found.push(`transaction ${txId}: ${text}`);
    if (name === 'Points:Post') this.#applyClaims(txId, rows, argument, client, say);
    for (const { key, value } of rows) {
      const [kind, first = '', second = ''] = key;
      if (kind === 'migration') this.#applyRow(`${first} ${second}`, value as MigrationRow | undefined, client, say);
      if (kind !== 'org') continue;
      const { kind: of = 'merchant', status } = (value ?? {}) as { kind?: string; status?: string };
      if (of === 'merchant' && status === 'active') this.#merchants.set(first, true);
      else this.#merchants.delete(first);
    }
  }

  /** What was approved in an earlier block is drawn from by this one's hash. */
  endBlock(hash: string): void {
    for (const [name, { status }] of this.#rows) {
      const before = this.#draws.get(name);
      if (status === 'approved' && before === undefined) this.#draws.set(name, '');
      if (before === '') this.#draws.set(name, hash);
    }
  }

  /** All of them. */
  all(): AuditedMigration[] {
    return [...this.#rows].map(([name, { mspId, migrationId, status, size, total }]) => {
      const hash = this.#draws.get(name) ?? '';
      const drawn = hash === '' ? [] : drawnBalances(hash, name, size);
      return { mspId, migrationId, status, balances: size, total, claimed: this.#claimed.get(name) ?? none, drawn };
    });
  }

  #applyRow(name: string, row: MigrationRow | undefined, client: string, say: (text: string) => unknown): void {
    const before = this.#rows.get(name);
    const wrong = row === undefined ? 'was deleted' : this.#wrongWith(name, before, row, client);
    if (wrong !== undefined) say(`the migration ${name} ${wrong}`);
    if (row !== undefined) this.#rows.set(name, row);
  }

  #wrongWith(name: string, before: MigrationRow | undefined, row: MigrationRow, client: string): string | undefined {
    const { mspId, status, approvals } = row;
    if (before === undefined) {
      if (status !== 'proposed' || approvals.length > 0) return `began as ${status}`;
      const owed = sumOf(row.byStatus.filter((each) => owedStatuses.has(each.status)));
      const size = row.byStatus.reduce((sum, each) => sum + each.count, 0);
      return owed.amount === row.total && size === row.size ? undefined : 'does not add up';
    }
    const fixed = ['programId', 'size', 'root', 'total', 'byStatus'] as const;
    const other = fixed.find((field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]));
    if (other !== undefined) return `has another ${other} than was proposed`;
    const step = `${before.status} ${status}`;
    if (step === 'approved complete') return this.#wrongAtEnd(name, row);
    if (step === 'proposed aborted' || step === 'approved aborted')
      return JSON.stringify(approvals) === JSON.stringify(before.approvals) ? undefined : 'was aborted and approved';
    const added = approvals.slice(before.approvals.length);
    const isOne = added.length === 1 && added[0]!.mspId === client && client !== mspId;
    const isKept = JSON.stringify(approvals.slice(0, before.approvals.length)) === JSON.stringify(before.approvals);
    if (before.status !== 'proposed' || !isOne || !isKept) return `went from ${before.status} to ${status}`;
    const others = [...this.#merchants].map(([each]) => each).filter((each) => each !== mspId);
    const inFavour = others.filter((each) => approvals.some((approval) => approval.mspId === each));
    const due = inFavour.length * 2 > others.length ? 'approved' : 'proposed';
    return status === due
      ? undefined
      : `is ${status} with ${inFavour.length} of ${others.length} other merchants for it`;
  }

  #wrongAtEnd(name: string, { byStatus, claimed = none, unclaimed = none }: MigrationRow): string | undefined {
    const owedUntil = 'owedUntil' in unclaimed ? unclaimed.owedUntil : undefined;
    if (unclaimed.amount !== '0' && owedUntil === undefined)
      return `leaves ${unclaimed.amount} unclaimed, and says not until when they are owed`;
    const owed = sumOf(byStatus.filter(({ status }) => owedStatuses.has(status)));
    const known = this.#claimed.get(name) ?? none;
    if (claimed.count !== known.count || claimed.amount !== known.amount)
      return `says that ${claimed.count} balances of ${claimed.amount} were claimed, it were ${known.count} of ${known.amount}`;
    const all = sumOf([claimed, unclaimed]);
    return all.count === owed.count && all.amount === owed.amount ? undefined : 'does not add up at its end';
  }

  #applyClaims(
    txId: string,
    rows: readonly RowWrite[],
    argument: string,
    client: string,
    say: (text: string) => unknown,
  ): void {
    if (!rows.some(isOfMigration)) return;
    const receipts = new Map<string, OperationRow>();
    for (const { key, value } of rows) {
      if (key[0] !== 'op' || value === undefined) continue;
      const row = value as OperationRow;
      receipts.set(`${row.mspId} ${row.id}`, row);
    }
    const changes = new Map<string, Sums>();
    const add = (name: string, change: Sums): unknown => changes.set(name, sumOf([changes.get(name) ?? none, change]));
    const { claims, beside } = claimsIn(argument);
    for (const [migrationId, sent] of claims) {
      const migration = this.#rows.get(`${client} ${migrationId}`);
      const folded = migration && rootOfClaims(client, migration.size, sent, beside.get(migrationId) ?? []);
      const isProved = folded?.root === migration?.root && folded?.total === migration?.total && folded !== undefined;
      for (const claim of sent) {
        const row = receipts.get(`${client} ${claim.id}`);
        if (row?.txId !== txId) continue;
        // Beside the balance whose id it is, another one was refused.
        if (!isUnderOwnId(claim) && sent.some((each) => each.id === claim.id && isUnderOwnId(each))) continue;
        const wrong = wrongClaim(claim, row, migration, isProved);
        if (wrong !== undefined) say(`${client} ${claim.id} ${wrong}`);
        if (row.migrationId !== undefined) add(`${client} ${row.migrationId}`, { count: 1, amount: row.amount });
      }
    }
    this.#checkOthers(txId, receipts, claims, add, say);
    for (const { key, value } of rows) {
      if (key[0] !== 'migrated') continue;
      const name = `${key[1]} ${key[2]}`;
      const due = changes.get(name) ?? none;
      const { count, amount } = (value ?? none) as Sums;
      if (count !== due.count || amount !== due.amount || key[3] !== txId)
        say(
          `it says that ${count} balances of ${amount} of ${name} were claimed, its receipts come to ${due.count} of ${due.amount}`,
        );
      changes.delete(name);
      this.#claimed.set(name, sumOf([this.#claimed.get(name) ?? none, due]));
    }
    for (const [name, { count, amount }] of changes)
      if (count !== 0 || amount !== '0')
        say(`it claims ${count} balances of ${amount} of ${name}, and does not say so`);
  }

  /** Claims that nobody sent, and what was taken back. */
  #checkOthers(
    txId: string,
    receipts: ReadonlyMap<string, OperationRow>,
    claims: ReadonlyMap<string, readonly SentClaim[]>,
    add: (name: string, change: Sums) => unknown,
    say: (text: string) => unknown,
  ): void {
    for (const [name, row] of receipts) {
      const { migrationId } = row;
      if (migrationId !== undefined && row.txId === txId && !claims.get(migrationId)?.some(({ id }) => id === row.id))
        say(`${name} claims a balance of ${migrationId} that its client did not ask for`);
      const target = receipts.get(`${row.reversesMspId ?? row.mspId} ${row.reverses}`);
      if (row.kind !== 'reverse' || row.txId !== txId || target?.migrationId === undefined) continue;
      const migration = `${target.mspId} ${target.migrationId}`;
      if (this.#rows.get(migration)?.status === 'complete')
        say(`${name} takes back a balance of ${migration}, which is complete`);
      const takenBack = BigInt(row.amount) + BigInt(row.shortfall ?? '0');
      const isLast = target.reversed === target.amount && target.reversedBy?.at(-1)?.operationId === row.id;
      add(migration, { count: isLast ? -1 : 0, amount: String(-takenBack) });
    }
  }
}

function wrongClaim(
  claim: SentClaim,
  row: OperationRow,
  migration: MigrationRow | undefined,
  isProved: boolean,
): string | undefined {
  const { migrationId, index } = claim.migration;
  if (row.migrationId !== migrationId) return `was asked for as a balance of ${migrationId}, and is recorded without`;
  if (migration?.status !== 'approved') return `claims a balance of ${migrationId}, which is ${migration?.status}`;
  if (!isUnderOwnId(claim)) return `claims the balance ${index} under another id`;
  if (!isProved) return `is not shown to be a balance of ${migrationId}`;
  const { accountId, amount, programId, expiresOn } = claim;
  const isSame = row.accountId === accountId && row.amount === amount && row.programId === programId;
  return isSame && row.expiry === expiresOn && programId === migration.programId
    ? undefined
    : `is recorded otherwise than the balance ${index} of ${migrationId} is`;
}

function sumOf(all: readonly Sums[]): Sums {
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    amount: String(all.reduce((sum, { amount }) => sum + BigInt(amount), 0n)),
  };
}
