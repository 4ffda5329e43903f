/** The list of all transactions, by their catalogue names. */
import * as accounts from './accounts.js';
import * as holds from './holds.js';
import * as organizations from './organizations.js';
import * as points from './points.js';
import * as programs from './programs.js';
import * as rates from './rates.js';
import type { Transaction } from './transaction.js';

export const catalogue = {
  registerOrganization: organizations.registerOrganization,
  getOrganization: organizations.getOrganization,
  listOrganizations: organizations.listOrganizations,
  createProgram: programs.createProgram,
  getProgram: programs.getProgram,
  listPrograms: programs.listPrograms,
  changeCap: programs.changeCap,
  setProgramStatus: programs.setProgramStatus,
  allotQuota: programs.allotQuota,
  getQuota: programs.getQuota,
  getSupply: programs.getSupply,
  foldSupply: programs.foldSupply,
  programHistory: programs.programHistory,
  openAccounts: accounts.openAccounts,
  setAccountStatus: accounts.setAccountStatus,
  setPublicKey: accounts.setPublicKey,
  getAccount: accounts.getAccount,
  getBalances: accounts.getBalances,
  listLots: accounts.listLots,
  accountHistory: accounts.accountHistory,
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
  clearingPositions: points.clearingPositions,
} as const satisfies Record<string, Transaction>;
