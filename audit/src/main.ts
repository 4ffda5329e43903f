/** The audit as a program of its own, on the auditor's machine: `node audit/dist/main.js --connection FILE`. */
import { runAudit } from './command.js';

void runAudit(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
