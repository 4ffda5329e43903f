/** Why rows are rejected: each code stands once in docs/imports.md, with its sentence. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowErrors } from '../../../gateway-api/src/imports/purchase-rows.js';
import { oddityCodes } from '../../../gateway-api/src/imports/warnings.js';
import { returnErrors } from '../../../gateway-api/src/imports/plan-returns.js';

const path = join(__dirname, '../../../docs/imports.md');
const row = /^\| `([A-Z_]+)` +\| (.*?) +\|$/;

test('each code of a rejected row is documented, once', () => {
  const errors = Object.entries({ ...rowErrors, ...returnErrors });
  // The table at the end; the one of warnings is written by hand.
  const text = readFileSync(path, 'utf8');
  for (const code of Object.keys(oddityCodes)) expect(text.split(`| \`${code}\``).length).toBe(2);
  const before = text.slice(0, text.lastIndexOf('## Rejected rows'));
  const lines = text.slice(before.length).split('\n');
  if (process.env['UPDATE_DOCS'] !== undefined) {
    const kept = lines.filter((line) => !row.test(line));
    const at = kept.findLastIndex((line) => /^\| -+ \| -+ \|$/.test(line)) + 1;
    kept.splice(at, 0, ...errors.map(([code, sentence]) => `| \`${code}\` | ${sentence} |`));
    writeFileSync(path, before + kept.join('\n'));
    return;
  }
  expect(lines.flatMap((line) => row.exec(line)?.slice(1, 3).join(': ') ?? [])).toEqual(
    errors.map(([code, sentence]) => `${code}: ${sentence}`),
  );
});
