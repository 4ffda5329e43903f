/** `npm run verify -- log.json receipt.tlog-proof …`: verifies proofs, says what they prove, and ends with 1 if one does not. */
import { readFileSync } from 'node:fs';
import { argv, stderr, stdout } from 'node:process';
import { judge, readPolicy } from './index.js';

const [policyPath, ...paths] = argv.slice(2);
if (policyPath === undefined || paths.length === 0) {
  stderr.write(
    'npm run verify -- log.json receipt.tlog-proof …\nlog.json is what GET /v1/log answered, of whoever is trusted.\n',
  );
  process.exitCode = 2;
} else {
  for (const path of paths) {
    try {
      const said = await judge(readFileSync(path, 'utf8'), readPolicy(readFileSync(policyPath, 'utf8')));
      stdout.write(`${path}: proved\n${said.map((line) => `  ${line}\n`).join('')}`);
    } catch (error) {
      stdout.write(`${path}: NOT PROVED: ${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  }
}
