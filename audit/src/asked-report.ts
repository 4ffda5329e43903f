/** What was asked about, as lines for people and as rows of a table. */
import type { AskedAbout, OperationLine } from './asked-about.js';

export function subjectLines(about: AskedAbout): string[] {
  switch (about.kind) {
    case 'account':
      return [
        ...about.balances.map(
          ({ programId, points, held }) => `Account ${about.accountId} has ${points} of ${programId}, and ${held} held`,
        ),
        ...(about.balances.length === 0 ? [`Account ${about.accountId} has no points`] : []),
        ...about.operations.map(operationLine),
      ];
    case 'program':
      return [
        `${about.accounts} accounts have points of ${about.programId}`,
        ...about.operations.map(({ kind, operations, points }) => `${operations} times ${kind}, of ${points} points`),
      ];
    case 'operation':
      return about.operation === undefined
        ? [`There is no operation ${about.id} of ${about.mspId}`]
        : [operationLine(about.operation), ...lotLines(about.operation)];
    default:
      return about satisfies never;
  }
}

/** Subject, field and value. */
export function subjectRows(about: AskedAbout): (readonly [string, string, unknown])[] {
  switch (about.kind) {
    case 'account':
      return [
        ...about.balances.flatMap(({ programId, points, held }) => [
          [`account ${about.accountId}`, `points of ${programId}`, points] as const,
          [`account ${about.accountId}`, `held of ${programId}`, held] as const,
        ]),
        ...about.operations.flatMap(operationRows),
      ];
    case 'program':
      return [
        [`program ${about.programId}`, 'accounts', about.accounts],
        ...about.operations.flatMap(({ kind, operations, points }) => [
          [`program ${about.programId}`, `operations ${kind}`, operations] as const,
          [`program ${about.programId}`, `points ${kind}`, points] as const,
        ]),
      ];
    case 'operation':
      return about.operation === undefined ? [] : operationRows(about.operation);
    default:
      return about satisfies never;
  }
}

function operationLine(line: OperationLine): string {
  const { block, txTime, mspId, id, kind, amount, programId, accountId, toAccountId, received, targetProgramId } = line;
  return (
    `${txTime} block ${block}: ${kind} ${amount} of ${programId} by ${mspId}, ${accountId}` +
    (toAccountId === undefined ? '' : ` to ${toAccountId}`) +
    (targetProgramId === undefined ? '' : `, for ${received ?? '?'} of ${targetProgramId}`) +
    (line.acceptor === undefined ? '' : ` at ${line.acceptor}`) +
    (line.reversed === undefined || line.reversed === '0' ? '' : `, of which ${line.reversed} were taken back`) +
    `, operation ${id}, transaction ${line.txId}`
  );
}

function lotLines({
  consumed,
  created,
}: NonNullable<Extract<AskedAbout, { kind: 'operation' }>['operation']>): string[] {
  return [
    ...consumed.map(({ lotId, amount }) => `drew ${amount} on the lot ${lotId}`),
    ...created.map(({ lotId, amount }) => `made the lot ${lotId} of ${amount}`),
  ];
}

/** One for each value; lots are in the text and in the JSON. */
function operationRows({ mspId, id, ...line }: OperationLine): (readonly [string, string, unknown])[] {
  return Object.entries(line)
    .filter(([, value]) => typeof value !== 'object')
    .map(([field, value]) => [`operation ${id} of ${mspId}`, field, value] as const);
}
