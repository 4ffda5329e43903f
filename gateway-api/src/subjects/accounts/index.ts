import type { Subject } from '../subject.js';
import { expireEndedPoints } from './expire-jobs.js';
import { listAccounts, lookUpAccount } from './find-accounts.js';
import { writeAccountLines } from './jobs.js';
import { readAccountStatement, readPastBalances } from './read-account-statement.js';
import { eraseAccount } from './erase-account.js';
import { completeErasures } from './erasure-jobs.js';
import { mergeAccount } from './merge-account.js';
import { acceptTermsOfUse, openAccount } from './open-account.js';
import * as memberRoutes from './member-routes.js';
import * as routes from './routes.js';
import { daily } from './daily.js';
import { rows, tables } from './tables.js';

export const accounts: Subject = {
  routes: {
    openAccount,
    acceptTermsOfUse,
    ...routes,
    ...memberRoutes,
    listAccounts,
    lookUpAccount,
    mergeAccount,
    eraseAccount,
    readAccountStatement,
    readPastBalances,
  },
  tables,
  rows,
  daily,
  jobs: { writeAccountLines, expireEndedPoints, completeErasures },
};
