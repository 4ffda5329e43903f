/** All subjects: what each exports, its transactions by their catalogue names, and its rows. */
import * as acceptances from './programs/acceptances.js';
import * as accounts from './accounts/accounts.js';
import * as locks from './accounts/locks.js';
import * as references from './accounts/references.js';
import * as erase from './accounts/erase.js';
import * as merge from './accounts/merge.js';
import * as memberKeys from './accounts/member-keys.js';
import * as collateral from './collateral/collateral.js';
import * as credit from './credit/credit.js';
import * as clearing from './clearing/clearing.js';
import * as disclosures from './figures/disclosures.js';
import * as anchors from './evidence/anchors.js';
import * as evidence from './evidence/receipt-log.js';
import * as figures from './figures/figures.js';
import * as agreement from './governance/agreement.js';
import * as constitution from './governance/constitution.js';
import * as holds from './holds/holds.js';
import * as bridges from './bridges/bridges.js';
import * as migrations from './migration/migrations.js';
import * as orders from './orders/orders.js';
import * as notes from './notes/notes.js';
import * as organizations from './organizations/organizations.js';
import * as points from './points/points.js';
import * as programs from './programs/programs.js';
import * as policies from './governance/policies.js';
import * as planExecutions from './governance/plan-executions.js';
import * as planSignatures from './governance/plan-signatures.js';
import * as proposals from './governance/proposals.js';
import * as rates from './rates/rates.js';
import * as settlements from './clearing/settlements.js';
import * as statements from './terms/statements.js';
import * as terms from './terms/terms.js';
import { accountRows } from './accounts/rows.js';
import { bridgeRows } from './bridges/rows.js';
import { clearingRows } from './clearing/rows.js';
import { collateralRows } from './collateral/rows.js';
import { creditRows } from './credit/rows.js';
import { evidenceRows } from './evidence/rows.js';
import { governanceRows } from './governance/rows.js';
import { holdRows } from './holds/rows.js';
import { migrationRows } from './migration/rows.js';
import { noteRows } from './notes/rows.js';
import { orderRows } from './orders/rows.js';
import { organizationRows } from './organizations/rows.js';
import { pointRows } from './points/rows.js';
import { programRows } from './programs/rows.js';
import { rateRows } from './rates/rows.js';
import { termsRows } from './terms/rows.js';
import type { Transaction } from './core/transaction.js';

export * from './points/authorization.js';
export * from './points/authorization-bytes.js';
export * from './points/operations.js';
export * from './points/receipt.js';
export * from './points/outcomes.js';
export * from './organizations/organizations.js';
export * from './organizations/abilities.js';
export * from './governance/actions.js';
export * from './governance/agreement.js';
export * from './governance/constitution.js';
export * from './governance/policies.js';
export * from './governance/plan-executions.js';
export * from './governance/plan-signatures.js';
export * from './governance/proposals.js';
export * from './programs/limits.js';
export * from './programs/programs.js';
export * from './programs/acceptances.js';
export * from './programs/supply.js';
export * from './programs/terms-of-use.js';
export * from './accounts/accounts.js';
export * from './accounts/balances.js';
export * from './orders/orders.js';
export * from './orders/standing.js';
export {
  account,
  hoursAfter,
  isInForce as isLockInForce,
  isLocked,
  keyInForce,
  LOCK_HOURS_DEFAULT,
  lockHours,
  RECOVERY_HOURS_DEFAULT,
  recoveryHours,
  type Account,
  type Lock,
} from './accounts/account.js';
export * from './accounts/locks.js';
export * from './accounts/member-keys.js';
export * from './accounts/erase.js';
export * from './accounts/merge.js';
export { addReference, REFERENCES_MAX, removeReference, type Reference } from './accounts/references.js';
export { sequence, type SignedChange } from './accounts/signed-changes.js';
export * from './rates/rates.js';
export * from './rates/quote.js';
export * from './notes/interest.js';
export * from './notes/note-operations.js';
export {
  changeNoteRate,
  closeNoteOffer,
  getNote,
  getNoteOffer,
  listNoteOffers,
  listNotes,
  note as noteRow,
  NOTE_DAYS_MAX,
  noteOffer,
  noteOfferId,
  offerNotes,
  RATE_STEPS_MAX,
  type Note,
  type NoteOffer,
  type NoteOfferReference,
} from './notes/notes.js';
export * from './collateral/collateral.js';
export * from './collateral/cover.js';
export * from './collateral/credit-line.js';
export * from './credit/credit.js';
export * from './credit/credit-limit.js';
export * from './clearing/clearing.js';
export * from './clearing/net.js';
export * from './clearing/clearing-rules.js';
export * from './clearing/currencies.js';
export * from './terms/terms.js';
export * from './terms/statements.js';
export * from './clearing/settlements.js';
export * from './figures/figures.js';
export * from './figures/disclosures.js';
export * from './evidence/merkle-path.js';
export * from './evidence/checkpoint-text.js';
export * from './evidence/leaf-values.js';
export * from './evidence/log-entry.js';
export * from './evidence/receipt-log.js';
export * from './evidence/anchors.js';
export * from './evidence/detail-leaf.js';
export * from './bridges/bridges.js';
export * from './migration/sum-tree.js';
export * from './migration/migrations.js';
export * from './points/imported-entry.js';
export { areEntries } from './points/imported-rows.js';
export { linesOf, operationsOfLines } from './points/issued-lines.js';
export * from './points/points.js';
export * from './points/chains.js';
export * from './points/movements.js';
export * from './points/refusals.js';
export * from './holds/hash-lock-text.js';
export {
  getHold,
  hold as holdRow,
  HOLD_DAYS_MAX,
  listHolds,
  type Hold,
  overEverywhere,
  voidableFrom,
} from './holds/holds.js';

