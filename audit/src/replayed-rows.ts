/** Kinds of rows that others recompute. */
export const judgedElsewhere: ReadonlySet<string> = new Set([
  ...[
    'account-day',
    'epoch',
    'proposal',
    'vote',
    'objection',
    'plan-signature',
    'plan-execution',
    'agreement',
    'adherence',
  ],
  ...['log-key', 'checkpoint', 'anchor', 'migration', 'migrated', 'bridge', 'bridge-use'],
]);

/** What both computations of a block sum up, and compare. */
export const compared: ReadonlySet<string> = new Set(['balances', 'earned', 'set-aside', 'clearing', 'clearing-worth']);
