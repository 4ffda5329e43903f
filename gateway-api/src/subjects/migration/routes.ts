/** `/v1/migrations`: legacy balances that become points of a programme. */
import {
  abortMigration as abortEntry,
  approveMigration as approveEntry,
  completeMigration as completeEntry,
  getMigration,
  listMigrations as listEntry,
  migrationId,
  postPoints,
  programId,
  proposeMigration as proposeEntry,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { listRoute } from '../../http/list-route.js';
import { readRoute } from '../../http/read-route.js';
import { route } from '../../http/route.js';
import { writeRoute } from '../../http/write-route.js';
import type { Snapshot } from '../../store/snapshot-store.js';
import { exampleHash, exampleTime, exampleTxId } from '../examples.js';
import { page } from '../parameters.js';
import { programQueries } from '../programs/reads.js';
import { aboutMigrations, exampleMigration, ownSnapshot, requireMigration } from './asked-migration.js';
import { migrationQueries } from './reads.js';
import { migrationsView, migrationView, migrationWrittenView, snapshotView } from './views.js';

const exampleRoot = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const exampleFigures = {
  programId: 'harbor',
  size: 23_570,
  root: exampleRoot,
  total: '2500316',
  byStatus: [{ status: 'active', count: 23_570, amount: '2500316' }],
  snapshotHash: exampleHash,
};
const exampleRow = {
  ...exampleMigration,
  ...exampleFigures,
  status: 'proposed',
  proposedAt: exampleTime,
  approvals: [],
};
const written = { ...exampleRow, state: 'committed', txId: exampleTxId };

const path = '/v1/migrations/{mspId}/{migrationId}';
const params = exampleMigration;

const showSnapshot = (by: string, { migrationId: id, state, figures }: Snapshot) => ({
  mspId: by,
  migrationId: id,
  ...figures,
  state,
});

export const takeSnapshot = route({
  operationId: 'takeSnapshot',
  method: 'post',
  path: '/v1/migrations',
  tag: 'Migrations',
  summary: 'Takes a CSV file of legacy balances and makes a tree of them; nothing goes to the ledger.',
  description:
    'Columns: customer_id, points, and if you have them status (active, frozen or expired), expires_on, matures_on and earned_on, in any order, named in the first line. What is below zero, zero or past its expiry stands in the snapshot as that, and is never claimed. All rows are taken or none: a row that is no balance, or a member twice with one expiry, is told of by its line. The same file again changes nothing, so the Idempotency-Key is not looked at.',
  roles: ['admin'],
  query: z.strictObject({
    migrationId: migrationId.meta({ description: 'What the migration is to be called.' }),
    program: programId.meta({ description: 'The programme whose points the balances become.' }),
  }),
  bodyKind: 'csv',
  replies: { 201: { description: 'What the balances come to.', schema: snapshotView } },
  errors: ['CSV_INVALID', 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'SNAPSHOT_EXISTS', 'SNAPSHOT_INVALID', 'SHUTTING_DOWN'],
  example: {
    query: { migrationId: 'legacy-2026', program: 'harbor' },
    replies: { 201: { ...exampleMigration, ...exampleFigures, state: 'read' } },
  },
  handle: async ({ query, stream }, gateway) => {
    const program = gateway.projection.of(programQueries).requireProgram(query.program);
    if (program.issuer !== gateway.mspId)
      throw new Failure('NOT_ISSUER', `${program.programId} is issued by ${program.issuer}.`);
    const snapshot = await gateway.migrations.take(stream, query.migrationId, program);
    const location = `/v1/migrations/${gateway.mspId}/${query.migrationId}`;
    return { status: 201, headers: { location }, body: showSnapshot(gateway.mspId, snapshot) };
  },
});

export const listMigrations = listRoute(listEntry, '/v1/migrations', {
  operationId: 'listMigrations',
  tag: 'Migrations',
  summary: 'The migrations of all merchants.',
  query: page,
  view: migrationsView,
  items: 'migrations',
  example: { replies: { 200: { migrations: [exampleRow], asOfBlock: 42 } } },
  here: {
    position: z.strictObject({ mspId: z.string(), migrationId: z.string() }),
    first: { mspId: '', migrationId: '' },
    rows: ({ projection }, _request, after, count) => projection.of(migrationQueries).migrations(after, count),
    at: ({ mspId: by, migrationId: id }) => ({ mspId: by, migrationId: id }),
  },
});

export const readMigration = readRoute(getMigration, path, {
  ...aboutMigrations,
  operationId: 'readMigration',
  summary: 'A migration, with what of it was claimed so far.',
  view: migrationView,
  shows: 'The migration.',
  example: {
    params,
    replies: { 200: { ...exampleRow, claimedSoFar: { count: 0, amount: '0' }, asOfBlock: 42 } },
  },
  read: async (gateway, context) => {
    const asked = context.params;
    const snapshot = asked.mspId === gateway.mspId ? gateway.migrations.find(asked.migrationId) : undefined;
    const here = snapshot !== undefined &&
      snapshot.state !== 'reading' && {
        snapshot: { state: snapshot.state, refused: gateway.migrations.snapshots.refusedCount(snapshot.seq) },
      };
    if (context.read.consistency !== 'projection') {
      const { value, asOfBlock } = await gateway.peer.read(getMigration, asked, context.caller.role);
      return { value: { ...value, ...here }, asOfBlock };
    }
    const queries = gateway.projection.of(migrationQueries);
    const { row } = requireMigration(gateway, asked);
    const claimedSoFar = queries.claimedSoFar(asked.mspId, asked.migrationId);
    return { value: { ...row, claimedSoFar, ...here }, asOfBlock: gateway.projection.lastBlock() };
  },
});

export const proposeMigration = writeRoute(proposeEntry, `${path}/propose`, {
  ...aboutMigrations,
  operationId: 'proposeMigration',
  summary: 'Proposes the snapshot that was taken, by its root and what it comes to.',
  view: migrationWrittenView,
  errors: ['SNAPSHOT_UNKNOWN'],
  done: 'Proposed; the migration.',
  example: { params, replies: { 200: written } },
  request: (context, gateway) => {
    const snapshot = ownSnapshot(gateway, context.params);
    const halves = gateway.migrations.snapshots.proofs(snapshot).halves();
    const { byStatus, ...figures } = snapshot.figures;
    return {
      migrationId: snapshot.migrationId,
      ...figures,
      byStatus: [...byStatus],
      halves: halves.map(({ hash, sum }) => ({ hash: Buffer.from(hash).toString('base64'), sum: String(sum) })),
    };
  },
});

const { root, total } = approveEntry.request.shape;
export const approveMigration = writeRoute(approveEntry, `${path}/approve`, {
  ...aboutMigrations,
  operationId: 'approveMigration',
  summary: 'Approves another merchant’s migration, by the root and the total that were looked at.',
  description: 'Once more than half of the other active merchants have, its balances are claimed.',
  body: z.strictObject({ root, total }),
  view: migrationWrittenView,
  done: 'Approved by this organisation; the migration.',
  example: {
    params,
    body: { root: exampleRoot, total: exampleFigures.total },
    replies: { 200: { ...written, approvals: [{ mspId: 'GreenMartMSP', approvedAt: exampleTime }] } },
  },
});

export const claimMigration = route({
  operationId: 'claimMigration',
  method: 'post',
  path: `${path}/claim`,
  ...aboutMigrations,
  summary: 'Claims all balances that are not claimed yet, in the background; what was refused is tried again.',
  description:
    'Each claim is an issuance that is shown to be in the approved tree; it opens the account if need be. It goes on after a restart. Asking again while it is at work changes nothing, so the Idempotency-Key is not looked at.',
  roles: ['admin', 'operator'],
  entries: [postPoints],
  replies: { 202: { description: 'Begun; look at `Location`.', schema: snapshotView } },
  errors: ['MIGRATION_UNKNOWN', 'MIGRATION_STATE', 'SNAPSHOT_UNKNOWN', 'MIGRATION_UNEQUAL', 'SHUTTING_DOWN'],
  example: {
    params,
    replies: { 202: { ...exampleMigration, ...exampleFigures, state: 'claiming' } },
  },
  handle: ({ params: asked }, gateway) => {
    const snapshot = ownSnapshot(gateway, asked);
    const { row } = requireMigration(gateway, asked);
    if (row.status !== 'approved') throw new Failure('MIGRATION_STATE', `${asked.migrationId} is ${row.status}.`);
    if (row.root !== snapshot.figures.root)
      throw new Failure('MIGRATION_UNEQUAL', 'What was approved is not the snapshot that this gateway has.');
    gateway.migrations.claim(asked.migrationId);
    const location = `/v1/migrations/${asked.mspId}/${asked.migrationId}`;
    const body = showSnapshot(gateway.mspId, gateway.migrations.require(asked.migrationId));
    return { status: 202, headers: { location, 'retry-after': '1' }, body };
  },
});

const { unclaimed, owedUntil } = completeEntry.request.shape;
export const completeMigration = writeRoute(completeEntry, `${path}/complete`, {
  ...aboutMigrations,
  operationId: 'completeMigration',
  summary:
    'The cut-over: says what was not claimed, which has to be all that the ledger has not, and ends the migration.',
  body: z.strictObject({ unclaimed, owedUntil }),
  view: migrationWrittenView,
  errors: ['SNAPSHOT_UNKNOWN'],
  done: 'Complete; the migration.',
  example: {
    params,
    body: { unclaimed: { count: 0, amount: '0' } },
    replies: { 200: { ...written, status: 'complete' } },
  },
  request: ({ params: asked, body }, gateway) => ({ migrationId: ownSnapshot(gateway, asked).migrationId, ...body }),
});

export const abortMigration = writeRoute(abortEntry, `${path}/abort`, {
  ...aboutMigrations,
  operationId: 'abortMigration',
  summary: 'Gives a migration up: nothing more is claimed, and what was claimed is taken back in the background.',
  view: migrationWrittenView,
  errors: ['SNAPSHOT_UNKNOWN'],
  done: 'Given up; the migration.',
  example: { params, replies: { 200: { ...written, status: 'aborted' } } },
  request: ({ params: asked }, gateway) => ({ migrationId: ownSnapshot(gateway, asked).migrationId }),
});
