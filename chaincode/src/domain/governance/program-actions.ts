/** Programmes that members decide on together. */
import { dayOf, type Program } from '@commonpoint/catalogue';
import type { ActionRules } from './action-rules.js';
import { revised } from '../core/revisions.js';
import { withRow, type World } from './world.js';

export const programActions: ActionRules<'wind-down' | 'raise-cap'> = {
  'wind-down': {
    matter: 'programs',
    // What a merchant owes is its own to end, unless it was removed: then nobody else is left to do it.
    consents: ({ programId }, { programs, organizations }) => {
      const issuer = programs.get(programId)?.issuer;
      return issuer === undefined || organizations.get(issuer)?.status === 'left' ? [] : [issuer];
    },
    validate: ({ programId, spendableUntil }, { programs, at }) => {
      const program = programs.get(programId);
      if (program === undefined) return `there is no programme ${programId}`;
      if (spendableUntil <= dayOf(at)) return `${spendableUntil} is not after today`;
      // A day that members were told is not taken back.
      if (program.spendableUntil !== undefined && spendableUntil < program.spendableUntil) {
        return `${programId} can be spent until ${program.spendableUntil} already`;
      }
      return undefined;
    },
    apply: ({ programId, spendableUntil }, world) =>
      withProgram(world, { ...programOf(world, programId), status: 'active', spendableUntil }),
    preview: ({ programId, spendableUntil }, world) =>
      `points of ${programId} are ${programOf(world, programId).status === 'active' ? 'issued and spent' : 'suspended'}, and will be spent until ${spendableUntil} and issued no more`,
  },
  'raise-cap': {
    matter: 'programs',
    consents: ({ programId }, { programs }) => {
      const issuer = programs.get(programId)?.issuer;
      return issuer === undefined ? [] : [issuer];
    },
    validate: ({ programId, cap }, { programs }) => {
      const program = programs.get(programId);
      if (program === undefined) return `there is no programme ${programId}`;
      if (program.spendableUntil !== undefined) return `${programId} is wound down`;
      return BigInt(cap) > BigInt(program.cap) ? undefined : `the cap of ${programId} is ${program.cap}`;
    },
    apply: ({ programId, cap }, world) => {
      // What is raised by the issuer from now on is measured by what members decided.
      const { capBase: _measured, ...program } = programOf(world, programId);
      return withProgram(world, { ...program, cap });
    },
    preview: ({ programId, cap }, world) =>
      `the cap of ${programId} is ${programOf(world, programId).cap}, and will be ${cap}`,
  },
};

function programOf({ programs }: World, programId: string): Program {
  return programs.get(programId) as Program;
}

function withProgram(world: World, row: Program): World {
  return { ...world, programs: withRow(world.programs, row.programId, revised(row)) };
}
