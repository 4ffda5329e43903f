/** What subjects keep of the ledger, as the write half asks for it. */
import type { Projection } from './projection/projection.js';
import { accountQueries } from './subjects/accounts/reads.js';
import { creditQueries } from './subjects/credit/reads.js';
import { holdQueries } from './subjects/holds/reads.js';
import { noteQueries } from './subjects/notes/reads.js';
import { organizationQueries } from './subjects/organizations/reads.js';
import { receiptQueries } from './subjects/points/reads.js';
import { programQueries } from './subjects/programs/reads.js';
import { rateQueries } from './subjects/rates/reads.js';
import type { PointsLedger } from './writes/points-ledger.js';

export function projectedLedger(projection: Projection): PointsLedger {
  return {
    ...projection.of(programQueries),
    ...projection.of(accountQueries),
    ...projection.of(receiptQueries),
    ...projection.of(holdQueries),
    ...projection.of(rateQueries),
    ...projection.of(noteQueries),
    ...projection.of(creditQueries),
    ...projection.of(organizationQueries),
  };
}
