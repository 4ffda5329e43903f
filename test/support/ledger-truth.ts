/** The invariants of the ledger model, checked at the end of every scenario. */
import { isDeepStrictEqual } from 'node:util';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { readConnectionDescription } from '../../network/admin/connection-description.js';
import type { Audit } from '@commonpoint/audit/audit-channel';
import { balanceOf } from './points-session.js';
import { eventually, type RunningConsortium } from './running-consortium.js';
import { heightOf } from './same-chain.js';

interface Supply {
  readonly programId: string;
  readonly cap: string;
  readonly issued: string;
  readonly interest: string;
  readonly outstanding: string;
  readonly held: string;
  readonly redeemed: string;
  readonly expired: string;
  readonly reversed: string;
}

const none = { issued: 0n, interest: 0n, redeemed: 0n, expired: 0n, reversed: 0n, held: 0n };
const slugs = ['harbor', 'citypark', 'greenmart', 'auditor'];

/**
 * Replays every block by separate code and compares with what all gateways say: supply identity, caps, clearing, balances
 * of `accounts` (`accountId` and `programId`), the same height and the same chain on all peers. Returns the replayed
 * balances by `accountId programId`.
 */
export async function expectLedgerTruth(
  running: RunningConsortium,
  accounts: readonly { readonly accountId: string; readonly programId: string }[] = [],
): Promise<ReadonlyMap<string, bigint>> {
  const { programs } = await running.as('auditor').get('/v1/programs', { query: { limit: 100 } });
  // With the last block of all, which each peer receives in its own time.
  const { organizations } = readConnectionDescription(running.dataDir);
  const { audits } = await eventually(
    async () => ({
      heights: await Promise.all(Object.keys(organizations).map((mspId) => heightOf(running, mspId))),
      audits: await Promise.all(['AuditorMSP', 'HarborMSP'].map((mspId) => auditAs(running.dataDir, mspId))),
    }),
    (read) => read.audits.every(({ blocks }) => blocks === Math.max(...read.heights)),
  );
  const [audit, other] = audits;
  if (audit === undefined || other === undefined) throw new Error('no audit');
  expect(audit.findings).toEqual([]);
  expect(other.findings).toEqual([]);
  expect([...other.balances].sort()).toEqual([...audit.balances].sort());

  for (const { programId } of programs) {
    // Each peer receives a block in its own time.
    const supplies = await eventually(
      () => Promise.all(slugs.map((slug) => supplyOf(running, slug, programId))),
      ([first, ...others]) => others.every((each) => isDeepStrictEqual(each, first)),
    );
    const [supply] = supplies;
    if (supply === undefined) throw new Error('no supply');
    const issued = BigInt(supply.issued);
    const interest = BigInt(supply.interest);
    const rest = [supply.outstanding, supply.held, supply.redeemed, supply.expired, supply.reversed];
    expect(rest.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(issued + interest);
    expect(issued + interest).toBeLessThanOrEqual(BigInt(supply.cap));
    const replayed = audit.supply.get(programId) ?? none;
    expect({ programId, ...replayed }).toEqual({
      programId,
      issued,
      interest,
      redeemed: BigInt(supply.redeemed),
      expired: BigInt(supply.expired),
      reversed: BigInt(supply.reversed),
      held: BigInt(supply.held),
    });
  }

  for (const { accountId, programId } of accounts) {
    const asked = await balanceOf(running.as('harbor'), accountId, programId);
    expect([accountId, asked]).toEqual([accountId, audit.balances.get(`${accountId} ${programId}`) ?? 0n]);
  }

  await expectClearing(running, audit);
  return audit.balances;
}

function auditAs(dataDir: string, mspId: string) {
  return auditLedger({ dataDir, mspId, role: mspId === 'AuditorMSP' ? 'auditor' : 'operator' });
}

async function supplyOf(running: RunningConsortium, slug: string, programId: string): Promise<Supply> {
  const answer = await running
    .as(slug)
    .attempts.request<Supply & { asOfBlock?: number }>('GET', `/v1/programs/${programId}/supply`, {
      headers: { consistency: 'ledger' },
    });
  expect(answer.status).toBe(200);
  const { asOfBlock: _height, ...supply } = answer.body;
  return supply;
}

async function expectClearing(
  running: RunningConsortium,
  { clearing: replayed, blocks }: Pick<Audit, 'clearing' | 'blocks'>,
): Promise<void> {
  const cycles = new Set([...replayed.keys()].map((name) => name.split(' ')[0] ?? ''));
  for (const cycle of cycles) {
    const { positions, net } = await eventually(
      () => running.as('auditor').get(`/v1/clearing/cycles/${cycle}`),
      ({ asOfBlock }) => asOfBlock + 1 >= blocks,
    );
    const told = positions.map((each): [string, bigint] => [
      [cycle, each.debtor, each.creditor, each.programId].join(' '),
      BigInt(each.amount),
    ]);
    const isOwed = ([, amount]: [string, bigint]) => amount !== 0n;
    const ofCycle = [...replayed].filter(([name]) => name.startsWith(`${cycle} `));
    expect(told.filter(isOwed).sort()).toEqual(ofCycle.filter(isOwed).sort());
    expect(net.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(0n);
  }
}
