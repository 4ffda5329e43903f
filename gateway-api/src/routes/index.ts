/** All routes of `/v1`, the ones called most often first: the router looks at them in this order. */
import type { Route } from '../http/route.js';
import * as accounts from './accounts.route.js';
import { postBatch } from './batches.route.js';
import { clearingPositions, listOrganizations } from './consortium.route.js';
import { expirePoints } from './expire-points.route.js';
import * as imports from './imports.route.js';
import { issuePoints } from './issue-points.route.js';
import { readOperation } from './operations.route.js';
import * as programs from './programs.route.js';
import { allotQuota, readQuota } from './quota.route.js';
import { redeemPoints } from './redeem-points.route.js';
import { reverseOperation } from './reverse-operation.route.js';
import { transferPoints } from './transfer-points.route.js';

export const routes: readonly Route[] = [
  issuePoints,
  redeemPoints,
  transferPoints,
  readOperation,
  accounts.openAccount,
  accounts.readBalances,
  accounts.readAccount,
  accounts.listLots,
  accounts.readStatement,
  accounts.accountHistory,
  accounts.freezeAccount,
  accounts.unfreezeAccount,
  accounts.closeAccount,
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
  programs.programHistory,
  listOrganizations,
  clearingPositions,
];
