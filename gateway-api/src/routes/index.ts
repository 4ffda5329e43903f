/** All routes of `/v1`, the ones called most often first: the router looks at them in this order. */
import type { Route } from '../http/route.js';
import * as acceptances from './acceptances.route.js';
import * as accounts from './accounts.route.js';
import { postBatch } from './batches.route.js';
import { clearingPositions, closeCycle, cutOffCycle, readCycle } from './clearing.route.js';
import { listOrganizations } from './consortium.route.js';
import * as disclosures from './disclosures.route.js';
import { exchangePoints } from './exchange-points.route.js';
import { expirePoints } from './expire-points.route.js';
import * as figures from './figures.route.js';
import * as holds from './holds.route.js';
import * as imports from './imports.route.js';
import { issuePoints } from './issue-points.route.js';
import { readOperation } from './operations.route.js';
import * as programs from './programs.route.js';
import { allotQuota, readQuota } from './quota.route.js';
import * as rates from './rates.route.js';
import { redeemPoints } from './redeem-points.route.js';
import { reverseOperation } from './reverse-operation.route.js';
import * as settlements from './settlements.route.js';
import * as statements from './statements.route.js';
import * as terms from './terms.route.js';
import { transferPoints } from './transfer-points.route.js';

export const routes: readonly Route[] = [
  issuePoints,
  redeemPoints,
  transferPoints,
  holds.holdPoints,
  holds.captureByCode,
  holds.captureHold,
  holds.voidHold,
  holds.readHold,
  exchangePoints,
  rates.quoteRate,
  readOperation,
  accounts.openAccount,
  accounts.readBalances,
  accounts.readAccount,
  accounts.listLots,
  holds.listHolds,
  accounts.readStatement,
  accounts.accountHistory,
  accounts.freezeAccount,
  accounts.unfreezeAccount,
  accounts.closeAccount,
  accounts.setPublicKey,
  reverseOperation,
  expirePoints,
  postBatch,
  imports.startImport,
  imports.listImports,
  imports.readImport,
  imports.downloadRejectedRows,
  programs.listPrograms,
  programs.createProgram,
  programs.readProgram,
  programs.changeProgram,
  programs.readSupply,
  readQuota,
  allotQuota,
  programs.setLimits,
  programs.setClearingValue,
  programs.programHistory,
  acceptances.acceptProgram,
  acceptances.endAcceptance,
  acceptances.listAcceptances,
  rates.listRates,
  rates.proposeRate,
  rates.readRate,
  rates.acceptRate,
  rates.suspendRate,
  rates.resumeRate,
  rates.withdrawRate,
  listOrganizations,
  readCycle,
  clearingPositions,
  cutOffCycle,
  closeCycle,
  settlements.listSettlements,
  settlements.agedSettlements,
  settlements.readSettlement,
  settlements.instructSettlement,
  settlements.confirmSettlement,
  settlements.disputeSettlement,
  settlements.resolveSettlement,
  statements.listMoneyStatements,
  statements.readMoneyStatement,
  statements.makeMoneyStatement,
  statements.settleMoneyStatement,
  terms.listTerms,
  terms.listPairTerms,
  terms.readTerms,
  terms.proposeTerms,
  terms.acceptTerms,
  terms.withdrawTerms,
  figures.recordFigures,
  figures.amendFigures,
  figures.purgeFigures,
  figures.listFigures,
  figures.readFigures,
  figures.publishedFigures,
  disclosures.discloseFigures,
  disclosures.listDisclosures,
  disclosures.verifyDisclosure,
];
