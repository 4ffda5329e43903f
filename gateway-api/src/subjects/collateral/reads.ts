/** What the projection says of credit lines. */
import type { CreditLine, LinePayment } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { allParsed, parsed } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';

export type LinePosition = Pick<CreditLine, 'mspId' | 'lineId'>;

export function lineQueries({ sqlite }: Database) {
  const one = sqlite.prepare('SELECT value FROM credit_lines WHERE msp_id = ? AND line_id = ?');
  const lines = sqlite.prepare(
    `SELECT value FROM credit_lines WHERE ($of IS NULL OR msp_id = $of) AND ($accountId IS NULL OR account_id = $accountId)
     AND (msp_id, line_id) > ($mspId, $lineId) ORDER BY msp_id, line_id LIMIT $limit`,
  );
  const payments = sqlite.prepare(
    'SELECT value FROM line_payments WHERE msp_id = ? AND line_id = ? AND payment_id > ? ORDER BY payment_id LIMIT ?',
  );
  return {
    /** @throws Failure LINE_UNKNOWN */
    requireLine({ mspId, lineId }: LinePosition): CreditLine {
      const found = parsed<CreditLine>(one.get(mspId, lineId));
      if (found === undefined) throw new Failure('LINE_UNKNOWN', `${mspId} has granted no credit line ${lineId}.`);
      return found;
    },
    lines: (
      { mspId: of, accountId }: { mspId?: string | undefined; accountId?: string | undefined },
      { mspId, lineId }: LinePosition,
      limit: number,
    ) => allParsed<CreditLine>(lines.all({ of: of ?? null, accountId: accountId ?? null, mspId, lineId, limit })),
    linePayments: ({ mspId, lineId }: LinePosition, after: string, limit: number) =>
      allParsed<LinePayment>(payments.all(mspId, lineId, after, limit)),
  };
}
