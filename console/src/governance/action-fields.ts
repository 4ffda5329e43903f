/** What each kind of action that members can decide on needs to know, as fields of a form. */
import type { Routes } from '@commonpoint/client';
import type { FieldOf } from '../data/fields.js';
import { organizationName } from '../texts/format.js';
import { tOf } from '../texts/text.js';
import { orderFields } from './order-fields.js';

export type Proposed = Routes['/v1/proposals']['get']['reply']['proposals'][number]['actions'][number];
export type ActionKind = Proposed['kind'];

/** What there is to choose from. */
export interface Known {
  readonly members: readonly string[];
  readonly programs: readonly string[];
  readonly orders: readonly string[];
  /** The charter in force, to be changed. */
  readonly charter: object;
}

const choice = (
  name: string,
  label: FieldOf['label'],
  values: readonly string[],
  textOf: (value: string) => string = (value) => value,
): FieldOf => ({ name, label, kind: 'choice', options: values.map((value) => [value, textOf(value)]) });

const plan: readonly FieldOf[] = [
  { name: 'planHash', label: 'propose.planHash', kind: 'hash', hint: 'propose.planHashHint' },
  { name: 'address', label: 'propose.address', kind: 'text', optional: true, hint: 'propose.addressHint' },
];

/** Each kind once, in the order of the list that is chosen from. */
const fieldsOf: Readonly<Record<ActionKind, (known: Known) => readonly FieldOf[]>> = {
  admit: () => [
    { name: 'mspId', label: 'orders.mspId', kind: 'text' },
    { name: 'name', label: 'propose.name', kind: 'text' },
    choice('memberKind', 'members.kind', ['merchant', 'auditor', 'regulator'], (kind) => tOf('organizationKind', kind)),
  ],
  suspend: ({ members }) => [member(members)],
  readmit: ({ members }) => [member(members)],
  remove: ({ members }) => [member(members)],
  'declare-default': ({ members }) => [member(members)],
  'end-default': ({ members }) => [member(members)],
  'hand-over': ({ members }) => [
    member(members),
    { ...member(members), name: 'successor', label: 'propose.successor' },
  ],
  'raise-cap': ({ programs }) => [
    choice('programId', 'members.program', programs),
    { name: 'cap', label: 'programs.cap', kind: 'points' },
  ],
  'wind-down': ({ programs }) => [
    choice('programId', 'members.program', programs),
    { name: 'spendableUntil', label: 'programs.woundDown', kind: 'day' },
  ],
  'change-constitution': ({ charter }) => [
    {
      name: 'charter',
      label: 'propose.charter',
      kind: 'json',
      hint: 'propose.charterHint',
      initial: JSON.stringify(charter, undefined, 2),
    },
  ],
  'adopt-agreement': () => [
    { name: 'version', label: 'terms.version', kind: 'count' },
    { name: 'hash', label: 'propose.textHash', kind: 'hash' },
    { name: 'address', label: 'propose.address', kind: 'text', hint: 'propose.addressHint' },
    { name: 'acceptWithinDays', label: 'propose.acceptWithin', kind: 'count', initial: '30' },
  ],
  order: ({ programs }) => [
    { name: 'order.orderId', label: 'propose.orderId', kind: 'text', initial: 'vote:' },
    ...orderFields(programs, 'order.'),
    { name: 'order.reasonHash', label: 'propose.reasonHash', kind: 'hash', hint: 'propose.reasonHashHint' },
  ],
  'ratify-order': ({ orders }) => [
    choice('orderId', 'orders.effect', orders),
    { name: 'until', label: 'members.until', kind: 'moment', optional: true },
  ],
  'lift-order': ({ orders }) => [choice('orderId', 'orders.effect', orders)],
  'allow-liquidation': ({ members }) => [
    choice('mspId', 'propose.pledgee', members, organizationName),
    { name: 'lineId', label: 'propose.lineId', kind: 'text' },
  ],
  'chaincode-definition': () => plan,
  'channel-configuration': () => plan,
  'approve-migration': () => plan,
  'switch-on': () => [{ name: 'feature', label: 'propose.feature', kind: 'text' }],
};

const member = (members: readonly string[]): FieldOf => choice('mspId', 'network.member', members, organizationName);

export const actionKinds = Object.keys(fieldsOf) as readonly ActionKind[];
export const actionFields = (kind: ActionKind, known: Known): readonly FieldOf[] => fieldsOf[kind](known);
