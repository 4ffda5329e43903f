/** A start that takes long says so every ten seconds, so that whoever waits for it does not give it up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { BlockFile } from '../../../network/embedded/ledger/block-file.js';
import { findLevelDbDamage } from '../../../network/embedded/leveldb/find-damage.js';

let folder: string;
let lines: string[];
const log = (line: string) => void lines.push(line);
/** Each look at the clock is six seconds after the last. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-long-start-'));
  lines = [];
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => (now += 6_000));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it('how far the blocks are read again', async () => {
  const path = join(folder, 'blocks');
  const file = await BlockFile.open(path, log);
  for (let n = 0; n < 4; n++) await file.append(Buffer.alloc(92));
  const read = [];
  for await (const { location } of file.recover(0)) read.push(location);
  await file.close();
  expect(read).toHaveLength(4);
  expect(lines).toEqual([`${path}: 25 % read again`, `${path}: 75 % read again`]);
});

it('how many tables of a database are checked', async () => {
  const level = new ClassicLevel<string, string>(folder, { writeBufferSize: 64 * 1024 });
  for (let row = 0; row < 40; row++) await level.put(`row ${row}`, 'x'.repeat(20_000));
  await level.close();
  expect(await findLevelDbDamage(folder, log)).toBeUndefined();
  expect(lines[0]).toMatch(/: 2 of \d+ tables are checked$/);
});
