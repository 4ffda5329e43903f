/**
 * Lines of an imported file as `Points:Post` may be asked to issue them: what they have in common once, and of each no more than is
 * its own. As operations they would be three times as long, in every block and for everybody who reads one.
 */
import { z } from 'zod';
import { accountId, day, displayName, lane, LANES_MAX, POST_OPERATIONS_MAX, programId } from '../core/values.js';
import { importedIdOf } from './imported-entry.js';
import type { Operation } from './operations.js';

/** `line account amount [earned on]`. */
const LINE = /^(0|[1-9]\d{0,8}) [!-~]{1,200} [1-9]\d{0,17}( \d{4}-\d{2}-\d{2})?$/;
const FILE = /^im-[0-9a-f]{40}$/;

function isLine(written: string): boolean {
  if (!LINE.test(written)) return false;
  const [, account, , earnedOn] = written.split(' ');
  return accountId.safeParse(account).success && (earnedOn === undefined || day.safeParse(earnedOn).success);
}

export const issuedLines = z.strictObject({
  /** What the lines' ids begin with. */
  file: z.string().regex(FILE, 'must be im- and 40 hexadecimal digits'),
  programId,
  lanes: z.array(lane).min(1).max(LANES_MAX).optional(),
  campaign: displayName.optional(),
  rows: z
    .array(z.string().refine(isLine, 'must be a line, an account, an amount, and perhaps a day, with spaces between'))
    .min(1)
    .max(POST_OPERATIONS_MAX),
});
export type IssuedLines = z.infer<typeof issuedLines>;

type Issuance = Extract<Operation, { kind: 'issue' }>;

/** As the operations that they are short for, in order. */
export function operationsOfLines({ file, programId: programOf, lanes, campaign, rows }: IssuedLines): Issuance[] {
  return rows.map((written) => {
    const [line = '', account = '', amount = '', earnedOn] = written.split(' ');
    return {
      id: `${file}-${line}`,
      kind: 'issue',
      programId: programOf,
      accountId: account,
      amount,
      ...(lanes !== undefined && { lanes }),
      ...(campaign !== undefined && { campaign }),
      ...(earnedOn !== undefined && { earnedOn }),
    };
  });
}

/** Undefined where operations are anything else than lines of one file that have all in common but account, amount and day. */
export function linesOf(operations: readonly Operation[]): IssuedLines | undefined {
  const [first] = operations;
  const file = first === undefined ? undefined : importedIdOf(first.id)?.file;
  if (first?.kind !== 'issue' || file === undefined || !FILE.test(file)) return undefined;
  const { programId: programOf, lanes, campaign } = first;
  const common = JSON.stringify([programOf, lanes, campaign]);
  const rows: string[] = [];
  for (const operation of operations) {
    if (operation.kind !== 'issue' || !operation.id.startsWith(`${file}-`)) return undefined;
    const { id, kind: _kind, programId: ofProgram, accountId: account, amount, earnedOn, ...rest } = operation;
    const { lanes: ofLanes, campaign: ofCampaign, ...unknown } = rest;
    if (Object.values(unknown).some((value) => value !== undefined)) return undefined;
    if (JSON.stringify([ofProgram, ofLanes, ofCampaign]) !== common) return undefined;
    const line = id.slice(file.length + 1);
    rows.push(earnedOn === undefined ? `${line} ${account} ${amount}` : `${line} ${account} ${amount} ${earnedOn}`);
  }
  return { file, programId: programOf, ...(lanes && { lanes }), ...(campaign !== undefined && { campaign }), rows };
}
