/** Credit lines whose pledges are stopped: members let them be taken, so that no custodian stops it alone where no regulator is a member. */
import type { CreditLine } from '@commonpoint/catalogue';
import { decideAllow } from '../collateral/credit-lines.js';
import { Refusal } from '../core/refusal.js';
import { lineName } from '../points/row-names.js';
import type { ActionRules } from './action-rules.js';
import { withRow, type World } from './world.js';

export const lineActions: ActionRules<'allow-liquidation'> = {
  'allow-liquidation': {
    matter: 'orders',
    validate: (named, world) => {
      const line = lineOf(named, world);
      if (line === undefined) return `${named.mspId} has granted no credit line ${named.lineId}`;
      if (line.allowed !== undefined) return `pledges for ${named.lineId} may be taken already`;
      const allowed = decideAllow(line, { proposalId: '', at: world.at });
      return allowed instanceof Refusal ? allowed.detail : undefined;
    },
    apply: (named, world, { proposalId }) => {
      const line = decideAllow(lineOf(named, world)!, { proposalId, at: world.at });
      if (line instanceof Refusal) return world;
      return { ...world, lines: withRow(world.lines, lineName(named.mspId, named.lineId), line) };
    },
    preview: ({ mspId, lineId }, { lines }) =>
      `the credit line ${lineId} of ${mspId} is ${lines.get(lineName(mspId, lineId))?.status}, and its pledges will be taken whatever stops it`,
  },
};

function lineOf({ mspId, lineId }: Pick<CreditLine, 'mspId' | 'lineId'>, { lines }: World): CreditLine | undefined {
  return lines.get(lineName(mspId, lineId));
}
