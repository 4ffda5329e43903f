/** Single balances of a migration’s snapshot: what of them the merchant has, and the proof that a member takes away. */
import { accountId, getMigration } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { route } from '../../http/route.js';
import { exampleAccountId } from '../examples.js';
import { cursor, limit } from '../parameters.js';
import { BALANCE_FORMAT, balanceProof } from './balance-file.js';
import { aboutMigrations, exampleMigration, ownSnapshot } from './asked-migration.js';
import { balanceView } from './views.js';

const path = '/v1/migrations/{mspId}/{migrationId}';
const place = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,8})$/, 'must be a balance’s place')
  .meta({ digits: [0, 999_999_999] })
  .transform((digits) => parseInt(digits, 10));
const ofBalance = aboutMigrations.params.extend({ index: place });
const exampleBalance = {
  index: 7,
  accountId: exampleAccountId,
  amount: '120',
  status: 'active',
  expiresOn: '2027-12-31',
  reference: 'card 7390',
};

export const listLegacyBalances = route({
  operationId: 'listLegacyBalances',
  method: 'get',
  path: `${path}/balances`,
  ...aboutMigrations,
  summary: 'The balances that the snapshot has of an account.',
  roles: ['admin', 'operator'],
  query: z.strictObject({ accountId: accountId.meta({ description: 'Whose balances.' }) }),
  replies: {
    200: {
      description: 'They may be none.',
      schema: z.strictObject({
        balances: z.array(balanceView).meta({ description: 'The balances, by their places.' }),
      }),
    },
  },
  errors: ['SNAPSHOT_UNKNOWN'],
  example: {
    params: exampleMigration,
    query: { accountId: exampleAccountId },
    replies: { 200: { balances: [exampleBalance] } },
  },
  handle: ({ params, query }, gateway) => {
    const { seq } = ownSnapshot(gateway, params);
    const places = gateway.migrations.snapshots.ofAccount(seq, query.accountId);
    const balances = places.map((index) => show(gateway.migrations.snapshots.leaf(seq, index)!));
    return { status: 200, body: { balances } };
  },
});

export const readLegacyBalance = route({
  operationId: 'readLegacyBalance',
  method: 'get',
  path: `${path}/balances/{index}`,
  tag: 'Migrations',
  params: ofBalance,
  summary: 'One balance of the snapshot: what a merchant shows the legacy evidence for, where it is drawn.',
  roles: ['admin', 'operator'],
  replies: { 200: { description: 'The balance.', schema: balanceView } },
  errors: ['SNAPSHOT_UNKNOWN', 'LEAF_UNKNOWN'],
  example: { params: { ...exampleMigration, index: '7' }, replies: { 200: exampleBalance } },
  handle: ({ params: { index, ...asked } }, gateway) => {
    const found = gateway.migrations.snapshots.leaf(ownSnapshot(gateway, asked).seq, index);
    if (found === undefined) throw new Failure('LEAF_UNKNOWN', `The snapshot has no balance ${index}.`);
    return { status: 200, body: show(found) };
  },
});

export const proveLegacyBalance = route({
  operationId: 'proveLegacyBalance',
  method: 'get',
  path: `${path}/balances/{index}/proof`,
  tag: 'Migrations',
  params: ofBalance,
  summary: 'The proof that a balance is in the migration’s tree, as a file that anybody verifies without the ledger.',
  description:
    'The leaf with its salt, its path with the sums beside it, and the proof of the migration’s row, as of a receipt.',
  roles: getMigration.roles.filter((role) => role === 'admin' || role === 'operator'),
  replies: {
    200: {
      description: 'The proof.',
      schema: z
        .strictObject({
          format: z.literal(BALANCE_FORMAT),
          leaf: z.string().meta({ description: 'JSON: the balance, and its salt.' }),
          path: z.array(z.strictObject({ hash: z.string(), sum: z.string() })),
          migration: z.string().meta({ description: 'The migration’s proof, as of a receipt.' }),
        })
        .meta({ id: 'LegacyBalanceProof' }),
    },
  },
  errors: ['SNAPSHOT_UNKNOWN', 'LEAF_UNKNOWN', 'MIGRATION_UNKNOWN', 'CHECKPOINT_AWAITED'],
  example: {
    params: { ...exampleMigration, index: '7' },
    replies: { 200: { format: BALANCE_FORMAT, leaf: '{}', path: [], migration: 'c2sp.org/tlog-proof@v1\n…' } },
  },
  handle: ({ params: { index, ...asked } }, gateway) => ({
    status: 200,
    body: balanceProof(gateway, ownSnapshot(gateway, asked), index),
  }),
});

const refusedView = z.strictObject({
  refused: z.array(z.strictObject({ index: z.int().min(0), code: z.string(), detail: z.string() })),
  nextCursor: z.string().optional().meta({ description: 'For the next page; absent on the last one.' }),
});

export const listRefusedClaims = route({
  operationId: 'listRefusedClaims',
  method: 'get',
  path: `${path}/refused-claims`,
  ...aboutMigrations,
  summary: 'The claims that the ledger refused, and why.',
  roles: ['admin', 'operator'],
  query: z.strictObject({ limit, cursor }),
  replies: { 200: { description: 'A page.', schema: refusedView } },
  errors: ['SNAPSHOT_UNKNOWN', 'CURSOR_INVALID'],
  example: {
    params: exampleMigration,
    replies: { 200: { refused: [{ index: 7, code: 'ACCOUNT_CLOSED', detail: 'HarborMSP:3f2a9c51 is closed' }] } },
  },
  handle: ({ params, query }, gateway) => {
    const { seq } = ownSnapshot(gateway, params);
    const { limit: count = 100, cursor: after = '-1' } = query;
    if (!/^(-1|\d{1,9})$/.test(after)) throw new Failure('CURSOR_INVALID');
    const refused = gateway.migrations.snapshots.refused(seq, Number(after), count);
    const next = refused.length === count ? { nextCursor: String(refused.at(-1)!.index) } : {};
    return { status: 200, body: { refused, ...next } };
  },
});

function show({ leaf, reference }: { readonly leaf: object; readonly reference: string }) {
  const {
    salt: _salt,
    mspId: _mspId,
    migrationId: _id,
    programId: _program,
    ...rest
  } = leaf as Record<string, unknown>;
  return { ...rest, ...(reference !== '' && { reference }) };
}
