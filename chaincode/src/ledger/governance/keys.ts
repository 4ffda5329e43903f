/** Keys of what members decide. */
import type { Reasoning } from '@commonpoint/catalogue';
import { key, privateKey, range, versionNumber } from '../core/keys.js';

export const constitutionKey = key('constitution');
export const epochKey = key('epoch');
export const proposalKey = (proposalId: string) => key('proposal', proposalId);
export const proposals = () => range('proposal');
export const voteKey = (proposalId: string, mspId: string) => key('vote', proposalId, mspId);
export const votes = (proposalId: string) => range('vote', proposalId);
export const objectionKey = (proposalId: string, mspId: string) => key('objection', proposalId, mspId);
export const planSignatureKey = (planHash: string, mspId: string) => key('plan-signature', planHash, mspId);
export const planSignatures = (planHash: string) => range('plan-signature', planHash);
export const planExecutionKey = (planHash: string, proposalId: string, mspId: string) =>
  key('plan-execution', planHash, proposalId, mspId);
export const planExecutions = (planHash: string) => range('plan-execution', planHash);
export const objections = (proposalId: string) => range('objection', proposalId);
/** In the collection that all members hold. */
export const reasoningKey = ({ proposalId, with: said, mspId }: Pick<Reasoning, 'proposalId' | 'with' | 'mspId'>) =>
  privateKey('reasoning', proposalId, said, mspId);
export const agreementKey = (version: number) => key('agreement', versionNumber(version));
export const agreements = () => range('agreement');
export const adherenceKey = (version: number, mspId: string) => key('adherence', versionNumber(version), mspId);
