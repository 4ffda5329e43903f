/** What an import is asked with. */
import { displayName, programId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { defaultFormat, decimalMarks, groupMarks, type StatedFormat } from '../../imports/file-format.js';
import type { ImportParameters } from '../../imports/import-progress.js';
import { formatFields } from './views.js';

const decimals = z
  .string()
  .regex(/^[0-6]$/, 'must be a number from 0 to 6')
  .meta({ digits: [0, 6], description: 'Decimal places that the currency has.' });

const earning = {
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
  termsOfUse: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a version, a number from 1 on')
    .optional()
    .meta({
      description:
        'The shop confirms that the members whose accounts this opens have accepted this version of the programme’s terms of use.',
    }),
  earnedOn: z
    .enum(['import', 'purchase'])
    .default('import')
    .meta({ description: 'Which day the points are earned on: expiry, maturity and limits go by it.' }),
};

const query = z.strictObject({
  ...earning,
  encoding: formatFields.encoding.default(defaultFormat.encoding),
  delimiter: formatFields.delimiter,
  decimalMark: formatFields.decimalMark.default(defaultFormat.decimalMark),
  groupMark: formatFields.groupMark.default(defaultFormat.groupMark),
  decimals: decimals.default(String(defaultFormat.decimals)),
  dateFormat: formatFields.dateFormat.default(defaultFormat.dateFormat),
});

const marksDiffer = { path: ['groupMark'], error: 'must not be the same as decimalMark' };

export const importQuery = query.refine(
  ({ decimalMark, groupMark }) => decimalMarks[decimalMark] !== groupMarks[groupMark],
  marksDiffer,
);

/** What is said of the format holds; the rest is proposed. */
export const previewQuery = z
  .strictObject({
    ...earning,
    encoding: formatFields.encoding.optional(),
    delimiter: formatFields.delimiter,
    decimalMark: formatFields.decimalMark.optional(),
    groupMark: formatFields.groupMark.optional(),
    decimals: decimals.optional(),
    dateFormat: formatFields.dateFormat.optional(),
  })
  .refine(
    ({ decimalMark, groupMark }) => !decimalMark || !groupMark || decimalMarks[decimalMark] !== groupMarks[groupMark],
    marksDiffer,
  );

export function previewParameters(asked: z.infer<typeof previewQuery>) {
  const { program, pointsPerUnit, rounding, campaign, earnedOn, termsOfUse: _terms, ...more } = asked;
  const { decimals: places, ...format } = more;
  const said: StatedFormat = { ...format, ...(places !== undefined && { decimals: Number(places) }) };
  return { parameters: { programId: program, pointsPerUnit, rounding, campaign, earnedOn }, said };
}

export function importParameters(asked: z.infer<typeof importQuery>): ImportParameters {
  const { program, pointsPerUnit, rounding, campaign, earnedOn, termsOfUse, decimals: places, ...format } = asked;
  const accepted = termsOfUse !== undefined && { termsOfUse: Number(termsOfUse) };
  const written = { ...format, decimals: Number(places) };
  return { programId: program, pointsPerUnit, rounding, campaign, earnedOn, ...accepted, format: written };
}
