/**
 * A consortium as data: `consortium.json`, or another file that is named in its place. Its organisations are the network's
 * to check, its programmes are checked by what the ledger asks of one.
 */
import { resolve } from 'node:path';
import { catalogue, charter, clearingRules } from '@commonpoint/catalogue';
import {
  networkProperties,
  organizationProblems,
  parseDescription,
  type Problem,
  repetitions,
  slug,
} from '@commonpoint/network/description';
import { defaultDescriptionPath } from '@commonpoint/network/topology';
import { z } from 'zod';
import { switches } from './founding.js';

/** A programme that its issuer creates on the first start. */
const program = catalogue.createProgram.request.extend({ issuer: slug });
export type ProgramEntry = z.infer<typeof program>;

const description = z.strictObject({
  ...networkProperties,
  programs: z.array(program),
  /** In which money they pay each other, and what is set against what; in dollars and by pair if nothing is said. */
  clearing: clearingRules.optional(),
  /** How members decide together, if not as is usual. */
  charter: charter.omit({ clearing: true }).optional(),
  /** What is on from the beginning of what else takes a vote. */
  switchedOn: z.array(z.enum(switches)).max(switches.length).optional(),
});
export type ConsortiumDescription = z.infer<typeof description>;

/** @throws DescriptionInvalid */
export function readDescription(path: string): ConsortiumDescription {
  return parseDescription(path, description, (value) => [...organizationProblems(value), ...programProblems(value)]);
}

function programProblems({ organizations, programs }: ConsortiumDescription): Problem[] {
  const merchants = organizations.filter(({ kind }) => kind === 'merchant').map((each) => each.slug);
  const ofNobody = programs.flatMap(({ issuer }, index): Problem[] => {
    if (merchants.includes(issuer)) return [];
    const detail = `is the slug of no merchant; they are ${merchants.join(', ')}`;
    return [{ code: 'ISSUER_UNKNOWN', pointer: `/programs/${index}/issuer`, detail }];
  });
  const repeated = repetitions(programs.map(({ programId }) => programId)).map(([index, first]): Problem => ({
    code: 'PROGRAM_REPEATED',
    pointer: `/programs/${index}/programId`,
    detail: `is that of programs/${first} too`,
  }));
  return [...ofNobody, ...repeated];
}

/** The file that CONSORTIUM names, or else the repository's own. Set but empty is as good as unset. */
export function descriptionPath(environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(environment['CONSORTIUM'] || defaultDescriptionPath());
}
