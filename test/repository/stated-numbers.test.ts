/**
 * Numbers that pages state are those of the code: a limit, a time or a default that is written down has the value that the
 * code has, wherever it is written. Each line names the sentence, with `#` for a number, and where its values come from.
 * Measured numbers are not here: they stand once, in docs/performance.md or beside what they are about.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayConfig } from '../../gateway-api/src/config.js';
import { repositoryRoot } from '../support/repository-files.js';

const page = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8').replace(/\s+/g, ' ');

/** The value of a constant in a source file: numbers, `*`, and constants of the same file. */
function constant(path: string, name: string): number {
  const text = readFileSync(join(repositoryRoot, path), 'utf8');
  const found = new RegExp(`^(?:export )?const ${name} = ([^;]+);`, 'm').exec(text)?.[1];
  if (found === undefined) throw new Error(`${path} has no constant ${name}`);
  return found
    .split('*')
    .map((part) => part.trim().replaceAll('_', ''))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : constant(path, part)))
    .reduce((product, factor) => product * factor, 1);
}

const defaults = gatewayConfig.shape;
const limits = defaults.limits.parse({});
const accessLog = defaults.accessLog.parse({});
const operationsKeptDays = defaults.operationsKeptDays.parse(undefined);
const MIB = 1024 * 1024;
const S = 1_000;
const MINUTE = 60 * S;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const catalogue = (path: string, name: string): number => constant(`catalogue/src/${path}.ts`, name);
const gateway = (path: string, name: string): number => constant(`gateway-api/src/${path}.ts`, name);

const operationsOfATransaction = catalogue('core/values', 'POST_OPERATIONS_MAX');
const batchOperations = gateway('subjects/points/post-batch', 'BATCH_OPERATIONS_MAX');
const emergencyHours = catalogue('orders/orders', 'EMERGENCY_HOURS');
const pairs = gateway('subjects/points/operation-notes', 'PAIRS_MAX');
const wait = gateway('http/preferences', 'WAIT_DEFAULT_S');
const height = (name: string): number => gateway('jobs/watch-height', name);
const webhooks = (name: string): number => gateway('webhooks/deliveries', name);