export const catalogue = {
  registerOrganization: organizations.registerOrganization,
  getOrganization: organizations.getOrganization,
  listOrganizations: organizations.listOrganizations,
  foundConsortium: constitution.foundConsortium,
  getConstitution: constitution.getConstitution,
  propose: proposals.propose,
  previewProposal: proposals.previewProposal,
  castVote: proposals.castVote,
  objectTo: proposals.objectTo,
  withdrawProposal: proposals.withdrawProposal,
  executeProposal: proposals.executeProposal,
  signPlan: planSignatures.signPlan,
  listPlanSignatures: planSignatures.listPlanSignatures,
  pauseWrites: planExecutions.pauseWrites,
  recordExecution: planExecutions.recordExecution,
  listPlanExecutions: planExecutions.listPlanExecutions,
  getProposal: proposals.getProposal,
  listReasonings: proposals.listReasonings,
  listProposals: proposals.listProposals,
  acceptAgreement: agreement.acceptAgreement,
  leaveConsortium: organizations.leaveConsortium,
  listDuePolicies: policies.listDuePolicies,
  renewPolicies: policies.renewPolicies,
  createProgram: programs.createProgram,
  getProgram: programs.getProgram,
  listPrograms: programs.listPrograms,
  changeCap: programs.changeCap,
  setProgramStatus: programs.setProgramStatus,
  setClearingValue: programs.setClearingValue,
  acceptProgram: acceptances.acceptProgram,
  endAcceptance: acceptances.endAcceptance,
  listAcceptances: acceptances.listAcceptances,
  grantCredit: credit.grantCredit,
  raiseCredit: credit.raiseCredit,
  endCredit: credit.endCredit,
  giveBackCredit: credit.giveBackCredit,
  releaseCredit: credit.releaseCredit,
  prepayCredit: credit.prepayCredit,
  getCredit: credit.getCredit,
  setLimits: programs.setLimits,
  setTermsOfUse: programs.setTermsOfUse,
  setRules: programs.setRules,
  allotQuota: programs.allotQuota,
  getQuota: programs.getQuota,
  getSupply: programs.getSupply,
  foldSupply: programs.foldSupply,
  programHistory: programs.programHistory,
  openAccounts: accounts.openAccounts,
  setAccountStatus: accounts.setAccountStatus,
  setPublicKey: accounts.setPublicKey,
  acceptTermsOfUse: accounts.acceptTermsOfUse,
  lockAccount: locks.lockAccount,
  unlockAccount: locks.unlockAccount,
  rotateKey: memberKeys.rotateKey,
  announceRecovery: memberKeys.announceRecovery,
  withdrawRecovery: memberKeys.withdrawRecovery,
  mergeAccounts: merge.mergeAccounts,
  eraseAccount: erase.eraseAccount,
  addReference: references.addReference,
  removeReference: references.removeReference,
  getAccount: accounts.getAccount,
  getBalances: accounts.getBalances,
  listLots: accounts.listLots,
  accountHistory: accounts.accountHistory,
  issueOrder: orders.issueOrder,
  liftOrder: orders.liftOrder,
  ratifyOrder: orders.ratifyOrder,
  getOrder: orders.getOrder,
  listOrders: orders.listOrders,
  discloseReason: orders.discloseReason,
  getReason: orders.getReason,
  postPoints: points.postPoints,
  getReceipt: points.getReceipt,
  getHold: holds.getHold,
  listHolds: holds.listHolds,
  proposeRate: rates.proposeRate,
  acceptRate: rates.acceptRate,
  setRateStatus: rates.setRateStatus,
  getRate: rates.getRate,
  listRates: rates.listRates,
  quoteRate: rates.quoteRate,
  offerNotes: notes.offerNotes,
  changeNoteRate: notes.changeNoteRate,
  closeNoteOffer: notes.closeNoteOffer,
  getNoteOffer: notes.getNoteOffer,
  listNoteOffers: notes.listNoteOffers,
  getNote: notes.getNote,
  listNotes: notes.listNotes,
  grantCreditLine: collateral.grantCreditLine,
  drawOnLine: collateral.drawOnLine,
  repayLine: collateral.repayLine,
  confirmLinePayment: collateral.confirmLinePayment,
  withdrawLinePayment: collateral.withdrawLinePayment,
  disputeLinePayment: collateral.disputeLinePayment,
  resolveLinePayment: collateral.resolveLinePayment,
  claimOnLine: collateral.claimOnLine,
  giveNotice: collateral.giveNotice,
  allowLiquidation: collateral.allowLiquidation,
  closeCreditLine: collateral.closeCreditLine,
  getCreditLine: collateral.getCreditLine,
  listCreditLines: collateral.listCreditLines,
  listLinePayments: collateral.listLinePayments,
  clearingPositions: points.clearingPositions,
  cutOffCycle: clearing.cutOffCycle,
  closeCycle: clearing.closeCycle,
  getCycle: clearing.getCycle,
  instructSettlement: settlements.instructSettlement,
  confirmSettlement: settlements.confirmSettlement,
  disputeSettlement: settlements.disputeSettlement,
  resolveSettlement: settlements.resolveSettlement,
  getSettlement: settlements.getSettlement,
  listSettlements: settlements.listSettlements,
  agedSettlements: settlements.agedSettlements,
  proposeTerms: terms.proposeTerms,
  acceptTerms: terms.acceptTerms,
  withdrawTerms: terms.withdrawTerms,
  getTerms: terms.getTerms,
  listTerms: terms.listTerms,
  makeStatement: statements.makeStatement,
  getStatement: statements.getStatement,
  settleStatement: statements.settleStatement,
  listStatements: statements.listStatements,
  recordFigures: figures.recordFigures,
  amendFigures: figures.amendFigures,
  purgeFigures: figures.purgeFigures,
  getFigures: figures.getFigures,
  listFigures: figures.listFigures,
  publishedFigures: figures.publishedFigures,
  discloseFigures: disclosures.discloseFigures,
  listDisclosures: disclosures.listDisclosures,
  setLogKey: evidence.setLogKey,
  postCheckpoint: evidence.postCheckpoint,
  getLog: evidence.getLog,
  anchorLog: anchors.anchorLog,
  proposeMigration: migrations.proposeMigration,
  approveMigration: migrations.approveMigration,
  completeMigration: migrations.completeMigration,
  abortMigration: migrations.abortMigration,
  getMigration: migrations.getMigration,
  listMigrations: migrations.listMigrations,
  setBridge: bridges.setBridge,
  getBridge: bridges.getBridge,
  listBridges: bridges.listBridges,
} as const satisfies Record<string, Transaction>;

/** Every kind of row that all organisations have. A part of a key that the row repeats has the same name there. */
export const rowKinds = {
  ...organizationRows,
  ...governanceRows,
  ...programRows,
  ...creditRows,
  ...accountRows,
  ...orderRows,
  ...pointRows,
  ...holdRows,
  ...collateralRows,
  ...rateRows,
  ...noteRows,
  ...clearingRows,
  ...termsRows,
  ...evidenceRows,
  ...migrationRows,
  ...bridgeRows,
} as const;
