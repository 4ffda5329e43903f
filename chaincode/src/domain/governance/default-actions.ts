/** A member that does not pay what it owes. What it owes by then is settled as it is; it comes to owe no more. */
import { type Organization, type Program } from '@commonpoint/catalogue';
import { revised } from '../core/revisions.js';
import type { ActionRules } from './action-rules.js';
import type { World } from './world.js';

const about = { matter: 'members', without: ({ mspId }: { mspId: string }) => [mspId] } as const;

export const defaultActions: ActionRules<'declare-default' | 'end-default'> = {
  'declare-default': {
    ...about,
    isAgainst: true,
    validate: ({ mspId }, { organizations }) => {
      const found = organizations.get(mspId);
      if (found?.kind !== 'merchant' || found.status === 'candidate')
        return `${mspId} is no merchant of the consortium`;
      return found.inDefaultSince === undefined ? undefined : `${mspId} is in default since ${found.inDefaultSince}`;
    },
    apply: ({ mspId }, world) => inDefault(world, mspId, world.at),
    preview: ({ mspId }) => `${mspId} pays what it owes, and will be in default: its points are spent at itself alone`,
  },
  'end-default': {
    ...about,
    validate: ({ mspId }, { organizations }) =>
      organizations.get(mspId)?.inDefaultSince === undefined ? `${mspId} is not in default` : undefined,
    apply: ({ mspId }, world) => inDefault(world, mspId, undefined),
    preview: ({ mspId }, { organizations }) =>
      `${mspId} is in default since ${organizations.get(mspId)?.inDefaultSince}, and will not be`,
  },
};

/** Of the member and of all programmes that it issues, whose rows spending reads anyway. */
function inDefault(world: World, mspId: string, since: string | undefined): World {
  const { inDefaultSince: _before, ...member } = world.organizations.get(mspId) as Organization;
  const organizations = new Map(world.organizations).set(mspId, {
    ...member,
    ...(since !== undefined && { inDefaultSince: since }),
  });
  const programs = new Map(
    [...world.programs].map(([programId, row]): [string, Program] => {
      if (row.issuer !== mspId) return [programId, row];
      const { issuerInDefaultSince: _was, ...program } = row;
      return [programId, revised({ ...program, ...(since !== undefined && { issuerInDefaultSince: since }) })];
    }),
  );
  return { ...world, organizations, programs };
}
