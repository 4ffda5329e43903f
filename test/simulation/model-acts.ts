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
        const rest = program.values.filter(({ from }) => from <= now);
        program.values.splice(0, program.values.length, ...rest, {
          from: `${now}~`,
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
    case 'Programs:FoldSupply':
      // No figure is another one for it.
      return undefined;
    default:
      throw new Error(`${name} is not in the model`);
  }
}
