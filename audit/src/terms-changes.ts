/** Which of a pair may propose, accept and withdraw private terms. */
import type { Author } from './row-changes.js';

export const termsAuthors = {
  terms: {
    calls: ['Terms:Propose', 'Terms:Accept', 'Terms:Withdraw'],
    may: ({ by, row, before, call, parts }) => {
      if (!parts.slice(0, 2).includes(by)) return false;
      switch (row?.['status']) {
        case 'proposed':
          return before === undefined && row['proposedBy'] === by && call === 'Terms:Propose';
        case 'accepted':
          return before?.['proposedBy'] !== by && call === 'Terms:Accept';
        case 'superseded':
          return call === 'Terms:Accept';
        default:
          return row?.['withdrawnBy'] === by && call === 'Terms:Withdraw';
      }
    },
    isKept: true,
  },
} as const satisfies Readonly<Record<string, Author>>;
