/** What administrators do, as docs/concepts.md and docs/transactions.md have it. Answers a code, or nothing if it is done. */
import type { ModelAccount } from './model-state.js';
import type { Model } from './model.js';

export function act(
  model: Model,
  mspId: string,
  name: string,
  request: Readonly<Record<string, unknown>>,
): string | undefined {
  const text = (field: string): string => String(request[field]);
  const program = model.programs.get(text('programId'));
  const acceptance = `${mspId} ${text('programId')}`;
  switch (name) {
    case 'Programs:SetStatus':
    case 'Programs:SetClearingValue': {
      if (program === undefined) return 'PROGRAM_UNKNOWN';
      if (program.issuer !== mspId) return 'NOT_ISSUER';
      if (name === 'Programs:SetStatus') model.set(program, 'status', request['status'] as 'active');
      else {
        const setIn = model.cycle();
        const before = program.values.filter((each) => each.setIn < setIn);
        model.set(program, 'values', [...before, { setIn, value: BigInt(text('clearingValue')) }]);
      }
      return undefined;
    }
    case 'Programs:Accept':
      if (program === undefined) return 'PROGRAM_UNKNOWN';
      if (program.issuer === mspId) return 'PROGRAM_OWN';
      model.put(model.acceptances, acceptance, { valueMin: BigInt(text('valueMin')), since: model.cycle() });
      return undefined;
    case 'Programs:EndAcceptance':
      if (program === undefined) return 'PROGRAM_UNKNOWN';
      if (!model.acceptances.has(acceptance)) return 'ACCEPTANCE_UNKNOWN';
      model.put(model.acceptances, acceptance, undefined);
      return undefined;
    case 'Accounts:SetStatus': {
      const account = ownOpen(model, mspId, text('accountId'));
      if (typeof account === 'string') return account;
      model.set(account, 'status', request['status'] as 'active');
      return undefined;
    }
    case 'Accounts:Open':
      for (const { accountId } of request['accounts'] as { accountId: string }[])
        if (!model.accounts.has(accountId))
          model.put(model.accounts, accountId, { custodian: mspId, status: 'active' });
      return undefined;
    case 'Accounts:Merge':
      return merge(model, mspId, text('accountId'), text('intoAccountId'));
    case 'Accounts:Lock':
    case 'Accounts:Unlock':
      return name === 'Accounts:Lock' ? lock(model, mspId, request) : unlock(model, mspId, request);
    case 'Clearing:CutOff':
      return cutOff(model, mspId, text('cycle'));
    case 'Clearing:Close':
      return close(model, text('cycle'));
    case 'Evidence:SetKey':
    case 'Evidence:Checkpoint':
    case 'Programs:FoldSupply':
      // No figure is another one for it.
      return undefined;
    default:
      throw new Error(`${name} is not in the model`);
  }
}

/** An account that its custodian may do something to. */
function ownOpen(model: Model, mspId: string, accountId: string): ModelAccount | string {
  const account = model.accounts.get(accountId);
  if (account === undefined) return 'ACCOUNT_UNKNOWN';
  if (account.custodian !== mspId) return 'NOT_CUSTODIAN';
  return account.status === 'closed' ? 'ACCOUNT_CLOSED' : account;
}

/** Locking again makes the delay longer, and never shorter. */
function lock(model: Model, mspId: string, request: Readonly<Record<string, unknown>>): string | undefined {
  const account = ownOpen(model, mspId, String(request['accountId']));
  if (typeof account === 'string') return account;
  const before = model.isLocked(account) ? account.lock!.delayHours : 0;
  model.set(account, 'lock', { delayHours: Math.max(Number(request['delayHours']), before) });
  return undefined;
}

function unlock(model: Model, mspId: string, request: Readonly<Record<string, unknown>>): string | undefined {
  const account = ownOpen(model, mspId, String(request['accountId']));
  if (typeof account === 'string') return account;
  if (!model.isLocked(account)) return 'ACCOUNT_NOT_LOCKED';
  const { delayHours, unlocksAt } = account.lock!;
  const asked = new Date(Date.parse(model.now) + delayHours * 3_600_000).toISOString();
  model.set(account, 'lock', { delayHours, unlocksAt: unlocksAt ?? asked });
  return undefined;
}

/** At once it is closed, and a freeze and what is owed back go over; its points follow by and by. */
function merge(model: Model, mspId: string, accountId: string, intoAccountId: string): string | undefined {
  const both = [accountId, intoAccountId].map((each) => model.accounts.get(each));
  if (both.some((each) => each === undefined)) return 'ACCOUNT_UNKNOWN';
  const [account, into] = both as [ModelAccount, ModelAccount];
  if (account.custodian !== mspId || into.custodian !== mspId) return 'NOT_CUSTODIAN';
  if (account.mergedInto === intoAccountId) return undefined;
  if (account.status === 'closed' || into.status === 'closed') return 'ACCOUNT_CLOSED';
  if (model.isLocked(account)) return 'ACCOUNT_LOCKED';
  if ([...model.holds.values()].some((hold) => hold.open && hold.accountId === accountId)) return 'ACCOUNT_HAS_HOLDS';
  if (accountId === intoAccountId) return 'ACCOUNTS_EQUAL';
  if (account.status === 'frozen') model.set(into, 'status', 'frozen');
  model.set(account, 'status', 'closed');
  model.set(account, 'mergedInto', intoAccountId);
  for (const programId of model.programs.keys()) {
    const owed = model.owedBack(accountId, programId);
    model.oweBack(accountId, programId, -owed);
    model.oweBack(intoAccountId, programId, owed);
  }
  return undefined;
}

/** With the last merchant's word the month goes on in another part. */
function cutOff(model: Model, mspId: string, cycle: string): string | undefined {
  const month = cycle.slice(0, 7);
  const isOver = Number(cycle.slice(8) || '1') < (model.parts.get(month) ?? 1);
  if (isOver) return undefined;
  if (cycle !== model.cycle()) return 'CYCLE_NOT_CURRENT';
  const agreed = new Set(model.agreed.get(cycle)).add(mspId);
  model.put(model.agreed, cycle, agreed);
  if (agreed.size === 3) model.put(model.parts, month, (model.parts.get(month) ?? 1) + 1);
  return undefined;
}

/** Of a part that all agreed to end, or from two minutes after the month on. */
function close(model: Model, cycle: string): string | undefined {
  if (!model.mayClose(cycle)) return 'PERIOD_OPEN';
  model.put(model.closed, cycle, true);
  return undefined;
}
