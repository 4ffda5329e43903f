/** A log that cannot be written stops nothing, and goes on when it can. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const script = (openLog: string): string => `
  const fs = require('node:fs');
  const { writeSync } = fs;
  let isFull = true;
  fs.writeSync = (file, ...rest) => {
    if (file === 1 && isFull) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    return writeSync(file, ...rest);
  };
  const { openLog } = require(${JSON.stringify(openLog)});
  const log = openLog({ logLevel: 'info', organization: 'harbor' });
  for (let line = 0; line < 100_000; line++) log.info({ line }, 'while it is full');
  isFull = false;
  setTimeout(() => log.info({}, 'when there is room'), 1_100);
`;

it('lines are left out while the disk is full', () => {
  const built = join(__dirname, '../../../gateway-api/dist/open-log.js');
  const text = execFileSync(process.execPath, ['-e', script(built)], { encoding: 'utf8' });
  const lines = text.trim().split('\n');
  expect(lines.at(-1)).toContain('when there is room');
  expect(lines.length).toBeLessThan(10);
});
