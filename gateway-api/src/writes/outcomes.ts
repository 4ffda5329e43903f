/** What a transaction will have done to each of its operations, as its endorsement foretells. */
import { postPoints } from '@commonpoint/catalogue';
import { ChannelFailure } from '../channel/channel.js';
import { replyOf } from '../channel/typed-channel.js';
import type { GatewayFailureCode } from '../channel/failures.js';
import type { OperationResult } from './results.js';
import { isDoubtful } from './doubts.js';
import type { Foretold } from './foretold.js';
import type { Group } from './grouping.js';
import { toResult, type Unit } from './unit.js';

/**
 * Pairs each operation with its outcome; the chaincode answers in the order asked, and of lines of a file leaves out those that it
 * will have posted.
 */
export function foretell(group: Group, reply: Uint8Array, short?: 'posted-left-out'): Foretold[] {
  const { outcomes } = replyOf(postPoints, reply);
  const operations = group.units.flatMap((unit) => unit.pending.map((operation) => ({ unit, operation })));
  let next = 0;
  const foretold = operations.map(({ unit, operation }) => {
    const outcome = outcomes[next];
    if (outcome?.id === operation.id) next += 1;
    else if (short === undefined) throw new ChannelFailure('malformed', 'Outcomes came in another order');
    else return { unit, operation, outcome: { id: operation.id, state: 'POSTED' as const } };
    return { unit, operation, outcome };
  });
  if (next === outcomes.length) return foretold;
  throw new ChannelFailure('malformed', `${outcomes.length} outcomes came for ${operations.length} operations`);
}

/** The operations whose outcome needs no second look, by unit. A chain is final as a whole or not at all. */
export function finalOf(foretold: readonly Foretold[], where: Partial<OperationResult>): Map<Unit, OperationResult[]> {
  const doubted = new Set(
    foretold.filter(({ operation, outcome }) => isDoubtful(operation, outcome)).map(({ unit }) => unit),
  );
  const final = new Map<Unit, OperationResult[]>();
  for (const { unit, operation, outcome } of foretold) {
    if (unit.kind === 'bulk' ? isDoubtful(operation, outcome) : doubted.has(unit)) continue;
    const results = final.get(unit) ?? [];
    final.set(unit, results);
    results.push(toResult(operation, outcome, where));
  }
  return final;
}

/** The results of all that is pending of a unit, when its transaction had no effect. */
export function failed(unit: Unit, code: GatewayFailureCode, detail: string, txId: string): OperationResult[] {
  return unit.pending.map(({ id, kind }) => ({ operationId: id, kind, state: 'rejected', code, detail, txId }));
}
