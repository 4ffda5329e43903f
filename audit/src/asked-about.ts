/** One account, one programme or one operation by itself: what the ledger says of it, out of the receipts and the recomputed sums. */
import type { LotPart, OperationRow, RowWrite } from './ledger-rows.js';
import type { ReplayedLedger } from './replayed-ledger.js';

export type Subject =
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'program'; readonly programId: string }
  | { readonly kind: 'operation'; readonly mspId: string; readonly id: string };

/** An operation as its receipt has it, after all that took it back. */
export interface OperationLine {
  readonly block: number;
  readonly txId: string;
  readonly txTime: string;
  readonly mspId: string;
  readonly id: string;
  readonly kind: string;
  readonly programId: string;
  readonly accountId: string;
  readonly toAccountId?: string;
  readonly targetProgramId?: string;
  readonly acceptor?: string;
  readonly amount: string;
  readonly received?: string;
  readonly reversed?: string;
}

export type AskedAbout =
  | {
      readonly kind: 'account';
      readonly accountId: string;
      readonly balances: readonly { readonly programId: string; readonly points: string; readonly held: string }[];
      readonly operations: readonly OperationLine[];
    }
  | {
      readonly kind: 'program';
      readonly programId: string;
      /** The accounts that have points of it. */
      readonly accounts: number;
      readonly operations: readonly { readonly kind: string; readonly operations: number; readonly points: string }[];
    }
  | {
      readonly kind: 'operation';
      readonly mspId: string;
      readonly id: string;
      /** Absent where the ledger has no such operation. */
      readonly operation?: OperationLine & {
        readonly consumed: readonly LotPart[];
        readonly created: readonly LotPart[];
      };
    };

interface Kept {
  readonly block: number;
  readonly row: OperationRow;
}

export class SubjectRows {
  /** A receipt that is written again keeps its place, and the block in which it was first written. */
  readonly #receipts = new Map<string, Kept>();

  constructor(private readonly subject: Subject) {}

  apply(block: number, writes: readonly RowWrite[]): void {
    for (const { key, value } of writes) {
      const row = value as OperationRow | undefined;
      if (key[0] !== 'op' || row === undefined || !isAbout(this.subject, row)) continue;
      const name = key.join(' ');
      this.#receipts.set(name, { block: this.#receipts.get(name)?.block ?? block, row });
    }
  }

  report({ balances, heldBalances }: Pick<ReplayedLedger, 'balances' | 'heldBalances'>): AskedAbout {
    const { subject } = this;
    const receipts = [...this.#receipts.values()];
    switch (subject.kind) {
      case 'account': {
        const of = (sums: ReadonlyMap<string, bigint>, programId: string): string =>
          String(sums.get(`${subject.accountId} ${programId}`) ?? 0n);
        const names = [...balances.keys(), ...heldBalances.keys()].map((name) => name.split(' '));
        const programs = names
          .filter(([accountId]) => accountId === subject.accountId)
          .map(([, programId = '']) => programId);
        return {
          ...subject,
          balances: [...new Set(programs)]
            .sort()
            .map((programId) => ({ programId, points: of(balances, programId), held: of(heldBalances, programId) })),
          operations: receipts.map(lineOf),
        };
      }
      case 'program': {
        const isOfProgram = (name: string): boolean => name.endsWith(` ${subject.programId}`);
        const kinds = Map.groupBy(receipts, ({ row }) => row.kind);
        return {
          ...subject,
          accounts: [...balances.keys()].filter(isOfProgram).length,
          operations: [...kinds].map(([kind, rows]) => ({
            kind,
            operations: rows.length,
            points: String(rows.reduce((sum, { row }) => sum + pointsIn(row, subject.programId), 0n)),
          })),
        };
      }
      case 'operation': {
        const [found] = receipts;
        if (found === undefined) return subject;
        const { consumed = [], created = [] } = found.row;
        return { ...subject, operation: { ...lineOf(found), consumed, created } };
      }
      default:
        return subject satisfies never;
    }
  }
}

function isAbout(subject: Subject, row: OperationRow): boolean {
  switch (subject.kind) {
    case 'account':
      return row.accountId === subject.accountId || row.toAccountId === subject.accountId;
    case 'program':
      return row.programId === subject.programId || row.targetProgramId === subject.programId;
    case 'operation':
      return row.mspId === subject.mspId && row.id === subject.id;
    default:
      return subject satisfies never;
  }
}

/** Of an exchange, as many as there were on this programme's side of it. */
function pointsIn(row: OperationRow, programId: string): bigint {
  if (row.kind !== 'exchange') return BigInt(row.amount);
  return BigInt((row.programId === programId ? row.taken : row.received) ?? row.amount);
}

function lineOf({ block, row }: Kept): OperationLine {
  const { txId, txTime, mspId, id, kind, programId, accountId, amount } = row;
  const { toAccountId, targetProgramId, acceptor, received, reversed } = row;
  return {
    block,
    txId,
    txTime,
    mspId,
    id,
    kind,
    programId,
    accountId,
    ...(toAccountId !== undefined && { toAccountId }),
    ...(targetProgramId !== undefined && { targetProgramId }),
    ...(acceptor !== undefined && { acceptor }),
    amount,
    ...(received !== undefined && { received }),
    ...(reversed !== undefined && { reversed }),
  };
}
