/**
 * What credits get back, and who sees to it.
 *
 * Puts what transactions gave back into lanes again. Every merchant's gateway does it, the one that granted the credit first:
 * so nobody keeps it back by standing still. What another one put back meanwhile is passed over.
 */
import { giveBackCredit, GIVEN_BACK_MAX, releaseCredit } from '@commonpoint/catalogue';
import type { Job } from '../../jobs/periodically.js';
import type { Projection } from '../../projection/projection.js';
import { organizationQueries } from '../organizations/reads.js';
import type { CreateJob } from '../subject.js';
import { creditQueries } from './reads.js';

const SWEPT_EVERY_MS = 500;
/** For so many turns a gateway leaves to others what it sees. */
const PATIENCE_TURNS = 6;

/** Where nothing was found, nothing is looked for until a block comes. */
function perBlocks(projection: Projection, everyMs: number) {
  let nothingUntil: number | undefined;
  return {
    pauseMs: () => (nothingUntil === projection.lastBlock() ? Infinity : everyMs),
    waits: (ask: () => void) => projection.onBlock(ask),
    looked: (lastBlock: number, found: number) => (nothingUntil = found === 0 ? lastBlock : undefined),
  };
}

export const putBackCredit: CreateJob = ({ mspId, projection, transactions }, _log, everyMs = SWEPT_EVERY_MS): Job => {
  const credits = projection.of(creditQueries);
  const isMerchant = () => projection.of(organizationQueries).merchants().includes(mspId);
  const seen = new Map<string, number>();
  const { looked, ...when } = perBlocks(projection, everyMs);
  return {
    name: 'put-back-credit',
    ...when,
    async run() {
      const found = credits.returning(GIVEN_BACK_MAX);
      looked(projection.lastBlock(), found.length);
      const names = new Set(found.map(({ programId, mspId: of, txIds }) => `${programId} ${of} ${txIds[0]}`));
      for (const name of seen.keys()) if (!names.has(name)) seen.delete(name);
      for (const { programId, mspId: grantedBy, txIds } of found) {
        const name = `${programId} ${grantedBy} ${txIds[0]}`;
        const turns = (seen.get(name) ?? 0) + 1;
        seen.set(name, turns);
        if (grantedBy !== mspId && (turns <= PATIENCE_TURNS || !isMerchant())) continue;
        const lanes = mostUsed(credits.creditLanes(programId, grantedBy));
        await transactions.run('operator', giveBackCredit, { programId, mspId: grantedBy, txIds: [...txIds], lanes });
      }
    },
  };
};

/** Gives back what was drawn in cycles that are settled: the gateway of whom it is owed to, or of whom that owes it. */
export const releaseSettledCredit: CreateJob = (
  { mspId, projection, transactions },
  log,
  everyMs = SWEPT_EVERY_MS,
): Job => {
  const { settledCredit } = projection.of(creditQueries);
  const { looked, ...when } = perBlocks(projection, everyMs);
  return {
    name: 'release-settled-credit',
    ...when,
    async run() {
      const found = settledCredit(mspId);
      looked(projection.lastBlock(), found.length);
      for (const due of found) {
        await transactions.run('operator', releaseCredit, due);
        log.info(due, 'What was drawn on a credit came back with the cycle’s settlement');
      }
    },
  };
};

/** The two lanes that used most, the first one first: few, so that drawing goes on beside. */
function mostUsed(lanes: readonly { lane: number; used: string }[]): number[] {
  const byUse = [...lanes].sort((a, b) => (BigInt(a.used) > BigInt(b.used) ? -1 : 1));
  return byUse.slice(0, 2).map(({ lane }) => lane);
}
