/**
 * What a member may submit, by its status: one table for all transactions, and one for the operations of a batch. What
 * is a question is for everybody to ask. A transaction that is not listed is for active members.
 */
import type { OperationKind } from '../points/operations.js';
import type { MemberKind, MemberStatus } from './organizations.js';

const active: readonly MemberStatus[] = ['active'];
/** Serves members with the points that there are. */
const serving: readonly MemberStatus[] = ['active', 'leaving'];
/** Keeps promises that were made before, and takes back or retires what there is. */
const keeping: readonly MemberStatus[] = ['active', 'leaving', 'suspended'];
/** Settles what is owed, also when it is gone. */
const settling: readonly MemberStatus[] = ['active', 'leaving', 'suspended', 'left'];

const byTransaction: Readonly<Record<string, readonly MemberStatus[]>> = {
  'Points:Post': keeping,
  'Accounts:SetStatus': keeping,
  'Accounts:SetPublicKey': serving,
  'Accounts:AcceptTermsOfUse': serving,
  'Accounts:Lock': keeping,
  'Accounts:Unlock': keeping,
  'Accounts:RotateKey': keeping,
  'Accounts:AnnounceRecovery': serving,
  'Accounts:WithdrawRecovery': keeping,
  'Programs:SetStatus': keeping,
  'Programs:EndAcceptance': settling,
  'Programs:SetLimits': keeping,
  'Programs:FoldSupply': settling,
  'Rates:SetStatus': keeping,
  'Notes:ChangeRate': keeping,
  'Notes:Close': keeping,
  'Credit:End': settling,
  'Credit:GiveBack': settling,
  'Credit:Release': settling,
  'Credit:Prepay': settling,
  'Collateral:Repay': settling,
  'Collateral:Confirm': settling,
  'Collateral:Withdraw': settling,
  'Collateral:Dispute': settling,
  'Collateral:Resolve': settling,
  'Collateral:GiveNotice': settling,
  'Collateral:Claim': settling,
  'Collateral:Close': settling,
  'Orders:Lift': keeping,
  'Orders:Disclose': keeping,
  'Clearing:CutOff': keeping,
  'Clearing:Close': settling,
  'Settlements:Instruct': settling,
  'Settlements:Confirm': settling,
  'Settlements:Dispute': settling,
  'Settlements:Resolve': settling,
  'Terms:Withdraw': settling,
  'Statements:Make': settling,
  'Statements:Settle': settling,
  'Figures:Record': settling,
  'Figures:Amend': settling,
  'Figures:Purge': settling,
  'Disclosures:Disclose': settling,
  'Governance:Leave': serving,
  'Evidence:SetKey': settling,
  'Evidence:Checkpoint': settling,
  'Evidence:Anchor': settling,
  'Governance:AcceptAgreement': ['candidate', 'active', 'leaving', 'suspended'],
};

/** Members in which status may submit a transaction. */
export function statusesFor(transactionName: string): readonly MemberStatus[] {
  return byTransaction[transactionName] ?? active;
}

/** Members in which status may post an operation. */
export const operationStatuses: Readonly<Record<OperationKind, readonly MemberStatus[]>> = {
  issue: active,
  transfer: serving,
  redeem: serving,
  hold: serving,
  exchange: serving,
  capture: keeping,
  void: keeping,
  expire: keeping,
  seize: keeping,
  reverse: keeping,
  extend: keeping,
  consolidate: keeping,
  'buy-note': serving,
  'redeem-note': keeping,
  'transfer-note': serving,
  'pledge-note': serving,
};

/** What every organisation says of the log of receipts. */
const speaking: ReadonlySet<string> = new Set(['Evidence:SetKey', 'Evidence:Checkpoint']);

/** Members of which kinds may submit a transaction: most are for merchants. */
export function kindsFor(transactionName: string): readonly MemberKind[] {
  if (transactionName.startsWith('Governance:') || speaking.has(transactionName))
    return ['merchant', 'auditor', 'regulator'];
  if (transactionName === 'Collateral:Allow') return ['regulator'];
  return transactionName.startsWith('Orders:') ? ['merchant', 'regulator'] : ['merchant'];
}
