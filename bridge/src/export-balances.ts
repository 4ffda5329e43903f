/** Writes balances for a migration's snapshot, and beside them what makes a second export comparable. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { balanceOf, csvLine, csvRecords, requireColumns } from './balance-file.js';
import { ConfigError, type BridgeConfig } from './config.js';
import { atOneMoment } from './read-balances.js';

/** What stands beside the file, under its name and `.json`. */
export interface ExportNote {
  readonly at: string;
  readonly balances: number;
  readonly total: string;
  readonly sha256: string;
  /** By member, what the bridge had added to the legacy balance in all. */
  readonly crossed: Readonly<Record<string, string>>;
}

/** The file is there whole, or not at all. @throws LegacyTrouble, ConfigError */
export async function exportBalances(config: BridgeConfig, query: string, file: string): Promise<ExportNote> {
  const part = `${file}.part`;
  const output = await open(part, 'w', 0o600);
  try {
    const hash = createHash('sha256');
    let [balances, total] = [0, 0n];
    const crossed = await atOneMoment(config, query, async (moment) => {
      let columns: string[] | undefined;
      for await (const rows of moment.balances) {
        let text = '';
        if (columns === undefined) {
          columns = Object.keys(rows[0]!);
          requireColumns(columns);
          text += csvLine(columns);
        }
        for (const row of rows) {
          total += balanceOf(row, ++balances).points;
          text += csvLine(columns.map((name) => row[name]));
        }
        hash.update(text);
        await output.writeFile(text);
      }
      return moment.crossed();
    });
    if (balances === 0) throw new ConfigError('the query gives no row');
    const note: ExportNote = {
      at: new Date().toISOString(),
      balances,
      total: String(total),
      sha256: hash.digest('hex'),
      crossed: Object.fromEntries([...crossed].map(([member, points]) => [member, String(points)])),
    };
    await output.sync();
    const noteFile = await open(`${file}.json`, 'w', 0o600);
    await noteFile.writeFile(`${JSON.stringify(note)}\n`);
    await noteFile.close();
    await rename(part, file);
    return note;
  } finally {
    await output.close();
    await rm(part, { force: true });
  }
}

export interface Comparison {
  readonly balances: readonly [before: number, after: number];
  readonly totals: readonly [before: string, after: string];
  /** What the bridge did in between, by the outbox. */
  readonly crossed: string;
  /** Members whose balance changed otherwise than by the bridge. */
  readonly different: readonly {
    readonly member: string;
    readonly before: string;
    readonly crossed: string;
    readonly after: string;
  }[];
}

/** Whether a later export is an earlier one and what the bridge did. @throws ConfigError for files that are not whole */
export async function compareExports(before: string, after: string): Promise<Comparison> {
  const [first, second] = [await readExport(before), await readExport(after)];
  const crossed = (member: string): bigint =>
    BigInt(second.note.crossed[member] ?? 0) - BigInt(first.note.crossed[member] ?? 0);
  const members = new Set([
    ...[...first.sums.keys(), ...second.sums.keys()],
    ...[...Object.keys(first.note.crossed), ...Object.keys(second.note.crossed)],
  ]);
  let sum = 0n;
  const different: { member: string; before: string; crossed: string; after: string }[] = [];
  for (const member of members) {
    const [was, is, moved] = [first.sums.get(member) ?? 0n, second.sums.get(member) ?? 0n, crossed(member)];
    sum += moved;
    if (was + moved !== is) different.push({ member, before: String(was), crossed: String(moved), after: String(is) });
  }
  return {
    balances: [first.note.balances, second.note.balances],
    totals: [first.note.total, second.note.total],
    crossed: String(sum),
    different,
  };
}

async function readExport(file: string): Promise<{ note: ExportNote; sums: Map<string, bigint> }> {
  let note: ExportNote;
  try {
    note = JSON.parse(await readFile(`${file}.json`, 'utf8')) as ExportNote;
  } catch (error) {
    throw new ConfigError(`cannot read what was noted beside ${file}: ${(error as Error).message}`);
  }
  const hash = createHash('sha256');
  const sums = new Map<string, bigint>();
  let columns: string[] | undefined;
  let number = 0;
  for await (const record of csvRecords(hashed(file, hash))) {
    if (columns === undefined) {
      columns = record;
      requireColumns(columns);
      continue;
    }
    const row = Object.fromEntries(columns.map((name, at) => [name, record[at] ?? null]));
    const { member, points } = balanceOf(row, ++number);
    sums.set(member, (sums.get(member) ?? 0n) + points);
  }
  if (hash.digest('hex') !== note.sha256) throw new ConfigError(`${file} is not as it was exported`);
  return { note, sums };
}

async function* hashed(file: string, hash: ReturnType<typeof createHash>): AsyncGenerator<string> {
  for await (const piece of createReadStream(file, 'utf8')) {
    hash.update(piece as string);
    yield piece as string;
  }
}
