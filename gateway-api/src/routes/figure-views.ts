/** What replies about figures and disclosures look like. */
import {
  disclosure,
  figure,
  figureName,
  figurePeriod,
  figuresOfMonth,
  figuresOutline,
  mspId,
  publishedFigure,
  sha256Hex,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { disclosureVerdicts } from '../ports.js';
import { asOfBlock, written } from './representations.js';

const ownFigure = z.strictObject(figure.shape).meta({ id: 'Figure' });
const month = z.strictObject({ ...figuresOfMonth.shape, figures: z.array(ownFigure) }).meta({ id: 'FiguresOfMonth' });
export const figuresView = z.strictObject({ months: z.array(month), asOfBlock });
export const figuresOfMonthView = z.strictObject({ ...month.shape, asOfBlock });
export const figuresWrittenView = z.strictObject({
  ...figuresOutline.partial().shape,
  period: figurePeriod,
  ...written,
});

const place = z.strictObject({ blockNumber: z.int().min(0), txId: z.string() });
export const publishedFiguresView = z.strictObject({
  owner: mspId,
  figures: z.array(
    z.strictObject({
      ...publishedFigure.shape,
      revision: z.int().min(1).optional().meta({ description: 'The month’s revision in which it got this hash.' }),
      written: place.optional(),
    }),
  ),
  asOfBlock,
});

export const disclosureWrittenView = z.strictObject({
  period: figurePeriod.optional(),
  names: z.array(figureName).optional(),
  auditor: mspId.optional(),
  source: disclosure.shape.source.optional(),
  count: z.int().optional(),
  ...written,
});

const checkedDisclosure = z
  .strictObject({
    ...disclosure.shape,
    figure: ownFigure,
    verdict: z.enum(disclosureVerdicts),
    finding: z.string().meta({ description: 'What exactly matches, or does not.' }),
    hash: sha256Hex.meta({ description: 'What the disclosed figure hashes to.' }),
    ledgerHash: sha256Hex.optional().meta({ description: 'What the ledger’s state has now.' }),
    written: place.optional().meta({ description: 'Where this very hash was written.' }),
    ended: place.optional().meta({ description: 'Where it was replaced or removed.' }),
    differs: z.enum(['period', 'name', 'revision']).optional(),
  })
  .meta({ id: 'CheckedDisclosure' });
export const disclosuresView = z.strictObject({ disclosures: z.array(checkedDisclosure), asOfBlock });
