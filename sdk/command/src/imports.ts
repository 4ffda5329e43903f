/** `commonpoint import`: a file of purchases, sent from the disk without having it in memory, followed to its end. */
import { createHash } from 'node:crypto';
import { accessSync, constants, createReadStream, existsSync, openAsBlob, statSync, writeFileSync } from 'node:fs';
import { stderr } from 'node:process';
import type { Client, Routes } from '@commonpoint/client';
import { type Command, Option } from 'commander';
import { clientOf } from './connection.js';
import { Mistake } from './end-with.js';
import { answer } from './output.js';
import { showProgress } from './progress.js';

type Query = Routes['/v1/imports']['post']['query'];
type Import = Routes['/v1/imports']['post']['reply'];

const choices = {
  rounding: ['floor', 'half-up', 'ceiling'],
  earnedOn: ['import', 'purchase'],
  encoding: ['utf-8', 'utf-16le', 'utf-16be', 'gbk', 'latin-1'],
  delimiter: ['comma', 'semicolon', 'tab', 'pipe'],
  decimalMark: ['point', 'comma'],
  groupMark: ['none', 'point', 'comma', 'space', 'apostrophe'],
  dateFormat: ['yyyy-mm-dd', 'yyyy/mm/dd', 'yyyymmdd', 'dd.mm.yyyy', 'dd/mm/yyyy', 'dd-mm-yyyy', 'mm/dd/yyyy'],
} as const;

export function addImports(program: Command): void {
  const command = program
    .command('import')
    .description('points for a file of purchases; the same file again issues nothing twice')
    .argument('<file>', 'CSV')
    .requiredOption('--program <id>', 'whose points')
    .option('--points-per-unit <number>', 'of the amount')
    .option('--campaign <id>')
    .option('--terms-of-use <version>', 'that members accept who are opened on the way')
    .option('--decimals <number>', 'decimal places of the currency')
    .option('--preview', 'shows the first rows as they are understood and what is odd, and issues nothing')
    .option('--rejects <file>', 'where rejected rows go', 'FILE.rejected.csv');
  for (const [name, values] of Object.entries(choices)) command.addOption(new Option(flagOf(name)).choices(values));
  command.action(async (path: string) => {
    const { preview, rejects, ...options } = command.opts<Given>();
    const query = options as unknown as Query;
    const client = clientOf(command);
    requireFile(path);
    const file = await openAsBlob(path);
    if (preview === true) {
      const reply = await client.post('/v1/imports/preview', file, { query });
      return answer(command, reply, [JSON.stringify(reply, null, 2)]);
    }
    const rejectsPath = rejects.replace('FILE', path);
    const done = await followed(client, file, query, await keyOf(path, query));
    const unsaved = done.rowsRejected > 0 ? await saveRejects(client, done.importId, rejectsPath) : undefined;
    answer(command, done, summary(done, rejectsPath, unsaved));
    if (done.state !== 'completed' || done.rowsRejected > 0) process.exitCode = 1;
  });
}

/** @throws Mistake */
function requireFile(path: string): void {
  if (!existsSync(path)) throw new Mistake(`${path} is not there.`);
  if (statSync(path).isDirectory()) throw new Mistake(`${path} is a folder.`);
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new Mistake((error as Error).message);
  }
}

interface Given {
  readonly preview?: boolean;
  readonly rejects: string;
}

async function followed(client: Client, file: Blob, query: Query, idempotencyKey: string): Promise<Import> {
  let progress: ReturnType<typeof showProgress> | undefined;
  const done = await client.post('/v1/imports', file, {
    query,
    idempotencyKey,
    pollMs: 500,
    onProgress({ state, rowsTotal, rowsPosted, rowsRejected, rowsSkipped, rowsExisting }) {
      if (state === 'spooling') return;
      progress ??= showProgress('rows', rowsTotal, stderr);
      progress.update(rowsPosted + rowsRejected + rowsSkipped + rowsExisting);
    },
  });
  progress?.finish();
  return done;
}

/** The same file under the same rules is the same request, also after this was killed. */
async function keyOf(path: string, query: Query): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(query).sort()));
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `import-${hash.digest('hex')}`;
}

/** Why they are not there; nothing is lost by that, as the gateway has them. */
async function saveRejects(client: Client, importId: string, path: string): Promise<string | undefined> {
  const { status, body } = await client.attempts.get<string>(`/v1/imports/${importId}/rejected-rows`);
  if (status !== 200) return `the gateway answered ${status}`;
  try {
    writeFileSync(path, body, { mode: 0o600 });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function summary(done: Import, rejectsPath: string, unsaved: string | undefined): string[] {
  const { importId, state, rowsTotal, rowsPosted, rowsRejected, rowsSkipped, rowsExisting, pointsIssued } = done;
  return [
    `${importId}: ${state}${done.detail === undefined ? '' : `, ${done.detail}`}`,
    `${rowsTotal} rows: ${rowsPosted} posted, ${rowsRejected} rejected, ${rowsSkipped} worth nothing, ${rowsExisting} there already`,
    `${pointsIssued} points issued`,
    ...done.warnings.map(({ detail }) => `Note: ${detail}`),
    ...(rowsRejected === 0 ? [] : [whereRejectsAre(importId, rejectsPath, unsaved)]),
  ];
}

const whereRejectsAre = (importId: string, path: string, unsaved: string | undefined): string =>
  unsaved === undefined
    ? `The rejected rows, with the reasons, are in ${path}; mended, it is imported as it is.`
    : `The rejected rows could not be written to ${path} (${unsaved}): commonpoint get /v1/imports/${importId}/rejected-rows has them.`;

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <choice>`;
