/** Whether what is to be disclosed is what the ledger has the hash of. */
import { createHash } from 'node:crypto';
import { canonicalJson, type DisclosureSource, type Figure } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

/** The SHA-256, in hex, of a figure's row: what the ledger has of it. */
export function figureHash(figure: Figure): string {
  return createHash('sha256').update(canonicalJson(figure)).digest('hex');
}

/** Whether there is such an auditor to show something to. Errors: AUDITOR_UNKNOWN. */
export function decideAuditor(auditor: string, isDefined: boolean): Refusal | undefined {
  return isDefined ? undefined : refuse('AUDITOR_UNKNOWN', `${auditor} does not audit this consortium`);
}

/**
 * Every figure has to be the owner's, and, if it is there still, to hash to what the ledger says. `hashes` are in the
 * order of the figures. Errors: DISCLOSURE_MISMATCH.
 */
export function decideDisclosure(
  owner: string,
  figures: readonly Figure[],
  source: DisclosureSource,
  hashes: readonly (string | undefined)[],
): Refusal | undefined {
  const errors = figures.flatMap((figure, index) => {
    const detail = mismatchOf(owner, figure, source, hashes[index]);
    return detail === undefined ? [] : [{ pointer: `/figures/${index}`, detail }];
  });
  if (errors.length === 0) return undefined;
  return refuse('DISCLOSURE_MISMATCH', 'what is disclosed is not what the ledger has the hash of', { errors });
}

function mismatchOf(
  owner: string,
  figure: Figure,
  source: DisclosureSource,
  hash: string | undefined,
): string | undefined {
  if (figure.owner !== owner) return 'is not the owner’s';
  // Of what is not in the state any more, the blocks know; a chaincode cannot look there.
  if (source === 'history' || hash === figureHash(figure)) return undefined;
  return hash === undefined ? 'the ledger’s state has no such figure' : 'does not hash to what the ledger’s state says';
}
