/** `/v1/imports`: files of purchases that become issuances. */
import { displayName, openAccounts, postPoints, programId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { CSV_TYPE, csvLine } from '../../http/csv-text.js';
import { requireClaimed } from '../../http/idempotency.js';
import { answerPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import type { RejectedRow } from '../../imports/import-progress.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { page } from '../parameters.js';
import { importsView, importView } from './views.js';

const importPath = z.strictObject({
  importId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be an import’s id'),
});

const exampleImport = {
  importId: 'imp-9d2c41aa07',
  state: 'running',
  programId: 'harbor',
  pointsPerUnit: '1',
  rounding: 'floor',
  sha256: exampleTxId,
  bytes: 1_893_120,
  rowsTotal: 69_659,
  rowsPosted: 12_000,
  rowsRejected: 0,
  rowsSkipped: 80,
  rowsExisting: 0,
  pointsIssued: '431877',
  createdAt: exampleTime,
};

export const startImport = route({
  operationId: 'startImport',
  method: 'post',
  path: '/v1/imports',
  tag: 'Imports',
  summary: 'Takes a CSV file of purchases and issues points for each row.',
  description:
    'Columns: customer_id, date, quantity, amount, in any order, named in the first line. Each row issues `amount` times `pointsPerUnit`, rounded, to the customer’s account, which is opened on the way under a pseudonym. A row’s operation id follows from the programme, the file’s SHA-256 and its line, so the same file never issues twice, whatever the key; rows that look the same are different purchases. The key is compared by the parameters and the file.',
  roles: ['admin', 'operator'],
  entries: [postPoints, openAccounts],
  query: z.strictObject({
    program: programId,
    pointsPerUnit: z
      .string()
      .regex(
        /^(?=.*[1-9])(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?$/,
        'must be a decimal number above 0 with up to 6 digits before and after the point',
      )
      .default('1'),
    rounding: z.enum(['floor', 'half-up', 'ceiling']).default('floor'),
    campaign: displayName.optional(),
  }),
  bodyKind: 'csv',
  replies: {
    202: { description: 'Taken; rows are posted in the background. Look at `Location`.', schema: importView },
  },
  errors: ['CSV_INVALID', 'PROGRAM_UNKNOWN', 'NOT_ISSUER', 'PROGRAM_SUSPENDED', 'QUEUE_FULL', 'SHUTTING_DOWN'],
  example: { query: { program: 'harbor', pointsPerUnit: '1', rounding: 'floor' }, replies: { 202: exampleImport } },
  handle: async (context, gateway) => {
    const { program, ...parameters } = context.query;
    const claimed = requireClaimed(
      await gateway.imports.start(context.stream, { programId: program, ...parameters }, context.caller, {
        scope: context.scope,
        key: context.idempotencyKey,
      }),
    );
    return {
      status: 202,
      headers: {
        location: `/v1/imports/${claimed.import.importId}`,
        'retry-after': '1',
        ...(claimed.kind === 'replay' && { 'idempotency-replayed': 'true' }),
      },
      body: claimed.import,
    };
  },
});

export const listImports = route({
  operationId: 'listImports',
  method: 'get',
  path: '/v1/imports',
  tag: 'Imports',
  summary: 'The imports, newest first.',
  roles: ['admin', 'operator'],
  query: page,
  replies: { 200: { description: 'A page.', schema: importsView } },
  errors: ['CURSOR_INVALID'],
  example: { replies: { 200: { imports: [exampleImport] } } },
  handle: async (context, gateway) => {
    const { limit = 100, cursor } = context.query;
    return answerPage(context, 'imports', await gateway.imports.list({ limit, cursor }));
  },
});

export const readImport = route({
  operationId: 'readImport',
  method: 'get',
  path: '/v1/imports/{importId}',
  tag: 'Imports',
  summary: 'How far an import is.',
  roles: ['admin', 'operator'],
  params: importPath,
  replies: { 200: { description: 'The import.', schema: importView } },
  errors: ['IMPORT_UNKNOWN'],
  example: { params: { importId: exampleImport.importId }, replies: { 200: exampleImport } },
  handle: async (context, gateway) => ({ status: 200, body: await gateway.imports.get(context.params.importId) }),
});

export const downloadRejectedRows = route({
  operationId: 'downloadRejectedRows',
  method: 'get',
  path: '/v1/imports/{importId}/rejected-rows',
  tag: 'Imports',
  summary: 'The rows that were rejected, as CSV: line, code, reason.',
  roles: ['admin', 'operator'],
  params: importPath,
  replies: { 200: { description: 'A CSV file with a header line.', contentType: 'text/csv; charset=utf-8' } },
  errors: ['IMPORT_UNKNOWN'],
  example: { params: { importId: exampleImport.importId } },
  handle: async (context, gateway) => {
    const { importId } = context.params;
    // Before the reply begins, so that an unknown import is still a 404.
    await gateway.imports.get(importId);
    return {
      status: 200,
      headers: { 'content-disposition': `attachment; filename="${importId}-rejected-rows.csv"` },
      text: { type: CSV_TYPE, content: asCsv(gateway.imports.rejectedRows(importId)) },
    };
  },
});

async function* asCsv(rows: AsyncIterable<RejectedRow>): AsyncGenerator<string> {
  yield 'line,code,reason\r\n';
  for await (const { line, code, reason } of rows) yield csvLine([String(line), code, reason]);
}
