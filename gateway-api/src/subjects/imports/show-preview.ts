/** A preview as it is answered. */
import { DECIMALS_MAX } from '../../imports/file-format.js';
import type { Preview } from '../../imports/preview.js';
import type { PurchaseRow } from '../../imports/purchase-rows.js';

export function showPreview({ format, rows, pointsIssued, ...rest }: Preview) {
  const { encoding, delimiter, decimalMark, groupMark, decimals, dateFormat } = format;
  const query = { encoding, delimiter, decimalMark, groupMark, decimals: String(decimals), dateFormat };
  return {
    format,
    query: String(new URLSearchParams(query)),
    ...rest,
    rows: rows.map(showRow),
    pointsIssued: String(pointsIssued),
  };
}

function showRow(row: PurchaseRow) {
  const { kind, line, fields } = row;
  if (row.kind === 'rejected')
    return { kind, line, code: row.code, fields: typeof fields === 'string' ? [fields] : fields };
  const { customerId, day, amount, points, purchaseId } = row;
  const returnOf = row.kind === 'return' ? row.returnOf : undefined;
  return { kind, line, customerId, date: day, amount: asDecimal(amount), points: String(points), purchaseId, returnOf };
}

/** Millionths as a plain decimal, with two places at least. */
function asDecimal(millionths: bigint): string {
  const digits = String(millionths).padStart(DECIMALS_MAX + 1, '0');
  const places = digits.slice(-DECIMALS_MAX).replace(/0{1,4}$/, '');
  return `${digits.slice(0, -DECIMALS_MAX)}.${places}`;
}
