/**
 * `npm run audit`: recomputes the running ledger from its blocks and prints what it found.
 *
 * Exit code 0 when nothing is wrong, 1 when something is, 2 when the ledger cannot be read.
 */
import './require-node.js';
import { type Progress, showProgress } from './progress.js';
import { readDataDir } from './settings.js';
import type { Audit } from '@commonpoint/audit/audit-channel';
import { auditLedger } from './audit-ledger.js';

const FINDINGS_SHOWN = 50;

function report({
  blocks,
  transactions,
  invalidTransactions,
  operations,
  balances,
  supply,
  clearing,
  findings,
}: Audit): void {
  console.log(
    `${blocks} blocks, ${transactions} transactions (${invalidTransactions} without effect), ${operations} operations`,
  );
  console.log(`${balances.size} accounts with points`);
  for (const [programId, { issued, held, redeemed, expired, reversed }] of supply) {
    const outstanding = issued - held - redeemed - expired - reversed;
    console.log(
      `${programId}: issued ${issued} = outstanding ${outstanding} + held ${held} + redeemed ${redeemed} + ` +
        `expired ${expired} + reversed ${reversed}`,
    );
  }
  for (const [name, points] of clearing) {
    const [cycle, debtor, creditor, programId] = name.split(' ');
    console.log(`${cycle}: ${debtor} owes ${creditor} ${points} of ${programId}`);
  }
  for (const finding of findings.slice(0, FINDINGS_SHOWN)) console.error(`FOUND ${finding}`);
  if (findings.length > FINDINGS_SHOWN) console.error(`and ${findings.length - FINDINGS_SHOWN} more`);
  console.log(findings.length === 0 ? 'Nothing is wrong.' : `${findings.length} things are wrong.`);
}

/** A long chain takes minutes; how far it is goes to stderr, what was found to stdout. */
async function readWithProgress(dataDir: string): Promise<Audit> {
  let progress: Progress | undefined;
  try {
    return await auditLedger({
      dataDir,
      onBlock: (number, height) => {
        progress ??= showProgress('blocks', height, process.stderr);
        progress.update(number + 1);
      },
    });
  } finally {
    progress?.finish();
  }
}

async function main(): Promise<void> {
  const dataDir = readDataDir();
  const audit = await readWithProgress(dataDir);
  report(audit);
  process.exitCode = audit.findings.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(`The ledger cannot be audited: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
