/** Who may propose, accept, suspend and withdraw a rate. */
import { type Author, issuerOf } from './row-changes.js';

export const rateAuthors = {
  rate: {
    calls: ['Rates:Propose', 'Rates:Accept', 'Rates:SetStatus'],
    may: (change) => {
      const { by, call, row, before, parts } = change;
      const issuers = [issuerOf(change, parts[0]), issuerOf(change, parts[1])];
      if (row === undefined || !issuers.includes(by)) return false;
      if (row['sourceIssuer'] !== issuers[0] || row['targetIssuer'] !== issuers[1]) return false;
      if (before === undefined)
        return call === 'Rates:Propose' && row['status'] === 'proposed' && row['proposedBy'] === by;
      if (call === 'Rates:Propose') return false;
      if (call === 'Rates:Accept')
        return before['status'] === 'proposed' && row['status'] === 'accepted' && before['proposedBy'] !== by;
      if (row['status'] === 'suspended') return before['status'] === 'accepted' && row['suspendedBy'] === by;
      return (
        row['status'] === 'withdrawn' ||
        (row['status'] === 'accepted' && before['status'] === 'suspended' && before['suspendedBy'] === by)
      );
    },
    isKept: true,
  },
} as const satisfies Readonly<Record<string, Author>>;
