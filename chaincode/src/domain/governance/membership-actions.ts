/** Who is a member, and by what rules members decide. */
import {
  canonicalJson,
  type Charter,
  type Constitution,
  type MemberStatus,
  type Organization,
} from '@commonpoint/catalogue';
import { cycleAfter } from '../clearing/cut-off.js';
import type { ActionRules } from './action-rules.js';
import { withRow, type World } from './world.js';

/** From which statuses an action leads to which. */
const changes = {
  suspend: { from: ['active', 'leaving'], to: 'suspended' },
  readmit: { from: ['suspended', 'leaving'], to: 'active' },
  remove: { from: ['candidate', 'active', 'suspended', 'leaving'], to: 'left' },
} as const satisfies Record<string, { from: readonly MemberStatus[]; to: MemberStatus }>;

/** What actions on a member's status have in common. */
interface StatusAction {
  readonly matter: 'members';
  readonly isAgainst: boolean;
  readonly without: (about: AboutMember) => readonly string[];
  readonly validate: (about: AboutMember, world: World) => string | undefined;
  readonly apply: (about: AboutMember, world: World) => World;
  readonly preview: (about: AboutMember, world: World) => string;
}
type AboutMember = Pick<Organization, 'mspId'>;

function statusAction(kind: keyof typeof changes): StatusAction {
  const { from, to }: { from: readonly MemberStatus[]; to: MemberStatus } = changes[kind];
  return {
    matter: 'members',
    isAgainst: to !== 'active',
    without: ({ mspId }) => [mspId],
    validate: ({ mspId }, { organizations }) => {
      const found = organizations.get(mspId);
      if (found === undefined) return `${mspId} is no member`;
      return from.includes(found.status) ? undefined : `${mspId} is ${found.status}`;
    },
    apply: ({ mspId }, world) => {
      const { leaving: _leaving, ...member } = memberOf(world, mspId);
      return withOrganization(world, { ...member, status: to });
    },
    preview: ({ mspId }, world) => `${mspId} is ${memberOf(world, mspId).status}, and will be ${to}`,
  };
}

export const membershipActions: ActionRules<
  'admit' | 'suspend' | 'readmit' | 'remove' | 'hand-over' | 'change-constitution'
> = {
  admit: {
    matter: 'members',
    validate: ({ mspId }, { organizations }) => {
      const status = organizations.get(mspId)?.status;
      return status === undefined || status === 'left' ? undefined : `${mspId} is ${status} already`;
    },
    apply: ({ mspId, name, memberKind }, world) => {
      const { at, organizations } = world;
      // Who comes back has the programmes and the accounts that it had: others serve them no longer.
      const { successor: _successor, leaving: _leaving, ...earlier } = organizations.get(mspId) ?? { registeredAt: at };
      return withOrganization(world, { ...earlier, mspId, name, kind: memberKind, status: 'candidate' });
    },
    preview: ({ mspId, memberKind }) => `${mspId} is no member, and will be a candidate, as a ${memberKind}`,
  },
  suspend: statusAction('suspend'),
  readmit: statusAction('readmit'),
  remove: statusAction('remove'),
  'hand-over': {
    matter: 'members',
    without: ({ mspId }) => [mspId],
    consents: ({ successor }) => [successor],
    validate: ({ mspId, successor }, { organizations }) => {
      const [gone, next] = [organizations.get(mspId), organizations.get(successor)];
      if (gone?.status !== 'left') return `${mspId} has not left`;
      if (next?.kind !== 'merchant' || next.status !== 'active') return `${successor} is not an active merchant`;
      return undefined;
    },
    apply: ({ mspId, successor }, world) => withOrganization(world, { ...memberOf(world, mspId), successor }),
    preview: ({ mspId, successor }, world) =>
      `accounts in the custody of ${mspId} are served by ${memberOf(world, mspId).successor ?? 'nobody'}, and will be by ${successor}`,
  },
  'change-constitution': {
    matter: 'constitution',
    validate: ({ charter }, { constitution }) => {
      const { currency } = constitution.clearing;
      // What is owed is in it, and so are values, terms that only two know, and figures.
      if (charter.clearing.currency !== currency) return `amounts are in ${currency}, which does not change`;
      const isSame = canonicalJson(charter) === canonicalJson(charterOf(constitution));
      return isSame ? 'the constitution says so already' : undefined;
    },
    apply: ({ charter }, world) => {
      const { version, clearing, earlierNetting = [] } = world.constitution;
      const before = cycleAfter(world.cycle);
      // What is owed in the present cycle, and in those that are not closed yet, is netted as was agreed when it arose.
      const isLater = charter.clearing.netting !== clearing.netting && earlierNetting.at(-1)?.before !== before;
      const earlier = isLater ? [...earlierNetting, { before, netting: clearing.netting }] : earlierNetting;
      const row = { version: version + 1, ...charter, since: world.at };
      return { ...world, constitution: earlier.length === 0 ? row : { ...row, earlierNetting: earlier } };
    },
    preview: ({ charter }, { constitution, cycle }) => {
      const changed = differences(charterOf(constitution), charter, '');
      const isNetting = charter.clearing.netting !== constitution.clearing.netting;
      return [...changed, ...(isNetting ? [`that is so from ${cycleAfter(cycle)} on`] : [])].join('; ');
    },
  },
};

function charterOf({ version: _version, since: _since, earlierNetting: _earlier, ...charter }: Constitution): Charter {
  return charter;
}

function memberOf({ organizations }: World, mspId: string): Organization {
  return organizations.get(mspId) as Organization;
}

function withOrganization(world: World, row: Organization): World {
  return { ...world, organizations: withRow(world.organizations, row.mspId, row) };
}

/** What of two pieces of data is not the same, one place a sentence. */
function differences(before: unknown, after: unknown, at: string): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], at === '' ? key : `${at}.${key}`));
  }
  const [was, willBe] = [textOf(before), textOf(after)];
  return was === willBe ? [] : [`${at} is ${was}, and will be ${willBe}`];
}

const textOf = (value: unknown): string => (value === undefined ? 'not stated' : canonicalJson(value));

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
