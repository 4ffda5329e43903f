/** What the examples of accounts' routes have in common. */
import { exampleAccountId, exampleTime } from '../examples.js';

export const exampleAccount = {
  accountId: exampleAccountId,
  custodian: 'HarborMSP',
  kind: 'member',
  status: 'active',
  openedAt: exampleTime,
} as const;

/** The example of RFC 8037, appendix A.2. */
export const examplePublicKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
} as const;

export const exampleAuthorization = {
  nonce: 'bm9uY2Utbm9uY2Utbm9uY2Ux',
  expiresAt: exampleTime,
  signature: 'A'.repeat(86),
};
