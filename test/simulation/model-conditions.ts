/** What several kinds of operations need, and what spending does wherever it comes from. */
import type { ModelAccount } from './model-state.js';
import type { By, Model } from './model.js';

export const merchants = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];
export const text = (value: unknown): string => String(value);

export const refusedByStatus = ({ status }: ModelAccount): string | undefined =>
  status === 'active' ? undefined : status === 'frozen' ? 'ACCOUNT_FROZEN' : 'ACCOUNT_CLOSED';

/** What every debit needs. */
export function debitable(model: Model, by: By, programId: string, accountId: string): string | undefined {
  const program = model.programs.get(programId);
  if (program === undefined) return 'PROGRAM_UNKNOWN';
  if (program.status === 'suspended') return 'PROGRAM_SUSPENDED';
  const account = model.accounts.get(accountId);
  if (account === undefined) return 'ACCOUNT_UNKNOWN';
  if (account.custodian !== by.mspId) return 'NOT_CUSTODIAN';
  return refusedByStatus(account) ?? (model.isLocked(account) ? 'ACCOUNT_LOCKED' : undefined);
}

/** What spending at another merchant needs. */
export function takenAt(model: Model, programId: string, acceptor: string): string | undefined {
  if (acceptor === model.programs.get(programId)!.issuer) return undefined;
  if (model.value(programId) === undefined) return 'PROGRAM_UNVALUED';
  return model.accepts(acceptor, programId) ? undefined : 'PROGRAM_NOT_ACCEPTED';
}

/** Points retire at an acceptor, which is owed for them. */
export function spend(model: Model, programId: string, acceptor: string, amount: bigint, promised?: bigint) {
  const elsewhere = acceptor !== model.programs.get(programId)!.issuer;
  const value = elsewhere ? (promised ?? model.value(programId)) : undefined;
  model.count(programId, 'redeemed', amount);
  model.owe(programId, acceptor, amount, value);
  return { acceptor, value, cycle: model.cycle() };
}
