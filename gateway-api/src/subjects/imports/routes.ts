/** `/v1/imports`: files of purchases that become issuances. */
import { openAccounts, postPoints } from '@commonpoint/catalogue';
import { z } from 'zod';
import { CSV_TYPE } from '../../http/csv-text.js';
import { requireClaimed } from '../../http/idempotency.js';
import { answerPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import { defaultFormat } from '../../imports/file-format.js';
import type { ImportProgress } from '../../imports/import-progress.js';
import type { Claimed } from '../../store/idempotency.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { page } from '../parameters.js';
import { importParameters, importQuery, previewParameters, previewQuery } from './parameters.js';
import { showPreview } from './show-preview.js';
import { importPreviewView, importsView, importView } from './views.js';

const importPath = z.strictObject({
  importId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be an import’s id'),
});

const exampleImport = {
  importId: 'imp-9d2c41aa07',
  state: 'running',
  programId: 'harbor',
  pointsPerUnit: '1',
  rounding: 'floor',
  earnedOn: 'import',
  format: defaultFormat,
  sha256: exampleTxId,
  bytes: 1_893_120,
  rowsTotal: 69_659,
  rowsPosted: 12_000,
  rowsRejected: 0,
  rowsSkipped: 80,
  rowsExisting: 0,
  pointsIssued: '431877',
  pointsReturned: '0',
  warnings: [],
  createdAt: exampleTime,
};

export const startImport = route({
  operationId: 'startImport',
  method: 'post',
  path: '/v1/imports',
  tag: 'Imports',
  summary: 'Takes a CSV file of purchases and issues points for each row.',
  description:
    'Columns: customer_id, date, amount, and if you have them purchase_id, basket_id, return_of and detail, in any order, named in the first line. Each row issues `amount` times `pointsPerUnit`, rounded, to the customer’s account, which is opened on the way under a pseudonym. A row is known by its purchase_id, or where there is none by the file’s SHA-256 and its line, so that it never issues twice, whatever the key. How the file is written is said in the query (POST /v1/imports/preview proposes it). The key is compared by the parameters and the file.',
  roles: ['admin', 'operator'],
  entries: [postPoints, openAccounts],
  query: importQuery,
  bodyKind: 'csv',
  replies: {
    202: { description: 'Taken; rows are posted in the background. Look at `Location`.', schema: importView },
  },
  errors: [
    'CSV_INVALID',
    'PROGRAM_UNKNOWN',
    'NOT_ISSUER',
    'PROGRAM_SUSPENDED',
    'TERMS_OF_USE_UNKNOWN',
    'QUEUE_FULL',
    'SHUTTING_DOWN',
    'DETAILS_BEHIND',
  ],
  example: { query: { program: 'harbor', pointsPerUnit: '1', rounding: 'floor' }, replies: { 202: exampleImport } },
  handle: async (context, gateway) => {
    return taken(
      await gateway.imports.start(context.stream, importParameters(context.query), context.caller, {
        scope: context.scope,
        key: context.idempotencyKey,
      }),
    );
  },
});

/** It goes on in the background. */
function taken(outcome: Claimed<{ readonly import: ImportProgress }>) {
  const claimed = requireClaimed(outcome);
  const replayed = claimed.kind === 'replay' && { 'idempotency-replayed': 'true' };
  const headers = { location: `/v1/imports/${claimed.import.importId}`, 'retry-after': '1', ...replayed };
  return { status: 202, headers, body: claimed.import };
}

const examplePreview = {
  format: { ...defaultFormat, delimiter: 'semicolon', decimalMark: 'comma', dateFormat: 'dd/mm/yyyy' },
  query: 'encoding=utf-8&delimiter=semicolon&decimalMark=comma&groupMark=none&decimals=2&dateFormat=dd%2Fmm%2Fyyyy',
  questions: [
    {
      parameter: 'dateFormat',
      values: ['dd/mm/yyyy', 'mm/dd/yyyy'],
      detail: 'Every day can be read in each of these ways.',
    },
  ],
  columns: ['customer_id', 'date', 'amount'],
  rows: [{ kind: 'purchase', line: 2, customerId: 'card 7390', date: '2026-11-02', amount: '12.50', points: '12' }],
  rowsTotal: 1,
  rowsPosting: 1,
  rowsRejected: 0,
  rowsSkipped: 0,
  rowsExisting: 0,
  pointsIssued: '12',
  rejections: [],
  warnings: [],
};

export const previewImport = route({
  operationId: 'previewImport',
  method: 'post',
  path: '/v1/imports/preview',
  tag: 'Imports',
  summary: 'Reads a file of purchases as an import would, and issues nothing.',
  description:
    'What the query says of the format holds, and the rest is proposed; `query` is what to import the file with. The answer has the first rows as they are understood, how many rows would be posted and rejected, and why, and what is odd: rows that an earlier import has too, a last row that is the sum of the others, ids that a spreadsheet rounded. Nothing is recorded, so the Idempotency-Key is not looked at.',
  roles: ['admin', 'operator'],
  query: previewQuery,
  bodyKind: 'csv',
  replies: { 200: { description: 'What an import would be.', schema: importPreviewView } },
  errors: ['CSV_INVALID', 'PROGRAM_UNKNOWN', 'NOT_ISSUER'],
  example: { query: { program: 'harbor' }, replies: { 200: examplePreview } },
  handle: async ({ query, stream }, gateway) => {
    const { parameters, said } = previewParameters(query);
    return { status: 200, body: showPreview(await gateway.imports.preview(stream, parameters, said)) };
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

export const reverseImport = route({
  operationId: 'reverseImport',
  method: 'post',
  path: '/v1/imports/{importId}/reversal',
  tag: 'Imports',
  summary: 'Takes back what an import issued.',
  description:
    'Each purchase that the import posted is reversed, in the background; `reversal` of the import tells how far it is. What members have spent is a shortfall. What was refused, say for a closed account, is tried again by asking again with another key. What existed before, and returns, are left as they are. Afterwards the same file, or the same purchase_id, is a new purchase, so that a corrected file can be imported.',
  roles: ['admin', 'operator'],
  entries: [postPoints],
  params: importPath,
  replies: { 202: { description: 'Begun; look at `Location`.', schema: importView } },
  errors: ['IMPORT_UNKNOWN', 'IMPORT_RUNNING', 'SHUTTING_DOWN'],
  example: {
    params: { importId: exampleImport.importId },
    replies: {
      202: {
        ...exampleImport,
        state: 'completed',
        reversal: {
          state: 'running',
          rowsReversed: 0,
          rowsRefused: 0,
          pointsReversed: '0',
          shortfall: '0',
          refusals: {},
          createdAt: exampleTime,
        },
      },
    },
  },
  handle: async ({ params, caller, scope, idempotencyKey }, gateway) =>
    taken(await gateway.imports.reverse(params.importId, caller, { scope, key: idempotencyKey })),
});

export const downloadRejectedRows = route({
  operationId: 'downloadRejectedRows',
  method: 'get',
  path: '/v1/imports/{importId}/rejected-rows',
  tag: 'Imports',
  summary: 'The rows that were rejected, as they came, as CSV.',
  description:
    'Each row as it stands in the file, with rejected_line, rejected_code and rejected_reason behind it. Mended, the file is sent again as it is, with the same query: these columns are not looked at, and its byte order mark says that it is in UTF-8.',
  roles: ['admin', 'operator'],
  params: importPath,
  replies: { 200: { description: 'A CSV file with a header line.', contentType: 'text/csv; charset=utf-8' } },
  errors: ['IMPORT_UNKNOWN'],
  example: { params: { importId: exampleImport.importId } },
  handle: async (context, gateway) => {
    const { importId } = context.params;
    return {
      status: 200,
      headers: { 'content-disposition': `attachment; filename="${importId}-rejected-rows.csv"` },
      text: { type: CSV_TYPE, content: gateway.imports.rejectedRows(importId) },
    };
  },
});
