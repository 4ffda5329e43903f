/** What replies about disclosures look like. */
import { disclosure, figureName, figurePeriod, mspId, sha256Hex } from '@commonpoint/catalogue';
import { z } from 'zod';
import { ownFigure, place } from '../figures/views.js';
import { asOfBlock, inCurrency, written } from '../views.js';

/**
 * What a disclosed figure is, held against the ledger:
 *
 * - `current`: the ledger's state has its hash;
 * - `superseded`, `removed`: a block has its hash; the figure was changed, or purged, later;
 * - `altered`: the figure exists or existed, and never had this hash;
 * - `unknown`: no such figure was ever recorded.
 */
const verdicts = ['current', 'superseded', 'removed', 'altered', 'unknown'] as const;

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
    verdict: z.enum(verdicts),
    finding: z.string().meta({ description: 'What exactly matches, or does not.' }),
    hash: sha256Hex.meta({ description: 'What the disclosed figure hashes to.' }),
    ledgerHash: sha256Hex.optional().meta({ description: 'What the ledger’s state has now.' }),
    written: place.optional().meta({ description: 'Where this very hash was written.' }),
    ended: place.optional().meta({ description: 'Where it was replaced or removed.' }),
    /** Of an altered one: what has to be put right for its hash to be on the ledger, if a single field does. */
    differs: z.enum(['period', 'name', 'revision']).optional(),
  })
  .meta({ id: 'CheckedDisclosure' });
export type CheckedDisclosure = z.infer<typeof checkedDisclosure>;
export type Place = z.infer<typeof place>;
export const disclosuresView = z.strictObject({ disclosures: z.array(checkedDisclosure), ...inCurrency, asOfBlock });