const stated: readonly (readonly [page: string, sentence: string, ...values: number[]])[] = [
  ['docs/api.md', 'JSON body | # KiB', limits.bodyBytesMax / 1024],
  ['docs/api.md', 'Batch | # MiB, # operations', limits.batchBytesMax / MIB, batchOperations],
  ['docs/api.md', 'Import | # GiB', limits.importBytesMax / 1024 / MIB],
  ['docs/api.md', 'header fields | # KiB', gateway('http/server', 'HEAD_BYTES_MAX') / 1024],
  ['docs/api.md', 'Requests per client | # a minute', (limits.requestsMax * MINUTE) / limits.windowMs],
  [
    'docs/api.md',
    'for its body | # s, # s (an import: # s without a byte)',
    limits.headMs / S,
    limits.requestMs / S,
    limits.requestMs / S,
  ],
  ['docs/api.md', 'JSON nesting | #', gateway('http/strict-json', 'DEPTH_MAX')],
  ['docs/api.md', 'up to # operations with ids of your own', batchOperations],
  ['docs/api.md', 'a chain (# at the most)', operationsOfATransaction],
  ['docs/api.md', 'waits for its commit for # s', wait],
  ['docs/api.md', '`Prefer: wait=N` says (0 to #;', gateway('http/preferences', 'WAIT_MAX_S')],
  ['docs/api.md', '(`operationsKeptDays`, # if nothing is said)', operationsKeptDays],
  ['docs/api.md', '`limit` (1 to #)', catalogue('core/values', 'PAGE_ROWS_MAX')],
  ['docs/api.md', 'After # seconds of silence a `heartbeat`', gateway('events/event-feed', 'HEARTBEAT_MS') / S],
  ['docs/api.md', 'serves # such readers at a time', gateway('events/event-feed', 'READERS_MAX')],
  ['docs/api.md', 'for # hours, or `keepHours`', gateway('subjects/webhooks/routes', 'KEEP_HOURS_DEFAULT')],
  ['docs/api.md', 'up to # pairs of `metadata`', pairs],
  ['docs/api.md', 'at most # blocks behind', gateway('http/readiness', 'PROJECTION_LAG_BLOCKS_MAX')],
  ['docs/api.md', 'requests under way (# s, `limits.drainMs`)', limits.drainMs / S],
  ['docs/api.md', 'a cycle with more than # rows', catalogue('clearing/clearing', 'STATEMENT_ROWS_MAX')],
  ['docs/concepts.md', 'decimal strings outside, at most # digits', catalogue('core/values', 'AMOUNT_DIGITS_MAX')],
  ['docs/concepts.md', 'one transaction for # rows', catalogue('clearing/clearing', 'CLOSE_ROWS_MAX')],
  [
    'docs/concepts.md',
    '(at least # hours, # if nothing was said)',
    catalogue('accounts/account', 'RECOVERY_HOURS_MIN'),
    catalogue('accounts/account', 'RECOVERY_HOURS_DEFAULT'),
  ],
  ['docs/concepts.md', '# hours at the most', emergencyHours],
  ['docs/concepts.md', 'on the same points for # days', catalogue('orders/orders', 'EMERGENCY_REPEAT_DAYS')],
  ['docs/concepts.md', '(the first # by programme and expiry', catalogue('orders/orders', 'GIVEN_BACK_LOTS_MAX')],
  ['docs/governance.md', 'keeps, for # hours at the most', emergencyHours],
  [
    'docs/governance.md',
    'how long what passed waits; # minutes more',
    constant('chaincode/src/domain/governance/proposals.ts', 'CLOCKS_DIFFER_MS') / MINUTE,
  ],
  ['docs/imports.md', 'have 1 to # characters', gateway('member-reference', 'REFERENCE_CHARACTERS_MAX')],
  ['docs/imports.md', 'customer_id must be 1 to # characters', gateway('member-reference', 'REFERENCE_CHARACTERS_MAX')],
  ['docs/imports.md', 'forgotten after # others', gateway('imports/purchase-rows', 'BASKETS_MAX')],
  ['docs/imports.md', 'currency has, 0 to #;', gateway('imports/file-format', 'DECIMALS_MAX')],
  ['docs/imports.md', 'are compared by # digests each', gateway('imports/row-sketch', 'DIGESTS_MAX')],
  ['docs/imports.md', 'or before #.', gateway('imports/purchase-day', 'YEAR_MIN')],
  ['docs/imports.md', 'more than # characters. |', gateway('imports/csv-records', 'RECORD_CHARACTERS_MAX')],
  ['docs/operating.md', 'went before # MiB', constant('network/log-file.ts', 'LOG_BYTES_MAX') / MIB],
  ['docs/operating.md', '`accessLog.fileBytesMax` (# MiB)', accessLog.fileBytesMax / MIB],
  ['docs/operating.md', '`accessLog.filesKept` (#)', accessLog.filesKept],
  ['docs/operating.md', 'confirmed # days after their cycle', gateway('subjects/business-metrics', 'OVERDUE_DAYS')],
  ['docs/operating.md', 'it waits # s for the lock', gateway('store/database-lock', 'PATIENCE_MS') / S],
  ['docs/operating.md', 'up to # s are waited for it', gateway('store/group-commit', 'LOCK_PATIENCE_MS') / S],
  ['docs/operating.md', 'it every # s how far it is', height('EVERY_MS') / S],
  ['docs/operating.md', 'has # calls to its peer under way', gateway('fabric/limit-calls', 'CALLS_AT_ONCE_MAX')],
  ['docs/operating.md', 'for # s another organisation', gateway('writes/retry-rules', 'CONFLICT_PATIENCE_MS') / S],
  ['docs/operating.md', 'one every # s tries whether it is back', gateway('fabric/endorsers', 'REST_MS') / S],
  [
    'docs/operating.md',
    'begun when the log has # MiB',
    // SQLite's pages are of 4 KiB.
    Math.round((gateway('store/move-log', 'PAGES_MIN') * 4_096) / MIB),
  ],
  ['docs/operating.md', 'verified again for # minute', gateway('sign-in/tokens', 'KNOWN_MS') / MINUTE],
  [
    'docs/operating.md',
    'looked at every # minutes',
    gateway('fabric/node-certificates', 'ENDORSERS_EVERY_MS') / MINUTE,
  ],
  ['chaincode/README.md', 'folds # of them a call', catalogue('clearing/clearing', 'CLOSE_ROWS_MAX')],
  [
    'chaincode/README.md',
    'of up to # keys in one message',
    constant('network/embedded/chaincode-support/chaincode-connection.ts', 'BATCH_KEYS_MAX'),
  ],
  ['docs/api.md', 'answers 2xx within # seconds', webhooks('ATTEMPT_MS') / S],
  [
    'docs/api.md',
    'took nothing for # days',
    constant('gateway-api/src/webhooks/retry-schedule.ts', 'FAILING_MAX_MS') / DAY,
  ],
];

const words = 'no one two three four five six seven eight nine ten'.split(' ');
const asNumber = (text: string): number =>
  words.includes(text) ? words.indexOf(text) : text === 'a' ? 1 : Number(text.replaceAll(',', ''));
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

test.each(stated.map(([path, sentence, ...values]) => ({ path, sentence, values })))(
  '$path: $sentence',
  ({ path, sentence, values }) => {
    const pattern = escaped(sentence.replaceAll(/\s+/g, ' '))
      .replaceAll(/ \\\| /g, String.raw` +\| `)
      .replaceAll('#', `([\\d,.]*\\d|a|${words.join('|')})`);
    const found = [...page(path).matchAll(new RegExp(pattern, 'g'))];
    expect(found).not.toHaveLength(0);
    for (const match of found) expect(match.slice(1).map(asNumber)).toEqual(values);
  },
);
