/** Who may say what of a credit line, and of its money. What its points and its sums come to is recomputed with receipts. */
import { type Author, changed, type Change, type Fields } from './row-changes.js';

const post = 'Points:Post';
const spoken = ['Draw', 'Repay', 'Confirm', 'Withdraw', 'Dispute', 'Resolve'].map((name) => `Collateral:${name}`);

/** Fields of a line that each transaction may change. */
const fieldsOf: Readonly<Record<string, ReadonlySet<string>>> = {
  [post]: new Set(['pledges', 'status', 'notice', 'allowed', 'drawn', 'fee']),
  ...Object.fromEntries(
    spoken.map((call) => [call, new Set(['drawing', 'drawn', 'fee', 'disputed', 'status', 'notice', 'allowed'])]),
  ),
  'Collateral:GiveNotice': new Set(['status', 'notice', 'allowed']),
  'Collateral:Claim': new Set(['drawn']),
  'Collateral:Allow': new Set(['allowed']),
  'Governance:Execute': new Set(['allowed']),
  'Collateral:Close': new Set(['status', 'notice', 'allowed', 'drawing', 'drawn', 'fee']),
};

export const lineAuthors: Readonly<Record<'credit-line' | 'line-payment', Author>> = {
  'credit-line': {
    calls: ['Collateral:Grant', ...Object.keys(fieldsOf)],
    may: (change) => {
      const { by, call, parts, row, before, rowOf } = change;
      if (row === undefined) return false;
      if (before === undefined) return call === 'Collateral:Grant' && by === parts[0];
      if (changed(before, row).some((field) => fieldsOf[call]?.has(field) !== true)) return false;
      // Whose points an operation may move is told by its receipt.
      if (call === post) return true;
      if (call === 'Collateral:Allow')
        return rowOf(`org ${by}`)?.['kind'] === 'regulator' && (row['allowed'] as Fields | undefined)?.['by'] === by;
      if (call === 'Governance:Execute') return isDecided(change, row);
      if (call === 'Collateral:GiveNotice' || call === 'Collateral:Claim') return by === parts[0];
      if (call !== 'Collateral:Close' || by === parts[0]) return sidesOf(change, row).length > 0;
      const owes = [before['drawn'], before['drawing'], before['fee'] ?? '0'].some((money) => money !== '0');
      return sidesOf(change, row).includes('custodian') && !owes;
    },
    isKept: true,
  },
  'line-payment': {
    calls: spoken,
    may: (change) => {
      const { call, parts, row, before, besides, argument } = change;
      const line = besides(`credit-line ${parts[0]} ${parts[1]}`);
      if (row === undefined || line === undefined || argument()['paymentId'] !== parts[2]) return false;
      const sides = sidesOf(change, line);
      const step = [call.slice('Collateral:'.length), row['kind'], before?.['status'] ?? 'none', row['status']].join(
        ' ',
      );
      return sides.some((side) => steps.has(`${side} ${step}`));
    },
    isKept: true,
  },
};

const steps: ReadonlySet<string> = new Set([
  'custodian Draw draw none instructed',
  'custodian Repay repayment none instructed',
  'pledgee Repay repayment none confirmed',
  'pledgee Confirm draw instructed confirmed',
  'pledgee Confirm repayment instructed confirmed',
  'pledgee Confirm repayment disputed confirmed',
  'custodian Withdraw draw instructed withdrawn',
  'pledgee Withdraw draw instructed withdrawn',
  'custodian Withdraw repayment instructed withdrawn',
  'pledgee Withdraw draw disputed withdrawn',
  'custodian Dispute draw confirmed disputed',
  'custodian Dispute repayment instructed disputed',
  'custodian Resolve draw disputed confirmed',
  'custodian Resolve repayment disputed instructed',
]);

/** Whether the members' decision that is executed names this line. */
function isDecided({ parts: [mspId, lineId], argument, besides }: Change, row: Fields): boolean {
  const { proposalId } = argument();
  const actions = besides(`proposal ${String(proposalId)}`)?.['actions'] as readonly Fields[] | undefined;
  const named = actions?.some(
    (action) => action['kind'] === 'allow-liquidation' && action['mspId'] === mspId && action['lineId'] === lineId,
  );
  return named === true && (row['allowed'] as Fields | undefined)?.['proposalId'] === proposalId;
}

/** As which sides of a line a client speaks. */
function sidesOf({ by, parts, actsFor }: Change, line: Fields): string[] {
  const custodian = String(line['accountId']).split(':')[0];
  return [...(by === parts[0] ? ['pledgee'] : []), ...(actsFor(custodian) ? ['custodian'] : [])];
}
