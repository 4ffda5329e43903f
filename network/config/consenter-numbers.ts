/**
 * Under which number a consenter comes: above all that the channel ever had, as orderers tell each other apart by it. What an organisation says
 * of itself is its place among all that joined, which is too low where an orderer was replaced.
 */
import type { common } from '@hyperledger/fabric-protos';
import { consentersIn } from './channel-values.js';
import type { Introduction } from './introduction.js';

/** 0 where nobody has one, as under Raft. */
export function highestNumberIn(config: common.Config): number {
  return Math.max(0, ...consentersIn(config).map((each) => each.getId()));
}

/** @param highest of all configurations of the channel */
export function underFreeNumber(introduction: Introduction, highest: number): Introduction {
  const { orderer } = introduction;
  return { ...introduction, orderer: { ...orderer, consenterId: Math.max(orderer.consenterId, highest + 1) } };
}
