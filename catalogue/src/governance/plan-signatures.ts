/**
 * Signatures of organisations' administrators on a change of the channel that members decided on. Organisations have no other way to
 * each other than the ledger: each posts its own here, with what it planned, and anybody sends them when they are enough. Whether
 * one is good is for who sends: the ledger does not know the channel's configuration.
 */
import { z } from 'zod';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import { base64Text, mspId, sha256Hex, timestamp } from '../core/values.js';
import { proposalId } from './proposals.js';

/** More than an introduction with all its certificates. */
const INTENT_CHARACTERS_MAX = 32_768;
const SIGNATURE_CHARACTERS_MAX = 8_192;

export const planSignature = z.strictObject({
  /** Of what would change; an executed proposal has it. */
  planHash: sha256Hex,
  mspId,
  proposalId,
  intent: z.string().min(2).max(INTENT_CHARACTERS_MAX).meta({
    description: 'What is planned, as JSON: others plan it by themselves, and compare the hash.',
  }),
  /** Of the configuration that the update was made from. When another one is in force, it has to be signed again, and the vote stays. */
  sequence: z.int().min(0).meta({ description: 'Of the configuration that the update was made from.' }),
  updateHash: sha256Hex.meta({ description: 'SHA-256 of the update’s bytes.' }),
  signature: base64Text
    .min(4)
    .max(SIGNATURE_CHARACTERS_MAX)
    .meta({ description: 'Fabric’s `ConfigSignature`, serialised, in base64.' }),
  signedAt: timestamp.meta({ description: 'When it was posted.' }),
});
export type PlanSignature = z.infer<typeof planSignature>;

export const signPlan = transaction({
  name: 'Governance:SignPlan',
  mode: 'submit',
  summary:
    'Posts the signature of the caller’s organisation on a change of the channel that members decided on, in place of one for an earlier configuration. Repeating it changes nothing.',
  roles: ['admin', 'delegate'],
  request: planSignature.omit({ mspId: true, signedAt: true }),
  reply: planSignature,
  errors: [...ofMembers, 'PROPOSAL_UNKNOWN', 'PLAN_NOT_DECIDED'],
});

export const listPlanSignatures = transaction({
  name: 'Governance:PlanSignatures',
  mode: 'evaluate',
  summary: 'The signatures that organisations posted on one change of the channel.',
  roles: anyone,
  request: z.strictObject({ planHash: sha256Hex }),
  reply: z.strictObject({ signatures: z.array(planSignature) }),
  errors: ofReads,
});
