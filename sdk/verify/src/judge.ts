/** Verifies a file of any kind, and says in sentences what it proves. */
import { describeReceipt, saidBy } from './describe-receipt.js';
import type { Policy } from './policy.js';
import { verifyConsistency } from './verify-consistency.js';
import { verifyEvidence } from './verify-evidence.js';
import { verifyLegacyBalance } from './verify-legacy-balance.js';
import { verifyReceipt } from './verify-receipt.js';

/** @throws Unverified */
export async function judge(file: string, policy: Policy): Promise<string[]> {
  if (!file.trimStart().startsWith('{')) return describeReceipt(await verifyReceipt(file, policy));
  const [, kind] = /"format"\s*:\s*"commonpoint\/([a-z-]+)@/.exec(file) ?? [];
  if (kind === 'legacy-balance') return judgeBalance(file, policy);
  return kind === 'consistency' ? judgeConsistency(file, policy) : judgeDetail(file, policy);
}

async function judgeConsistency(file: string, policy: Policy): Promise<string[]> {
  const { before, after, signers } = await verifyConsistency(file, policy);
  return [
    `The log of ${after.size} entries with the root ${after.root} begins with that of ${before.size} with the root ${before.root}.`,
    saidBy(signers),
    'Whether the earlier root is the one that you were shown then, compare yourself.',
  ];
}

async function judgeDetail(file: string, policy: Policy): Promise<string[]> {
  const { mspId, operationId, schema, detail, index, anchor } = await verifyEvidence(file, policy);
  return [
    `${mspId} kept this detail (${schema}) of its operation ${operationId}: ${JSON.stringify(detail)}`,
    `Leaf ${index} of what it anchored at ${String(anchor.row['anchoredAt'])}.`,
    saidBy(anchor.signers),
  ];
}

async function judgeBalance(file: string, policy: Policy): Promise<string[]> {
  const balance = await verifyLegacyBalance(file, policy);
  const { mspId, migrationId, programId, accountId, index, amount, status, expiresOn, migration } = balance;
  return [
    `${mspId} said that its legacy programme had a balance of ${amount} (${status}) for ${accountId}, until ${expiresOn}.`,
    `Balance ${index} of ${String(migration.row['size'])} of the migration ${migrationId} to ${programId}, in all ${String(migration.row['total'])}; approved at ${String(migration.row['approvedAt'])}.`,
    saidBy(migration.signers),
  ];
}
