/** What members can decide on: a closed list of actions, each with what it needs to know. */
import { z } from 'zod';
import { issueOrder } from '../orders/orders.js';
import { memberKind } from '../organizations/organizations.js';
import {
  address,
  day,
  displayName,
  mspId,
  operationId,
  orderId,
  positiveAmount,
  programId,
  sha256Hex,
  timestamp,
} from '../core/values.js';
import { agreementVersion } from './agreement.js';
import { charter } from './constitution.js';

/** What is carried out elsewhere, of which the ledger has the decision and the hash of the plan. */
const plan = { planHash: sha256Hex, address: address.optional() };

const action = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

export const governanceAction = z.discriminatedUnion('kind', [
  action('admit', { mspId, name: displayName, memberKind }),
  action('suspend', { mspId }),
  action('readmit', { mspId }),
  action('remove', { mspId }),
  /** It does not pay what it owes: its points are spent at itself alone, and it is netted by pair. */
  action('declare-default', { mspId }),
  action('end-default', { mspId }),
  action('change-constitution', { charter }),
  action('adopt-agreement', {
    version: agreementVersion,
    hash: sha256Hex,
    address,
    acceptWithinDays: z.int().min(0).max(365),
  }),
  /** The points of a programme can be spent until that day ends, and no more of them are issued. */
  action('wind-down', { programId, spendableUntil: day }),
  /** Accounts in the custody of a member that is gone are another one’s to serve. */
  action('hand-over', { mspId, successor: mspId }),
  action('raise-cap', { programId, cap: positiveAmount }),
  /** An order of all members: see there. Its id begins with `vote:`. */
  action('order', { order: issueOrder.request }),
  action('ratify-order', { orderId, until: timestamp.optional() }),
  action('lift-order', { orderId }),
  /** Pledges of a credit line are taken although the account is frozen, or a payment disputed. */
  action('allow-liquidation', { mspId, lineId: operationId }),
  action('chaincode-definition', plan),
  action('channel-configuration', plan),
  action('approve-migration', plan),
  action('switch-on', {
    feature: z.string().regex(/^[a-z][a-z-]{1,39}$/, 'must be 2 to 40 lower-case letters or dashes'),
  }),
]);
export type GovernanceAction = z.infer<typeof governanceAction>;
export type ActionKind = GovernanceAction['kind'];
export type ActionOf<Kind extends ActionKind> = Extract<GovernanceAction, { kind: Kind }>;

/** The most actions of one proposal. */
export const PROPOSAL_ACTIONS_MAX = 20;
export const governanceActions = z.array(governanceAction).min(1).max(PROPOSAL_ACTIONS_MAX);
