/** Who may cut off, close and settle a cycle. What its sums come to is recomputed with receipts. */
import type { Author, Fields } from './row-changes.js';

export const clearingAuthors = {
  'current-cycle': {
    calls: ['Clearing:CutOff', 'Clearing:Close'],
    may: ({ row, call, besides, argument }) => {
      const cycle = argument()['cycle'];
      const written = besides(`cycle ${String(cycle)}`);
      if (call === 'Clearing:CutOff') return written !== undefined && written['next'] === row?.['cycle'];
      return written !== undefined && row?.['cycle'] === cycle && row?.['closed'] === true;
    },
  },
  'cut-off': {
    calls: ['Clearing:CutOff'],
    may: ({ by, parts, argument }) => by === parts[1] && argument()['cycle'] === parts[0],
  },
  cycle: {
    calls: ['Clearing:CutOff', 'Clearing:Close'],
    may: ({ row, before, call, parts, argument, time }) => {
      if (argument()['cycle'] !== parts[0]) return false;
      const cutAt = row?.['cutAt'] as string | undefined;
      const isCutNow = cutAt === undefined || Date.parse(cutAt) === time;
      if (call === 'Clearing:CutOff') return before === undefined && row?.['next'] !== undefined && isCutNow;
      // Debts are due since then.
      if (cutAt !== before?.['cutAt']) return false;
      // One that ends with its month is closed once that is over, by its client's own clock.
      return before !== undefined || (row?.['next'] === undefined && time >= endOfMonthMs(parts[0]!));
    },
    isKept: true,
  },
  remainders: {
    calls: ['Clearing:Close'],
    may: ({ row, besides, argument }) => {
      const cycle = argument()['cycle'];
      return row?.['cycle'] === cycle && besides(`cycle ${String(cycle)}`)?.['status'] === 'closed';
    },
  },
  settlement: {
    calls: [
      'Clearing:Close',
      'Collateral:Claim',
      ...['Instruct', 'Confirm', 'Dispute', 'Resolve'].map((name) => `Settlements:${name}`),
    ],
    may: ({ by, actsFor, row, before, call, parts, besides }) => {
      const [cycle, debtor, creditor] = parts;
      const steps = [before?.['status'] ?? 'none', row?.['status']].join(' ');
      if (call === 'Clearing:Close') return steps === 'none due' && besides(`cycle ${cycle}`)?.['status'] === 'closed';
      if (call === 'Collateral:Claim')
        return by === creditor && row?.['status'] === before?.['status'] && row?.['claim'] !== undefined;
      const disputed = before?.['dispute'] as Fields | undefined;
      const isParty = actsFor(debtor) || actsFor(creditor);
      switch (steps) {
        case 'due instructed':
          return actsFor(debtor) && call === 'Settlements:Instruct';
        case 'instructed confirmed':
          return actsFor(creditor) && call === 'Settlements:Confirm';
        case 'due disputed':
        case 'instructed disputed':
          return isParty && call === 'Settlements:Dispute';
        case 'disputed confirmed':
          return actsFor(creditor) && call === 'Settlements:Resolve';
        case 'disputed due':
          return isParty && call === 'Settlements:Resolve' && disputed?.['by'] === by;
        default:
          return false;
      }
    },
    isKept: true,
  },
} as const satisfies Readonly<Record<string, Author>>;

function endOfMonthMs(cycle: string): number {
  const [year = 0, month = 0] = cycle.slice(0, 7).split('-').map(Number);
  return Date.UTC(year, month, 1);
}
