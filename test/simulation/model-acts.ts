/** What administrators do, as docs/concepts.md and docs/transactions.md have it. Answers a code, or nothing if it is done. */
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
      if (name === 'Programs:SetStatus') program.status = request['status'] as 'active';
      else {
        const now = model.cycle();
        const rest = program.values.filter(({ setIn }) => setIn < now);
        program.values.splice(0, program.values.length, ...rest, {
          setIn: now,
          value: BigInt(text('clearingValue')),
        });
      }
      return undefined;
    }
    case 'Programs:Accept':
      if (program === undefined) return 'PROGRAM_UNKNOWN';
      if (program.issuer === mspId) return 'PROGRAM_OWN';
      model.acceptances.set(acceptance, { valueMin: BigInt(text('valueMin')), since: model.cycle() });
      return undefined;
    case 'Programs:EndAcceptance':
      if (program === undefined) return 'PROGRAM_UNKNOWN';
      if (!model.acceptances.has(acceptance)) return 'ACCEPTANCE_UNKNOWN';
      model.acceptances.delete(acceptance);
      return undefined;
    case 'Accounts:SetStatus': {
      const account = model.accounts.get(text('accountId'));
      if (account === undefined) return 'ACCOUNT_UNKNOWN';
      if (account.custodian !== mspId) return 'NOT_CUSTODIAN';
      account.status = request['status'] as 'active';
      return undefined;
    }
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

/** Locking again makes the delay longer, and never shorter. */
function lock(model: Model, mspId: string, request: Readonly<Record<string, unknown>>): string | undefined {
  const account = model.accounts.get(String(request['accountId']));
  if (account === undefined) return 'ACCOUNT_UNKNOWN';
  if (account.custodian !== mspId) return 'NOT_CUSTODIAN';
  const before = model.isLocked(account) ? account.lock!.delayHours : 0;
  account.lock = { delayHours: Math.max(Number(request['delayHours']), before) };
  return undefined;
}

function unlock(model: Model, mspId: string, request: Readonly<Record<string, unknown>>): string | undefined {
  const account = model.accounts.get(String(request['accountId']));
  if (account === undefined) return 'ACCOUNT_UNKNOWN';
  if (account.custodian !== mspId) return 'NOT_CUSTODIAN';
  if (!model.isLocked(account)) return 'ACCOUNT_NOT_LOCKED';
  const { delayHours, unlocksAt } = account.lock!;
  const asked = new Date(Date.parse(model.now) + delayHours * 3_600_000).toISOString();
  account.lock = { delayHours, unlocksAt: unlocksAt ?? asked };
  return undefined;
}

/** With the last merchant's word the month goes on in another part. */
function cutOff(model: Model, mspId: string, cycle: string): string | undefined {
  const month = cycle.slice(0, 7);
  const isOver = Number(cycle.slice(8) || '1') < (model.parts.get(month) ?? 1);
  if (isOver) return undefined;
  if (cycle !== model.cycle()) return 'CYCLE_NOT_CURRENT';
  const agreed = model.agreed.get(cycle) ?? new Set();
  model.agreed.set(cycle, agreed.add(mspId));
  if (agreed.size === 3) model.parts.set(month, (model.parts.get(month) ?? 1) + 1);
  return undefined;
}

/** Of a part that all agreed to end, or from two minutes after the month on. */
function close(model: Model, cycle: string): string | undefined {
  if (!model.mayClose(cycle)) return 'PERIOD_OPEN';
  model.closed.add(cycle);
  return undefined;
}
