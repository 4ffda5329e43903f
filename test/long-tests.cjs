// Tests that take long: `npm test` leaves them out, `npm run test:long` runs them and nothing else, and so does CI.
// Whoever names a path runs what is there, long or not. Each with what makes it long.

/** @type {Readonly<Record<string, string>>} */
module.exports = {
  'test/audit/malformed-blocks.test.ts': 'hundreds of spoilt blocks',
  'test/contract/closing-interleaved.test.ts': 'cycles closed in many orders',
  'test/contract/request-bounds.test.ts': 'the largest requests, of each costly shape',
  'test/contract/reversal-races.test.ts': 'operations raced against each other by a seed',
  'test/gateway-api/http/unfinished-bodies.test.ts': 'every route with every broken body, each waited for',
  'test/gateway-api/watch/nonsense-rows.test.ts': 'a gateway for each kind of row',
  'test/gateway-api/writes/many-lots.test.ts': 'accounts with thousands of lots',
  'test/gateway-api/writes/message-sizes.test.ts': 'the largest transactions',
  'test/gateway-api/writes/order.test.ts': 'operations that wait for others',
  'test/network/identities/require-whole-identities.test.ts': 'every file damaged in every way',
  'test/network/peer/recovery.test.ts': 'a network killed under load, and started again',
  'test/network/private-data/private-data.test.ts': 'peers that fetch values from each other, and wait for them',
  'test/network/private-data/recovery.test.ts': 'a peer that ends at every step',
  'test/network/recovery/damaged-files.test.ts': 'every file damaged in every way',
  'test/scenario/backup.test.ts': 'a consortium killed under an import, and restored',
  'test/scenario/crash-recovery.test.ts': 'programs killed one after the other',
  'test/scenario/damaged-files.test.ts': 'files damaged under running programs',
  'test/scenario/import-purchases.test.ts': 'a gateway killed again and again during an import',
  'test/scenario/lost-nodes.test.ts': 'nodes that come back from nothing',
  'test/scenario/odd-paths.test.ts': 'a consortium of its own, started twice',
  'test/scenario/webhooks.test.ts': 'a gateway and everything else killed again and again',
  'test/scenario/week.test.ts': 'the whole demonstration, killed and gone on with',
};
