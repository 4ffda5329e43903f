import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginLog, limitLog, previousLog } from '../../network/log-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-log-'));
  path = join(folder, 'gateway-harbor.log');
});
afterEach(() => rmSync(folder, { recursive: true }));
const text = (of: string): string => readFileSync(of, 'utf8');

it('a log that is too large becomes the previous one, and its program writes on', () => {
  const program = openSync(path, 'a');
  writeSync(program, 'much\n');
  limitLog(path, 5);
  expect(text(path)).toBe('much\n');
  writeSync(program, 'more\n');
  limitLog(path, 5);
  expect([text(path), text(previousLog(path))]).toEqual(['', 'much\nmore\n']);
  writeSync(program, 'later\n');
  closeSync(program);
  expect(text(path)).toBe('later\n');
});

it('a new run keeps the last one’s log', () => {
  beginLog(path);
  appendFileSync(path, 'first\n');
  beginLog(path);
  writeFileSync(path, 'second\n');
  expect(previousLog(path)).toBe(join(folder, 'gateway-harbor.previous.log'));
  expect(text(previousLog(path))).toBe('first\n');
});

it('a log that is not there is none', () => {
  expect(() => limitLog(path)).not.toThrow();
});
