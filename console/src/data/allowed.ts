/** Who may do what: whoever may not is not offered it. */
import type { Role, Who } from './who.js';

/** What each role may do here, as the gateway's routes say; the gateway asks again, this only saves work. */
const work = ['admin', 'operator', 'cashier'] as const;
const bulk = ['admin', 'operator'] as const;
const authorities = ['admin', 'regulator'] as const;
export const allowed = {
  'post /v1/accounts': work,
  'post /v1/accounts/lookup': [...work, 'bridge'],
  'post /v1/issuances': [...work, 'bridge'],
  'post /v1/redemptions': work,
  'post /v1/reversals': work,
  'get /v1/accounts': ['admin', 'operator', 'auditor'],
  'get /v1/events': ['admin', 'operator', 'auditor'],
  'get /v1/imports': bulk,
  'post /v1/imports': bulk,
  'post /v1/clearing/cycles/{cycle}/close': bulk,
  'post /v1/clearing/cycles/{cycle}/cut-off': bulk,
  'post /v1/settlements/{cycle}/{debtor}/{creditor}/instruct': bulk,
  'post /v1/proposals/{proposalId}/votes': ['delegate'],
  'post /v1/proposals/{proposalId}/objections': ['delegate'],
  'post /v1/proposals/{proposalId}/execution': ['admin', 'operator', 'delegate'],
  'get /v1/webhooks': ['admin', 'operator', 'auditor'],
  'post /v1/webhooks': ['admin'],
  'get /v1/disclosures': ['auditor'],
  'get /v1/findings': ['admin', 'operator', 'auditor', 'regulator'],
  'get /v1/keys': ['admin', 'auditor'],
  'patch /v1/programs/{programId}': ['admin'],
  'post /v1/programs/{programId}/quota': ['admin'],
  'post /v1/programs/{programId}/limits': ['admin'],
  'post /v1/programs/{programId}/clearing-value': ['admin'],
  'post /v1/programs/{programId}/acceptance': ['admin'],
  'post /v1/programs/{programId}/acceptance/end': ['admin'],
  'post /v1/programs/{programId}/credit': ['admin'],
  'post /v1/programs/{programId}/credit/end': ['admin'],
  'post /v1/programs/{programId}/credit/prepayments': bulk,
  'post /v1/programs/{programId}/credit/{mspId}/raise': ['admin'],
  'post /v1/programs/{programId}/bridges/{bridgeId}': ['admin'],
  'post /v1/note-offers': ['admin'],
  'post /v1/note-offers/{programId}/{offerId}/rates': ['admin'],
  'post /v1/note-offers/{programId}/{offerId}/close': ['admin'],
  'post /v1/notes': work,
  'post /v1/notes/{noteId}/redeem': work,
  'post /v1/notes/{noteId}/transfer': bulk,
  'post /v1/credit-lines': ['admin'],
  'post /v1/credit-lines/{mspId}/{lineId}/pledges': [...work, 'bridge'],
  'post /v1/credit-lines/{mspId}/{lineId}/notes': bulk,
  'post /v1/credit-lines/{mspId}/{lineId}/draws': bulk,
  'post /v1/credit-lines/{mspId}/{lineId}/repayments': bulk,
  'post /v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/confirm': bulk,
  'post /v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/withdraw': bulk,
  'post /v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/dispute': bulk,
  'post /v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/resolve': bulk,
  'post /v1/credit-lines/{mspId}/{lineId}/notice': bulk,
  'post /v1/credit-lines/{mspId}/{lineId}/allow': ['regulator'],
  'post /v1/credit-lines/{mspId}/{lineId}/close': bulk,
  'post /v1/holds/{holdId}/void': [...work, 'bridge'],
  'post /v1/holds/{holdId}/capture': [...work, 'bridge'],
  'patch /v1/accounts/{accountId}': bulk,
  'post /v1/orders': authorities,
  'post /v1/orders/{orderId}/lift': authorities,
  'post /v1/orders/{orderId}/ratify': ['regulator'],
  'post /v1/orders/{orderId}/seize': bulk,
  'post /v1/orders/{orderId}/disclosures': authorities,
  'get /v1/orders/{orderId}/reason': ['admin', 'operator', 'auditor', 'regulator'],
  'post /v1/proposals': ['delegate'],
  'post /v1/proposals/{proposalId}/withdrawal': ['delegate'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Action = keyof typeof allowed;

export const may = ({ role }: Pick<Who, 'role'>, action: Action): boolean =>
  (allowed[action] as readonly Role[]).includes(role);
