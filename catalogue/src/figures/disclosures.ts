/**
 * Figures that a merchant shows to an auditor, each with its salt, so that the auditor can hold them against the hashes
 * on the ledger. They go into a collection that this auditor's peer alone endorses and holds.
 */
import { z } from 'zod';
import { figure, figureName, figureNames, figurePeriod, type Figure } from './figures.js';
import { ofMembers, ofPrivateInput, ofReads, privateTransaction, transaction } from '../core/transaction.js';
import { mspId, operationId, timestamp } from '../core/values.js';

/**
 * What a disclosure was checked against when it was made: the hash in the ledger's state, or, of a figure that was amended
 * or purged since, nothing yet: then its place is in the history of blocks, where the auditor's gateway looks for it.
 */
export const disclosureSource = z.enum(['state', 'history']);
export type DisclosureSource = z.infer<typeof disclosureSource>;

export const disclosure = z.strictObject({
  /** The request's id; unique for its owner. */
  id: operationId,
  figure,
  source: disclosureSource,
  disclosedAt: timestamp,
  txId: z.string(),
});
export type Disclosure = z.infer<typeof disclosure>;

const placeOf = ({ period, name, revision }: Figure) => `${period} ${name} ${revision}`;

/** Figures with their salts. Several revisions of one may be among them, each once. */
export const disclosedFigures = z
  .array(figure)
  .min(1)
  .max(figureNames.length)
  .refine((figures) => new Set(figures.map(placeOf)).size === figures.length, {
    error: 'must not hold a revision of a figure twice',
  });

export const discloseFigures = privateTransaction({
  name: 'Disclosures:Disclose',
  mode: 'submit',
  summary:
    'Shows chosen figures of the caller’s own to an auditor; they are private input, and are checked against the ledger’s hashes.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ id: operationId, owner: mspId, auditor: mspId, source: disclosureSource }),
  privateInput: z.strictObject({ figures: disclosedFigures }),
  endorsers: 'auditor',
  reply: z.strictObject({ owner: mspId, auditor: mspId, count: z.int(), source: disclosureSource }),
  errors: [...ofPrivateInput, ...ofMembers, 'PRIVATE_DATA_NOT_ALLOWED', 'AUDITOR_UNKNOWN', 'DISCLOSURE_MISMATCH'],
});

export const listDisclosures = transaction({
  name: 'Disclosures:List',
  mode: 'evaluate',
  summary: 'What was disclosed to the caller, by owner, month and name. For an auditor, on its own peer.',
  roles: ['auditor'],
  request: z
    .strictObject({ owner: mspId.optional(), period: figurePeriod.optional(), name: figureName.optional() })
    .refine(
      ({ owner, period, name }) =>
        (period === undefined || owner !== undefined) && (name === undefined || period !== undefined),
      {
        error: 'a period needs an owner, and a name needs a period',
      },
    ),
  endorsers: 'caller',
  reply: z.strictObject({ disclosures: z.array(disclosure) }),
  errors: [...ofReads, 'PRIVATE_DATA_NOT_ALLOWED'],
});
