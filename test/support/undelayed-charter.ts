/** The repository's consortium with rules that have no time locks, so that a test need not wait. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Charter, charterOtherwise } from '@commonpoint/catalogue';
import { readDescription } from '../../consortium/description/read-description.js';
import { defaultDescriptionPath } from '../../network/topology.js';

interface Otherwise {
  /** What of the charter is another than the usual one. */
  readonly charter?: Partial<Charter>;
  readonly organizations?: readonly { slug: string; name: string; mspId: string; kind: string }[];
}

/** Writes it into the folder, and answers where. */
export function describeUndelayed(folder: string, otherwise: Otherwise = {}): string {
  const path = join(folder, 'consortium.json');
  const rules = Object.fromEntries(
    Object.entries(charterOtherwise.rules).map(([matter, rule]) => [matter, { ...rule, timeLockSeconds: 0 }]),
  );
  // A description says by itself how cycles are cleared.
  const { clearing: _clearing, ...charter } = charterOtherwise;
  const usual = readDescription(defaultDescriptionPath());
  const organizations = [...usual.organizations, ...(otherwise.organizations ?? [])];
  writeFileSync(
    path,
    JSON.stringify({ ...usual, organizations, charter: { ...charter, rules, ...otherwise.charter } }),
  );
  return path;
}
