/** What an import is asked with. */
import { displayName, programId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { defaultFormat, decimalMarks, groupMarks } from '../../imports/file-format.js';
import type { ImportParameters } from '../../imports/import-progress.js';
import { formatFields } from './views.js';

const query = z.strictObject({
  program: programId,
  pointsPerUnit: z
    .string()
    .regex(
      /^(?=.*[1-9])(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?$/,
      'must be a decimal number above 0 with up to 6 digits before and after the point',
    )
    .default('1'),
  rounding: z.enum(['floor', 'half-up', 'ceiling']).default('floor'),
  campaign: displayName.optional(),
  encoding: formatFields.encoding.default(defaultFormat.encoding),
  delimiter: formatFields.delimiter,
  decimalMark: formatFields.decimalMark.default(defaultFormat.decimalMark),
  groupMark: formatFields.groupMark.default(defaultFormat.groupMark),
  decimals: z
    .string()
    .regex(/^[0-6]$/, 'must be a number from 0 to 6')
    .default(String(defaultFormat.decimals))
    .meta({ description: 'Decimal places that the currency has.' }),
  dateFormat: formatFields.dateFormat.default(defaultFormat.dateFormat),
});

export const importQuery = query.refine(
  ({ decimalMark, groupMark }) => decimalMarks[decimalMark] !== groupMarks[groupMark],
  { path: ['groupMark'], error: 'must not be the same as decimalMark' },
);

export function importParameters(asked: z.infer<typeof importQuery>): ImportParameters {
  const { program, pointsPerUnit, rounding, campaign, decimals, ...format } = asked;
  return { programId: program, pointsPerUnit, rounding, campaign, format: { ...format, decimals: Number(decimals) } };
}
