/** What the ledger says when it is asked: supply, balances, what is owed, and who owes whom, beside the model. */
import type { CycleReport } from '@commonpoint/catalogue';
import type { MemoryNetwork } from '../support/memory-channel.js';
import type { Model } from './model.js';
import { mspIds, slugs } from './planned-accounts.js';
import { only, sum } from './points-by-expiry.js';

type Read = (name: string, request: object) => Promise<Record<string, unknown>>;
type Same = (what: string, is: unknown, should: unknown) => void;

/** Answers what differs. */
export async function differingFigures(
  model: Model,
  network: MemoryNetwork,
  note: (what: string) => void,
): Promise<string[]> {
  const differing: string[] = [];
  const read: Read = async (name, request) =>
    JSON.parse(
      Buffer.from(await network.channel('HarborMSP').evaluate('admin', name, JSON.stringify(request))).toString(),
    );
  const same: Same = (what, is, should) => {
    if (String(is) !== String(should)) differing.push(`${what} is ${String(is)}: the model says ${String(should)}`);
  };
  for (const programId of slugs) {
    const supply = await read('Programs:Supply', { programId });
    const { outstanding, held } = model.outstanding(programId);
    const totals = model.totals.get(programId) ?? { issued: 0n, redeemed: 0n, expired: 0n, reversed: 0n };
    for (const [field, value] of Object.entries({ ...totals, outstanding, held }))
      same(`${programId}'s ${field}`, supply[field], value);
  }
  for (const accountId of model.accounts.keys()) await compareAccount(model, accountId, read, same);
  for (const cycle of new Set([model.cycle(), ...[...model.positions.keys()].map((key) => key.split(' ')[0]!)])) {
    await compareCycle(model, cycle, read, same);
    if (model.closed.has(cycle)) note('closed cycle compared');
  }
  return differing;
}

async function compareAccount(model: Model, accountId: string, read: Read, same: Same): Promise<void> {
  const { status, mergedInto } = model.accounts.get(accountId)!;
  const account = await read('Accounts:Get', { accountId });
  same(`the status of ${accountId}`, account['status'], status);
  same(`what ${accountId} was merged into`, account['mergedInto'], mergedInto);
  const { balances } = (await read('Accounts:Balances', { accountId })) as { balances: Record<string, string>[] };
  for (const programId of slugs) {
    const points = model.balance(accountId, programId);
    const balance = balances.find((each) => each['programId'] === programId);
    const figure = (name: string, should: bigint): void =>
      same(`${accountId}'s ${name} ${programId}`, balance?.[name] ?? '0', should);
    figure('available', sum(only(points, (day) => !model.isExpired(day) && model.isRipe(day))));
    figure('pending', sum(only(points, (day) => !model.isRipe(day))));
    figure('clawback', model.owedBack(accountId, programId));
    figure('expired', sum(only(points, model.isExpired)));
  }
}

/** Who owes whom, in points and in money, and what that comes to for each. */
async function compareCycle(model: Model, cycle: string, read: Read, same: Same): Promise<void> {
  const report = (await read('Clearing:Cycle', { cycle })) as unknown as CycleReport;
  const owed = [...model.positions].filter(
    ([key, { amount, worth }]) => key.startsWith(`${cycle} `) && (amount !== 0n || worth !== 0n),
  );
  const net = new Map<string, bigint>();
  for (const [key, { amount, worth }] of owed) {
    const [, debtor, creditor, programId] = key.split(' ') as [string, string, string, string];
    const position = report.positions.find(
      (p) => p.debtor === debtor && p.creditor === creditor && p.programId === programId,
    );
    same(key, position?.amount ?? '0', amount);
    same(`${key}'s worth`, position?.worth ?? '0', worth);
    net.set(debtor, (net.get(debtor) ?? 0n) - worth);
    net.set(creditor, (net.get(creditor) ?? 0n) + worth);
  }
  same(`how many owe in ${cycle}`, report.positions.length, owed.length);
  for (const mspId of Object.values(mspIds)) {
    const said = report.net.find((each) => each.mspId === mspId)?.amount ?? '0';
    same(`what is due to ${mspId} from ${cycle}`, said, net.get(mspId) ?? 0n);
  }
  same(`whether ${cycle} is closed`, report.status === 'closed', model.closed.has(cycle));
}
